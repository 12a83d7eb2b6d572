import type { ChatKey, OutboundMessage } from './message.ts';

/** `unknown`: the network did not say whether it arrived; it is not sent again by itself. */
export type OutboxState = 'pending' | 'sent' | 'unknown' | 'dead';

/** A message to a person: written here first, then sent with the network's pace. */
export interface OutboxEntry {
  /** Derived from what caused it (`<inbox key>/<n>`), so that causing it twice sends it once. */
  id: string;
  chat: ChatKey;
  message?: OutboundMessage;
  order: number;
  state: OutboxState;
  attempts: number;
  /** Pieces of a long text that have left already; the rest goes on from there. */
  sentPieces?: number;
  /** Not before this moment (after a refusal that names a time). */
  notBefore?: Date;
  reason?: string;
  createdAt: Date;
  sentAt?: Date;
}
