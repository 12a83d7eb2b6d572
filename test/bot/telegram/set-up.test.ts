import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TelegramChannel } from '../../../bot/telegram/channel.ts';
import { createFakeBotApi, type FakeBotApi } from '../../fakes/bot-api/server.ts';
import { createInbox, createOn, createRecordingLog, until } from './stage.ts';

describe('setting up', () => {
  let fake: FakeBotApi;
  let channel: TelegramChannel | undefined;

  beforeEach(async () => {
    fake = await createFakeBotApi();
  });

  afterEach(async () => {
    await channel?.stop();
    await fake.close();
  });

  const { take } = createInbox();

  it('asks who it is, takes an old webhook away and sets the menu of private chats', async () => {
    fake.bot.webhook.set('http://127.0.0.1:1/old', undefined);
    const commands = [{ command: 'gopy', description: 'Gửi góp ý, kiến nghị' }];
    channel = createOn(fake, { commands });

    await channel.start(take);

    await until(() => expect(channel?.health().state).toBe('up'));
    await until(() => expect(fake.bot.count('getUpdates')).toBe(1));
    expect(channel.username()).toBe(fake.bot.username);
    expect(fake.bot.webhook.url()).toBe('');
    expect(fake.bot.commands).toEqual(commands);
    expect(fake.bot.calls.find(({ method }) => method === 'setMyCommands')?.payload).toMatchObject({
      scope: { type: 'all_private_chats' },
    });
  });

  it('runs without a menu that Telegram refuses', async () => {
    const { log, entries } = createRecordingLog();
    channel = createOn(fake, { log, commands: [{ command: 'Góp ý', description: 'x' }] });

    await channel.start(take);

    await until(() => expect(channel?.health().state).toBe('up'));
    expect(entries.filter(({ level }) => level === 'error')).toHaveLength(1);
  });

  it('starts while the network is down, and connects when it is back', async () => {
    await fake.goDown();
    channel = createOn(fake);

    await channel.start(take);

    await until(() => expect(channel?.health().detail).toContain('Kiểm tra mạng'));
    expect(channel.health().state).toBe('down');
    await fake.goUp();
    await until(() => expect(channel?.health().state).toBe('up'));
  });

  it.each([
    ['a token that Telegram does not know', '999:unknown'],
    ['a token that was revoked', '123456:another-secret'],
  ])('names the setting to check for %s, and keeps trying', async (_, token) => {
    const { log, entries } = createRecordingLog();
    channel = createOn(fake, { token, log });

    await channel.start(take);

    await until(() =>
      expect(channel?.health()).toMatchObject({ state: 'down', detail: expect.stringContaining('TELEGRAM_BOT_TOKEN') }),
    );
    await until(() => expect(entries.length).toBeGreaterThan(1));
    expect(JSON.stringify(entries)).not.toContain(token.split(':')[1]);
  });

  it.each(['', 'abc', 'abc:def', '123', '123:', '123:a/b'])('does not begin with the token %j', (token) => {
    expect(() => createOn(fake, { token })).toThrow('<bot id>:<secret>');
  });

  it('does not begin in webhook mode without an address or a sound secret', () => {
    expect(() => createOn(fake, { mode: 'webhook', webhookSecret: 's' })).toThrow('https address');
    for (const webhookSecret of [undefined, '', 'có dấu', 'a'.repeat(257)]) {
      const options = { mode: 'webhook' as const, webhookUrl: 'https://example.org/', webhookSecret };
      expect(() => createOn(fake, options)).toThrow('secret');
    }
  });

  it('cannot be started twice', async () => {
    channel = createOn(fake);
    await channel.start(take);

    await expect(channel.start(take)).rejects.toThrow('started already');
  });
});
