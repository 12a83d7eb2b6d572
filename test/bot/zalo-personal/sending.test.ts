import { afterEach, describe, expect, it } from 'vitest';
import type { SendResult } from '../../../bot/channel.ts';
import type { FakeZaloUser, Failure } from '../../fakes/zalo-personal/server.ts';
import { BINH, createStage, LAN, until, type Stage } from './stage.ts';

describe('sending by a personal Zalo account', () => {
  let stage: Stage;
  let lan: FakeZaloUser;

  async function open(options: Parameters<typeof createStage>[0] = {}): Promise<void> {
    stage = await createStage(options);
    lan = stage.zalo.user(LAN, 'Lan');
    await stage.up();
  }

  afterEach(() => stage.close());

  function send(text: string, person = LAN): Promise<SendResult> {
    return stage.channel.send(`zp:${stage.zalo.uid}:${person}`, { text });
  }

  it('tells the id of what it sent', async () => {
    await open();

    const result = await send('Xin chào');

    expect(result).toEqual({ status: 'sent', messageId: lan.heard[0]!.msgId });
  });

  it.each<[string, Failure, SendResult['status']]>([
    ['somebody who blocked the account', { code: 123 }, 'dead'],
    ['somebody who takes nothing from strangers', { code: 122 }, 'dead'],
    ['too many requests', { code: 221 }, 'retry'],
    ['a session that Zalo does not know', { code: 600 }, 'retry'],
    ['any other refusal', { code: 114 }, 'refused'],
    ['an answer without a message', 'empty', 'unknown'],
    ['a connection that is cut', 'cut', 'unknown'],
    ['a broken server', { page: 502 }, 'unknown'],
    ['a server that turns away at the door', { page: 503 }, 'retry'],
    ['a server that wants fewer requests', { page: 429 }, 'retry'],
    ['a page that is not Zalo\'s', { page: 200 }, 'unknown'],
  ])('tells what became of a message: %s', async (_, failure, status) => {
    await open({ timing: { echoMs: 30 } });
    stage.zalo.fail('sendMessage', failure);

    const result = await send('Xin chào');

    expect(result.status).toBe(status);
    expect(stage.zalo.count('sendMessage')).toBe(1);
    expect(lan.heard).toEqual([]);
  });

  it('says it in other words when Zalo refuses the same text twice', async () => {
    await open();
    await send('Ông/bà chọn một số.');
    stage.zalo.fail('sendMessage', { code: 123 });

    const result = await send('Ông/bà chọn một số.');

    expect(result).toEqual({ status: 'sent', messageId: lan.heard[1]!.msgId });
    expect(lan.heard[1]!.text).toBe('Tôi xin nhắc lại:\nÔng/bà chọn một số.');
  });

  it('takes the person for out of reach when other words are refused too', async () => {
    await open();
    await send('Ông/bà chọn một số.');
    stage.zalo.fail('sendMessage', { code: 123 }, 2);

    expect((await send('Ông/bà chọn một số.')).status).toBe('dead');
    expect(stage.zalo.count('sendMessage')).toBe(3);
  });

  it('gives a text up that the person has twice already, and not the person', async () => {
    await open();
    await send('Ông/bà chọn một số.');
    stage.zalo.fail('sendMessage', { code: 123 });
    await send('Ông/bà chọn một số.');
    stage.zalo.fail('sendMessage', { code: 123 }, 2);

    expect((await send('Ông/bà chọn một số.')).status).toBe('refused');
    expect(lan.heard).toHaveLength(2);
  });

  it('never writes to one account\'s people by another one that was signed in meanwhile', async () => {
    await open();
    stage.zalo.expireCookie();
    stage.zalo.drop(1006);
    await until(() => expect(stage.channel.signIn.state().step).toBe('needed'));
    await stage.channel.signIn.begin();
    stage.zalo.phone.scan();
    await until(() => expect(stage.channel.signIn.state().step).toBe('scanned'));

    const sending = send('riêng cho bà Lan');
    stage.zalo.phone.confirm({ uid: '710000000000000002', name: 'Người trực khác' });

    expect((await sending).status).toBe('retry');
    expect(stage.zalo.count('sendMessage')).toBe(0);
  });

  it('calls a message unknown that Zalo never answers', async () => {
    await open({ timing: { callMs: 200, echoMs: 30 } });
    stage.zalo.fail('sendMessage', 'timeout');

    expect(await send('Xin chào')).toMatchObject({ status: 'unknown' });
  });

  it.each(['timeout-after', 'cut-after'] as const)('knows by the echo that it went out (%s)', async (failure) => {
    await open({ timing: { callMs: 200, echoMs: 2_000 } });
    stage.zalo.fail('sendMessage', failure);

    expect(await send('Xin chào')).toEqual({ status: 'sent', messageId: lan.heard[0]!.msgId });
    expect(lan.heard).toHaveLength(1);
  });

  it('knows by the echo what a broken server let through, and takes it for nobody\'s handwriting', async () => {
    await open();
    const channel = stage.make({
      async fetch(input, init) {
        const response = await stage.zalo.fetch(input, init);
        return String(input).includes('/api/message/sms') ? new Response('', { status: 502 }) : response;
      },
    });
    await stage.channel.stop();
    await channel.start(stage.take);

    const result = await channel.send(`zp:${stage.zalo.uid}:${LAN}`, { text: 'Xin chào' });
    lan.says('chào');

    expect(result.status).toBe('sent');
    await until(() => expect(stage.words()).toEqual(['chào']));
  });

  it('rests after too many requests, longer each time, with the whole account', async () => {
    await open({ timing: { throttleMs: 100_000, throttleMaxMs: 150_000 } });
    stage.zalo.user(BINH);
    stage.zalo.fail('sendMessage', { code: 221 });

    const first = await send('một');
    const other = await send('hai', BINH);

    expect(first).toMatchObject({ status: 'retry', afterMs: 100_000 });
    expect(other.status).toBe('retry');
    expect(stage.zalo.count('sendMessage')).toBe(1);
  });

  it('rests after an answer without a message, which Zalo gives to who writes to too many', async () => {
    await open({ timing: { throttleMs: 100_000, echoMs: 10 } });
    stage.zalo.fail('sendMessage', 'empty');

    await send('một');

    expect((await send('hai')).status).toBe('retry');
    expect(stage.zalo.count('sendMessage')).toBe(1);
  });

  it('never has two calls on the way', async () => {
    await open();
    let flying = 0;
    let most = 0;
    const channel = stage.make({
      async fetch(input, init) {
        const sending = String(input).includes('/api/message/sms');
        if (sending) most = Math.max(most, flying += 1);
        const response = await stage.zalo.fetch(input, init);
        await new Promise((resolve) => { setTimeout(resolve, 5); });
        if (sending) flying -= 1;
        return response;
      },
    });
    await stage.channel.stop();
    await channel.start(stage.take);

    const results = await Promise.all(['một', 'hai', 'ba', 'bốn'].map(
      (text) => channel.send(`zp:${stage.zalo.uid}:${LAN}`, { text })));

    expect(results.map(({ status }) => status)).toEqual(['sent', 'sent', 'sent', 'sent']);
    expect(lan.heard.map(({ text }) => text)).toEqual(['một', 'hai', 'ba', 'bốn']);
    expect(most).toBe(1);
  });

  it('refuses what is too long, and what has no words, without asking Zalo', async () => {
    await open();

    expect((await send('ộ'.repeat(1801))).status).toBe('refused');
    expect((await send(' \n ')).status).toBe('refused');
    expect(stage.zalo.count('sendMessage')).toBe(0);
  });

  it.each(['zp:1:2', 'tg:1:2', `zp:710000000000000001:`, 'zp:710000000000000001:../x'])(
    'refuses a chat that is none of its account: %s', async (chat) => {
      await open();

      expect((await stage.channel.send(chat, { text: 'Xin chào' })).status).toBe('refused');
    });

  it('postpones a message while it is not connected, and sends it when it is', async () => {
    await open({ timing: { sendWaitMs: 30 } });
    stage.zalo.goesOffline();
    await until(() => expect(stage.channel.health().state).toBe('down'));

    expect(await send('Xin chào')).toMatchObject({ status: 'retry', reason: /Chưa kết nối/ });

    stage.zalo.goesOnline();
    await until(() => expect(stage.channel.health().state).toBe('up'));
    expect((await send('Xin chào')).status).toBe('sent');
  });

  it('signs in anew when a sending shows that the session is over', async () => {
    await open();
    stage.zalo.fail('sendMessage', { code: 600 });

    await send('Xin chào');

    await stage.zalo.until(() => stage.zalo.connections() === 2, 'a new connection');
    expect((await send('Xin chào')).status).toBe('sent');
  });

  it('postpones what waits for its turn when the channel stops, and lets finish what is on its way', async () => {
    await open({ timing: { gapMs: 60_000 } });

    const first = send('một');
    const second = send('hai');
    await first;
    await stage.channel.stop();

    expect((await first).status).toBe('sent');
    expect((await second).status).toBe('retry');
    expect(lan.heard.map(({ text }) => text)).toEqual(['một']);
  });

  it('writes nothing that people say, and no address, to the log', async () => {
    await open();
    stage.zalo.fail('sendMessage', { code: 114, message: 'lỗi với bà Lan' });

    await send('bí mật của bà Lan');
    lan.says('chuyện riêng');
    await until(() => expect(stage.words()).toEqual(['chuyện riêng']));

    expect(JSON.stringify(stage.lines)).not.toMatch(/Lan|riêng|zpw_sek|https?:/);
  });
});
