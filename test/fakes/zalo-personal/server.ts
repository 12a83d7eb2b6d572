/**
 * Zalo's web servers for tests, as zca-js 2.2.0 speaks to them: signing in by code or by cookie, calls, pushed events,
 * old messages, files, people and groups, and trouble on order. Calls arrive through `fetch`, events leave through a
 * real WebSocket on the loopback. Where Zalo's own behaviour is not known, the fake takes the worse one: echoes of what
 * the program sends come before the answer, old messages come newest first and with the account's own among them.
 *
 * Ids of people and groups are digits, as Zalo's are.
 *
 * @example
 * const zalo = await createFakeZalo();
 * const api = await new Zalo({ polyfill: zalo.fetch, checkUpdate: false, logging: false }).login(zalo.credentials());
 * const lan = zalo.user('5123456789012345678', 'Lan');
 * lan.says('Chào xã');
 * await lan.hears(/Chào/);
 * zalo.fail('sendMessage', { code: 221 });
 * zalo.drop(1006);
 * await zalo.close();
 */
import { randomBytes } from 'node:crypto';
import { createAccount, type FakeAccount } from './account.ts';
import { createCalls, type Call, type Fetch } from './calls.ts';
import type { EventEncoding } from './cipher.ts';
import { speak } from './methods.ts';
import { createQrSignIn, type Phone } from './qr.ts';
import type { Script } from './script.ts';
import { createSession, type Credentials } from './session.ts';
import { createSockets } from './sockets.ts';

export type { Heard } from './account.ts';
export type { FakeZaloGroup } from './group.ts';
export type { Failure } from './script.ts';
export type { Credentials } from './session.ts';
export type { FakeZaloUser } from './user.ts';

export interface FakeZalo extends Pick<FakeAccount, 'user' | 'group' | 'until'>, Pick<Script, 'fail'> {
  /** For the library's `polyfill`, and for fetching files. */
  readonly fetch: Fetch;
  /** The account's id; another one after another account signed in. */
  readonly uid: string;
  /** Every call, oldest first, failed ones too; `qr` and `media` are the pages of the sign-in, and files. */
  readonly calls: readonly Call[];
  count(method: string): number;
  clearFailures(): void;
  /** Of an account that was signed in some time ago. */
  credentials(): Credentials;
  /** The owner's phone, for signing in by a code. */
  readonly phone: Phone;
  /** The owner writes to somebody by hand, on the phone. */
  operatorTypes(uid: string, text: string): string;
  /** All that `play` does arrives in one frame. */
  together(play: () => void): void;
  /** Pushes a message once more. */
  repeats(msgId: string): void;
  encoding: EventEncoding;
  /** Bytes arrive that are no frame of Zalo's. */
  sends(bytes: Buffer): void;
  /** How many programs listen at present: one, or none. */
  listening(): number;
  /** How many times a program was let in to listen. */
  connections(): number;
  pings(): number;
  /** Closes the program's line with a code; 1006 cuts it. */
  drop(code: number): void;
  /** The account is opened in another browser: the program's library hangs up with 3000. */
  openedElsewhere(): void;
  /** The line looks open and is dead; a new one is well again. */
  silence(): void;
  /** Nothing gets through either way; what people write meanwhile is kept. `forMs`: for so many milliseconds. */
  goesOffline(forMs?: number): void;
  goesOnline(): void;
  expireCookie(): void;
  rotateCookie(): void;
  /** Addresses of files given so far lead nowhere from now on. */
  expireMedia(): void;
  close(): Promise<void>;
}

export interface FakeZaloOptions {
  uid?: string;
  name?: string;
  /** Before the first message's id; Zalo's have thirteen digits. */
  firstMsgId?: bigint;
  /** Whether the account's own messages are pushed back to the program; Zalo does. */
  echo?: boolean;
  pingMs?: number;
}

export async function createFakeZalo(options: FakeZaloOptions = {}): Promise<FakeZalo> {
  const { uid = '710000000000000001', name = 'Đối Thoại', firstMsgId = 6_900_000_000_000n } = options;
  const { echo = true, pingMs = 20_000 } = options;
  const session = createSession();
  const sockets = await createSockets({
    admits: session.admits,
    changed: () => account.changed(),
    asked({ command }) {
      // Those of people (510) and of groups (511); the ids in the request make no difference, as users report.
      const thread = command === 510 ? 'user' : command === 511 ? 'group' : undefined;
      if (!thread) return;
      const old = account.history.filter((post) => post.thread === thread).map(({ data }) => data).reverse();
      sockets.push(command, 1, thread === 'user' ? { msgs: old, more: 0 } : { groupMsgs: old, more: 0 });
    },
  });
  const account = createAccount({ uid, name, firstMsgId, echo, sockets });
  const qr = createQrSignIn({
    session, owner: () => account, changed: account.changed,
    signedIn(as) {
      account.history = [];
      if (as) [account.uid, account.name] = [as.uid, as.name];
    },
  });
  const calls = createCalls({ account, session, qr, secret: randomBytes(16), pingMs });

  const zalo: FakeZalo = {
    fetch: calls.fetch,
    calls: calls.calls,
    get uid() { return account.uid; },
    count: (method) => calls.calls.filter((call) => call.method === method).length,
    user: account.user,
    group: account.group,
    until: account.until,
    fail: account.script.fail,
    clearFailures: account.script.clear,
    credentials: session.credentials,
    phone: qr.phone,
    operatorTypes(to, text) {
      account.user(to);
      const { heard } = account.users.get(to)!;
      return speak(account, { thread: 'user', to, heard, text, by: 'operator' }).msgId;
    },
    together: account.together,
    repeats(msgId) {
      const post = account.find(msgId);
      if (post) account.push([post]);
    },
    get encoding() { return sockets.encoding; },
    set encoding(encoding) { sockets.encoding = encoding; },
    sends: sockets.sends,
    listening: sockets.open,
    connections: () => sockets.connected.length,
    pings: sockets.pings,
    drop: sockets.drop,
    openedElsewhere: sockets.tellDuplicate,
    silence: sockets.silence,
    goesOffline(forMs) {
      calls.offline = true;
      sockets.accepting = false;
      sockets.drop(1006);
      if (forMs !== undefined) setTimeout(zalo.goesOnline, forMs).unref();
    },
    goesOnline() {
      calls.offline = false;
      sockets.accepting = true;
    },
    expireCookie: session.expire,
    rotateCookie: session.rotate,
    expireMedia: account.media.expire,
    close: sockets.close,
  };
  return zalo;
}
