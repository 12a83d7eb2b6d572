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
import { decrypt, encrypt, signInKey, type EventEncoding } from './cipher.ts';
import { digitsJson } from './json.ts';
import { METHOD_OF, METHODS, speak, type MethodResult, type Params } from './methods.ts';
import { createQrSignIn, type Phone } from './qr.ts';
import type { Failure, Script } from './script.ts';
import { createSession, type Credentials } from './session.ts';
import { createSockets } from './sockets.ts';

export type { Heard } from './account.ts';
export type { FakeZaloGroup } from './group.ts';
export type { Failure } from './script.ts';
export type { Credentials } from './session.ts';
export type { FakeZaloUser } from './user.ts';

/** The services that a client must be told of, or its constructor throws. */
const SERVICES = [
  'aext', 'alias', 'auto_reply', 'catalog', 'chat', 'conversation', 'file', 'friend', 'friend_board', 'group',
  'group_board', 'group_poll', 'label', 'profile', 'quick_message', 'reaction', 'sticker', 'zimsg',
];

type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

export interface FakeZalo extends Pick<FakeAccount, 'user' | 'group' | 'until'>, Pick<Script, 'fail'> {
  /** For the library's `polyfill`, and for fetching files. */
  readonly fetch: Fetch;
  /** Hosts that this fake answers for. */
  knows(url: string | URL): boolean;
  /** The account's id; another one after another account signed in. */
  readonly uid: string;
  /** Every call, oldest first, failed ones too; `qr` and `media` are the pages of the sign-in and files. */
  readonly calls: readonly { method: string; params: Params }[];
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
  /** Nothing gets through either way; what people write meanwhile is kept. `forMs`: until so many milliseconds later. */
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
  const account = createAccount({ uid, name, firstMsgId, echo });
  const session = createSession();
  const secret = randomBytes(16);
  const calls: { method: string; params: Params }[] = [];
  const sockets = account.sockets = await createSockets({
    admits: session.admits, changed: account.changed,
    asked({ command }) {
      // Those of people (510) and of groups (511); the ids in the request make no difference, as users report.
      const thread = command === 510 ? 'user' : command === 511 ? 'group' : undefined;
      if (!thread) return;
      const old = account.history.filter((post) => post.thread === thread).map(({ data }) => data).reverse();
      sockets.push(command, 1, thread === 'user' ? { msgs: old, more: 0 } : { groupMsgs: old, more: 0 });
    },
  });
  const qr = createQrSignIn({
    session, owner: () => account, changed: account.changed,
    signedIn(as) {
      account.history = [];
      if (as) [account.uid, account.name] = [as.uid, as.name];
    },
  });
  let offline = false;

  async function fetch(input: string | URL | Request, init: RequestInit = {}): Promise<Response> {
    const url = new URL(input instanceof Request ? input.url : input);
    if (offline) throw new TypeError('fetch failed', { cause: Object.assign(new Error('offline'), { code: 'ENETUNREACH' }) });
    init.signal?.throwIfAborted();
    const method = methodOf(url);
    if (!method) throw new Error(`the fake of Zalo knows no ${url.origin}${url.pathname}`);
    const params = paramsOf(method, url, init);
    calls.push({ method, params });
    account.changed();
    const failure = account.script.next(method);
    const before = failure === 'timeout-after' || failure === 'cut-after' ? undefined : failure;
    if (before) return trouble(before, method, init.signal);
    const response = await answer(method, params, url, init);
    return failure ? trouble(failure, method, init.signal) : response;
  }

  function methodOf(url: URL): string | undefined {
    if (account.media.serves(url)) return 'media';
    if (qr.serves(url)) return 'qr';
    if (url.host === 'wpa.chat.zalo.me') return url.pathname.endsWith('/getLoginInfo') ? 'login' : 'getServerInfo';
    return url.host.endsWith('.chat.zalo.me') ? METHOD_OF[url.pathname] : undefined;
  }

  async function answer(method: string, params: Params, url: URL, init: RequestInit): Promise<Response> {
    if (method === 'media') return account.media.answer(url);
    if (method === 'qr') return qr.answer(url, init);
    const headers = new Headers(init.headers);
    const admitted = session.admits(headers.get('cookie') ?? '', headers.get('user-agent') ?? '');
    const response = method === 'login' ? login(url, admitted, String(params.imei))
      : method === 'getServerInfo' ? serverInfo()
        : admitted ? sealed(METHODS[method]!(account, params), method) : refusal(102, 'zpw_sek không đúng');
    const cookie = admitted && session.due();
    if (cookie) response.headers.append('set-cookie', cookie);
    return response;
  }

  /** What the program hid in the call. */
  function paramsOf(method: string, url: URL, { body }: RequestInit): Params {
    const hidden = url.searchParams.get('params') ?? (body instanceof URLSearchParams ? body.get('params') : null);
    if (!hidden) return {};
    const key = method === 'login' ? keyOf(url) : secret;
    return JSON.parse(decrypt(key, hidden)) as Params;
  }

  function login(url: URL, admitted: boolean, imei: string): Response {
    const services = SERVICES.map((service) => [service, [`https://tt-${service.replace('_', '-')}-wpa.chat.zalo.me`]]);
    const told = admitted && session.sameDevice(imei)
      ? { error_code: 0, error_message: '', data: {
        uid: account.uid, zpw_enk: secret.toString('base64'), zpw_ws: [sockets.url],
        zpw_service_map_v3: Object.fromEntries(services) as unknown,
      } }
      : { error_code: 102, error_message: 'zpw_sek không đúng', data: null };
    return Response.json({ error_code: 0, data: encodeURIComponent(encrypt(keyOf(url), JSON.stringify(told))) });
  }

  function serverInfo(): Response {
    const features = {
      sharefile: { max_file: 50, max_size_share_file_v3: 100, chunk_size_file: 3_145_728, restricted_ext_file: [] },
      socket: {
        ping_interval: pingMs, retries: { 1000: { max: 3, times: [50] } },
        close_and_retry_codes: [1000], rotate_error_codes: [],
      },
    };
    const keepalive = { alway_keepalive: 1, keepalive_duration: 60, time_deactive: 60 };
    // The three t's are Zalo's.
    return Response.json({ error_code: 0, data: { setttings: { features, keepalive }, extra_ver: { phonebook: 0 } } });
  }

  function sealed(result: MethodResult, method: string): Response {
    if ('code' in result) return refusal(result.code, result.message);
    const told = { error_code: 0, error_message: 'Successful.', data: result.data };
    if (method === 'keepAlive') return Response.json(told);
    return Response.json({ error_code: 0, data: encodeURIComponent(encrypt(secret, digitsJson(told))) });
  }

  function trouble(failure: Failure, method: string, signal?: AbortSignal | null): Promise<Response> {
    if (failure === 'cut' || failure === 'cut-after') throw new TypeError('fetch failed', { cause: new Error('cut') });
    if (failure === 'timeout' || failure === 'timeout-after') return untilGivenUp(signal);
    if (failure === 'empty') return Promise.resolve(sealed({ data: null }, method));
    if ('page' in failure) return Promise.resolve(new Response('<h1>Bad Gateway</h1>', { status: failure.page }));
    return Promise.resolve(refusal(failure.code, failure.message ?? 'Vượt quá số request cho phép'));
  }

  const zalo: FakeZalo = {
    fetch, calls,
    knows: (url) => /\.(zalo\.me|zdn\.vn)$/.test(new URL(url).host),
    get uid() { return account.uid; },
    count: (method) => calls.filter((call) => call.method === method).length,
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
    listening: sockets.open,
    connections: () => sockets.connected.length,
    pings: sockets.pings,
    drop: sockets.drop,
    openedElsewhere: sockets.tellDuplicate,
    silence: sockets.silence,
    goesOffline(forMs) {
      offline = true;
      sockets.accepting = false;
      sockets.drop(1006);
      if (forMs !== undefined) setTimeout(zalo.goesOnline, forMs).unref();
    },
    goesOnline() {
      offline = false;
      sockets.accepting = true;
    },
    expireCookie: session.expire,
    rotateCookie: session.rotate,
    expireMedia: account.media.expire,
    close: sockets.close,
  };
  return zalo;
}

function refusal(code: number, message: string): Response {
  return Response.json({ error_code: code, error_message: message, data: null });
}

function keyOf({ searchParams }: URL): Buffer {
  return signInKey(searchParams.get('zcid') ?? '', searchParams.get('zcid_ext') ?? '');
}

function untilGivenUp(signal?: AbortSignal | null): Promise<Response> {
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}
