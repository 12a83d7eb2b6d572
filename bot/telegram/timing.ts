/** Every waiting time of this channel in milliseconds, so that tests need not wait. */
export interface Timing {
  /** How long Telegram holds a `getUpdates` open when nothing comes (its own limit is 50 s). */
  pollMs: number;
  /** Limit of one call; `getUpdates` has `pollMs` more. */
  callMs: number;
  /** Limit of making a connection. */
  connectMs: number;
  /** First wait after trouble; it doubles up to `backOffMaxMs`. Telegram slows down requests that repeat too fast. */
  backOffMs: number;
  backOffMaxMs: number;
  /** Wait after a wrong token or a second poller: only a person can help, and quick tries disturb the other program. */
  slowMs: number;
  /** Between two looks whether the webhook is still ours. */
  lookMs: number;
}

/** The waiting times of the running program. */
export const TIMING: Timing = {
  pollMs: 50_000,
  callMs: 15_000,
  connectMs: 8_000,
  backOffMs: 1_000,
  backOffMaxMs: 30_000,
  slowMs: 60_000,
  lookMs: 5 * 60_000,
};
