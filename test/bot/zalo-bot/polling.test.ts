import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ZaloBotChannel } from '../../../bot/zalo-bot/channel.ts';
import { createFakeZaloBot, type FakeZaloBotApi } from '../../fakes/zalo-bot/server.ts';
import { createInbox, createOn, createRecordingLog, until } from './stage.ts';

describe('asking for messages', () => {
  let fake: FakeZaloBotApi;
  let channel: ZaloBotChannel;
  const { log, entries } = createRecordingLog();

  beforeEach(async () => {
    fake = await createFakeZaloBot();
    entries.length = 0;
    channel = createOn(fake, { log });
  });

  afterEach(async () => {
    await channel.stop();
    await fake.close();
  });

  it('tells staff that a message can be lost this way', async () => {
    await channel.start(createInbox().take);

    await until(() => expect(channel.health()).toMatchObject({
      state: 'up', detail: expect.stringMatching(/có thể mất.*ZALO_BOT_WEBHOOK_SECRET/),
    }));
  });

  it('takes a webhook away that was set before, and starts where none was', async () => {
    fake.bot.webhook.set('http://127.0.0.1:1/elsewhere', 'another-secret');
    const inbox = createInbox();
    await channel.start(inbox.take);
    fake.bot.user('lan').says('một');

    await until(() => expect(inbox.words()).toEqual(['một']));
    expect(fake.bot.webhook.url()).toBe('');
  });

  it('does not ask for the next message before the last is saved', async () => {
    const inbox = createInbox({ refuse: 4 });
    fake.bot.user('lan').says('một');
    fake.bot.user('minh').says('hai');
    let asked = 0;

    await channel.start(async (message) => {
      try {
        await inbox.take(message);
      } catch (error) {
        asked = fake.bot.count('getUpdates');
        throw error;
      }
    });

    await until(() => expect(inbox.words()).toEqual(['một', 'hai']));
    expect(asked).toBe(1);
    expect(JSON.stringify(entries)).not.toMatch(/một|disk/);
  });

  it('says so while a message cannot be saved, and is well again afterwards', async () => {
    let full = true;
    await channel.start(async () => {
      if (full) throw new Error('disk full');
    });
    fake.bot.user('lan').says('một');

    await until(() => expect(channel.health()).toMatchObject({
      state: 'down', detail: expect.stringContaining('Không lưu được'),
    }));
    full = false;

    await until(() => expect(channel.health().state).toBe('up'));
  });

  it('takes silence for what it is', async () => {
    channel = createOn(fake, { log, timing: { pollMs: 1 } });
    fake.bot.fail('getUpdates', { code: 408 }, 3);

    await channel.start(createInbox().take);

    await until(() => expect(fake.bot.count('getUpdates')).toBeGreaterThan(3));
    expect(channel.health().state).toBe('up');
    expect(entries.filter(({ level }) => level !== 'info')).toEqual([]);
  });

  it('goes on behind an event that names nobody', async () => {
    const inbox = createInbox();
    fake.bot.push({ event_name: 'message.unsupported.received' });
    fake.bot.push({ event_name: 'bot.added', group: 'to-3' });
    fake.bot.user('lan').says('sau đó');

    await channel.start(inbox.take);

    await until(() => expect(inbox.words()).toEqual(['sau đó']));
  });

  it.each<[string, Parameters<FakeZaloBotApi['bot']['fail']>[1], string]>([
    ['a wrong token', { code: 401 }, 'ZALO_BOT_TOKEN'],
    ['a used-up quota', { code: 429 }, 'hạn mức'],
    ['the gateway wants it slower', { page: 429 }, 'hạn mức'],
    ['an internal error', { code: 403 }, 'sự cố'],
    ['a bad gateway', { page: 502 }, 'sự cố'],
    ['somebody else answers', { page: 200 }, 'không phải như Zalo'],
    ['the connection is cut', { drop: 'before' }, 'Không kết nối được'],
    ['an unknown code', { code: 418 }, '418'],
  ])('says what is wrong, waits and goes on: %s', async (_, failure, told) => {
    const inbox = createInbox();
    const details = new Set<string>();
    fake.bot.fail('getUpdates', failure, 2);
    fake.bot.user('lan').says('một');
    await channel.start(inbox.take);

    await until(() => {
      details.add(channel.health().detail ?? '');
      expect(inbox.words()).toEqual(['một']);
    });

    expect([...details].join()).toContain(told);
    expect(JSON.stringify([...details, ...entries])).not.toMatch(/invented-token|127\.0\.0\.1/);
  });

  it('loses at most the one message whose answer never arrived, and logs that', async () => {
    const inbox = createInbox();
    fake.bot.fail('getUpdates', { drop: 'after' });
    for (const text of ['mất', 'hai', 'ba']) fake.bot.user('lan').says(text);

    await channel.start(inbox.take);

    await until(() => expect(inbox.words()).toEqual(['hai', 'ba']));
    expect(entries.map(({ message }) => message)).toContainEqual(expect.stringContaining('may be lost'));
  });

  it('connects once Zalo is there again', async () => {
    await fake.goDown();
    await channel.start(createInbox().take);
    await until(() => expect(channel.health().state).toBe('down'));
    expect(channel.health().detail).toContain('Không kết nối được');

    await fake.goUp();

    await until(() => expect(channel.health().state).toBe('up'));
  });

  it('has a last try at the end for a message that Zalo gave away', async () => {
    const inbox = createInbox({ refuse: 1 });
    channel = createOn(fake, { log, timing: { backOffMs: 60_000, backOffMaxMs: 60_000 } });
    await channel.start(inbox.take);
    fake.bot.user('lan').says('phút chót');
    await until(() => expect(channel.health().state).toBe('down'));

    await channel.stop();

    expect(inbox.words()).toEqual(['phút chót']);
  });
});
