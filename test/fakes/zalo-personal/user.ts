import type { FakeAccount, Heard } from './account.ts';
import { attachment, quoteOf, undoContent } from './shapes.ts';

/** How a person stands to the account. */
export interface UserState {
  uid: string;
  name: string;
  heard: Heard[];
  friend: boolean;
  /** Asked to be a friend, and waits. */
  asks: boolean;
  refusesStrangers: boolean;
  blocks: boolean;
}

/** A person with Zalo who writes to the account. What is sent returns the message's id. */
export interface FakeZaloUser extends Readonly<Pick<UserState, 'uid' | 'name' | 'friend'>> {
  /** All that the account said here, oldest first. */
  readonly heard: readonly Heard[];
  says(text: string, about?: { quotes?: string }): string;
  sendsPhoto(bytes: Buffer, caption?: string): string;
  sendsVoice(bytes: Buffer): string;
  sendsFile(bytes: Buffer, name: string): string;
  sendsSticker(): string;
  sendsLocation(latitude: number, longitude: number): string;
  /** Somebody's card. */
  shares(contact: { phone: string; name: string }): string;
  /** A message of any kind. */
  sends(msgType: string, content: unknown): string;
  /** A message without content, at which the library throws and forgets the rest of the frame. */
  sendsBroken(): string;
  recalls(msgId: string): void;
  /** Asks to be a friend. */
  befriends(message?: string): void;
  /** Takes nothing from people who are no friends (code 122). */
  refusesStrangers(): void;
  /** Takes nothing from the account (code 123). */
  blocks(): void;
  unblocks(): void;
  /** The next message (after those heard by an earlier call) that matches. */
  hears(pattern: RegExp, withinMs?: number): Promise<Heard>;
}

/** Plays one person; see `FakeZaloUser`. */
export function createUser(account: FakeAccount, uid: string, name: string): FakeZaloUser {
  const state: UserState = {
    uid, name, heard: [], friend: false, asks: false, refusesStrangers: false, blocks: false,
  };
  account.users.set(uid, state);

  function sends(msgType: string, content: unknown, more?: Record<string, unknown>): string {
    return account.post('user', { from: uid, to: '0', name, msgType, content, more }).msgId;
  }

  return {
    uid, name, sends,
    heard: state.heard,
    get friend() { return state.friend; },
    says(text, { quotes } = {}) {
      const quoted = quotes === undefined ? undefined : account.find(quotes);
      return sends('webchat', text, quoted && { quote: quoteOf(quoted.data, account.uid) });
    },
    sendsPhoto(bytes, caption = '') {
      const href = account.media.add('photo', bytes, 'jpg');
      const thumb = account.media.add('photo', bytes.subarray(0, 8), 'jpg');
      const hd = account.media.add('photo', bytes, 'jpg');
      return sends('chat.photo', attachment({ title: caption, href, thumb, params: { width: 1280, height: 960, hd } }));
    },
    sendsVoice(bytes) {
      const href = account.media.add('voice', bytes, 'aac');
      return sends('chat.voice', attachment({ href, params: { m4a: href, duration: 3_000 } }));
    },
    sendsFile(bytes, title) {
      const href = account.media.add('file', bytes, title.split('.').at(-1)!);
      const params = { fileSize: String(bytes.length), fileExt: title.split('.').at(-1), checksum: '', fType: 1 };
      return sends('share.file', attachment({ title, href, params }));
    },
    sendsSticker: () => sends('chat.sticker', { id: 23_311, catId: 10_768, type: 7 }),
    sendsLocation: (latitude, longitude) => sends('chat.location.new', attachment({
      href: `https://zalo.me/map?lat=${latitude}`, params: { latitude, longitude },
    })),
    shares: ({ phone, name: title }) => sends('chat.recommended', attachment({
      title, action: 'recommened.user', params: uid, description: JSON.stringify({ phone, qrCodeUrl: '', caption: '' }),
    })),
    sendsBroken: () => sends('webchat', null),
    recalls(msgId) {
      const taken = account.find(msgId);
      if (taken?.data.uidFrom !== uid) throw new Error(`${name} did not send ${msgId}`);
      const said = { from: uid, to: taken.data.idTo, name, msgType: 'chat.undo' };
      account.post(taken.thread, { ...said, content: undoContent(taken.data, account.uid) });
    },
    befriends(message = 'Xin kết bạn') {
      state.asks = true;
      const data = JSON.stringify({ toUid: account.uid, fromUid: uid, src: 31, message });
      const control = (act: string) => ({ content: { act_type: 'fr', act, data } });
      // Zalo sends the request in its old form and in its new one.
      account.tell(601, { controls: [control('req'), control('req_v2')] });
    },
    refusesStrangers() { state.refusesStrangers = true; },
    blocks() { state.blocks = true; },
    unblocks() { state.blocks = false; },
    hears: createEar(account, state.heard, `${name} (${uid})`),
  };
}

/** Waits for what is said to somebody, one message after another. */
export function createEar(account: FakeAccount, heard: readonly Heard[], who: string): FakeZaloUser['hears'] {
  let cursor = 0;
  return async (pattern, withinMs) => {
    let found = -1;
    function look(): boolean {
      found = heard.findIndex(({ text }, index) => index >= cursor && pattern.test(text));
      return found >= 0;
    }
    await account.until(look, `${pattern} at ${who}`, withinMs).catch((error: Error) => {
      const said = heard.slice(cursor).map(({ text }) => `- ${text}`).join('\n');
      throw new Error(`${error.message}; since then it said:\n${said || '(nothing)'}`);
    });
    cursor = found + 1;
    return heard[found]!;
  };
}
