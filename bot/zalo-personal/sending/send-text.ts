import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../../../log.ts';
import { createBoundedSet } from '../../bounded-set.ts';
import type { SendResult } from '../../channel.ts';
import { AGAIN, REASON } from '../sentences.vi.ts';
import type { Timing } from '../timing.ts';
import { describe, troubleOf, type Trouble } from '../web-client/call-error.ts';
import type { Thread, ZaloSession } from '../web-client/port.ts';
import type { Calls } from './calls.ts';
import type { OwnSends } from './own-sends.ts';
import type { Throttle } from './throttle.ts';

/** Zalo's limit is not published; longer texts were seen to be cut or refused at about 2,000. */
export const MAX_TEXT = 1800;

/** How long to wait when Zalo does not say: its own trouble or ours passes in seconds. */
const TROUBLE_MS = 5_000;

/** "Too many requests": the account rests. */
const TOO_MANY = 221;
/** 122, 123: this person takes no messages from strangers, or blocked the account. */
const UNREACHABLE_PERSON = new Set([122, 123]);

/** Sends one text, and says what became of it. Never rejects. */
export type SendText = (thread: Thread, text: string) => Promise<SendResult>;

/** `repetition`: refused, and this thread got the same text shortly before. */
type Attempted = SendResult | 'repetition';

/** Texts that are remembered as sent, to know a repetition by. */
const REMEMBERED = 500;

/**
 * Nothing that may have gone out is tried twice here. When Zalo's answer leaves that open (none came, a broken
 * server's, or one without an id, which Zalo gives to an account that writes to many people in a row), the message's
 * own echo on the listening connection decides; without it the result is `unknown`: no villager gets the same answer
 * twice, and staff see the failure.
 *
 * A person to whom the same text went shortly before "cannot receive messages from you" either (zca-js issue 94, one
 * user's word): then it goes out once more with a word before it; if that is refused as well, it was the person.
 */
export function createSendText({ uid, connected, isSignedIn, signedOut, calls, own, throttle, timing, log }: {
  /** The account that the threads belong to: ids of people mean nothing to another one. */
  uid: () => string;
  /** The session that is connected, waiting a little for one; undefined when none comes. */
  connected: () => Promise<ZaloSession | undefined>;
  isSignedIn: () => boolean;
  /** Zalo knows the session no more. */
  signedOut: (session: ZaloSession) => void;
  calls: Calls;
  own: OwnSends;
  throttle: Throttle;
  timing: Pick<Timing, 'echoMs' | 'sendWaitMs'>;
  log: Log;
}): SendText {
  const lately = createBoundedSet(REMEMBERED);

  async function attempt(current: ZaloSession, thread: Thread, text: string): Promise<Attempted> {
    const sending = own.begin(thread, text);
    try {
      const msgId = await current.send(thread, text);
      sending.answered(msgId ?? undefined);
      if (msgId) {
        throttle.reset();
        return { status: 'sent', messageId: msgId };
      }
      const echo = await sending.echo(timing.echoMs);
      if (echo) return { status: 'sent', messageId: echo };
      const restMs = throttle.rest();
      log.warn({ channel: 'zalo-personal', restMs }, 'Zalo answered a message without an id; the account rests');
      return { status: 'unknown', reason: REASON.emptyAnswer };
    } catch (error) {
      const trouble = troubleOf(error);
      if (mayHaveGone(trouble)) {
        sending.answered();
        const echo = await sending.echo(timing.echoMs);
        if (echo) return { status: 'sent', messageId: echo };
      } else {
        sending.failed();
      }
      if (trouble.kind === 'signed-out') signedOut(current);
      if (isRefusedPerson(trouble) && lately.has(nameOf(thread, text))) return 'repetition';
      return failed(trouble);
    }
  }

  async function inTurn(current: ZaloSession, thread: Thread, text: string): Promise<Attempted> {
    const complained = throttle.left();
    if (complained > 0) return { status: 'retry', afterMs: complained, reason: REASON.slowDown };
    const result = await attempt(current, thread, text);
    if (result !== 'repetition' && result.status === 'sent') lately.add(nameOf(thread, text));
    return result;
  }

  function failed(trouble: Trouble): SendResult {
    const result = toResult(trouble, throttle);
    const fields = { channel: 'zalo-personal', trouble: describe(trouble), result: result.status };
    log.warn(fields, 'a message was not sent');
    return result;
  }

  return async (thread, text) => {
    const account = uid();
    // The outbox would come again at once; a rest that is nearly over is waited out instead.
    const rest = throttle.left();
    if (rest > timing.sendWaitMs) return { status: 'retry', afterMs: rest, reason: REASON.slowDown };
    if (rest > 0) await sleep(rest);
    const session = await connected();
    if (session?.uid !== account) {
      const reason = isSignedIn() ? REASON.notConnected : REASON.notSignedIn;
      return { status: 'retry', afterMs: TROUBLE_MS, reason };
    }
    try {
      const result = await calls.run(() => inTurn(session, thread, text));
      if (result !== 'repetition') return result;
      const again = await calls.run(() => inTurn(session, thread, `${AGAIN}\n${text}`));
      return again === 'repetition' ? { status: 'refused', reason: REASON.repeated } : again;
    } catch (error) {
      return failed(troubleOf(error));
    }
  };
}

function nameOf({ id, group }: Thread, text: string): string {
  return `${group ? 'g' : 'u'}${id} ${text}`;
}

function isRefusedPerson(trouble: Trouble): boolean {
  return trouble.kind === 'refused' && UNREACHABLE_PERSON.has(trouble.code);
}

/** 429 and 503 turn a request away at the door; behind other failures the message may have gone through. */
function mayHaveGone(trouble: Trouble): boolean {
  return trouble.kind === 'no-answer' || (trouble.kind === 'server' && trouble.status >= 500 && trouble.status !== 503);
}

function toResult(trouble: Trouble, throttle: Throttle): SendResult {
  switch (trouble.kind) {
    case 'stopped':
    case 'unreachable':
      return { status: 'retry', afterMs: TROUBLE_MS, reason: REASON.notConnected };
    case 'signed-out':
      return { status: 'retry', afterMs: TROUBLE_MS, reason: REASON.notSignedIn };
    case 'no-answer':
      return { status: 'unknown', reason: REASON.noAnswer };
    case 'server':
      return fromStatus(trouble.status, throttle);
    case 'refused':
      if (trouble.code === TOO_MANY) return { status: 'retry', afterMs: throttle.rest(), reason: REASON.slowDown };
      if (isRefusedPerson(trouble)) return { status: 'dead', reason: REASON.stranger };
      return { status: 'refused', reason: `${REASON.refused} (${trouble.code})` };
  }
}

function fromStatus(status: number, throttle: Throttle): SendResult {
  if (status === 429) return { status: 'retry', afterMs: throttle.rest(), reason: REASON.slowDown };
  if (status === 503) return { status: 'retry', afterMs: TROUBLE_MS, reason: REASON.serverTrouble };
  if (status >= 500) return { status: 'unknown', reason: REASON.serverTrouble };
  return { status: 'refused', reason: `${REASON.refused} (HTTP ${status})` };
}
