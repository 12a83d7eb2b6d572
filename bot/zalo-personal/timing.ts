/** Every waiting time of this channel in milliseconds, so that tests need not wait. */
export interface Timing {
  /** Limit of one call of Zalo's servers. */
  callMs: number;
  /** Limit of opening the listening connection. */
  connectMs: number;
  /** How long a sign-in by code may take, its asking included; Zalo's own limit is 100 s from the showing. */
  codeMs: number;
  /** Zalo answers "not yet" while a code waits to be scanned; the least distance between two such questions. */
  askCodeMs: number;
  /** First wait after an ordinary disconnection; it doubles up to `backOffMaxMs`. Chance adds up to half of it. */
  backOffMs: number;
  backOffMaxMs: number;
  /** A connection that held so long ends the growing of `backOffMs`. */
  steadyMs: number;
  /** First wait after the account was opened elsewhere; it doubles up to the longest. Quick tries would be a fight. */
  kickedMs: number;
  kickedMaxMs: number;
  /** A connection that held so long ends the growing of `kickedMs`. */
  kickedSteadyMs: number;
  /** First wait after Zalo refused the saved credentials (it may have had a bad hour); it doubles up to the longest. */
  refusedMs: number;
  refusedMaxMs: number;
  /** How long new messages wait for the old ones of a catch-up, so that a chat's order holds. */
  catchUpMs: number;
  /** Messages that come so close together are put in order before they are taken. */
  settleMs: number;
  /** First wait before old messages are asked for again after a damaged batch; it doubles up to 15 minutes. */
  askAgainMs: number;
  /** Distance of our own pings; `silentPings` of them without any frame mean a dead line. */
  pingMs: number;
  silentPings: number;
  /** Cookies that rotated are looked for so often. */
  saveCookiesMs: number;
  /** Between two calls that people see: so long, and up to `jitterMs` longer by chance. */
  gapMs: number;
  jitterMs: number;
  /** First rest of the whole account after Zalo said "too many requests"; it doubles up to `throttleMaxMs`. */
  throttleMs: number;
  throttleMaxMs: number;
  /** How long the echo of a message is waited for when Zalo's answer left in doubt whether it went out. */
  echoMs: number;
  /** How long a message waits for a connection, or for the end of a short rest, before it is postponed. */
  sendWaitMs: number;
  /** First wait after a message could not be saved; it doubles up to `takeMaxMs`. */
  takeMs: number;
  takeMaxMs: number;
  /** Between two accepted friend requests: so long, and up to half longer by chance. */
  friendMs: number;
  /** Limit of fetching one file. */
  downloadMs: number;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** The waiting times of the running program. */
export const TIMING: Timing = {
  callMs: 20 * SECOND,
  connectMs: 20 * SECOND,
  codeMs: 100 * SECOND,
  askCodeMs: SECOND,
  backOffMs: 2 * SECOND,
  backOffMaxMs: MINUTE,
  steadyMs: 30 * SECOND,
  kickedMs: 3 * MINUTE,
  kickedMaxMs: 60 * MINUTE,
  kickedSteadyMs: 10 * MINUTE,
  refusedMs: 30 * MINUTE,
  refusedMaxMs: 6 * 60 * MINUTE,
  catchUpMs: 8 * SECOND,
  settleMs: 150,
  askAgainMs: 2 * SECOND,
  pingMs: MINUTE,
  silentPings: 4,
  saveCookiesMs: 10 * MINUTE,
  gapMs: SECOND,
  jitterMs: SECOND,
  throttleMs: MINUTE,
  throttleMaxMs: 60 * MINUTE,
  echoMs: 5 * SECOND,
  sendWaitMs: 5 * SECOND,
  takeMs: SECOND,
  takeMaxMs: 30 * SECOND,
  friendMs: MINUTE,
  downloadMs: MINUTE,
};
