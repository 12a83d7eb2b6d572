/**
 * Messages on their way to the inbox: those of one chat one after another, in the order in which they were written, and
 * again and again until they are saved. Zalo has no acknowledgement that could be held back: what is not saved when the
 * program ends is found again by asking for the old messages at the next start.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../../../log.ts';
import type { InboundMessage } from '../../../models/message.ts';
import { createBoundedSet } from '../../bounded-set.ts';
import type { Take } from '../../channel.ts';
import type { Timing } from '../timing.ts';

/** Messages that are remembered as taken: two weeks of a busy commune, which every catch-up brings again. */
const REMEMBERED = 50_000;
/** Messages that wait in memory while nothing can be saved; more are left to the next catch-up. */
const MOST_WAITING = 5_000;

export interface Arrival {
  message: InboundMessage;
  /** When it was written, by Zalo's clock, in milliseconds. */
  ts: number;
  /** Called once it is saved; must not throw. */
  saved?: () => void;
}

export interface Arrivals {
  /** False when it is known already, or there is no room for it. */
  add(arrival: Arrival): boolean;
  /** From now on nothing is taken until `release`: older messages are about to come. */
  hold(): void;
  release(): void;
  /** Waits for what is being taken and forgets the rest. */
  stop(): Promise<void>;
}

export function createArrivals({ take, timing, log, saving, overflowed }: {
  take: Take;
  timing: Pick<Timing, 'settleMs' | 'takeMs' | 'takeMaxMs'>;
  log: Log;
  /** Whether messages can be saved. */
  saving: (works: boolean) => void;
  /** Something was left out for want of room; called when there is room again. */
  overflowed: () => void;
}): Arrivals {
  const known = createBoundedSet(REMEMBERED);
  const waiting = new Map<string, Arrival[]>();
  const lanes = new Map<string, Promise<void>>();
  const controller = new AbortController();
  const { signal } = controller;
  let count = 0;
  let full = false;
  let gate: { opened: Promise<void>; open: () => void } | undefined;

  function pause(ms: number): Promise<void> {
    return sleep(ms, undefined, { signal }).catch(() => undefined);
  }

  async function isTaken({ message }: Arrival): Promise<boolean> {
    try {
      await take(message);
      saving(true);
      return true;
    } catch (error) {
      saving(false);
      const name = error instanceof Error ? error.name : typeof error;
      log.error({ channel: 'zalo-personal', key: message.key, error: name }, 'a message could not be saved');
      return false;
    }
  }

  /** An earlier message may come while one waits to be tried again, so the first is looked up each time. */
  async function takeFirst(line: Arrival[]): Promise<void> {
    for (let wait = timing.takeMs; !signal.aborted; wait = Math.min(wait * 2, timing.takeMaxMs)) {
      const first = line[0]!;
      if (await isTaken(first)) {
        line.splice(line.indexOf(first), 1);
        count -= 1;
        first.saved?.();
        return;
      }
      await pause(wait);
    }
  }

  /** Frames that come together are decoded side by side, so the order of their coming says little. */
  async function runLane(chat: string): Promise<void> {
    await pause(timing.settleMs);
    const line = waiting.get(chat)!;
    while (line.length > 0 && !signal.aborted) {
      await gate?.opened;
      if (!signal.aborted) await takeFirst(line);
    }
    waiting.delete(chat);
    lanes.delete(chat);
    if (full && count < MOST_WAITING / 2 && !signal.aborted) {
      full = false;
      overflowed();
    }
  }

  function insert(line: Arrival[], arrival: Arrival): void {
    const at = line.findLastIndex((other) => !isBefore(arrival, other)) + 1;
    line.splice(at, 0, arrival);
  }

  const arrivals: Arrivals = {
    add(arrival) {
      const { key, chat } = arrival.message;
      if (signal.aborted || known.has(key)) {
        known.add(key);
        return false;
      }
      if (count >= MOST_WAITING) {
        full = true;
        return false;
      }
      known.add(key);
      count += 1;
      const line = waiting.get(chat) ?? [];
      insert(line, arrival);
      waiting.set(chat, line);
      if (!lanes.has(chat)) lanes.set(chat, runLane(chat));
      return true;
    },

    hold() {
      if (gate) return;
      let open!: () => void;
      const opened = new Promise<void>((resolve) => {
        open = resolve;
      });
      gate = { opened, open };
    },

    release() {
      gate?.open();
      gate = undefined;
    },

    async stop() {
      controller.abort();
      arrivals.release();
      await Promise.all(lanes.values());
    },
  };
  return arrivals;
}

/** By the time of writing, then by the id, which grows. */
function isBefore(a: Arrival, b: Arrival): boolean {
  if (a.ts !== b.ts) return a.ts < b.ts;
  const [one, other] = [a.message.messageId, b.message.messageId];
  return one.length === other.length ? one < other : one.length < other.length;
}
