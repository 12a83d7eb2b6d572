import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFakeBotApi, type Failure, type FakeBotApi } from '../../fakes/bot-api/server.ts';
import { createOn, createRecordingLog, SHORT } from './stage.ts';

const SECRET_WORDS = 'Nhà bà Thử, số 0900000000';

describe('send', () => {
  let fake: FakeBotApi;
  let chat: string;

  beforeEach(async () => {
    fake = await createFakeBotApi();
    fake.bot.user(7);
    chat = `tg:${fake.bot.id}:7`;
  });

  afterEach(() => fake.close());

  it.each<[string, Failure, string]>([
    ['429', { code: 429, retryAfter: 3 }, 'retry'],
    ['blocked', { code: 403 }, 'dead'],
    ['deactivated', { code: 403, description: 'Forbidden: user is deactivated' }, 'dead'],
    ['chat not found', { code: 400, description: 'Bad Request: chat not found' }, 'dead'],
    ['group became a supergroup', { code: 400, description: 'Bad Request: group was upgraded', migrateTo: -9 }, 'dead'],
    ['another 400', { code: 400, description: 'Bad Request: BUTTON_DATA_INVALID' }, 'refused'],
    ['413', { code: 413, description: 'Request Entity Too Large' }, 'refused'],
    ['500', { code: 500 }, 'retry'],
    ['502 with a page', { page: 502 }, 'retry'],
    ['a proxy page', { page: 200 }, 'retry'],
    ['wrong token', { code: 401 }, 'retry'],
    ['connection cut before', { drop: 'before' }, 'unknown'],
    ['connection cut after', { drop: 'after' }, 'unknown'],
    ['connection reset after', { drop: 'reset' }, 'unknown'],
    ['no answer in time', { hang: true }, 'unknown'],
  ])('%s: %o is %s', async (_, failure, status) => {
    const { log, entries } = createRecordingLog();
    fake.bot.fail('sendMessage', failure);

    const timing = { ...SHORT, ...('hang' in failure ? { callMs: 150 } : {}) };
    const result = await createOn(fake, { log, timing }).send(chat, { text: SECRET_WORDS });

    expect(result.status).toBe(status);
    expect(JSON.stringify([result, entries])).not.toMatch(/Thử|0900000000|invented-token|127\.0\.0\.1/);
    expect(entries.map(({ level }) => level)).toEqual(['warn']);
  });

  it('waits as long as Telegram says', async () => {
    fake.bot.fail('sendMessage', { code: 429, retryAfter: 3 });

    expect(await createOn(fake).send(chat, { text: 'a' })).toMatchObject({ status: 'retry', afterMs: 3000 });
  });

  it('may be tried again when nobody listened', async () => {
    await fake.goDown();

    expect(await createOn(fake).send(chat, { text: 'a' })).toMatchObject({ status: 'retry' });
  });

  it.each([
    ['a name that does not resolve', 'http://no-such-host.invalid/'],
    ['a port where nobody listens', 'http://127.0.0.1:1'],
  ])('may be tried again at %s', async (_, apiRoot) => {
    expect(await createOn(fake, { apiRoot }).send(chat, { text: 'a' })).toMatchObject({ status: 'retry' });
  });

  it.each<[string, (socket: Socket) => void]>([
    ['never answers', () => undefined],
    ['cuts the connection', (socket) => socket.destroy()],
    ['talks nonsense', (socket) => socket.end('nonsense')],
  ])('may be tried again when a censor %s before the connection is secured', async (_, onSocket) => {
    const sockets = new Set<Socket>();
    const censor = createServer((socket) => {
      sockets.add(socket.on('error', () => undefined));
      onSocket(socket);
    });
    await new Promise<void>((resolve) => censor.listen(0, '127.0.0.1', resolve));
    const { port } = censor.address() as AddressInfo;

    const timing = { ...SHORT, connectMs: 150 };
    const result = await createOn(fake, { apiRoot: `https://127.0.0.1:${port}/`, timing }).send(chat, { text: 'a' });

    expect(result.status).toBe('retry');
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => censor.close(resolve));
  });

  it.each(['', '  \n ', 'ộ'.repeat(4097)])('is refused for good for a text that Telegram never takes', async (text) => {
    expect(await createOn(fake).send(chat, { text })).toMatchObject({ status: 'refused' });
  });

  it.each(['tg:999:7', 'web:7', `tg:123456:`, 'tg:123456:abc', ''])('calls nobody for the chat %j', async (foreign) => {
    const result = await createOn(fake).send(foreign, { text: 'a' });

    expect(result.status).toBe('refused');
    expect(fake.bot.calls).toEqual([]);
  });

  it.each(['/telegram', '/a/b'])('finds the API behind the path %s, with and without a last slash', async (prefix) => {
    const behind = await createFakeBotApi({ prefix });
    behind.bot.user(7);

    const results = [
      await createOn(behind).send(chat, { text: 'a' }),
      await createOn(behind, { apiRoot: `${behind.url}/` }).send(chat, { text: 'a' }),
    ];

    expect(results.map(({ status }) => status)).toEqual(['sent', 'sent']);
    await behind.close();
  });
});
