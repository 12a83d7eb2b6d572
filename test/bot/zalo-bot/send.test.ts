import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFakeZaloBot, type Failure, type FakeZaloBotApi } from '../../fakes/zalo-bot/server.ts';
import { createOn, createRecordingLog } from './stage.ts';

const SECRET_WORDS = 'Nhà bà Thử, số 0900000000';

describe('send', () => {
  let fake: FakeZaloBotApi;
  let chat: string;

  beforeEach(async () => {
    fake = await createFakeZaloBot();
    fake.bot.user('lan');
    chat = `zb:${fake.bot.id}:lan`;
  });

  afterEach(() => fake.close());

  it('sends plain text and nothing that Zalo could take for markup', async () => {
    const result = await createOn(fake).send(chat, { text: '**a** <b>' });

    expect(result).toEqual({ status: 'sent', messageId: 'message-1' });
    expect(fake.bot.calls).toEqual([{ method: 'sendMessage', payload: { chat_id: 'lan', text: '**a** <b>' } }]);
  });

  it.each<[string, Failure, string]>([
    ['429 with a time', { code: 429, retryAfter: 3 }, 'retry'],
    ['the gateway with 429', { page: 429 }, 'retry'],
    ['blocked', { code: 403, description: 'Forbidden: the user has blocked this bot' }, 'dead'],
    ['blocked, told as a bad request', { code: 400, description: 'Người dùng đã chặn bot' }, 'dead'],
    ['never written to the bot', { code: 403, description: 'user has not interacted with the bot' }, 'dead'],
    ['403 as the platform means it', { code: 403 }, 'retry'],
    ['no such chat', { code: 400, description: 'Bad request: chat_id is invalid' }, 'dead'],
    ['no such person', { code: 404, description: 'Không tìm thấy người dùng' }, 'dead'],
    ['404 without a word', { code: 404 }, 'retry'],
    ['another 400', { code: 400, description: 'Bad request: parse_mode is unknown' }, 'refused'],
    ['500', { code: 500 }, 'retry'],
    ['502 with a page', { page: 502 }, 'retry'],
    ['a proxy page', { page: 200 }, 'retry'],
    ['wrong token', { code: 401 }, 'retry'],
    ['Zalo waited in vain itself', { code: 408 }, 'unknown'],
    ['connection cut before', { drop: 'before' }, 'unknown'],
    ['connection cut after', { drop: 'after' }, 'unknown'],
    ['connection reset after', { drop: 'reset' }, 'unknown'],
    ['no answer in time', { hang: true }, 'unknown'],
  ])('%s: %o is %s', async (_, failure, status) => {
    const { log, entries } = createRecordingLog();
    fake.bot.fail('sendMessage', failure);

    const timing = 'hang' in failure ? { callMs: 150 } : {};
    const result = await createOn(fake, { log, timing }).send(chat, { text: SECRET_WORDS });

    expect(result.status).toBe(status);
    expect(JSON.stringify([result, entries])).not.toMatch(/Thử|0900000000|invented-token|127\.0\.0\.1/);
    expect(entries.map(({ level }) => level)).toEqual(['warn']);
  });

  it('waits as long as Zalo says, and a minute when it does not say', async () => {
    fake.bot.fail('sendMessage', { code: 429, retryAfter: 3 });
    fake.bot.fail('sendMessage', { code: 429 });
    const channel = createOn(fake);

    expect(await channel.send(chat, { text: 'a' })).toMatchObject({ status: 'retry', afterMs: 3_000 });
    expect(await channel.send(chat, { text: 'a' })).toMatchObject({ status: 'retry', afterMs: 60_000 });
  });

  it('may be tried again where nobody listens', async () => {
    await fake.goDown();

    expect(await createOn(fake).send(chat, { text: 'a' })).toMatchObject({ status: 'retry' });
  });

  it('may be tried again when the name does not resolve', async () => {
    const channel = createOn(fake, { apiRoot: 'https://no-such-host.invalid/' });

    expect(await channel.send(chat, { text: 'a' })).toMatchObject({ status: 'retry' });
  });

  it('may be tried again when the other side speaks no TLS', async () => {
    const channel = createOn(fake, { apiRoot: fake.url.replace('http:', 'https:') });

    expect((await channel.send(chat, { text: 'a' })).status).toBe('retry');
  });

  it('may be tried again when the connection is cut before it is secured', async () => {
    const censor = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => censor.listen(0, '127.0.0.1', resolve));
    const { port } = censor.address() as AddressInfo;

    const { status } = await createOn(fake, { apiRoot: `https://127.0.0.1:${port}` }).send(chat, { text: 'a' });

    expect(status).toBe('retry');
    await new Promise((resolve) => censor.close(resolve));
  });

  it('carries the token nowhere else, whatever it is told', async () => {
    const elsewhere = await createFakeZaloBot();
    const proxy = createHttpServer(({ url }, response) => {
      response.writeHead(307, { location: `${elsewhere.url}${url}` }).end();
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const { port } = proxy.address() as AddressInfo;

    const { status } = await createOn(fake, { apiRoot: `http://127.0.0.1:${port}` }).send(chat, { text: 'a' });

    expect(status).toBe('retry');
    expect(elsewhere.bot.calls).toEqual([]);
    proxy.closeAllConnections();
    await new Promise((resolve) => proxy.close(resolve));
    await elsewhere.close();
  });

  it.each(['', '  \n ', 'ộ'.repeat(2001)])('refuses for good, unasked, what Zalo never takes', async (text) => {
    expect(await createOn(fake).send(chat, { text })).toMatchObject({ status: 'refused' });
    expect(fake.bot.calls).toEqual([]);
  });

  it.each(['zb:1:lan', 'web:7', 'zb:987654321:', 'tg:987654321:7', ''])('calls nobody for %j', async (other) => {
    expect(await createOn(fake).send(other, { text: 'a' })).toMatchObject({ status: 'refused' });
    expect(fake.bot.calls).toEqual([]);
  });

  it.each(['/zalo', '/a/b'])('finds the API behind the path %s, with and without a last slash', async (prefix) => {
    const behind = await createFakeZaloBot({ prefix });
    behind.bot.user('lan');

    const results = [
      await createOn(behind).send(chat, { text: 'a' }),
      await createOn(behind, { apiRoot: `${behind.url}/` }).send(chat, { text: 'a' }),
    ];

    expect(results.map(({ status }) => status)).toEqual(['sent', 'sent']);
    await behind.close();
  });
});
