import { TelegramError } from 'telegraf';
import { NEVER_CONNECTED } from './agent.ts';

/** Why a call did not succeed, as far as the next step depends on it. */
export type Trouble =
  /** We are stopping. */
  | { kind: 'stopped' }
  /** No connection was made: nothing left this machine. */
  | { kind: 'unreachable' }
  /** The request went out and no answer came: it may have been carried out. */
  | { kind: 'no-answer' }
  /** Something that is not Telegram answered (a proxy's page). */
  | { kind: 'not-telegram' }
  /** Telegram says no. */
  | { kind: 'refused'; code: number; description: string; retryAfterMs?: number; migrated: boolean };

/**
 * A call that failed. The vendor's errors carry the message's text (`TelegramError.on.payload`) and addresses with the
 * token (node-fetch), so they end here: this one holds the method, the kind and Telegram's code, and may be logged.
 */
export class TelegramCallError extends Error {
  readonly method: string;
  readonly trouble: Trouble;

  constructor(method: string, trouble: Trouble) {
    super(`${method}: ${trouble.kind === 'refused' ? trouble.code : trouble.kind}`);
    this.name = 'TelegramCallError';
    this.method = method;
    this.trouble = trouble;
  }
}

/** Reads a vendor's error. `stopped`: our own stop ended the call, not the time limit. */
export function toTrouble(error: unknown, stopped: boolean): Trouble {
  if (stopped) return { kind: 'stopped' };
  if (error instanceof TelegramError) {
    const retryAfter = error.parameters?.retry_after;
    return {
      kind: 'refused',
      code: error.code,
      description: error.description ?? '',
      ...(retryAfter === undefined ? {} : { retryAfterMs: retryAfter * 1000 }),
      migrated: error.parameters?.migrate_to_chat_id !== undefined,
    };
  }
  const { code, type } = error as { code?: string; type?: string };
  if (code === NEVER_CONNECTED) return { kind: 'unreachable' };
  if (type === 'invalid-json') return { kind: 'not-telegram' };
  return { kind: 'no-answer' };
}

/** The trouble behind anything thrown, for callers that catch from several places. */
export function troubleOf(error: unknown): Trouble | undefined {
  return error instanceof TelegramCallError ? error.trouble : undefined;
}
