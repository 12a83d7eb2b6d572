import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Take } from '../../../bot/channel.ts';
import type { TelegramChannel, TelegramChannelOptions } from '../../../bot/telegram/channel.ts';
import { createFakeBotApi, type FakeBotApi } from '../../fakes/bot-api/server.ts';
import { createInbox, createOn, createRecordingLog, MORNING, until } from './stage.ts';

describe('long polling', () => {
  let fake: FakeBotApi;
  let running: TelegramChannel[];

  beforeEach(async () => {
    fake = await createFakeBotApi();
    running = [];
  });

  afterEach(async () => {
    await Promise.all(running.map((channel) => channel.stop()));
    await fake.close();
  });

  async function startWith(take: Take, options?: Partial<TelegramChannelOptions>) {
    const channel = createOn(fake, options);
    running.push(channel);
    await channel.start(take);
    return channel;
  }

  function confirmed(count: number): Promise<void> {
    return until(() => expect(fake.bot.queue.confirmed()).toHaveLength(count));
  }

  it('takes what came while it was off, oldest first', async () => {
    const lan = fake.bot.user(7);
    lan.says('một');
    lan.says('hai');
    const inbox = createInbox();

    const channel = await startWith(inbox.take);

    await until(() => expect(inbox.words()).toEqual(['một', 'hai']));
    await confirmed(2);
    expect(channel.health().lastMessageAt).toEqual(MORNING);
  });

  it('confirms nothing before it is saved: what a crash left comes again under the same key', async () => {
    const before = createInbox();
    const after = createInbox();
    fake.bot.user(7).says('trước khi sập');
    const dying = await startWith(async (message) => {
      await before.take(message);
      fake.bot.fail('getUpdates', { hang: true }, Infinity);
    });
    await until(() => expect(before.messages).toHaveLength(1));
    await until(() => expect(fake.bot.count('getUpdates')).toBe(2));
    await dying.stop();
    expect(fake.bot.queue.confirmed()).toEqual([]);
    fake.bot.clearFailures();

    await startWith(after.take);

    await until(() => expect(after.messages).toEqual(before.messages));
    await confirmed(1);
  });

  it('asks again with the same offset while nothing can be saved, and loses nothing', async () => {
    const { log, entries } = createRecordingLog();
    const inbox = createInbox();
    let full = true;
    const lan = fake.bot.user(7, { firstName: 'Bí', lastName: 'Mật' });
    for (const text of ['một', 'hai', 'ba']) lan.says(text);
    const channel = await startWith(
      async (message) => {
        if (full) throw new Error(`no space left for ${JSON.stringify(message)}`);
        await inbox.take(message);
      },
      { log },
    );
    await until(() => expect(fake.bot.count('getUpdates')).toBeGreaterThan(3));
    expect(channel.health()).toMatchObject({ state: 'down', detail: expect.stringContaining('Không lưu được') });
    expect(fake.bot.queue.confirmed()).toEqual([]);

    full = false;

    await until(() => expect(inbox.words()).toEqual(['một', 'hai', 'ba']));
    await until(() => expect(channel.health().state).toBe('up'));
    expect(JSON.stringify(entries)).not.toMatch(/Bí|một/);
  });

  it('lets other chats go on past one that cannot be saved, and repeats only what is missing', async () => {
    const tries: string[] = [];
    let refusals = 2;
    const [lan, minh] = [fake.bot.user(7), fake.bot.user(8)];
    lan.says('lan 1');
    minh.says('minh 1');
    lan.says('lan 2');
    minh.says('minh 2');

    await startWith(async ({ content }) => {
      const text = content.kind === 'text' ? content.text : '';
      tries.push(text);
      if (text === 'lan 1' && refusals-- > 0) throw new Error('locked');
    });

    await confirmed(4);
    expect(tries.filter((text) => text.startsWith('lan'))).toEqual(['lan 1', 'lan 1', 'lan 1', 'lan 2']);
    expect(tries.filter((text) => text.startsWith('minh'))).toEqual(['minh 1', 'minh 2']);
  });

  it('takes the chats of a batch side by side', async () => {
    const begun = new Set<string>();
    for (const id of [1, 2, 3]) fake.bot.user(id).says('a');

    await startWith(async ({ chat }) => {
      begun.add(chat);
      // Each waits for all the others: one after the other would never end.
      await until(() => expect(begun.size).toBe(3));
    });

    await confirmed(3);
  });

  it('keeps the order of every chat in more than one batch', async () => {
    const inbox = createInbox();
    for (let round = 0; round < 30; round += 1) {
      for (const id of [1, 2, 3, 4, 5]) fake.bot.user(id).says(`${round}`);
    }

    await startWith(inbox.take);

    await confirmed(150);
    for (const id of [1, 2, 3, 4, 5]) {
      const texts = inbox.messages.filter(({ chat }) => chat.endsWith(`:${id}`)).map(({ content }) => content);
      expect(texts).toEqual(Array.from({ length: 30 }, (_, round) => ({ kind: 'text', text: `${round}` })));
    }
  });

  it('passes over a malformed update among good ones, confirms and logs it by id only', async () => {
    const { log, entries } = createRecordingLog();
    const inbox = createInbox();
    const lan = fake.bot.user(7);
    lan.says('trước');
    const bad = fake.bot.push({ message: { text: 'không có khung', from: 'ai đó' } });
    lan.says('sau');

    await startWith(inbox.take, { log });

    await confirmed(3);
    expect(inbox.words()).toEqual(['trước', 'sau']);
    const warnings = entries.filter(({ level }) => level !== 'info');
    expect(warnings.map(({ fields }) => fields)).toEqual([{ channel: 'telegram', updateId: bad }]);
  });

  it('confirms updates without a message', async () => {
    const inbox = createInbox();
    fake.bot.push({ poll: { id: 'x' } });
    fake.bot.push({});
    fake.bot.user(7).blocks();

    await startWith(inbox.take);

    await confirmed(3);
    expect(inbox.messages).toEqual([]);
  });

  it('gives the same update the same key, however often it comes', async () => {
    const inbox = createInbox();
    const chat = { id: 7, type: 'private' };
    for (let copy = 0; copy < 10; copy += 1) {
      fake.bot.push({ update_id: 5000, message: { message_id: 1, date: 1, chat, text: 'a' } });
    }

    await startWith(inbox.take);

    await confirmed(10);
    expect(new Set(inbox.messages.map(({ key }) => key))).toEqual(new Set([`tg:${fake.bot.id}:5000`]));
  });

  it('hands over an edited message, an album and a shared contact', async () => {
    const inbox = createInbox();
    const lan = fake.bot.user(7);
    lan.edits(lan.says('cống hỏng'), 'cống hỏng nặng');
    lan.album([Buffer.from('ảnh 1'), Buffer.from('ảnh 2')], 'Hai tấm');
    lan.shares({ phone: '84900000000', name: 'Lan' });

    await startWith(inbox.take);

    await until(() => expect(inbox.messages).toHaveLength(5));
    const [first, edited, photo1, photo2, contact] = inbox.messages;
    expect(edited).toMatchObject({ edited: true, messageId: first?.messageId });
    const albums = [photo1, photo2].map((message) => message?.content.kind === 'media' && message.content.album);
    expect(albums[0]).toBeTruthy();
    expect(albums[1]).toBe(albums[0]);
    expect(contact?.content).toMatchObject({ kind: 'contact', own: true });
  });

  it('answers a pressed button at once, before the press is saved', async () => {
    const inbox = createInbox();
    const lan = fake.bot.user(7);
    const channel = await startWith(async (message) => {
      await fake.bot.until(() => fake.bot.count('answerCallbackQuery') === 1, 'the answer to the press');
      await inbox.take(message);
    });
    await channel.send(`tg:${fake.bot.id}:7`, { text: '?', prompt: 'p', choices: [{ id: 'a', label: 'Có' }] });

    lan.presses('Có');

    await until(() => expect(inbox.messages).toHaveLength(1));
    expect(inbox.messages[0]?.content).toEqual({ kind: 'choice', prompt: 'p', choice: 'a' });
  });

  it('does not mind that a press is too old to be answered', async () => {
    const { log, entries } = createRecordingLog();
    const inbox = createInbox();
    fake.bot.user(7).pressesData('d1|a|p');
    fake.bot.fail('answerCallbackQuery', { code: 400, description: 'Bad Request: query is too old' });

    await startWith(inbox.take, { log });

    await until(() => expect(inbox.messages).toHaveLength(1));
    await confirmed(1);
    expect(entries.filter(({ level }) => level !== 'info')).toEqual([]);
  });

  it.each([
    ['another program polls', { code: 409 }, 'Một chương trình khác'],
    ['Telegram has trouble', { code: 502 }, 'sự cố'],
    ['a proxy answers', { page: 200 }, 'TELEGRAM_API_ROOT'],
    ['connections are cut', { drop: 'before' as const }, 'Không kết nối được'],
    ['the token is revoked', { code: 401 }, 'TELEGRAM_BOT_TOKEN'],
  ])('says what is wrong and goes on afterwards when %s', async (_, failure, detail) => {
    const { log, entries } = createRecordingLog();
    const inbox = createInbox();
    const channel = await startWith(inbox.take, { log });
    await until(() => expect(channel.health()).toMatchObject({ state: 'up', connectedSince: MORNING }));

    fake.bot.fail('getUpdates', failure, Infinity);
    fake.bot.user(7).says('trong lúc trục trặc');
    fake.bot.user(7).says('và nữa');
    await until(() =>
      expect(channel.health()).toMatchObject({ state: 'down', detail: expect.stringContaining(detail) }),
    );
    fake.bot.clearFailures();

    await until(() => expect(inbox.words()).toEqual(['trong lúc trục trặc', 'và nữa']));
    await until(() => expect(channel.health().state).toBe('up'));
    expect(channel.health().detail).toBeUndefined();
    expect(JSON.stringify(entries)).not.toContain('an-invented-token');
  });

  it('outlives a network that is down for a while', async () => {
    const inbox = createInbox();
    const channel = await startWith(inbox.take);
    await until(() => expect(channel.health().state).toBe('up'));

    await fake.goDown();
    fake.bot.user(7).says('gửi lúc mất mạng');
    await until(() => expect(channel.health().state).toBe('down'));
    await fake.goUp();

    await until(() => expect(inbox.words()).toEqual(['gửi lúc mất mạng']));
  });

  it('ends a second poller of the same bot in a conflict, and neither loses a message', async () => {
    const [mine, theirs] = [createInbox(), createInbox()];
    await startWith(mine.take);
    await startWith(theirs.take);

    for (let n = 0; n < 20; n += 1) fake.bot.user(7).says(`${n}`);

    await confirmed(20);
    const keys = new Set([...mine.messages, ...theirs.messages].map(({ key }) => key));
    expect(keys.size).toBe(20);
  });

  it('begins at a given offset', async () => {
    const inbox = createInbox();
    const lan = fake.bot.user(7);
    lan.says('đã xử lý');
    lan.says('còn lại');

    await startWith(inbox.take, { initialOffset: fake.bot.queue.pending()[1]!.update_id });

    await until(() => expect(inbox.words()).toEqual(['còn lại']));
  });

  it('stops at once while Telegram holds the request open, and while it waits after trouble', async () => {
    const polling = await startWith(createInbox().take);
    await until(() => expect(fake.bot.queue.waiting()).toBe(1));
    await polling.stop();
    fake.bot.fail('getMe', { code: 401 }, Infinity);
    const waiting = await startWith(createInbox().take, { timing: { slowMs: 3_600_000 } });
    await until(() => expect(waiting.health().state).toBe('down'));

    await waiting.stop();

    expect([polling, waiting].map((channel) => channel.health().state)).toEqual(['stopped', 'stopped']);
  });
});
