import type { Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTelegramWebhook } from '../../../bot/telegram/webhook.ts';
import type { TelegramChannel } from '../../../bot/telegram/channel.ts';
import type { Update } from '../../../bot/telegram/update.ts';
import { describeChannel } from '../../contracts/channel.ts';
import { createFakeBotApi, type FakeBotApi } from '../../fakes/bot-api/server.ts';
import { createInbox, createOn, createRecordingLog, personOn, serve, SHORT, until } from './stage.ts';

const SECRET = 'an-invented-webhook-secret';
const UPDATE = { update_id: 5, message: { message_id: 1, chat: { id: 7, type: 'private' }, text: 'Cống hỏng' } };

describeChannel('Telegram by webhook', async () => {
  const fake = await createFakeBotApi();
  let channel: TelegramChannel | undefined;
  const { url, server } = await serve(() => channel);
  channel = createOn(fake, { mode: 'webhook', webhookUrl: url, webhookSecret: SECRET });
  return {
    channel,
    ...personOn(fake),
    async close() {
      await fake.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
});

describe('a delivery', () => {
  let received: Update[];
  const { log, entries } = createRecordingLog();
  const webhook = createTelegramWebhook({
    secret: SECRET,
    log,
    async receive(update) {
      received.push(update);
    },
  });

  beforeEach(() => {
    received = [];
    entries.length = 0;
  });

  it.each([
    ['parsed', UPDATE],
    ['as text', JSON.stringify(UPDATE)],
  ])('is taken in %s and confirmed', async (_, body) => {
    const answer = await webhook(SECRET, body);

    expect(answer).toEqual({ status: 200 });
    expect(received).toMatchObject([UPDATE]);
  });

  const WRONG = [undefined, '', 'wrong', `${SECRET}x`, SECRET.toUpperCase()];

  it.each(WRONG)('is turned away with the secret %j', async (given) => {
    const answer = await webhook(given, UPDATE);

    expect(answer).toEqual({ status: 401 });
    expect(received).toEqual([]);
    expect(JSON.stringify(entries)).not.toContain('Cống');
  });

  it('is turned away when no secret was set, whatever it brings', async () => {
    const closed = createTelegramWebhook({ log, receive: async () => undefined });

    expect(await closed(undefined, UPDATE)).toEqual({ status: 401 });
    expect(await closed('', UPDATE)).toEqual({ status: 401 });
  });

  it.each([null, undefined, '', '{"update_id":', [], 7, { update_id: 9, message: { text: 'không khung' } }])(
    'is confirmed, logged and never wanted again when it is malformed: %j',
    async (body) => {
      const answer = await webhook(SECRET, body);

      expect(answer).toEqual({ status: 200 });
      expect(received).toEqual([]);
      expect(entries.map(({ level }) => level)).toEqual(['warn']);
      expect(JSON.stringify(entries)).not.toContain('khung');
    },
  );

  it('is not confirmed when it could not be saved', async () => {
    const failing = createTelegramWebhook({
      secret: SECRET,
      log,
      receive: async () => {
        throw new Error('no space left for Cống hỏng');
      },
    });

    expect(await failing(SECRET, UPDATE)).toEqual({ status: 500 });
    expect(JSON.stringify(entries)).not.toContain('Cống');
  });
});

describe('webhook mode', () => {
  let fake: FakeBotApi;
  let server: Server;
  let url: string;
  let channel: TelegramChannel | undefined;

  beforeEach(async () => {
    fake = await createFakeBotApi();
    channel = undefined;
    ({ server, url } = await serve(() => channel));
  });

  afterEach(async () => {
    await channel?.stop();
    await fake.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('tells Telegram where and how to deliver, and never polls', async () => {
    channel = createOn(fake, { mode: 'webhook', webhookUrl: url, webhookSecret: SECRET });

    await channel.start(createInbox().take);

    await until(() => expect(channel?.health().state).toBe('up'));
    expect(fake.bot.calls.find(({ method }) => method === 'setWebhook')?.payload).toMatchObject({
      url,
      secret_token: SECRET,
      allowed_updates: ['message', 'edited_message', 'callback_query', 'my_chat_member'],
    });
    expect(fake.bot.count('getUpdates')).toBe(0);
  });

  it('sets the webhook again that somebody has deleted by hand', async () => {
    const timing = { ...SHORT, lookMs: 20 };
    channel = createOn(fake, { mode: 'webhook', webhookUrl: url, webhookSecret: SECRET, timing });
    const { take, words } = createInbox();
    await channel.start(take);
    await until(() => expect(channel?.health().state).toBe('up'));

    fake.bot.webhook.remove();
    fake.bot.user(7).says('một');

    await until(() => expect(words()).toEqual(['một']));
    expect(fake.bot.webhook.url()).toBe(url);
  });

  it('has Telegram deliver again what was not saved; other chats are not held up', async () => {
    const inbox = createInbox();
    let refusals = 2;
    channel = createOn(fake, { mode: 'webhook', webhookUrl: url, webhookSecret: SECRET });
    fake.bot.user(7).says('lan 1');
    fake.bot.user(7).says('lan 2');
    fake.bot.user(8).says('minh 1');

    await channel.start(async (message) => {
      if (message.chat.endsWith(':7') && refusals-- > 0) throw new Error('locked');
      await inbox.take(message);
    });

    await until(() => expect(inbox.words()).toEqual(['minh 1', 'lan 1', 'lan 2']));
    await until(() => expect(fake.bot.queue.pending()).toEqual([]));
    expect(fake.bot.webhook.deliveries.map(({ status }) => status).sort()).toEqual([200, 200, 200, 500, 500]);
  });

  it('says so while deliveries cannot be saved', async () => {
    let full = true;
    channel = createOn(fake, { mode: 'webhook', webhookUrl: url, webhookSecret: SECRET });
    await channel.start(async () => {
      if (full) throw new Error('disk full');
    });
    await until(() => expect(channel?.health().state).toBe('up'));

    await channel.webhook(SECRET, UPDATE);
    const before = channel.health();
    full = false;
    await channel.webhook(SECRET, UPDATE);

    expect(before).toMatchObject({ state: 'down', detail: expect.stringContaining('Không lưu được') });
    expect(channel.health().state).toBe('up');
  });

  it('says so when Telegram refuses the address', async () => {
    channel = createOn(fake, { mode: 'webhook', webhookUrl: 'ftp://example.org', webhookSecret: SECRET });

    await channel.start(createInbox().take);

    await until(() =>
      expect(channel?.health()).toMatchObject({ state: 'down', detail: expect.stringContaining('webhook') }),
    );
  });

  it('takes nothing more once it is stopping, so that Telegram brings it after the restart', async () => {
    const inbox = createInbox();
    channel = createOn(fake, { mode: 'webhook', webhookUrl: url, webhookSecret: SECRET });
    let during: Promise<{ status: number }> | undefined;
    let stopping: Promise<void> | undefined;
    await channel.start(async (message) => {
      stopping ??= channel?.stop();
      during ??= channel?.webhook(SECRET, { ...UPDATE, update_id: 6 });
      await during;
      await inbox.take(message);
    });

    const first = await channel.webhook(SECRET, UPDATE);
    await stopping;

    expect([first, await during]).toEqual([{ status: 200 }, { status: 500 }]);
    expect(inbox.words()).toEqual(['Cống hỏng']);
  });

  it('turns everything away in polling mode', async () => {
    channel = createOn(fake);

    expect(await channel.webhook('', UPDATE)).toEqual({ status: 401 });
  });
});
