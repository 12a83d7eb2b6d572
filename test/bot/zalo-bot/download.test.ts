import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { download, MAX_DOWNLOAD_BYTES } from '../../../bot/zalo-bot/download.ts';
import { isPublicAddress } from '../../../bot/zalo-bot/public-address.ts';
import { createFakeZaloBot, type FakeZaloBotApi } from '../../fakes/zalo-bot/server.ts';
import { createInbox, createOn, createRecordingLog, until } from './stage.ts';

describe('download', () => {
  let fake: FakeZaloBotApi;
  const { log, entries } = createRecordingLog();

  beforeEach(async () => {
    fake = await createFakeZaloBot();
    entries.length = 0;
  });

  afterEach(() => fake.close());

  /** Sends a voice and returns its reference and a channel to fetch it with. */
  async function received(options: Parameters<typeof createOn>[1] = {}) {
    const inbox = createInbox();
    const channel = createOn(fake, { log, ...options });
    await channel.start(inbox.take);
    fake.bot.user('lan').sendsVoice(Buffer.from('tiếng nói'));
    await until(() => expect(inbox.messages).toHaveLength(1));
    await channel.stop();
    const { content } = inbox.messages[0]!;
    return { channel, ref: content.kind === 'media' ? content.files[0]!.ref : '' };
  }

  it('fetches the content', async () => {
    const { channel, ref } = await received();

    expect((await channel.download(ref))?.toString()).toBe('tiếng nói');
  });

  it.each([403, 404, 410])('has nothing once the address answers %s', async (code) => {
    const { channel, ref } = await received();
    fake.bot.fail('file', { code });

    expect(await channel.download(ref)).toBeNull();
    expect(entries.at(-1)?.fields).toMatchObject({ reason: 'gone' });
  });

  it.each([{ code: 500 }, { code: 429 }, { hang: true } as const])('is worth another try after %o', async (failure) => {
    const { channel, ref } = await received({ timing: { fileMs: 200 } });
    fake.bot.fail('file', failure);

    const trying = channel.download(ref);

    await expect(trying).rejects.toThrow('file: no-answer');
    await expect(trying).rejects.not.toHaveProperty('cause');
    expect((await channel.download(ref))?.toString()).toBe('tiếng nói');
  });

  it('is worth another try while nobody listens', async () => {
    const { channel, ref } = await received();
    await fake.goDown();

    await expect(channel.download(ref)).rejects.toThrow('file: no-answer');
  });

  it.each([
    ['file:///etc/hostname', 'not https'],
    ['http://example.org/a.jpg', 'not https'],
    ['https://127.0.0.1/a.jpg', 'not a public address'],
    ['https://10.0.0.8/a.jpg', 'not a public address'],
    ['https://169.254.169.254/latest', 'not a public address'],
    ['https://2130706433/a.jpg', 'not a public address'],
    ['https://[::1]/a.jpg', 'not a public address'],
    ['https://[::ffff:10.0.0.1]/a.jpg', 'not a public address'],
    ['https://localhost/a.jpg', 'not a public address'],
    ['một tấm ảnh', 'no address'],
    ['', 'no address'],
  ])('goes nowhere for %j', async (ref, reason) => {
    const channel = createOn(fake, { log });

    expect(await channel.download(ref)).toBeNull();
    expect(entries.at(-1)?.fields).toEqual({ channel: 'zalo-bot', reason });
  });
});

describe('a server that is the API itself', () => {
  let server: Server;
  let origin: string;
  let answer: RequestListener;
  const { log, entries } = createRecordingLog();

  beforeEach(async () => {
    entries.length = 0;
    server = createServer((request, response) => answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const fetched = () => download(`${origin}/a`, { origin, log, timeoutMs: 3_000 });

  it('may point to another place of its own', async () => {
    answer = ({ url }, response) => {
      if (url === '/a') response.writeHead(302, { location: '/b' }).end();
      else response.end('ảnh');
    };

    expect((await fetched())?.toString()).toBe('ảnh');
  });

  it.each([
    'http://127.0.0.1:1/', 'https://127.0.0.1/', 'https://localhost/', 'http://example.org/', 'ftp://example.org',
  ])('is not followed to %s', async (location) => {
    answer = (_, response) => response.writeHead(302, { location }).end();

    expect(await fetched()).toBeNull();
  });

  it('is not followed for ever', async () => {
    answer = (_, response) => response.writeHead(302, { location: '/a' }).end();

    expect(await fetched()).toBeNull();
    expect(entries.at(-1)?.fields).toMatchObject({ reason: 'too many redirects' });
  });

  it('is not read beyond 20 MB', async () => {
    answer = (_, response) => response.end(Buffer.alloc(MAX_DOWNLOAD_BYTES + 1));

    expect(await fetched()).toBeNull();
    expect(entries.at(-1)?.fields).toMatchObject({ reason: 'too big' });
  });
});

describe('a public address', () => {
  it.each(['1.1.1.1', '203.162.0.1', '2405:4800::1'])('is %s', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each([
    '0.0.0.0', '10.1.2.3', '100.64.0.1', '127.0.0.53', '169.254.1.1', '172.31.255.1', '192.168.0.1', '224.0.0.1',
    '255.255.255.255', '::', '::1', '::ffff:1.1.1.1', 'fe80::1', 'fc00::1', 'fd12::1', 'ff02::1', '64:ff9b::a00:1',
    '2001:db8::1', '2001::1', '2002:a00:1::', 'example.org', '',
  ])('is not %s', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});
