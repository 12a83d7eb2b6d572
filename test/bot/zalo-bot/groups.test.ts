import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ZaloBotChannel } from '../../../bot/zalo-bot/channel.ts';
import { createFakeZaloBot, type FakeZaloBotApi } from '../../fakes/zalo-bot/server.ts';
import { createDelivered, createInbox, createOn, createRecordingLog, SECRET, until } from './stage.ts';

describe('in a group', () => {
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

  it('goes on in private, and says one short line to all', async () => {
    const inbox = createInbox();
    const lan = fake.bot.user('lan');
    const group = fake.bot.group('to-3');
    await channel.start(inbox.take);

    group.says(lan, 'chuyện của tổ');
    group.says(lan, '@Bot Đối Thoại đường tối');

    await until(() => expect(inbox.messages).toMatchObject([
      { chat: 'zb:987654321:lan', group: {}, content: { kind: 'text', text: 'đường tối' } },
    ]));
    await until(() => expect(group.heard.map(({ text }) => text)).toEqual([expect.stringContaining('tin nhắn riêng')]));
    expect(lan.heard).toEqual([]);
  });

  it('asks to be written to in private when it was named and nothing said', async () => {
    const inbox = createInbox();
    await channel.start(inbox.take);

    fake.bot.group('to-3').says(fake.bot.user('lan'), '@Bot Đối Thoại');

    await until(() => expect(fake.bot.group('to-3').heard).toMatchObject([
      { text: expect.stringContaining('nhắn riêng cho tôi') },
    ]));
    expect(inbox.messages).toEqual([]);
  });

  it('says its line only after the message is saved', async () => {
    const inbox = createInbox({ refuse: 3 });
    const group = fake.bot.group('to-3');
    let linesBefore = -1;
    await channel.start(async (message) => {
      linesBefore = group.heard.length;
      await inbox.take(message);
    });

    group.replies(fake.bot.user('lan'), 'vẫn chưa sửa');

    await until(() => expect(group.heard).toHaveLength(1));
    expect(linesBefore).toBe(0);
  });

  it('says its line once, though the message is delivered twice', async () => {
    const inbox = createInbox();
    const group = fake.bot.group('to-3');
    const { channel: delivered, close } = await createDelivered(fake, { log });
    await delivered.start(inbox.take);
    const message = (id: string) => ({
      event_name: 'message.text.received',
      message: { message_id: id, from: { id: 'lan' }, chat: { id: 'to-3', chat_type: 'GROUP' }, text: 'đường tối' },
    });

    await delivered.webhook(SECRET, message('m-1'));
    await delivered.webhook(SECRET, message('m-1'));
    await delivered.webhook(SECRET, message('m-2'));

    await until(() => expect(fake.bot.count('sendMessage')).toBe(2));
    await delivered.stop();
    expect(inbox.messages.map(({ messageId }) => messageId)).toEqual(['m-1', 'm-1', 'm-2']);
    expect(group.heard).toHaveLength(2);
    await close();
  });

  it('speaks at most twenty times a minute there, and takes everything in', async () => {
    const inbox = createInbox();
    const lan = fake.bot.user('lan');
    await channel.start(inbox.take);

    for (let index = 0; index < 25; index++) fake.bot.group('to-3').replies(lan, `câu ${index}`);
    fake.bot.group('to-4').replies(lan, 'câu khác');

    await until(() => expect(inbox.messages).toHaveLength(26));
    await until(() => expect(fake.bot.group('to-4').heard).toHaveLength(1));
    expect(fake.bot.group('to-3').heard).toHaveLength(20);
  });

  it('loses nothing when the line cannot be said', async () => {
    const inbox = createInbox();
    fake.bot.fail('sendMessage', { code: 403 });
    await channel.start(inbox.take);

    fake.bot.group('to-3').replies(fake.bot.user('lan'), 'vẫn chưa sửa');

    await until(() => expect(entries.map(({ message }) => message)).toContain('a courtesy call failed'));
    expect(inbox.words()).toEqual(['vẫn chưa sửa']);
    expect(JSON.stringify(entries)).not.toMatch(/to-3|chưa sửa|invented-token/);
  });
});
