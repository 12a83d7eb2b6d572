/** Every waiting time of this channel in milliseconds, so that tests need not wait. */
export interface Timing {
  /** How long Zalo holds a `getUpdates` open when nothing comes (its own default is 30 s). */
  pollMs: number;
  /** Limit of one call; `getUpdates` has `pollMs` more. */
  callMs: number;
  /** Limit of fetching one file. */
  fileMs: number;
  /** How long a delivery waits to be saved before it is answered with 500. */
  answerMs: number;
  /** First wait after trouble; it doubles up to `backOffMaxMs`. Zalo's gateway answers 429 to fast repetition. */
  backOffMs: number;
  backOffMaxMs: number;
  /** Wait after a wrong token: only a person can help. */
  slowMs: number;
  /** Between two looks whether the webhook is still ours. */
  lookMs: number;
}

/** The waiting times of the running program. */
export const TIMING: Timing = {
  pollMs: 30_000,
  callMs: 15_000,
  fileMs: 60_000,
  answerMs: 4_000,
  backOffMs: 1_000,
  backOffMaxMs: 30_000,
  slowMs: 60_000,
  lookMs: 5 * 60_000,
};
