/**
 * zca-js, as far as it is used: signing in, listening, calling. No other file calls the library. Its own logging,
 * update check and reconnecting are off: it would print what people write, and give up for good after a few tries.
 */
import { FriendRecommendationsType, LoginQRCallbackEventType, Reactions, ThreadType, Zalo, type API } from 'zca-js';
import type { Timing } from '../timing.ts';
import { ZaloCallError } from './call-error.ts';
import { listen } from './listen.ts';
import { createPatientFetch, type Fetch } from './patient-fetch.ts';
import type { ZaloPort, ZaloSession } from './port.ts';

type LibraryCredentials = Parameters<Zalo['login']>[0];

/** Zalo over the library and over `fetch`. */
export function createZalo({ fetch, timing }: { fetch: Fetch; timing: Timing }): ZaloPort {
  function library(signal: AbortSignal): Zalo {
    const { callMs, codeMs, askCodeMs } = timing;
    const polyfill = createPatientFetch({ fetch, callMs, codeMs, askCodeMs, signal });
    return new Zalo({ selfListen: true, checkUpdate: false, logging: false, polyfill });
  }

  return {
    async login({ imei, userAgent, cookie }, signal) {
      // A copy, because the library writes into it.
      const copy = structuredClone(cookie) as LibraryCredentials['cookie'];
      try {
        return await whileSigningIn(signal, (ending) => library(ending).login({ imei, userAgent, cookie: copy }));
      } catch (error) {
        throw isRefusedLogin(error) ? new ZaloCallError({ kind: 'signed-out' }) : error;
      }
    },

    signIn: (told, signal) => whileSigningIn(signal, (ending) => {
      let giveUp: (() => unknown) | undefined;
      function abort(): void {
        giveUp?.();
      }
      ending.addEventListener('abort', abort, { once: true });
      return library(ending).loginQR({}, (event) => {
        giveUp = event.actions?.abort ?? giveUp;
        if (ending.aborted) return abort();
        switch (event.type) {
          case LoginQRCallbackEventType.QRCodeGenerated:
            return told.code(Buffer.from(event.data.image, 'base64'));
          case LoginQRCallbackEventType.QRCodeScanned:
            return told.scanned(event.data.display_name);
          case LoginQRCallbackEventType.QRCodeExpired:
            told.over('expired');
            return abort();
          case LoginQRCallbackEventType.QRCodeDeclined:
            told.over('declined');
            // The library leaves its promise open for ever here.
            return abort();
          default:
        }
      });
    }),
  };
}

/** `signal` ends the signing in only: the calls of the session that came of it are not cut off later. */
async function whileSigningIn(signal: AbortSignal, work: (ending: AbortSignal) => Promise<API>): Promise<ZaloSession> {
  const controller = new AbortController();
  function abort(): void {
    controller.abort();
  }
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  try {
    return toSession(await work(controller.signal));
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/** The only sign of a refused cookie is one of these two sentences of the library. */
function isRefusedLogin(error: unknown): boolean {
  const { name, message } = error as { name?: string; message?: string };
  if (name !== 'ZcaApiError' || message === undefined) return false;
  return message === 'Đăng nhập thất bại' || /^Failed to fetch server info: (?!undefined|null|$)/.test(message);
}

/** Without what changes at every use and means nothing: only a cookie that Zalo has changed is worth a writing. */
function lasting(cookies: readonly Record<string, unknown>[]): unknown[] {
  return cookies.map(({ lastAccessed, ...rest }) => rest);
}

function toSession(api: API): ZaloSession {
  const { imei, userAgent } = api.getContext();
  return {
    uid: api.getOwnId(),
    credentials: () => ({ imei, userAgent, cookie: lasting(api.getCookie().toJSON()?.cookies ?? []) }),
    listen: (events) => listen(api, events),
    async send({ id, group }, text) {
      const { message } = await api.sendMessage({ msg: text }, id, group ? ThreadType.Group : ThreadType.User);
      const msgId = (message as { msgId?: unknown } | null)?.msgId;
      return msgId ? String(msgId) : null;
    },
    async thumbsUp({ msgId, cliMsgId }, groupId) {
      await api.addReaction(Reactions.LIKE, { data: { msgId, cliMsgId }, threadId: groupId, type: ThreadType.Group });
    },
    async acceptFriend(uid) {
      await api.acceptFriendRequest(uid);
    },
    async friendRequests() {
      const { recommItems } = await api.getFriendRecommendations();
      return recommItems
        .filter(({ dataInfo }) => dataInfo.recommType === FriendRecommendationsType.ReceivedFriendRequest)
        .map(({ dataInfo }) => String(dataInfo.userId));
    },
  };
}

