/** Why something waits for a time: it was asked to, or it failed and is to be tried again. */
export type WaitKind = 'delayed' | 'waiting';

/** Timeouts that are counted and can all be cancelled. */
export interface Timers {
  after(ms: number, kind: WaitKind, action: () => void): void;
  count(kind: WaitKind): number;
  /** Whether one of the kind is due by that reading of performance.now(). */
  dueBy(limit: number, kind: WaitKind): boolean;
  /** Forgets them all. */
  clear(): void;
}

/** The longest time that setTimeout takes; more would fire at once. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/** The timers of one queue, all of which end with it. Measured on the monotonic clock: they count time, not dates. */
export function createTimers(): Timers {
  const pending = new Set<{ kind: WaitKind; due: number; handle?: NodeJS.Timeout }>();

  function after(ms: number, kind: WaitKind, action: () => void): void {
    const timer: { kind: WaitKind; due: number; handle?: NodeJS.Timeout } = { kind, due: performance.now() + ms };
    pending.add(timer);
    arm(ms);

    function arm(left: number): void {
      timer.handle = setTimeout(() => {
        if (left > LONGEST_TIMEOUT_MS) return arm(left - LONGEST_TIMEOUT_MS);
        pending.delete(timer);
        action();
      }, Math.min(left, LONGEST_TIMEOUT_MS));
    }
  }

  function count(kind: WaitKind): number {
    let found = 0;
    for (const timer of pending) if (timer.kind === kind) found += 1;
    return found;
  }

  function dueBy(limit: number, kind: WaitKind): boolean {
    for (const timer of pending) if (timer.kind === kind && timer.due <= limit) return true;
    return false;
  }

  function clear(): void {
    for (const timer of pending) clearTimeout(timer.handle);
    pending.clear();
  }

  return { after, count, dueBy, clear };
}
