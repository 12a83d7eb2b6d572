/** What comes in through `fetch`: which call it is, what it says, what trouble it meets, what it brings about. */
import type { FakeAccount } from './account.ts';
import { decrypt, encrypt } from './cipher.ts';
import { digitsJson } from './json.ts';
import { METHOD_OF, METHODS, type MethodResult, type Params } from './methods.ts';
import type { QrSignIn } from './qr.ts';
import type { Failure } from './script.ts';
import type { Session } from './session.ts';
import { keyOf, loginAnswer, NOT_SIGNED_IN, serverInfo } from './sign-in-answers.ts';

export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

export interface Call { method: string; params: Params }

export function createCalls({ account, session, qr, secret, pingMs }: {
  account: FakeAccount;
  session: Session;
  qr: QrSignIn;
  /** Hides what the calls of a signed-in account say. */
  secret: Buffer;
  pingMs: number;
}): { calls: Call[]; fetch: Fetch; offline: boolean } {
  const served = { calls: [] as Call[], fetch, offline: false };

  async function fetch(input: string | URL | Request, init: RequestInit = {}): Promise<Response> {
    const url = new URL(input instanceof Request ? input.url : input);
    if (served.offline) throw unreachable('ENETUNREACH');
    init.signal?.throwIfAborted();
    const method = methodOf(url);
    if (!method) throw new Error(`the fake of Zalo knows no ${url.origin}${url.pathname}`);
    const params = paramsOf(method, url, init);
    served.calls.push({ method, params });
    account.changed();
    const failure = account.script.next(method);
    const after = failure === 'timeout-after' || failure === 'cut-after';
    if (failure && !after) return trouble(failure, method, init.signal);
    const response = await answer(method, params, url, init);
    return failure ? trouble(failure, method, init.signal) : response;
  }

  function methodOf(url: URL): string | undefined {
    if (account.media.serves(url)) return 'media';
    if (qr.serves(url)) return 'qr';
    if (url.host === 'wpa.chat.zalo.me') return url.pathname.endsWith('/getLoginInfo') ? 'login' : 'getServerInfo';
    return url.host.endsWith('.chat.zalo.me') ? METHOD_OF[url.pathname] : undefined;
  }

  /** What the program hid in the call. */
  function paramsOf(method: string, url: URL, { body }: RequestInit): Params {
    const hidden = url.searchParams.get('params') ?? (body instanceof URLSearchParams ? body.get('params') : null);
    return hidden ? JSON.parse(decrypt(method === 'login' ? keyOf(url) : secret, hidden)) as Params : {};
  }

  async function answer(method: string, params: Params, url: URL, init: RequestInit): Promise<Response> {
    if (method === 'media') return account.media.answer(url);
    if (method === 'qr') return qr.answer(url, init);
    if (method === 'getServerInfo') return serverInfo(pingMs);
    const headers = new Headers(init.headers);
    const admitted = session.admits(headers.get('cookie') ?? '', headers.get('user-agent') ?? '');
    const response = method === 'login' ? login(url, admitted && session.sameDevice(String(params.imei)))
      : sealed(admitted ? METHODS[method]!(account, params) : NOT_SIGNED_IN, method);
    const cookie = admitted && session.due();
    if (cookie) response.headers.append('set-cookie', cookie);
    return response;
  }

  function login(url: URL, admitted: boolean): Response {
    return loginAnswer(url, admitted ? { uid: account.uid, secret, socket: account.sockets.url } : null);
  }

  function sealed(result: MethodResult, method: string): Response {
    if ('code' in result) {
      return Response.json({ error_code: result.code, error_message: result.message, data: null });
    }
    const told = { error_code: 0, error_message: 'Successful.', data: result.data };
    if (method === 'keepAlive') return Response.json(told);
    return Response.json({ error_code: 0, data: encodeURIComponent(encrypt(secret, digitsJson(told))) });
  }

  function trouble(failure: Failure, method: string, signal?: AbortSignal | null): Promise<Response> {
    if (failure === 'cut' || failure === 'cut-after') throw unreachable('ECONNRESET');
    if (failure === 'timeout' || failure === 'timeout-after') return untilGivenUp(signal);
    if (failure === 'empty') return Promise.resolve(sealed({ data: null }, method));
    if ('page' in failure) return Promise.resolve(new Response('<h1>Bad Gateway</h1>', { status: failure.page }));
    return Promise.resolve(sealed({ message: 'Vượt quá số request cho phép', ...failure }, method));
  }

  return served;
}

function unreachable(code: string): TypeError {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });
}

function untilGivenUp(signal?: AbortSignal | null): Promise<Response> {
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}
