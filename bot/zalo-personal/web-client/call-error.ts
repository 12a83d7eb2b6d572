import { ZaloApiError } from 'zca-js';

/** Why a call of Zalo's servers did not succeed, as far as the next step depends on it. */
export type Trouble =
  /** We are stopping; nothing left this machine. */
  | { kind: 'stopped' }
  /** No connection was made: nothing left this machine. */
  | { kind: 'unreachable' }
  /** The request went out and no usable answer came: it may have been carried out. */
  | { kind: 'no-answer' }
  /** A status of a web server that is not 200: overloaded, broken, a proxy's page. */
  | { kind: 'server'; status: number }
  /** Zalo does not know this session (any more). */
  | { kind: 'signed-out' }
  /** Zalo says no. */
  | { kind: 'refused'; code: number };

/**
 * A call that failed. The library's errors may quote whole answers with cookies and names, so they end here: this one
 * holds the kind and Zalo's code, and may be logged.
 */
export class ZaloCallError extends Error {
  readonly trouble: Trouble;

  constructor(trouble: Trouble) {
    super(describe(trouble));
    this.name = 'ZaloCallError';
    this.trouble = trouble;
  }
}

/** The trouble in words for the log: no personal data. */
export function describe(trouble: Trouble): string {
  if (trouble.kind === 'refused') return `refused ${trouble.code}`;
  return trouble.kind === 'server' ? `server ${trouble.status}` : trouble.kind;
}

/** Zalo's codes for a session that is over: 600 "zpw_sek is missing or wrong", 102 "the session key has timed out". */
const SIGNED_OUT = new Set([102, 600]);

/** Reads anything that a call threw. */
export function troubleOf(error: unknown): Trouble {
  if (error instanceof ZaloCallError) return error.trouble;
  if (error instanceof ZaloApiError && error.code !== null) {
    return SIGNED_OUT.has(error.code) ? { kind: 'signed-out' } : { kind: 'refused', code: error.code };
  }
  // What is left is an answer that cannot be read, after a request that went out.
  return { kind: 'no-answer' };
}

/** The system calls, and the codes, of what fails before anything is sent. */
const BEFORE_SENDING = new Set(['connect', 'getaddrinfo']);
const NEVER_CONNECTED = new Set([
  'UND_ERR_CONNECT_TIMEOUT', 'ECONNREFUSED', 'ENETUNREACH', 'EHOSTUNREACH', 'ENOTFOUND', 'EAI_AGAIN',
]);

/** What an error of `fetch` says: whether the request can have reached the other side. */
export function fetchTrouble(error: unknown): Trouble {
  const cause = (error as { cause?: { code?: string; syscall?: string; name?: string } } | null)?.cause;
  const never = cause?.name === 'AggregateError' || NEVER_CONNECTED.has(cause?.code ?? '')
    || BEFORE_SENDING.has(cause?.syscall ?? '');
  return never ? { kind: 'unreachable' } : { kind: 'no-answer' };
}
