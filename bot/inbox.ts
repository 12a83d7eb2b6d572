/** Takes messages in from every network: saved first, then acknowledged, then handled. */
import type { Clock } from '../clock.ts';
import type { ChatKey } from '../models/message.ts';
import type { InboxStore } from '../models/stores/inbox.ts';
import type { Take } from './channel.ts';

/**
 * Resolves once the message is on disk. A repetition is a no-op, but wakes the chat all the same: it may have come
 * because the first time was cut short.
 */
export function createTake({ inbox, receiveLater, clock }: {
  inbox: InboxStore;
  /** Wakes the handling of a chat; never rejects (the sweep makes up for a queue that is down). */
  receiveLater: (chat: ChatKey) => Promise<void>;
  clock: Clock;
}): Take {
  return async function take(message) {
    await inbox.save(message, clock());
    await receiveLater(message.chat);
  };
}
