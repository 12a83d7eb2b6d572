/** The real library against the fake: what it hears and what it brings about must be what it is with Zalo. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  FriendEventType, Reactions, ThreadType, Zalo, type API, type FriendEvent, type Message, type Undo,
} from 'zca-js';
import { createFakeZalo, type FakeZalo } from './server.ts';

const LAN = '5123456789012345678';
const GROUP = '6123456789012345678';

describe('the fake of Zalo', () => {
  let zalo: FakeZalo;
  let api: API;
  let taken: Message[];
  let old: Message[];
  let undone: Undo[];
  let asked: FriendEvent[];
  let trouble: unknown[];
  let closed: number[];

  const library = () =>
    new Zalo({ polyfill: zalo.fetch as typeof fetch, checkUpdate: false, logging: false, selfListen: true });
  const words = (messages: readonly Message[]) => messages.map(({ data }) => data.content);

  async function listens(): Promise<void> {
    [taken, old, undone, asked, trouble] = [[], [], [], [], []];
    const codes: number[] = closed = [];
    const { listener } = api;
    listener.on('message', (message) => void taken.push(message));
    listener.on('old_messages', (messages) => void old.push(...messages));
    listener.on('undo', (undo) => void undone.push(undo));
    listener.on('friend_event', (event) => void asked.push(event));
    listener.on('error', (error) => void trouble.push(error));
    listener.on('closed', (code) => void codes.push(code));
    const ready = new Promise<void>((resolve) => { listener.once('cipher_key', () => resolve()); });
    listener.start();
    await ready;
  }

  /** Resolves once the library has emitted enough. */
  async function until(check: () => void): Promise<void> {
    await vi.waitFor(check, { timeout: 5_000, interval: 5 });
  }

  beforeEach(async () => {
    zalo = await createFakeZalo();
    zalo.user(LAN, 'Lan');
    api = await library().login(zalo.credentials());
    await listens();
  });

  afterEach(async () => {
    api.listener.stop();
    await zalo.close();
  });

  it.each([0, 1, 2, 3] as const)('says what people write, in encoding %i', async (encoding) => {
    zalo.encoding = encoding;

    zalo.user(LAN).says('Đường ngập nước');

    await until(() => expect(taken).toHaveLength(1));
    expect(taken[0]).toMatchObject({
      type: ThreadType.User, threadId: LAN, isSelf: false,
      data: { content: 'Đường ngập nước', uidFrom: LAN, idTo: zalo.uid, dName: 'Lan', msgType: 'webchat' },
    });
    expect(taken[0]!.data.msgId).toMatch(/^\d{13}$/);
  });

  it('brings what the program sends, and tells the program of it too, before the call is answered', async () => {
    const lan = zalo.user(LAN);

    const { message } = await api.sendMessage('Chào bác Lan', LAN);

    expect(lan.heard).toEqual([{ msgId: String(message!.msgId), text: 'Chào bác Lan', by: 'program' }]);
    await until(() => expect(taken).toHaveLength(1));
    const { msgId } = message!;
    expect(taken[0]).toMatchObject({ isSelf: true, threadId: LAN, data: { msgId: String(msgId), uidFrom: zalo.uid } });
  });

  it('tells what the owner types by hand like what the program sends', async () => {
    zalo.operatorTypes(LAN, 'Tôi là Hà, cán bộ xã');

    await until(() => expect(taken).toHaveLength(1));
    expect(taken[0]).toMatchObject({ isSelf: true, threadId: LAN, data: { content: 'Tôi là Hà, cán bộ xã' } });
    expect(zalo.user(LAN).heard).toMatchObject([{ by: 'operator' }]);
  });

  it('takes messages back, from either side', async () => {
    const said = zalo.user(LAN).says('nhầm');
    const { message } = await api.sendMessage('cũng nhầm', LAN);

    zalo.user(LAN).recalls(said);
    await until(() => expect(taken).toHaveLength(2));
    const { msgId, cliMsgId } = taken.find(({ isSelf }) => isSelf)!.data;
    await api.undo({ msgId, cliMsgId }, LAN);

    await until(() => expect(undone).toHaveLength(2));
    expect(String(undone[0]!.data.content.globalMsgId)).toBe(said);
    expect(undone.map(({ isSelf, threadId }) => [isSelf, threadId])).toEqual([[false, LAN], [true, LAN]]);
    expect(zalo.user(LAN).heard).toMatchObject([{ msgId: String(message!.msgId), recalled: true }]);
  });

  it('passes on friend requests, and makes friends of those who are accepted', async () => {
    zalo.user(LAN).befriends();
    await until(() => expect(asked).toHaveLength(1));
    const [request] = asked;

    await api.acceptFriendRequest(LAN);

    expect(request).toMatchObject({ type: FriendEventType.REQUEST, data: { fromUid: LAN }, isSelf: false });
    expect(zalo.user(LAN).friend).toBe(true);
    await until(() => expect(asked.at(-1)).toMatchObject({ type: FriendEventType.ADD, data: LAN }));
    await expect(api.acceptFriendRequest(LAN)).rejects.toMatchObject({ code: 222 });
  });

  it('shows a group with its mentions and quotes, and takes reactions and words there', async () => {
    const group = zalo.group(GROUP, 'Thôn Bến Gió');
    const first = group.says(LAN, 'Chiều nay họp nhé');
    const second = group.says(LAN, 'ghi lại giúp', { mentionsBot: true, quotes: first });
    await until(() => expect(taken).toHaveLength(2));

    await api.addReaction(Reactions.LIKE, { ...taken[1]!, data: taken[1]!.data });
    const answer = { msg: '@Lan nhắn riêng nhé', mentions: [{ pos: 0, uid: LAN, len: 4 }] };
    await api.sendMessage(answer, GROUP, ThreadType.Group);

    expect(taken[1]).toMatchObject({
      type: ThreadType.Group, threadId: GROUP,
      data: {
        uidFrom: LAN, content: '@Đối Thoại ghi lại giúp', mentions: [{ uid: zalo.uid, pos: 0, len: 10, type: 0 }],
        quote: { ownerId: LAN, msg: 'Chiều nay họp nhé', fromD: 'Lan' },
      },
    });
    expect(group.reactions).toEqual([{ icon: Reactions.LIKE, msgId: second }]);
    expect(group.heard).toMatchObject([{ text: '@Lan nhắn riêng nhé', mentions: [{ uid: LAN }] }]);
  });

  it('gives files at the addresses that it told, until they end', async () => {
    zalo.user(LAN).sendsPhoto(Buffer.from('ảnh'), 'Mương trước nhà');
    await until(() => expect(taken).toHaveLength(1));
    const content = taken[0]!.data.content as { title: string; href: string; params: string };

    const photo = await zalo.fetch(content.href);
    zalo.expireMedia();

    expect(content.title).toBe('Mương trước nhà');
    expect(Buffer.from(await photo.arrayBuffer()).toString()).toBe('ảnh');
    expect((await zalo.fetch((JSON.parse(content.params) as { hd: string }).hd)).status).toBe(404);
  });

  it('closes with the code that was ordered, and keeps what is written meanwhile for those who ask', async () => {
    const lan = zalo.user(LAN);
    lan.says('trước');
    await until(() => expect(taken).toHaveLength(1));

    zalo.drop(1006);
    await until(() => expect(closed).toEqual([1006]));
    lan.recalls(lan.says('trong lúc đứt'));
    api = await library().login(zalo.credentials());
    await listens();
    api.listener.requestOldMessages(ThreadType.User);

    await until(() => expect(old).toHaveLength(3));
    expect(words(old).slice(1)).toEqual(['trong lúc đứt', 'trước']);
    expect(old[0]!.data).toMatchObject({ msgType: 'chat.undo', content: { deleteMsg: 1 } });
    expect(taken).toEqual([]);
    zalo.drop(3003);
    await until(() => expect(closed).toEqual([3003]));
  });

  it('lets one program listen: another one ends the first with 3000', async () => {
    const first = api;
    const codes = closed;

    api = await library().login(zalo.credentials());
    await listens();

    await until(() => expect(codes).toEqual([3000]));
    expect(zalo.listening()).toBe(1);
    first.listener.stop();
  });

  it('loses the rest of a frame behind a broken message, in the library', async () => {
    const lan = zalo.user(LAN);

    zalo.together(() => {
      lan.says('một');
      lan.sendsBroken();
      lan.says('hai');
    });
    await until(() => expect(trouble).toHaveLength(1));
    api.listener.requestOldMessages(ThreadType.User);

    await until(() => expect(old).toHaveLength(3));
    expect(words(taken)).toEqual(['một']);
    expect(words(old)).toEqual(['hai', null, 'một']);
  });

  it('tells the same message twice when asked to', async () => {
    const said = zalo.user(LAN).says('một lần');

    zalo.repeats(said);

    await until(() => expect(taken.map(({ data }) => data.msgId)).toEqual([said, said]));
  });

  it('meets trouble as ordered', async () => {
    const lan = zalo.user(LAN);
    zalo.fail('sendMessage', { code: 221 });
    await expect(api.sendMessage('a', LAN)).rejects.toMatchObject({ code: 221 });
    zalo.fail('sendMessage', 'empty');
    expect(await api.sendMessage('b', LAN)).toEqual({ message: null, attachment: [] });
    zalo.fail('sendMessage', 'cut');
    await expect(api.sendMessage('c', LAN)).rejects.toThrow('fetch failed');
    zalo.fail('sendMessage', 'cut-after');
    await expect(api.sendMessage('d', LAN)).rejects.toThrow('fetch failed');
    zalo.fail('sendMessage', { page: 502 });
    await expect(api.sendMessage('e', LAN)).rejects.toThrow('502');

    await api.sendMessage('f', LAN);

    expect(lan.heard.map(({ text }) => text)).toEqual(['d', 'f']);
    expect(zalo.count('sendMessage')).toBe(6);
  });

  it('refuses to bring anything to people who refuse strangers, or the account', async () => {
    zalo.user(LAN).refusesStrangers();
    await expect(api.sendMessage('a', LAN)).rejects.toMatchObject({ code: 122 });
    zalo.user(LAN).befriends();
    await api.acceptFriendRequest(LAN);
    await api.sendMessage('b', LAN);
    zalo.user(LAN).blocks();
    await expect(api.sendMessage('c', LAN)).rejects.toMatchObject({ code: 123 });
    await expect(api.sendMessage('d', '1')).rejects.toMatchObject({ code: 114 });

    expect(zalo.user(LAN).heard.map(({ text }) => text)).toEqual(['b']);
  });

  it('cuts everything off while offline, and is there again after that', async () => {
    zalo.goesOffline();
    await until(() => expect(closed).toEqual([1006]));
    await expect(api.sendMessage('a', LAN)).rejects.toThrow('fetch failed');
    await expect(library().login(zalo.credentials())).rejects.toThrow('fetch failed');

    zalo.goesOnline();
    api = await library().login(zalo.credentials());
    await listens();

    expect(zalo.listening()).toBe(1);
  });

  it('brings nothing over a line that fell silent', async () => {
    zalo.silence();
    zalo.user(LAN).says('không tới');
    zalo.drop(1006);

    await until(() => expect(closed).toHaveLength(1));
    expect(taken).toEqual([]);
  });
});
