import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFileStore } from '../../../models/files.ts';
import type { InboundMessage } from '../../../models/message.ts';
import type { FakeZaloUser } from '../../fakes/zalo-personal/server.ts';
import { BINH, createStage, GROUP, LAN, until, wordsOf, type Stage } from './stage.ts';

const JPEG = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from('một tấm ảnh')]);

describe('messages of a personal Zalo account', () => {
  let stage: Stage;
  let lan: FakeZaloUser;

  beforeEach(async () => {
    stage = await createStage();
    lan = stage.zalo.user(LAN, 'Lan');
  });

  afterEach(() => stage.close());

  /** All that came before it has been dealt with when this one arrives. */
  async function mark(): Promise<void> {
    stage.zalo.user(BINH, 'Bình').says('đến đây');
    await until(() => expect(stage.words()).toContain('đến đây'));
  }

  it('names the sender, the chat and the message', async () => {
    await stage.up();

    const msgId = lan.says('Đường hỏng');

    await until(() => expect(stage.taken).toEqual([{
      key: `zp:${stage.zalo.uid}:${msgId}`, channel: 'zalo-personal', chat: `zp:${stage.zalo.uid}:${LAN}`,
      messageId: msgId, senderName: 'Lan', content: { kind: 'text', text: 'Đường hỏng' },
    }]));
  });

  it.each([0, 1, 2, 3] as const)('reads frames of encoding %s, and ids too long for a number', async (encoding) => {
    stage.zalo.encoding = encoding;
    await stage.up();

    const msgId = lan.says('Đường hỏng', { quotes: lan.says('Chào xã') });

    await until(() => expect(stage.taken[1]).toMatchObject({ messageId: msgId, chat: `zp:${stage.zalo.uid}:${LAN}` }));
  });

  it('takes a message that Zalo repeats once', async () => {
    await stage.up();

    const msgId = lan.says('một lần');
    stage.zalo.repeats(msgId);
    await mark();
    stage.zalo.repeats(msgId);
    lan.says('hai');

    await until(() => expect(stage.words()).toContain('hai'));
    expect(stage.words().filter((word) => word === 'một lần')).toHaveLength(1);
  });

  it('loses no message that stands in one frame with a broken one', async () => {
    await stage.up();
    // The first look at the old messages is over, so that it is not what finds them.
    await mark();
    stage.taken.length = 0;

    stage.zalo.together(() => {
      lan.says('trước');
      lan.sendsBroken();
      lan.says('sau');
      stage.zalo.user(BINH, 'Bình').says('người khác');
    });

    await until(() => expect(stage.words().sort()).toEqual(['người khác', 'sau', 'trước', 'unsupported'].sort()));
    const ofLan = stage.taken.filter(({ chat }) => chat.endsWith(LAN));
    expect(wordsOf(ofLan).indexOf('trước')).toBeLessThan(wordsOf(ofLan).indexOf('sau'));
  });

  it('brings messages that were written while it was away, in order and before newer ones', async () => {
    await stage.up();
    stage.zalo.goesOffline();
    for (const text of ['một', 'hai', 'ba']) lan.says(text);
    stage.zalo.goesOnline();

    await stage.zalo.until(() => stage.zalo.listening() === 1, 'listening again');
    lan.says('bốn');

    await until(() => expect(stage.words()).toEqual(['một', 'hai', 'ba', 'bốn']));
  });

  it('does not take again, after a restart, what a full inbox knows already under the same keys', async () => {
    await stage.up();
    lan.says('một');
    await until(() => expect(stage.words()).toEqual(['một']));
    const [first] = stage.taken;
    await stage.channel.stop();

    const again: InboundMessage[] = [];
    await stage.make().start(async (message) => void again.push(message));

    await until(() => expect(again).toEqual([first]));
  });

  it('keeps trying what cannot be saved, in order, and tells in its health', async () => {
    let works = false;
    await stage.up(async (message) => {
      if (!works) throw new Error('disk full');
      await stage.take(message);
    });

    lan.says('trước');
    lan.says('sau');

    await until(() => expect(stage.channel.health()).toMatchObject({ state: 'down', detail: /Không lưu được/ }));
    works = true;
    await until(() => expect(stage.words()).toEqual(['trước', 'sau']));
    expect(stage.channel.health().state).toBe('up');
  });

  it('finds again, after a crash, what could not be saved', async () => {
    await stage.up(async () => {
      throw new Error('disk full');
    });
    lan.says('đừng để mất');
    await until(() => expect(stage.channel.health().state).toBe('down'));
    await stage.channel.stop();

    await stage.make().start(stage.take);

    await until(() => expect(stage.words()).toEqual(['đừng để mất']));
  });

  it('tells of a message that was taken back', async () => {
    await stage.up();
    const msgId = lan.says('nói nhầm');
    await until(() => expect(stage.taken).toHaveLength(1));

    lan.recalls(msgId);

    await until(() => expect(stage.taken[1]).toMatchObject({ messageId: msgId, content: { kind: 'recalled' } }));
    expect(stage.taken[1]!.key).not.toBe(stage.taken[0]!.key);
  });

  it('tells of a message that was taken back while it was away', async () => {
    await stage.up();
    const msgId = lan.says('nói nhầm');
    await until(() => expect(stage.taken).toHaveLength(1));
    stage.zalo.goesOffline();

    lan.recalls(msgId);
    stage.zalo.goesOnline();

    await until(() => expect(stage.taken[1]).toMatchObject({ messageId: msgId, content: { kind: 'recalled' } }));
  });

  describe('by the account itself', () => {
    it('tells of somebody who writes on its phone, without the words', async () => {
      await stage.up();

      stage.zalo.operatorTypes(LAN, 'Chào chị Lan, em ở ủy ban đây');

      await until(() => expect(stage.words()).toEqual(['operator']));
      expect(stage.taken[0]).toMatchObject({ chat: `zp:${stage.zalo.uid}:${LAN}` });
      expect(JSON.stringify(stage.taken)).not.toContain('ủy ban');
    });

    it('does not take its own messages for somebody who writes by hand', async () => {
      await stage.up();

      for (const text of ['Xin chào', 'Bà con ở thôn nào?', 'Xin chào']) {
        await stage.channel.send(`zp:${stage.zalo.uid}:${LAN}`, { text });
      }

      await mark();
      stage.zalo.goesOffline();
      stage.zalo.goesOnline();
      await stage.zalo.until(() => stage.zalo.connections() === 2, 'a second connection');
      lan.says('xong');
      await until(() => expect(stage.words()).toContain('xong'));
      expect(stage.words()).not.toContain('operator');
    });

    it('does not take its own messages of before a restart for somebody who writes by hand', async () => {
      await stage.up();
      await stage.channel.send(`zp:${stage.zalo.uid}:${LAN}`, { text: 'Xin chào' });
      await stage.channel.stop();
      lan.says('xong');

      await stage.make().start(stage.take);

      await until(() => expect(stage.words()).toContain('xong'));
      await mark();
      expect(stage.words()).not.toContain('operator');
    });

    it('tells of somebody who wrote while the line was cut', async () => {
      await stage.up();
      await mark();
      stage.zalo.goesOffline();

      stage.zalo.operatorTypes(LAN, 'Chào chị');
      stage.zalo.goesOnline();

      await until(() => expect(stage.words()).toContain('operator'));
    });
  });

  describe('with files', () => {
    it('fetches a photo at once, so that it can still be had when its address has ended', async () => {
      await stage.up();
      lan.sendsPhoto(JPEG, 'Mương');
      await until(() => expect(stage.taken).toHaveLength(1));
      const ref = refOf(stage.taken[0]!);
      await until(async () => expect(await stage.files.savedBefore(new Date(Date.now() + 60_000))).toHaveLength(1));
      await stage.zalo.until(() => stage.zalo.count('media') === 1, 'the photo was fetched');

      stage.zalo.expireMedia();

      expect(await stage.channel.download(ref)).toEqual(JPEG);
      expect(stage.zalo.count('media')).toBe(1);
    });

    it('does not fetch again, after a restart, what its author had erased', async () => {
      await stage.up();
      lan.sendsPhoto(JPEG);
      let names: string[] = [];
      await until(async () => {
        names = await stage.files.savedBefore(new Date(Date.now() + 60_000));
        expect(names).toHaveLength(1);
      });
      await stage.channel.stop();
      await stage.files.remove(names[0]!);

      const again: InboundMessage[] = [];
      const second = stage.make();
      await second.start(async (message) => void again.push(message));
      await until(() => expect(again).toHaveLength(1));
      await second.stop();

      expect(stage.zalo.count('media')).toBe(1);
    });

    it('takes the message all the same when its file cannot be fetched, and fetches it when asked for', async () => {
      await stage.up();
      stage.zalo.fail('media', { page: 502 });
      lan.sendsVoice(JPEG);
      await until(() => expect(stage.taken).toHaveLength(1));
      await stage.zalo.until(() => stage.zalo.count('media') === 1, 'it was tried');

      expect(stage.taken[0]).toMatchObject({ content: { kind: 'media', files: [{ kind: 'voice' }] } });
      expect(await stage.channel.download(refOf(stage.taken[0]!))).toEqual(JPEG);
    });

    it('does not hold messages up when files cannot be stored', async () => {
      const folder = join(stage.dir, 'no-folder');
      await mkdir(stage.dir, { recursive: true });
      await writeFile(folder, '');
      const channel = stage.make({ files: createFileStore(folder) });
      await channel.start(stage.take);

      lan.sendsPhoto(JPEG);
      lan.says('sau ảnh');

      await until(() => expect(stage.words()).toEqual(['media', 'sau ảnh']));
      await rm(folder);
    });

    it('says that a file is gone, and rejects while Zalo cannot be reached', async () => {
      const channel = stage.make();
      await channel.start(async (message) => {
        await stage.take(message);
      });
      stage.zalo.fail('media', 'cut', 2);
      lan.sendsFile(JPEG, 'don.pdf');
      await until(() => expect(stage.taken).toHaveLength(1));
      await stage.zalo.until(() => stage.zalo.count('media') === 1, 'it was tried');
      const ref = refOf(stage.taken[0]!);

      await expect(channel.download(ref)).rejects.toThrow('another try may help');
      stage.zalo.expireMedia();
      expect(await channel.download(ref)).toBeNull();
    });
  });

  describe('in a group', () => {
    const group = () => stage.zalo.group(GROUP, 'Thôn Bến Gió');

    beforeEach(async () => {
      stage.channel = stage.make({
        findHashtag(text) {
          const start = text.indexOf('#doithoai');
          return start < 0 ? null : { start, length: 9, hashtag: '#doithoai' };
        },
      });
      lan.says('đã quen');
      await stage.up();
      await until(() => expect(stage.words()).toEqual(['đã quen']));
      stage.taken.length = 0;
    });

    it('hears a mention, in the sender\'s private chat, and thanks with a reaction', async () => {
      const msgId = group().says(LAN, 'đường hỏng', { mentionsBot: true });

      await until(() => expect(stage.taken).toMatchObject([{
        chat: `zp:${stage.zalo.uid}:${LAN}`, messageId: msgId, senderName: 'Lan', group: {},
        content: { kind: 'text', text: 'đường hỏng' },
      }]));
      await stage.zalo.until(() => group().reactions.length === 1, 'a reaction');
      expect(group().reactions[0]).toMatchObject({ msgId });
    });

    it('hears a plan\'s hashtag and a reply to it', async () => {
      const sent = await stage.channel.send(`zp:${stage.zalo.uid}:${LAN}`, { text: 'x' });
      const messageId = sent.status === 'sent' ? sent.messageId : undefined;

      group().says(LAN, '#doithoai: cống tắc');
      group().says(LAN, 'điện yếu', { quotes: messageId });

      await until(() => expect(stage.taken).toMatchObject([
        { group: { hashtag: '#doithoai' }, content: { text: 'cống tắc' } },
        { group: {}, content: { text: 'điện yếu' } },
      ]));
    });

    it('drops everything else, a call to everybody and its recall too', async () => {
      group().says(LAN, 'cháu nó sốt, ai có thuốc không');
      group().says(LAN, 'họp nhé', { mentionsAll: true });
      const msgId = group().says(BINH, 'tôi có');
      stage.zalo.user(BINH).recalls(msgId);
      group().sendsPhoto(LAN, JPEG, 'ảnh nhà');

      await mark();
      expect(stage.words()).toEqual(['đến đây']);
      expect(JSON.stringify(stage.lines)).not.toMatch(/thuốc|họp|tôi có/);
    });

    it('notes what somebody else said when it is asked to, in the chat of who asked', async () => {
      const quotes = group().says(BINH, 'cầu sắp sập');

      group().says(LAN, 'ghi lại nhé', { mentionsBot: true, quotes });

      await until(() => expect(stage.taken).toMatchObject([{
        chat: `zp:${stage.zalo.uid}:${LAN}`, forwarded: { name: `Người ${BINH}` }, group: {},
        content: { kind: 'text', text: 'cầu sắp sập' },
      }]));
    });

    it('asks to write in private when it was called and nothing was said', async () => {
      group().says(LAN, '', { mentionsBot: true });

      await group().hears(/nhắn riêng cho tôi/);
      await mark();
      expect(stage.words()).toEqual(['đến đây']);
    });

    it('asks to write in private when it cannot write to the person', async () => {
      lan.refusesStrangers();
      group().says(LAN, 'đường hỏng', { mentionsBot: true });
      await until(() => expect(stage.taken).toHaveLength(1));

      const result = await stage.channel.send(stage.taken[0]!.chat, { text: 'Bà con có đồng ý không?' });

      expect(result.status).toBe('dead');
      await group().hears(/nhắn riêng cho tôi/);
    });

    it('says at most twenty things a minute', async () => {
      for (let count = 0; count < 25; count += 1) group().says(LAN, '', { mentionsBot: true });
      group().says(LAN, 'đường hỏng', { mentionsBot: true });

      await until(() => expect(stage.words()).toEqual(['đường hỏng']));
      await stage.zalo.until(() => group().heard.length === 20, 'twenty lines');
      await mark();
      expect(group().heard.length + group().reactions.length).toBe(20);
    });

    it('tells of a message to it that was taken back', async () => {
      const msgId = group().says(LAN, 'đường hỏng', { mentionsBot: true });
      await until(() => expect(stage.taken).toHaveLength(1));

      lan.recalls(msgId);

      await until(() => expect(stage.taken[1]).toMatchObject({
        chat: `zp:${stage.zalo.uid}:${LAN}`, messageId: msgId, content: { kind: 'recalled' },
      }));
    });
  });
});

function refOf({ content }: InboundMessage): string {
  return content.kind === 'media' ? content.files[0]!.ref : '';
}
