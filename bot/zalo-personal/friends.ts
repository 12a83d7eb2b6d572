/** Friend requests: each is accepted, none in a hurry, for an account that befriends a hall at once gets locked. */
import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import { createBoundedSet } from '../bounded-set.ts';
import type { Timing } from './timing.ts';
import { describe, troubleOf } from './web-client/call-error.ts';

/** Zalo's own limit is not published; this is what a sociable person might do. */
const A_DAY = 60;
const DAY_MS = 24 * 3_600_000;
const MOST_WAITING = 500;

export interface Friends {
  /** They asked; asking twice changes nothing. */
  asked(uids: readonly string[]): void;
  stop(): void;
}

export function createFriends({ accept, timing, random, clock, log }: {
  accept: (uid: string) => Promise<void>;
  timing: Pick<Timing, 'friendMs'>;
  random: () => number;
  clock: Clock;
  log: Log;
}): Friends {
  const known = createBoundedSet(5_000);
  const waiting: string[] = [];
  let accepted: number[] = [];
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  function plan(): void {
    if (timer || stopped || waiting.length === 0) return;
    timer = setTimeout(() => void next(), timing.friendMs * (1 + random() / 2));
  }

  async function next(): Promise<void> {
    const now = clock().getTime();
    accepted = accepted.filter((at) => now - at < DAY_MS);
    const uid = accepted.length < A_DAY ? waiting.shift() : undefined;
    if (uid !== undefined) await acceptOne(uid, now);
    timer = undefined;
    plan();
  }

  async function acceptOne(uid: string, now: number): Promise<void> {
    try {
      await accept(uid);
      accepted.push(now);
      log.info({ channel: 'zalo-personal', waiting: waiting.length }, 'a friend request was accepted');
    } catch (error) {
      // Zalo lists it again at the next connection.
      known.delete(uid);
      log.warn({ channel: 'zalo-personal', trouble: describe(troubleOf(error)) }, 'a friend request was not accepted');
    }
  }

  return {
    asked(uids) {
      for (const uid of uids) {
        if (known.has(uid) || waiting.length >= MOST_WAITING) continue;
        known.add(uid);
        waiting.push(uid);
      }
      plan();
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
