import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FileNotFetched, fetchPublicFile, MAX_FILE_BYTES } from '../../bot/public-file.ts';
import { silentLog } from '../../log.ts';
import { createRecordingLog } from './zalo-bot/stage.ts';

/** Answers by address; what is not named is not there. */
function web(pages: Record<string, () => Response>): { fetch: typeof fetch; asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    async fetch(input) {
      asked.push(String(input));
      return pages[String(input)]?.() ?? new Response('', { status: 404 });
    },
  };
}

function get(address: string, fetch: typeof globalThis.fetch): Promise<Buffer | null> {
  return fetchPublicFile(address, { channel: 'zalo-personal', fetch, timeoutMs: 1_000, log: silentLog });
}

function to(location: string): Response {
  return new Response(null, { status: 302, headers: { location } });
}

describe('fetching a file from the address that came with it', () => {
  it('brings what is there, also after a redirection', async () => {
    const { fetch } = web({
      'https://a.zdn.vn/1': () => to('/2'), 'https://a.zdn.vn/2': () => new Response('ảnh'),
    });

    expect((await get('https://a.zdn.vn/1', fetch))?.toString()).toBe('ảnh');
  });

  it.each([
    ['file:///etc/passwd', 'not https'],
    ['ftp://a.zdn.vn/', 'not https'],
    ['http://a.zdn.vn/1', 'not https'],
    ['https://127.0.0.1/', 'not a public address'],
    ['https://10.0.0.5/admin', 'not a public address'],
    ['https://169.254.169.254/latest', 'not a public address'],
    ['https://2130706433/', 'not a public address'],
    ['https://0x7f.1/', 'not a public address'],
    ['https://[::1]/', 'not a public address'],
    ['https://[::ffff:10.0.0.1]/', 'not a public address'],
    ['https://a.zdn.vn:8443/', 'not a public address'],
    ['https://ten:mat-khau@a.zdn.vn/', 'not a public address'],
    // A name, and where it leads is looked at when the connection is made.
    ['https://localhost/', 'not a public address'],
    ['../../etc/passwd', 'no address'],
    ['', 'no address'],
  ])('connects to nobody for %j', async (address, reason) => {
    const { log, entries } = createRecordingLog();

    const content = await fetchPublicFile(address, { channel: 'zalo-personal', timeoutMs: 1_000, log });

    expect(content).toBeNull();
    expect(entries.map(({ fields }) => fields)).toEqual([{ channel: 'zalo-personal', reason }]);
  });

  it('does not follow a redirection into the house', async () => {
    const { fetch, asked } = web({ 'https://a.zdn.vn/1': () => to('https://192.168.1.1/') });

    expect(await get('https://a.zdn.vn/1', fetch)).toBeNull();
    expect(asked).toEqual(['https://a.zdn.vn/1']);
  });

  it('does not follow for ever', async () => {
    const { fetch, asked } = web({ 'https://a.zdn.vn/1': () => to('/1') });

    expect(await get('https://a.zdn.vn/1', fetch)).toBeNull();
    expect(asked.length).toBeLessThan(10);
  });

  it.each([403, 404, 410])('has nothing where the address has ended (%i)', async (status) => {
    const { fetch } = web({ 'https://a.zdn.vn/1': () => new Response('', { status }) });

    expect(await get('https://a.zdn.vn/1', fetch)).toBeNull();
  });

  it('is worth another try while the server is in trouble', async () => {
    const { fetch } = web({ 'https://a.zdn.vn/1': () => new Response('', { status: 503 }) });

    await expect(get('https://a.zdn.vn/1', fetch)).rejects.toThrow(FileNotFetched);
  });

  it('takes nothing that is too big, whatever it says of its size', async () => {
    const big = () => new Response(new Uint8Array(MAX_FILE_BYTES + 1));
    const { fetch } = web({ 'https://a.zdn.vn/1': big });

    expect(await get('https://a.zdn.vn/1', fetch)).toBeNull();
  });
});

describe('a server that the settings name', () => {
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

  const fetched = () => fetchPublicFile(`${origin}/a`, { channel: 'zalo-bot', own: origin, log, timeoutMs: 3_000 });

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
    answer = (_, response) => response.end(Buffer.alloc(MAX_FILE_BYTES + 1));

    expect(await fetched()).toBeNull();
    expect(entries.at(-1)?.fields).toMatchObject({ reason: 'too big' });
  });
});
