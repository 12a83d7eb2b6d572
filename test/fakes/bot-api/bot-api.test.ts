/** The fake must be as strict as Telegram, or the tests that stand on it prove nothing. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFakeBotApi, type FakeBotApi } from './server.ts';

interface Answer {
  ok: boolean;
  result?: unknown;
  error_code?: number;
  description?: string;
  parameters?: unknown;
}

describe('the fake Bot API', () => {
  let fake: FakeBotApi;

  beforeEach(async () => {
    fake = await createFakeBotApi();
  });

  afterEach(() => fake.close());

  async function call(method: string, payload: unknown = {}, token = fake.bot.token): Promise<Answer> {
    const response = await fetch(`${fake.url}/bot${token}/${method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(payload),
    });
    const body = (await response.json()) as Answer;
    expect(response.status).toBe(body.ok ? 200 : body.error_code);
    return body;
  }

  async function updates(offset = 0, timeout = 0): Promise<number[]> {
    const { result } = await call('getUpdates', { offset, timeout });
    return (result as { update_id: number }[]).map(({ update_id: id }) => id);
  }

  it('keeps an update until an offset above its id is asked for', async () => {
    const lan = fake.bot.user(7);
    lan.says('một');
    lan.says('hai');
    const [first, second] = (await updates()) as [number, number];

    expect(await updates(first)).toEqual([first, second]);
    expect(await updates(second)).toEqual([second]);
    expect(await updates(first)).toEqual([second]);
    expect(await updates(second + 1)).toEqual([]);
    expect(fake.bot.queue.confirmed()).toEqual([first, second]);
  });

  it('holds a request open until something comes', async () => {
    const waiting = updates(0, 50);
    await fake.bot.until(() => fake.bot.count('getUpdates') === 1, 'the request');

    fake.bot.user(7).says('một');

    expect(await waiting).toHaveLength(1);
  });

  it('gives no more than the limit, a hundred at most', async () => {
    for (let n = 0; n < 120; n += 1) fake.bot.user(7).says(`${n}`);

    expect((await call('getUpdates', { limit: 5 })).result).toHaveLength(5);
    expect((await call('getUpdates', { limit: 500 })).result).toHaveLength(100);
  });

  it('ends the first of two pollers, and every poller while a webhook is set', async () => {
    const first = call('getUpdates', { timeout: 50 });
    await fake.bot.until(() => fake.bot.queue.waiting() === 1, 'the first poller');

    await call('getUpdates', { timeout: 0 });
    await call('setWebhook', { url: 'http://127.0.0.1:1/' });

    expect(await first).toMatchObject({ ok: false, error_code: 409 });
    expect(await call('getUpdates')).toMatchObject({ ok: false, error_code: 409 });
  });

  it('knows its tokens', async () => {
    expect(await call('getMe')).toMatchObject({ ok: true, result: { id: fake.bot.id, is_bot: true } });
    expect(await call('getMe', {}, '1:other')).toMatchObject({ error_code: 401 });
    expect(await call('getMe', {}, 'nonsense')).toMatchObject({ error_code: 404 });
    expect(await call('makeCoffee')).toMatchObject({ error_code: 404 });
  });

  it.each([
    ['an unknown chat', { chat_id: 99, text: 'a' }, 'chat not found'],
    ['no text', { chat_id: 7, text: ' ' }, 'text is empty'],
    ['4097 letters', { chat_id: 7, text: 'ộ'.repeat(4097) }, 'too long'],
    ['65 bytes in a button', keyboard('x', 'ộ'.repeat(21) + 'ab'), 'BUTTON_DATA_INVALID'],
    ['no bytes in a button', keyboard('x', ''), 'BUTTON_DATA_INVALID'],
    ['a button without words', keyboard(' ', 'a'), 'non-empty'],
  ])('refuses %s', async (_, payload, description) => {
    fake.bot.user(7);

    expect(await call('sendMessage', payload)).toMatchObject({
      error_code: 400,
      description: expect.stringContaining(description),
    });
  });

  function keyboard(text: string, data: string) {
    return { chat_id: 7, text: 'a', reply_markup: { inline_keyboard: [[{ text, callback_data: data }]] } };
  }

  it('takes 4096 letters of any kind and 64 bytes', async () => {
    fake.bot.user(7);

    expect(await call('sendMessage', { chat_id: 7, text: '🙏'.repeat(4096) })).toMatchObject({ ok: true });
    expect(await call('sendMessage', keyboard('x', 'a'.repeat(64)))).toMatchObject({ ok: true });
  });

  it('lets a press be answered once, with at most 200 letters', async () => {
    const lan = fake.bot.user(7);
    lan.pressesData('x');
    const [update] = (await call('getUpdates')).result as { callback_query: { id: string } }[];
    const callback_query_id = update!.callback_query.id;

    const tooLong = { callback_query_id, text: 'a'.repeat(201) };

    expect(await call('answerCallbackQuery', tooLong)).toMatchObject({ ok: false });
    expect(await call('answerCallbackQuery', { callback_query_id })).toMatchObject({ ok: true });
    expect(await call('answerCallbackQuery', { callback_query_id })).toMatchObject({ error_code: 400 });
  });

  it('refuses an edit that changes nothing', async () => {
    fake.bot.user(7);
    await call('sendMessage', { chat_id: 7, text: 'một' });

    expect(await call('editMessageText', { chat_id: 7, message_id: 1, text: 'một' })).toMatchObject({
      description: expect.stringContaining('not modified'),
    });
    expect(await call('editMessageText', { chat_id: 7, message_id: 1, text: 'hai' })).toMatchObject({ ok: true });
  });

  it('meets trouble as ordered, so many times, and then works again', async () => {
    fake.bot.user(7);
    fake.bot.fail('sendMessage', { code: 429, retryAfter: 4 }, 2);

    for (let n = 0; n < 2; n += 1) {
      expect(await call('sendMessage', { chat_id: 7, text: 'a' })).toMatchObject({
        error_code: 429,
        parameters: { retry_after: 4 },
      });
    }
    expect(await call('sendMessage', { chat_id: 7, text: 'a' })).toMatchObject({ ok: true });
  });

  it('carries a call out, or not, when it cuts the connection', async () => {
    const lan = fake.bot.user(7);
    fake.bot.fail('sendMessage', { drop: 'before' });
    await expect(call('sendMessage', { chat_id: 7, text: 'trước' })).rejects.toThrow();
    fake.bot.fail('sendMessage', { drop: 'after' });
    await expect(call('sendMessage', { chat_id: 7, text: 'sau' })).rejects.toThrow();

    expect(lan.heard.map(({ text }) => text)).toEqual(['sau']);
  });

  it('plays a person: hears what is new, presses what is there', async () => {
    const lan = fake.bot.user(7);
    await call('sendMessage', { ...keyboard('Có', 'yes'), text: 'Bà con đồng ý không?' });
    await lan.hears(/đồng ý/);

    lan.presses(/^Có$/);

    const [update] = (await call('getUpdates')).result as { callback_query: { data: string } }[];
    expect(update?.callback_query.data).toBe('yes');
    await expect(lan.hears(/đồng ý/, 20)).rejects.toThrow('in vain');
    expect(() => lan.presses('Không')).toThrow('No button');
  });

  it('refuses to bring anything to a person who blocked it', async () => {
    fake.bot.user(7).blocks();
    fake.bot.user(8).disappears();

    expect(await call('sendMessage', { chat_id: 7, text: 'a' })).toMatchObject({ error_code: 403 });
    expect(await call('sendMessage', { chat_id: 8, text: 'a' })).toMatchObject({ error_code: 403 });
  });

  describe('in a group', () => {
    const ALL = ['/gopy', 'talk', '@thu_nghiem_123456_bot a', '@other_bot b', 'answer'];

    /** What the bot is shown of what is said there. */
    async function shown(): Promise<unknown[]> {
      const { result } = await call('getUpdates');
      return (result as { message?: { text?: string } }[]).flatMap(({ message }) => message?.text ?? []);
    }

    it.each([
      ['in privacy mode only what is addressed to it', true, 'member', ['/gopy', '@thu_nghiem_123456_bot a', 'answer']],
      ['as administrator everything', true, 'administrator', ALL],
      ['without privacy mode everything', false, 'member', ALL],
    ] as const)('it shows %s', async (_, privacy, as, texts) => {
      fake.bot.privacyMode = privacy;
      const group = fake.bot.group(-5);
      const lan = group.member(7);
      lan.says('before it came');
      group.addsBot(as);
      const { result } = await call('sendMessage', { chat_id: -5, text: 'chào' });

      for (const text of ['/gopy', 'talk', '@thu_nghiem_123456_bot a', '@other_bot b']) lan.says(text);
      lan.says('answer', { replyTo: (result as { message_id: number }).message_id });

      expect(await shown()).toEqual(texts);
      expect((await call('getMe')).result).toMatchObject({ can_read_all_group_messages: !privacy });
    });

    it('marks names, commands and tags by their places in UTF-16 units', async () => {
      fake.bot.group(-5).addsBot();
      fake.bot.group(-5).member(7).says('🙏 @thu_nghiem_123456_bot #tắc');

      const { result } = await call('getUpdates');

      const [, update] = result as { message: { entities: unknown } }[];
      expect(update!.message.entities).toEqual([
        { type: 'mention', offset: 3, length: 22 }, { type: 'hashtag', offset: 26, length: 4 },
      ]);
    });

    it('lets the bot write to nobody who has not opened a chat with it, nor into a group that it left', async () => {
      const group = fake.bot.group(-5);
      group.addsBot();
      group.member(7);
      group.removesBot();

      expect(await call('sendMessage', { chat_id: 7, text: 'a' })).toMatchObject({
        error_code: 403, description: expect.stringContaining("can't initiate conversation"),
      });
      expect(await call('sendMessage', { chat_id: -5, text: 'a' })).toMatchObject({ error_code: 403 });
      fake.bot.user(7).opens();
      expect(await call('sendMessage', { chat_id: 7, text: 'a' })).toMatchObject({ ok: true });
    });

    it('takes one known reaction to a message that is there', async () => {
      const group = fake.bot.group(-5);
      group.addsBot();
      const message_id = group.member(7).says('a');
      const react = (emoji: string, id = message_id) => (
        call('setMessageReaction', { chat_id: -5, message_id: id, reaction: [{ type: 'emoji', emoji }] }));

      expect(await react('✍')).toMatchObject({ ok: true });
      expect(await react('🐢')).toMatchObject({ error_code: 400 });
      expect(await react('✍', 99)).toMatchObject({ error_code: 400 });
      expect(group.reactions()).toEqual({ [message_id]: '✍' });
    });
  });
});
