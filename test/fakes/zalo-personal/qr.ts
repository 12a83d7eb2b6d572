/** Signing in by a code on the screen: the pages of id.zalo.me, and the phone that scans, confirms or declines. */
import { randomBytes } from 'node:crypto';
import { PNG } from 'pngjs';
import { encode } from 'uqr';
import type { Session } from './session.ts';

/** Milliseconds after which a waiting request is told to ask again. */
const POLL_MS = 20_000;

const HOSTS = ['id.zalo.me', 'chat.zalo.me', 'jr.chat.zalo.me'];

type Stage = 'shown' | 'scanned' | 'confirmed' | 'declined' | 'expired';

/** The phone of the account's owner. */
export interface Phone {
  /** What the code on the screen says; undefined while none was asked for. */
  readonly code: string | undefined;
  /** Codes that were shown so far. */
  readonly shown: number;
  scan(): void;
  /** Confirms; another account may sign in than before. */
  confirm(account?: { uid: string; name: string }): void;
  decline(): void;
  /** Zalo forgets the code before anybody scanned it. */
  expire(): void;
}

export interface QrSignIn {
  phone: Phone;
  serves(url: URL): boolean;
  answer(url: URL, init: RequestInit): Promise<Response>;
}

export function createQrSignIn({ session, owner, signedIn, changed }: {
  session: Session;
  owner: () => { name: string };
  /** Somebody has confirmed: a new session begins. */
  signedIn: (account?: { uid: string; name: string }) => void;
  changed: () => void;
}): QrSignIn {
  const watchers = new Set<() => void>();
  let code: string | undefined;
  let shown = 0;
  let stage: Stage = 'shown';
  let confirmedAs: { uid: string; name: string } | undefined;

  function becomes(next: Stage): void {
    if (!code) throw new Error('No code is shown.');
    stage = next;
    for (const look of watchers) look();
    changed();
  }

  /** Answers once the code is no longer in this stage; "ask again" after a while, nothing when the program hung up. */
  async function leaves(waiting: Stage, signal?: AbortSignal | null): Promise<Stage> {
    if (stage !== waiting) return stage;
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(done, POLL_MS);
      function done(): void {
        clearTimeout(timer);
        watchers.delete(done);
        signal?.removeEventListener('abort', gone);
        resolve();
      }
      function gone(): void {
        clearTimeout(timer);
        watchers.delete(done);
        reject(signal!.reason as Error);
      }
      watchers.add(done);
      signal?.addEventListener('abort', gone, { once: true });
    });
    return stage;
  }

  const pages: Record<string, (init: RequestInit) => Response | Promise<Response>> = {
    '/account': () => new Response('<script src="https://stc-zlogin.zdn.vn/main-2.44.10.js"></script>'),
    '/account/logininfo': () => json({}),
    '/account/verify-client': () => json({}),
    '/account/authen/qr/generate'() {
      code = randomBytes(16).toString('hex');
      shown += 1;
      stage = 'shown';
      changed();
      const image = `data:image/png;base64,${picture(`https://zaloapp.com/qr/${code}`)}`;
      return json({ code, image, options: {} });
    },
    async '/account/authen/qr/waiting-scan'({ body, signal }) {
      if (field(body, 'code') !== code) return refusal(-1, 'Mã không đúng');
      const now = await leaves('shown', signal);
      if (now === 'shown') return refusal(8, 'Chưa quét');
      if (now === 'expired') return refusal(-3, 'Mã đã hết hạn');
      return json({ avatar: '', display_name: owner().name });
    },
    async '/account/authen/qr/waiting-confirm'({ body, signal }) {
      if (field(body, 'code') !== code) return refusal(-1, 'Mã không đúng');
      const now = await leaves('scanned', signal);
      if (now === 'scanned') return refusal(8, 'Chưa xác nhận');
      if (now === 'declined') return refusal(-13, 'Từ chối đăng nhập');
      return now === 'confirmed' ? json({}) : refusal(-3, 'Mã đã hết hạn');
    },
    '/account/checksession'({ headers }) {
      if (stage !== 'confirmed') return new Response('', { status: 200 });
      const cookie = session.begin(new Headers(headers).get('user-agent') ?? '');
      signedIn(confirmedAs);
      return new Response(null, {
        status: 302, headers: { location: 'https://chat.zalo.me/index.html', 'set-cookie': cookie },
      });
    },
    '/index.html': () => new Response('<!doctype html>'),
    '/jr/userinfo'({ headers }) {
      const given = new Headers(headers);
      const logged = session.admits(given.get('cookie') ?? '', given.get('user-agent') ?? '');
      return json({ logged, session_chat_valid: logged, info: { name: owner().name, avatar: '' } });
    },
  };

  return {
    phone: {
      get code() { return code; },
      get shown() { return shown; },
      scan: () => becomes('scanned'),
      confirm(account) {
        confirmedAs = account;
        becomes('confirmed');
      },
      decline: () => becomes('declined'),
      expire: () => becomes('expired'),
    },
    serves: ({ host, pathname }) => HOSTS.includes(host) && pathname in pages,
    async answer({ pathname }, init) {
      return pages[pathname]!(init);
    },
  };
}

function json(data: unknown): Response {
  return Response.json({ error_code: 0, error_message: 'Successful.', data });
}

function refusal(code: number, message: string): Response {
  return Response.json({ error_code: code, error_message: message, data: null });
}

function field(body: RequestInit['body'], name: string): string | null {
  return body instanceof URLSearchParams ? body.get(name) : null;
}

/** A picture of the code that a camera can read, as base64. */
function picture(text: string): string {
  const { data, size } = encode(text, { border: 4 });
  const scale = 4;
  const png = new PNG({ width: size * scale, height: size * scale });
  for (let y = 0; y < png.height; y += 1) {
    for (let x = 0; x < png.width; x += 1) {
      const shade = data[Math.floor(y / scale)]![Math.floor(x / scale)] ? 0 : 255;
      png.data.set([shade, shade, shade, 255], (y * png.width + x) * 4);
    }
  }
  return PNG.sync.write(png).toString('base64');
}
