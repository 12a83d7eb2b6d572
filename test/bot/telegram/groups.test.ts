/** The bot in Telegram groups: it hears what is meant for it, and nothing else leaves this channel. */
import type { Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TelegramChannel, TelegramChannelOptions } from '../../../bot/telegram/channel.ts';
import { findHashtagOf } from '../../../plans/hashtags.ts';
import { createFakeBotApi, type FakeBotApi } from '../../fakes/bot-api/server.ts';
import { createInbox, createOn, createRecordingLog, serve, until } from './stage.ts';

const GROUP = -100;
const OPTIONS: Partial<TelegramChannelOptions> = {
  findHashtag: findHashtagOf([{ hashtag: 'doithoai_tapduot' }]),
  groupNotice: ({ username, hearsAll }) => `Chào, tôi là ${username}${hearsAll ? ' #' : ''}`,
  groupLine: (link) => `Nhắn riêng: ${link}`,
  startParameter: (hashtag) => (hashtag ? 'tap-duot' : undefined),
};

let fake: FakeBotApi;
let channel: TelegramChannel;
let server: Server | undefined;
let inbox: ReturnType<typeof createInbox>;
let recorded: ReturnType<typeof createRecordingLog>;

async function start(
  mode: 'polling' | 'webhook' = 'polling', options: Partial<TelegramChannelOptions> = {},
): Promise<void> {
  const more = { ...OPTIONS, log: recorded.log, ...options };
  if (mode === 'polling') {
    channel = createOn(fake, more);
  } else {
    const served = await serve(() => channel);
    server = served.server;
    channel = createOn(fake, { ...more, mode, webhookUrl: served.url, webhookSecret: 'an-invented-secret' });
  }
  await channel.start(inbox.take);
  await until(() => expect(channel.health().state).toBe('up'));
}

beforeEach(async () => {
  fake = await createFakeBotApi();
  inbox = createInbox();
  recorded = createRecordingLog();
});

afterEach(async () => {
  await channel.stop();
  await fake.close();
  server?.closeAllConnections();
  if (server) await new Promise((resolve) => server!.close(resolve));
  server = undefined;
});

const me = () => `@${fake.bot.username}`;

/** All that Telegram has brought is done with. */
function settled(): Promise<void> {
  return until(() => expect(fake.bot.queue.pending()).toEqual([]));
}

/** A group that the bot is in, and Lan (7) in it, who has a private chat with the bot. */
function groupWithLan(as: 'member' | 'administrator' = 'member') {
  const group = fake.bot.group(GROUP);
  group.addsBot(as);
  fake.bot.user(7, { firstName: 'Lan', lastName: 'Thử' });
  return { group, lan: group.member(7) };
}

describe.each(['polling', 'webhook'] as const)('by %s', (mode) => {
  it('a message that names the bot goes to its sender\'s private chat, and gets a sign', async () => {
    await start(mode);
    const { group, lan } = groupWithLan();

    const said = lan.says(`${me()} cống đầu thôn tắc`);

    await until(() => expect(inbox.messages).toHaveLength(1));
    expect(inbox.messages[0]).toEqual({
      key: expect.stringMatching(/^tg:123456:\d+$/),
      channel: 'telegram', chat: 'tg:123456:7', senderName: 'Lan Thử', group: {},
      messageId: expect.stringMatching(/^group:[\w-]{16}$/),
      content: { kind: 'text', text: 'cống đầu thôn tắc' },
    });
    await until(() => expect(group.reactions()).toEqual({ [said]: '✍' }));
    expect(group.heard).toHaveLength(1);
  });

  it('what is not meant for it reaches neither the inbox nor the log', async () => {
    fake.bot.privacyMode = false;
    await start(mode);
    const { lan } = groupWithLan();
    const chatter = [
      'chuyện riêng của thôn', '@nguoi_khac tối nay họp', '/gopy chuyện riêng', '#chuyen_rieng', 'bot ơi chuyện riêng',
    ];

    for (const text of chatter) lan.says(text);
    lan.says('riêng', { content: { photo: [{ file_id: 'x', width: 1, height: 1 }] } });
    const first = lan.says('riêng tư');
    lan.says('đúng thế, chuyện riêng', { replyTo: first });
    lan.edits(first, 'riêng tư lắm');
    fake.bot.push({ message: { message_id: 'hỏng', chat: { id: GROUP, type: 'group' }, text: 'chuyện riêng' } });
    lan.says(`${me()} xong`);

    await until(() => expect(inbox.words()).toEqual(['xong']));
    await settled();
    expect(JSON.stringify(recorded.entries)).not.toMatch(/riêng|Lan|tối nay/);
  });
});

describe('what is meant for the bot', () => {
  it.each([
    ['a mention anywhere, in capital letters, too', () => `Cống tắc ${me().toUpperCase()} ơi`, 'Cống tắc ơi'],
    ['a command to it', () => `/phatbieu${me()} đường thôn`, '/phatbieu đường thôn'],
  ])('%s', async (_, text, words) => {
    await start();
    const { lan } = groupWithLan();

    lan.says(text());

    await until(() => expect(inbox.words()).toEqual([words]));
  });

  it('its name as a link, behind an emoji', async () => {
    await start();
    const { lan } = groupWithLan();

    lan.says('🙏🏽 Đối Thoại cống tắc', { names: 'Đối Thoại' });

    await until(() => expect(inbox.words()).toEqual(['🙏🏽 cống tắc']));
  });

  it('a reply to what it said there', async () => {
    await start();
    const { group, lan } = groupWithLan();
    await until(() => expect(group.heard).toHaveLength(1));

    lan.says('cống đầu thôn tắc', { replyTo: group.heard[0]!.message_id });

    await until(() => expect(inbox.words()).toEqual(['cống đầu thôn tắc']));
  });

  it('a photo with its name, and the rest of the album', async () => {
    fake.bot.privacyMode = false;
    await start();
    const { lan } = groupWithLan();

    lan.album(`${me()} cống tắc`, [Buffer.from('1'), Buffer.from('2')]);
    lan.album('ảnh cưới', [Buffer.from('3'), Buffer.from('4')]);

    await settled();
    expect(inbox.messages.map(({ content }) => content)).toMatchObject([
      { kind: 'media', text: 'cống tắc', files: [{ ref: 'file-1' }] }, { kind: 'media', files: [{ ref: 'file-2' }] },
    ]);
    expect(inbox.messages[1]!.content).not.toHaveProperty('text');
  });

  it.each([
    ['privacy mode is off', 'member', false, 1], ['it is administrator', 'administrator', true, 1],
    ['neither, for Telegram does not show it', 'member', true, 0],
  ] as const)('the plan\'s hashtag when %s', async (_, as, privacy, count) => {
    fake.bot.privacyMode = privacy;
    await start();
    const { lan } = groupWithLan(as);

    lan.says('Cống tắc #ĐốiThoại_TậpDượt');
    lan.says(`${me()} xong`);

    await until(() => expect(inbox.words()).toContain('xong'));
    const tagged = inbox.messages.filter(({ group }) => group?.hashtag);
    expect(tagged).toMatchObject(Array.from({ length: count }, () => (
      { group: { hashtag: 'doithoai_tapduot' }, content: { text: 'Cống tắc' } })));
  });

  it('an edit of it, which finds its message; and an edit that first names the bot', async () => {
    await start();
    const { lan } = groupWithLan();

    const first = lan.says(`${me()} cống tắc`);
    lan.edits(first, `${me()} cống vỡ`);
    const second = lan.says('đường hỏng');
    lan.edits(second, `${me()} đường hỏng`);
    fake.bot.user(7).says('trong chat riêng');

    await until(() => expect(inbox.messages).toHaveLength(4));
    const [said, edited, named] = inbox.messages.filter(({ group: inGroup }) => inGroup);
    const own = inbox.messages.find(({ group: inGroup }) => !inGroup);
    expect(edited).toMatchObject({ edited: true, messageId: said!.messageId, content: { text: 'cống vỡ' } });
    expect(named).toMatchObject({ edited: true, content: { text: 'đường hỏng' } });
    expect(new Set([said, named, own].map((message) => message!.messageId)).size).toBe(3);
  });
});

describe('"write this down"', () => {
  it.each([
    '', 'ghi lại', 'Ghi nhận giúp với nhé!', 'nhờ bot ghi lai',
  ])('with “%s” the answered message is what is meant', async (words) => {
    await start();
    const { group, lan } = groupWithLan();
    fake.bot.user(8, { firstName: 'Bà', lastName: 'Mẫu' });
    const theirs = group.member(8).says('Nước máy đục ba ngày nay');

    lan.says(`${me()} ${words}`, { replyTo: theirs });

    await until(() => expect(inbox.messages).toHaveLength(1));
    expect(inbox.messages[0]).toMatchObject({
      chat: 'tg:123456:7', forwarded: { name: 'Bà Mẫu' }, content: { kind: 'text', text: 'Nước máy đục ba ngày nay' },
    });
  });

  it('takes a photo, the chosen part of a text, and one\'s own words as one\'s own', async () => {
    await start();
    const { group, lan } = groupWithLan();
    const minh = group.member(8);
    const photo = minh.says('Mương', { content: { photo: [{ file_id: 'f', width: 1, height: 1 }] } });
    const long = minh.says('Chợ đông. Cống tắc. Về thôi.');
    const own = lan.says('Đèn đường tắt');

    for (const replyTo of [photo, own]) lan.says(`${me()} ghi lại`, { replyTo });
    lan.says(`${me()} ghi lại`, { replyTo: long, quote: 'Cống tắc.' });

    await until(() => expect(inbox.messages).toHaveLength(3));
    const [first, second, third] = inbox.messages;
    expect(first).toMatchObject({ forwarded: {}, content: { kind: 'media', text: 'Mương', files: [{ ref: 'f' }] } });
    expect(second).toMatchObject({ content: { text: 'Đèn đường tắt' } });
    expect(second).not.toHaveProperty('forwarded');
    expect(third).toMatchObject({ forwarded: {}, content: { text: 'Cống tắc.' } });
  });

  it('with words of one\'s own the answered message stays out of it', async () => {
    await start();
    const { group, lan } = groupWithLan();
    const theirs = group.member(8).says('Chuyện riêng của tôi');

    lan.says(`${me()} ghi lại giúp: cống tắc`, { replyTo: theirs });

    await until(() => expect(inbox.words()).toEqual(['ghi lại giúp: cống tắc']));
    expect(JSON.stringify(inbox.messages)).not.toContain('riêng');
  });
});

describe('who cannot be answered in private', () => {
  const linkTo = (start: string) => `Nhắn riêng: https://t.me/${fake.bot.username}${start}`;

  it('gets one line below the message, with a link to the hashtag\'s commune, when the bot may not write', async () => {
    fake.bot.privacyMode = false;
    await start();
    const { group } = groupWithLan();
    const said = group.member(9).says('Cống tắc #doithoai_tapduot');
    await until(() => expect(inbox.messages).toHaveLength(1));

    const results = [];
    for (const text of ['một', 'hai']) results.push(await channel.send('tg:123456:9', { text }));

    expect(results).toEqual(Array.from({ length: 2 }, () => (
      { status: 'dead', reason: expect.stringContaining('chưa mở trò chuyện riêng') })));
    await until(() => expect(group.heard).toHaveLength(2));
    expect(group.heard[1]).toMatchObject({ text: linkTo('?start=tap-duot'), reply_parameters: { message_id: said } });
    await channel.stop();
    expect(group.heard).toHaveLength(2);
  });

  it('nothing is said in the group about a message that has nothing to do with it', async () => {
    await start();
    const { group, lan } = groupWithLan();
    lan.says(`${me()} cống tắc`);
    await until(() => expect(inbox.messages).toHaveLength(1));
    await channel.send('tg:123456:7', { text: 'Tôi gửi nhé?' });
    fake.bot.user(7).blocks();

    const later = await channel.send('tg:123456:7', { text: 'Đã có trả lời' });
    await channel.stop();

    expect(later.status).toBe('dead');
    expect(group.heard).toHaveLength(1);
  });

  it.each([
    ['who says nothing', () => fake.bot.group(GROUP).member(7).says(me())],
    ['who only asks to write down nothing', () => fake.bot.group(GROUP).member(7).says(`${me()} ghi lại`)],
    ['who tries “/start”', () => fake.bot.group(GROUP).member(7).says(`/start${me()}`)],
    ['a hidden administrator', () => fake.bot.group(GROUP).anonymous().says(`${me()} cống tắc`)],
    ['a channel', () => fake.bot.group(GROUP).channel('Tin xã').says(`${me()} cống tắc`)],
  ])('gets the line: %s', async (_, says) => {
    await start();
    const { group } = groupWithLan();

    const said = says();

    await until(() => expect(group.heard).toHaveLength(2));
    expect(group.heard[1]).toMatchObject({ text: linkTo(''), reply_parameters: { message_id: said } });
    expect(inbox.messages).toEqual([]);
  });

  it('another bot gets nothing: two machines could talk for ever', async () => {
    fake.bot.privacyMode = false;
    await start();
    const { group, lan } = groupWithLan();

    group.anotherBot(55).says(`${me()} xin chào`);
    lan.says(`${me()} xong`);

    await until(() => expect(inbox.words()).toEqual(['xong']));
    await until(() => expect(group.heard).toHaveLength(1));
    expect(fake.bot.count('sendMessage')).toBe(1);
  });

  it('at most twenty things a minute are done in a group', async () => {
    await start();
    const { group } = groupWithLan();
    for (let n = 0; n < 30; n++) group.member(7).says(me());
    group.member(7).says(`${me()} cống tắc`);

    await until(() => expect(inbox.words()).toEqual(['cống tắc']));
    await until(() => expect(group.heard).toHaveLength(21));
    await settled();

    expect([fake.bot.count('sendMessage'), fake.bot.count('setMessageReaction')]).toEqual([21, 0]);
  });
});

describe('the bot in a group', () => {
  it('introduces itself once, and says of hashtags only where it is shown them', async () => {
    await start();
    const [one, other] = [fake.bot.group(GROUP), fake.bot.group(-200)];

    one.addsBot();
    one.promotesBot();
    other.addsBot('administrator');

    await settled();
    await until(() => expect([...one.heard, ...other.heard].map(({ text }) => text)).toEqual([
      `Chào, tôi là ${fake.bot.username}`, `Chào, tôi là ${fake.bot.username} #`,
    ]));
  });

  it('stays silent when no sentences are handed in, and hears all the same', async () => {
    await start('polling', { groupNotice: undefined, groupLine: undefined });
    const { group, lan } = groupWithLan();

    lan.says(me());
    lan.says(`${me()} cống tắc`);

    await until(() => expect(inbox.words()).toEqual(['cống tắc']));
    await channel.stop();
    expect(group.heard).toEqual([]);
  });

  it('does not mind that it may not react or speak there', async () => {
    await start();
    const { lan } = groupWithLan();
    fake.bot.fail('setMessageReaction', { code: 400, description: 'Bad Request: REACTION_INVALID' });
    const mute = 'Bad Request: not enough rights to send text messages to the chat';
    fake.bot.fail('sendMessage', { code: 400, description: mute }, Infinity);

    lan.says(`${me()} cống tắc`);
    lan.says(me());

    await until(() => expect(inbox.words()).toEqual(['cống tắc']));
    await settled();
    expect(recorded.entries.filter(({ level }) => level !== 'info')).toEqual([]);
  });

  it('brings a group\'s message again when it could not be saved, and signs it only then', async () => {
    let full = true;
    const taken: string[] = [];
    channel = createOn(fake, OPTIONS);
    await channel.start(async ({ key }) => {
      if (full) {
        full = false;
        throw new Error('disk full');
      }
      expect(fake.bot.count('setMessageReaction')).toBe(0);
      taken.push(key);
    });
    const { group, lan } = groupWithLan();

    const said = lan.says(`${me()} cống tắc`);

    await until(() => expect(group.reactions()).toEqual({ [said]: '✍' }));
    expect(taken).toHaveLength(1);
  });

  it('lets Telegram bring a group\'s message again while it does not know its own name', async () => {
    fake.bot.fail('getMe', { code: 502 }, 3);
    const served = await serve(() => channel);
    server = served.server;
    fake.bot.webhook.set(served.url, 'an-invented-secret');
    const webhook = { mode: 'webhook', webhookUrl: served.url, webhookSecret: 'an-invented-secret' } as const;
    channel = createOn(fake, { ...OPTIONS, ...webhook });
    const { lan } = groupWithLan();
    lan.says(`${me()} cống tắc`);

    await channel.start(inbox.take);

    await until(() => expect(inbox.words()).toEqual(['cống tắc']));
    expect(inbox.messages).toHaveLength(1);
  });
});
