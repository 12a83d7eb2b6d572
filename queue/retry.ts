/** How often a job is tried before it is given up: with the pauses below, for about a minute. */
export const DEFAULT_MAX_ATTEMPTS = 6;

/** Jobs that run side by side in one process. They wait for the database and the networks, rarely for the processor. */
export const DEFAULT_CONCURRENCY = 32;

/** How long stop() waits for the jobs in hand, in milliseconds. */
export const DEFAULT_GRACE_MS = 5_000;

/** Longest pause between two tries, in milliseconds. */
const LONGEST_PAUSE_MS = 60_000;

/** Milliseconds to wait after the given failed attempt (1 is the first): 1, 2, 4, … seconds, each ± 25 %. */
export function exponentialBackoff(attempt: number): number {
  const pause = Math.min(1_000 * 2 ** (attempt - 1), LONGEST_PAUSE_MS);
  return Math.round(pause * (0.75 + Math.random() * 0.5));
}
