import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ZaloBotChannelOptions } from '../../../bot/zalo-bot/channel.ts';
import type { Take } from '../../../bot/channel.ts';
import { createFakeZaloBot, type FakeZaloBotApi } from '../../fakes/zalo-bot/server.ts';
import { createDelivered, createInbox, createOn, createRecordingLog, SECRET, until } from './stage.ts';

function event(text: string, { id = text, who = 'lan' } = {}) {
  return {
    event_name: 'message.text.received',
    message: {
      message_id: id, text, from: { id: who, display_name: 'Bà Thử' }, chat: { id: who, chat_type: 'PRIVATE' },
    },
  };
}

describe('webhook mode', () => {
  let fake: FakeZaloBotApi;
  let close: () => Promise<void>;
  const { log, entries } = createRecordingLog();

  beforeEach(async () => {
    fake = await createFakeZaloBot();
    entries.length = 0;
    close = async () => undefined;
  });

  afterEach(async () => {
    await fake.close();
    await close();
  });

  /** A started channel that Zalo knows the address of. */
  async function listening(take: Take, options: Partial<ZaloBotChannelOptions> = {}) {
    const delivered = await createDelivered(fake, { log, ...options });
    close = async () => {
      await delivered.channel.stop();
      await delivered.close();
    };
    await delivered.channel.start(take);
    await until(() => expect(delivered.channel.health().state).toBe('up'));
    return delivered.channel;
  }

  it('tells Zalo where and with which secret to deliver, and never asks', async () => {
    await listening(createInbox().take);

    expect(fake.bot.calls.map(({ method }) => method)).toEqual(['getMe', 'setWebhook']);
    expect(fake.bot.calls[1]?.payload).toEqual({
      url: expect.stringMatching(/\/webhooks\/zalo-bot$/), secret_token: SECRET,
    });
  });

  it.each([null, '', 'wrong', `${SECRET}x`, SECRET.toUpperCase()])(
    'turns a replay with the secret %j away and saves nothing',
    async (secret) => {
      const inbox = createInbox();
      await listening(inbox.take);

      const status = await fake.bot.webhook.post(event('Cống hỏng'), secret);

      expect(status).toBe(401);
      expect(inbox.messages).toEqual([]);
      expect(JSON.stringify(entries)).not.toMatch(/Cống|Thử/);
    },
  );

  it.each<[string, (one: unknown) => unknown]>([
    ['bare', (one) => one],
    ['wrapped', (one) => ({ ok: true, result: one })],
    ['as the text of JSON', (one) => JSON.stringify({ ok: true, result: one })],
  ])('saves a body before it confirms: %s', async (_, body) => {
    const inbox = createInbox();
    await listening(inbox.take);

    expect(await fake.bot.webhook.post(body(event('Cống hỏng')))).toBe(200);

    expect(inbox.words()).toEqual(['Cống hỏng']);
  });

  it('gives a message that is delivered twice the same key both times', async () => {
    const inbox = createInbox();
    await listening(inbox.take);

    await fake.bot.webhook.post(event('một'));
    await fake.bot.webhook.post(event('một'));

    expect(new Set(inbox.messages.map(({ key }) => key))).toEqual(new Set(['zb:987654321:một']));
  });

  it('takes messages that come out of order', async () => {
    const inbox = createInbox();
    await listening(inbox.take);

    for (const text of ['ba', 'một', 'hai']) expect(await fake.bot.webhook.post(event(text))).toBe(200);

    expect(inbox.words()).toEqual(['ba', 'một', 'hai']);
  });

  it('takes the rest of a batch when one item is broken', async () => {
    const inbox = createInbox();
    await listening(inbox.take);
    const broken = { event_name: 'message.text.received', message: { text: 'không của ai' } };

    const status = await fake.bot.webhook.post({ ok: true, result: [event('một'), broken, null, 7, event('hai')] });

    expect(status).toBe(200);
    expect(inbox.words()).toEqual(['một', 'hai']);
    expect(entries.filter(({ level }) => level === 'warn')).toHaveLength(1);
    expect(JSON.stringify(entries)).not.toContain('không của ai');
  });

  it.each([
    null, '', '{"event_name":', [], {}, { hello: 'thử' },
    { ok: true, result: { event_name: 'message.unsupported.received' } },
  ])('confirms what can never be read, and logs it without its words: %j', async (body) => {
    const inbox = createInbox();
    await listening(inbox.take);

    expect(await fake.bot.webhook.post(body)).toBe(200);

    expect(inbox.messages).toEqual([]);
    expect(entries.filter(({ level }) => level === 'warn')).toHaveLength(1);
    expect(JSON.stringify(entries)).not.toContain('thử');
  });

  it.each(['unsupported', 'sticker', 'hologram'])('hands on what has no words, to be answered: %s', async (kind) => {
    const inbox = createInbox();
    await listening(inbox.take);

    fake.bot.user('lan').sends(kind, {});

    await until(() => expect(inbox.messages).toMatchObject([
      { chat: 'zb:987654321:lan', content: { kind: 'unsupported' } },
    ]));
  });

  it('saves after all what could not be saved at first, though Zalo never brings it again', async () => {
    const inbox = createInbox({ refuse: 3 });
    const channel = await listening(inbox.take);
    fake.bot.webhook.redelivers = false;

    fake.bot.user('lan').says('đừng để mất');

    await until(() => expect(inbox.words()).toEqual(['đừng để mất']));
    await until(() => expect(channel.health().state).toBe('up'));
    expect(JSON.stringify(entries)).not.toMatch(/đừng|Thử|disk/);
  });

  it('answers 500 when saving takes too long, says so, goes on trying, and saves no repetition beside it', async () => {
    let full = true;
    const inbox = createInbox();
    const channel = await listening(async (message) => {
      if (full) throw new Error('disk full');
      await inbox.take(message);
    }, { timing: { answerMs: 30 } });
    fake.bot.webhook.redelivers = false;

    const first = await fake.bot.webhook.post(event('một'));
    const again = await fake.bot.webhook.post(event('một'));
    const health = channel.health();
    full = false;

    expect([first, again]).toEqual([500, 500]);
    expect(health).toMatchObject({ state: 'down', detail: expect.stringContaining('Không lưu được') });
    await until(() => expect(inbox.words()).toEqual(['một']));
    await until(() => expect(channel.health().state).toBe('up'));
  });

  it('does not let one chat that cannot be saved hold up the others', async () => {
    const inbox = createInbox();
    let blocked = true;
    await listening(async (message) => {
      if (blocked && message.chat.endsWith(':lan')) throw new Error('locked');
      await inbox.take(message);
    });

    fake.bot.user('lan').says('lan 1');
    fake.bot.user('lan').says('lan 2');
    fake.bot.user('minh').says('minh 1');
    await until(() => expect(inbox.words()).toEqual(['minh 1']));
    blocked = false;

    await until(() => expect(inbox.words()).toEqual(['minh 1', 'lan 1', 'lan 2']));
  });

  it('keeps the order of a chat when an earlier message is still being saved', async () => {
    const inbox = createInbox({ refuse: 2 });
    const channel = await listening(inbox.take);

    const answers = await Promise.all(['một', 'hai', 'ba'].map((text) => channel.webhook(SECRET, event(text))));

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(inbox.words()).toEqual(['một', 'hai', 'ba']);
  });

  it('confirms nothing before it is started and after it stopped', async () => {
    const { channel, close: closeServer } = await createDelivered(fake, { log });
    close = closeServer;
    const before = await channel.webhook(SECRET, event('sớm'));
    await channel.start(createInbox().take);
    await channel.stop();

    const after = await channel.webhook(SECRET, event('muộn'));

    expect([before, after]).toEqual([{ status: 500 }, { status: 500 }]);
  });

  it('tries once more at the end, and then does not wait for a disk that stays full', async () => {
    const inbox = createInbox({ refuse: Infinity });
    const channel = await listening(inbox.take, { timing: { backOffMs: 60_000, backOffMaxMs: 60_000 } });
    const delivery = channel.webhook(SECRET, event('một'));
    await until(() => expect(channel.health().state).toBe('down'));

    await channel.stop();

    expect(await delivery).toEqual({ status: 500 });
    expect(entries.filter(({ level }) => level === 'error').map(({ fields }) => fields['last'])).toEqual([false, true]);
  });

  it('turns everything away in polling mode', async () => {
    const channel = createOn(fake);

    expect(await channel.webhook('', event('một'))).toEqual({ status: 401 });
    expect(await channel.webhook(undefined, event('một'))).toEqual({ status: 401 });
  });
});
