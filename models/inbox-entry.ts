import type { ChatKey, InboundMessage } from './message.ts';

/**
 * A message that arrived. Saved before the network is told; the words are dropped once they are handled, so that
 * nothing personal stays here, and the key remains to recognise repetitions.
 */
export interface InboxEntry {
  key: string;
  chat: ChatKey;
  message?: InboundMessage;
  /** Rises with arrival: messages of a chat are handled in this order. */
  order: number;
  receivedAt: Date;
  state: 'new' | 'done' | 'failed';
  attempts: number;
  /** Why handling it failed for good; staff see it. */
  error?: string;
}
