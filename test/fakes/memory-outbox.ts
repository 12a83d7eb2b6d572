/** The outbox as far as the web chat needs it, in memory. */
import type { ChatKey, OutboundMessage } from '../../models/message.ts';
import type { OutboxEntry } from '../../models/outbox-entry.ts';

type Entry = OutboxEntry & { message: OutboundMessage };

/** `put` says one message and returns its entry; `entries` may be changed by a test. */
export function createMemoryOutbox() {
  const entries: Entry[] = [];
  let order = 1_750_000_000_000_000;

  return {
    entries,
    put(chat: ChatKey, message: OutboundMessage, changes: Partial<Entry> = {}): Entry {
      order += 1000;
      const entry: Entry = {
        id: `out/${entries.length}`, chat, message, order, state: 'sent', attempts: 1,
        createdAt: new Date(order / 1000), ...changes,
      };
      entries.push(entry);
      return entry;
    },
    async sentSince(chat: ChatKey, after: number, limit: number): Promise<Entry[]> {
      return entries
        .filter((entry) => entry.chat === chat && entry.order > after)
        .sort((a, b) => a.order - b.order)
        .slice(0, limit);
    },
  };
}
