import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../log.ts';
import type { ChannelName } from '../models/message.ts';
import type { Status } from './status.ts';

/** Waits after trouble, longer each time, and says in `health()` what is wrong. */
export interface BackOff {
  /** After a call that failed; `detail` says it better than the kind of trouble does. Ends at once when stopping. */
  afterCall(error: unknown, detail?: string): Promise<void>;
  /** After messages that could not be saved. */
  afterNotSaved(): Promise<void>;
  /** All is well again. */
  reset(): void;
}

/** What a failed call means for the next one. */
export interface Explained {
  /** For staff, in plain words. */
  detail: string;
  /** For the log: the kind, and the network's own code. */
  trouble: string;
  code?: number;
  /** Milliseconds that must pass at least: a flood limit names its own, only a person can mend a wrong token. */
  atLeastMs: number;
}

/** First wait in milliseconds, and the longest that doubling leads to. */
export interface BackOffTiming { backOffMs: number; backOffMaxMs: number }

/** `explain` returns null when it was our own stop that ended a call; `signal` ends a wait at once. */
export function createBackOff({ channel, explain, notSaved, timing, status, log, signal }: {
  channel: ChannelName;
  explain: (error: unknown) => Explained | null;
  /** What staff read while messages cannot be saved. */
  notSaved: string;
  timing: BackOffTiming;
  status: Status;
  log: Log;
  signal: AbortSignal;
}): BackOff {
  let next = timing.backOffMs;

  async function pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal }).catch(() => undefined);
  }

  function longer(): number {
    const now = next;
    next = Math.min(next * 2, timing.backOffMaxMs);
    return now;
  }

  return {
    async afterCall(error, better) {
      const explained = explain(error);
      if (!explained) return;
      const { detail, trouble, code, atLeastMs } = explained;
      const waitMs = Math.max(longer(), atLeastMs);
      status.down(better ?? detail);
      log.warn({ channel, trouble, code, waitMs }, 'a call of a network failed, trying again');
      await pause(waitMs);
    },
    async afterNotSaved() {
      status.down(notSaved);
      await pause(longer());
    },
    reset() {
      next = timing.backOffMs;
    },
  };
}
