/** The fake must be as strict as the platform, or the tests that stand on it prove nothing. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFakeZaloBot, type FakeZaloBotApi } from './server.ts';

interface Answer { ok: boolean; result?: unknown; error_code?: number; description?: string }

describe('the fake Zalo Bot Platform', () => {
  let fake: FakeZaloBotApi;

  beforeEach(async () => {
    fake = await createFakeZaloBot();
  });

  afterEach(() => fake.close());

  async function call(method: string, payload: unknown = {}, token = fake.bot.token): Promise<Answer> {
    const response = await fetch(`${fake.url}/bot${token}/${method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(payload),
    });
    return await response.json() as Answer;
  }

  it('gives one event a call, and each only once', async () => {
    const lan = fake.bot.user('lan', { name: 'Lan' });
    lan.says('một');
    lan.says('hai');

    const first = await call('getUpdates', { timeout: 1 });
    const second = await call('getUpdates', { timeout: 1 });
    const third = await call('getUpdates', { timeout: 0 });

    expect(first.result).toMatchObject({
      event_name: 'message.text.received',
      message: {
        text: 'một', from: { id: 'lan', display_name: 'Lan', is_bot: false }, chat: { id: 'lan', chat_type: 'PRIVATE' },
      },
    });
    expect(second.result).toMatchObject({ message: { text: 'hai' } });
    expect(third).toMatchObject({ ok: false, error_code: 408 });
  });

  it('takes nothing away from a call that ended before', async () => {
    const ended = new AbortController();
    const asking = fetch(`${fake.url}/bot${fake.bot.token}/getUpdates`, { method: 'POST', signal: ended.signal });
    await fake.bot.until(() => fake.bot.count('getUpdates') === 1, 'a call');

    ended.abort();
    await expect(asking).rejects.toThrow();
    fake.bot.user('lan').says('còn đây');

    expect((await call('getUpdates', { timeout: 1 })).result).toMatchObject({ message: { text: 'còn đây' } });
  });

  it.each([
    ['an empty text', { chat_id: 'lan', text: ' ' }],
    ['2001 characters', { chat_id: 'lan', text: 'ộ'.repeat(2001) }],
    ['a chat that nobody has', { chat_id: 'nobody', text: 'a' }],
  ])('refuses %s', async (_, payload) => {
    const lan = fake.bot.user('lan');

    expect(await call('sendMessage', payload)).toMatchObject({ ok: false, error_code: 400 });
    expect(lan.heard).toEqual([]);
  });

  it('refuses a wrong token and a secret that is too short', async () => {
    expect(await call('getMe', {}, '1:wrong')).toMatchObject({ error_code: 401 });
    const short = await call('setWebhook', { url: 'https://example.org', secret_token: '1234567' });

    expect(short).toMatchObject({ ok: false });
  });

  it('shows the bot only what in a group is meant for it', async () => {
    const lan = fake.bot.user('lan');
    const group = fake.bot.group('to-3');
    group.says(lan, 'chuyện riêng trong tổ');
    group.says(lan, '@Bot Đối Thoại đường tối');

    expect((await call('getUpdates', { timeout: 1 })).result).toMatchObject({
      message: { text: '@Bot Đối Thoại đường tối', chat: { id: 'to-3', chat_type: 'GROUP' }, from: { id: 'lan' } },
    });
    expect(fake.bot.queue.pending()).toEqual([]);
  });

  it('delivers with the secret, in the order of the chat, again when it was not confirmed', async () => {
    const got: { secret: unknown; text: string }[] = [];
    const server = createServer(async (request, response) => {
      const body = JSON.parse(await readText(request)) as { result: { message: { text: string } } };
      got.push({ secret: request.headers['x-bot-api-secret-token'], text: body.result.message.text });
      response.writeHead(got.length === 1 ? 500 : 200).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    await call('setWebhook', {
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, secret_token: 'invented-secret',
    });
    const lan = fake.bot.user('lan');
    lan.says('một');
    lan.says('hai');

    await fake.bot.until(() => fake.bot.queue.pending().length === 0, 'all confirmed');

    expect(got.map(({ text }) => text)).toEqual(['một', 'một', 'hai']);
    expect(new Set(got.map(({ secret }) => secret))).toEqual(new Set(['invented-secret']));
    expect(await call('getUpdates', { timeout: 0 })).toMatchObject({ ok: false, error_code: 400 });
    server.closeAllConnections();
    server.close();
  });
});
