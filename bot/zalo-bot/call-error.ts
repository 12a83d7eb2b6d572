/** Why a call did not succeed, as far as the next step depends on it. */
export type Trouble =
  /** We are stopping. */
  | { kind: 'stopped' }
  /** No connection was made: nothing left this machine. */
  | { kind: 'unreachable' }
  /** The request went out and no answer came: it may have been carried out. */
  | { kind: 'no-answer' }
  /** Something that is not Zalo answered (a proxy's page). */
  | { kind: 'not-zalo' }
  /** Zalo says no. */
  | { kind: 'refused'; code: number; description: string; retryAfterMs?: number };

/**
 * A call that failed. The token is part of every address and `fetch` may quote the address, so what it threw ends here:
 * this one holds the method, the kind and Zalo's code, and may be logged.
 */
export class ZaloBotCallError extends Error {
  readonly method: string;
  readonly trouble: Trouble;

  constructor(method: string, trouble: Trouble) {
    super(`${method}: ${trouble.kind === 'refused' ? trouble.code : trouble.kind}`);
    this.name = 'ZaloBotCallError';
    this.method = method;
    this.trouble = trouble;
  }
}

/** What Node says of a connection that was never made; all else may have happened after the request had left. */
const NEVER_CONNECTED = new RegExp(`^(${[
  'ECONNREFUSED', 'ENOTFOUND', 'EAI_\\w+', 'EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'ENETDOWN',
  'UND_ERR_CONNECT_TIMEOUT', 'CERT_\\w+', 'ERR_TLS_\\w+', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_\\w+', 'ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_\\w*HANDSHAKE\\w*',
].join('|')})$`);

/** Reads what `fetch` threw. `stopped`: our own stop ended the call, not the time limit. */
export function toTrouble(error: unknown, stopped: boolean): Trouble {
  if (stopped) return { kind: 'stopped' };
  const { code, message } = ((error as { cause?: unknown } | null)?.cause ?? {}) as { code?: string; message?: string };
  // A cut while the connection was being secured has the code of any cut; only Node's words tell it apart.
  const unsecured = message?.includes('before secure TLS connection was established');
  return { kind: unsecured || NEVER_CONNECTED.test(code ?? '') ? 'unreachable' : 'no-answer' };
}

/** The trouble behind anything thrown, for callers that catch from several places. */
export function troubleOf(error: unknown): Trouble | undefined {
  return error instanceof ZaloBotCallError ? error.trouble : undefined;
}
