import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createZaloBotChannel } from '../../../bot/zalo-bot/channel.ts';
import { silentLog } from '../../../log.ts';
import { createFakeZaloBot, type FakeZaloBotApi } from '../../fakes/zalo-bot/server.ts';
import { createDelivered, createInbox, createOn, createRecordingLog, MORNING, SECRET, until } from './stage.ts';

describe('the settings', () => {
  const create = (change: object) => createZaloBotChannel({
    token: '123:abc',
    mode: 'webhook',
    webhookUrl: 'https://example.org/x',
    webhookSecret: SECRET,
    clock: () => MORNING,
    log: silentLog,
    ...change,
  });

  it('make the account of what stands before the colon', () => {
    expect(create({})).toMatchObject({ account: '123', chatPrefix: 'zb:123:' });
  });

  it.each([
    [{ token: 'abc' }, 'token'],
    [{ token: ':abc' }, 'token'],
    [{ webhookUrl: undefined }, 'address'],
    [{ webhookSecret: undefined }, 'secret'],
    [{ webhookSecret: '1234567' }, 'secret'],
    [{ webhookSecret: 'with spaces in it' }, 'secret'],
  ])('are refused in plain words: %o', (change, word) => {
    expect(() => create(change)).toThrow(word);
  });
});

describe('introducing itself', () => {
  let fake: FakeZaloBotApi;
  const { log, entries } = createRecordingLog();

  beforeEach(async () => {
    fake = await createFakeZaloBot();
    entries.length = 0;
  });

  afterEach(() => fake.close());

  it('goes on until Zalo takes the webhook, and says meanwhile what is wrong', async () => {
    fake.bot.fail('setWebhook', { code: 400, description: 'url is invalid' }, 2);
    const { channel, close } = await createDelivered(fake, { log });
    const details = new Set<string>();

    await channel.start(createInbox().take);
    await until(() => {
      details.add(channel.health().detail ?? '');
      expect(channel.health().state).toBe('up');
    });

    expect([...details].join()).toContain('webhook');
    expect(fake.bot.count('setWebhook')).toBe(3);
    await channel.stop();
    await close();
  });

  it('tells staff when Zalo could not reach the webhook, until a message comes through it', async () => {
    fake.bot.webhook.verification = { ok: false, outcome: 'timeout' };
    const { channel, close } = await createDelivered(fake, { log });
    await channel.start(createInbox().take);
    await until(() => expect(channel.health().state).toBe('up'));
    const before = channel.health().detail;

    fake.bot.user('lan').says('một');

    expect(before).toContain('chưa gọi tới được');
    await until(() => expect(channel.health().detail).toBeUndefined());
    await channel.stop();
    await close();
  });

  it('sets the webhook again that somebody has deleted by hand', async () => {
    const { channel, url, close } = await createDelivered(fake, { log, timing: { lookMs: 20 } });
    const { take, words } = createInbox();
    await channel.start(take);
    await until(() => expect(channel.health().state).toBe('up'));

    fake.bot.webhook.remove();
    fake.bot.user('lan').says('một');

    await until(() => expect(words()).toEqual(['một']));
    expect(fake.bot.webhook.url()).toBe(url);
    await channel.stop();
    await close();
  });

  it('does not fight with another program that has the webhook now, and says so until it has gone', async () => {
    const { channel, url, close } = await createDelivered(fake, { log, timing: { lookMs: 20 } });
    await channel.start(createInbox().take);
    await until(() => expect(channel.health().state).toBe('up'));

    fake.bot.webhook.set('http://127.0.0.1:1/other', SECRET);
    await until(() => expect(channel.health()).toMatchObject({ state: 'down', detail: /địa chỉ khác/ }));
    const sets = fake.bot.count('setWebhook');
    fake.bot.webhook.set(url, SECRET);

    await until(() => expect(channel.health().state).toBe('up'));
    expect(fake.bot.count('setWebhook')).toBe(sets);
    await channel.stop();
    await close();
  });

  it('tells that Zalo cannot be reached, and that it can be again, though nobody writes', async () => {
    const { channel, close } = await createDelivered(fake, { log, timing: { lookMs: 20 } });
    await channel.start(createInbox().take);
    await until(() => expect(channel.health().state).toBe('up'));

    fake.bot.fail('getWebhookInfo', { code: 500 }, 3);

    await until(() => expect(channel.health().state).toBe('down'));
    await until(() => expect(channel.health().state).toBe('up'));
    await channel.stop();
    await close();
  });

  it.each<[string, string]>([['401', 'ZALO_BOT_TOKEN'], ['404', 'ZALO_BOT_TOKEN']])(
    'names the setting when the token is refused with %s',
    async (code, told) => {
      fake.bot.fail('getMe', { code: Number(code) }, 100);
      const channel = createOn(fake, { log });

      await channel.start(createInbox().take);

      await until(() => expect(channel.health().state).toBe('down'));
      expect(channel.health().detail).toContain(told);
      await channel.stop();
      expect(JSON.stringify(entries)).not.toContain('invented-token');
    },
  );

  it('stops while Zalo is down', async () => {
    await fake.goDown();
    const channel = createOn(fake, { log, timing: { backOffMs: 60_000, backOffMaxMs: 60_000 } });
    await channel.start(createInbox().take);
    await until(() => expect(channel.health().state).toBe('down'));

    await channel.stop();

    expect(channel.health().state).toBe('stopped');
  });

  it('cannot be started twice', async () => {
    const channel = createOn(fake);
    await channel.start(createInbox().take);

    await expect(channel.start(createInbox().take)).rejects.toThrow('started already');
    await channel.stop();
  });
});
