import type { Models } from '../database.ts';
import type { ChatKey, OutboundMessage } from '../message.ts';
import type { OutboxEntry, OutboxState } from '../outbox-entry.ts';
import { duplicateKey } from './duplicate-key.ts';

/** An entry whose words are still there (an erasure takes them away). */
type ReadableEntry = OutboxEntry & { message: OutboundMessage };

const FAILED = ['dead', 'unknown'] as const satisfies OutboxState[];

/** What waits in the chats of one network's account, and how many did not arrive (of what is still kept). */
export interface OutboxTally { waiting: number; waitingSince?: Date; failed: number }

/** A range of keys, which an index answers; a pattern would have to be escaped. */
function startingWith(prefix: string) {
  return { $gte: prefix, $lt: `${prefix}\uffff` };
}

export type OutboxStore = ReturnType<typeof createOutboxStore>;

/** Messages on their way to people. */
export function createOutboxStore({ outbox }: Models) {
  let lastOrder = 0;

  function toEntry({ _id, ...rest }: { _id: string }): OutboxEntry {
    return { id: _id, ...rest } as OutboxEntry;
  }

  return {
    /** Saves them in this order; ids that are there already are left as they are. */
    async put(entries: readonly { id: string; chat: ChatKey; message: OutboundMessage }[], now: Date): Promise<void> {
      if (entries.length === 0) return;
      const documents = entries.map(({ id: _id, chat, message }) => {
        lastOrder = Math.max(lastOrder + 1, now.getTime() * 1000);
        return { _id, chat, message, order: lastOrder, state: 'pending' as const, attempts: 0, createdAt: now };
      });
      try {
        await outbox.insertMany(documents, { ordered: false, lean: true });
      } catch (error) {
        if (!duplicateKey(error)) throw error;
      }
    },

    /** The first of what waits in a chat, in order. */
    async pending(chat: ChatKey, limit: number): Promise<(OutboxEntry & { message: OutboundMessage })[]> {
      const found = await outbox.find({ chat, state: 'pending' }).sort({ chat: 1, order: 1 }).limit(limit).lean();
      return found.map(toEntry) as (OutboxEntry & { message: OutboundMessage })[];
    },

    /** It left, or never will. */
    async settle(id: string, state: Exclude<OutboxState, 'pending'>, now: Date, reason?: string): Promise<void> {
      await outbox.updateOne(
        { _id: id },
        { $set: { state, ...(state === 'sent' ? { sentAt: now } : { reason }) }, $inc: { attempts: 1 } },
      );
    },

    /** So many pieces of a long text have left. */
    async partSent(id: string, sentPieces: number): Promise<void> {
      await outbox.updateOne({ _id: id }, { $set: { sentPieces } });
    },

    /** It waits until `notBefore` and is tried again. */
    async postpone(id: string, notBefore: Date, reason: string): Promise<void> {
      await outbox.updateOne({ _id: id }, { $set: { notBefore, reason }, $inc: { attempts: 1 } });
    },

    /** What was sent to a chat after a point, for a browser that comes back. */
    async sentSince(chat: ChatKey, order: number, limit: number): Promise<ReadableEntry[]> {
      const found = await outbox
        .find({ chat, order: { $gt: order }, message: { $exists: true } })
        .sort({ chat: 1, order: 1 })
        .limit(limit)
        .lean();
      return found.map(toEntry) as ReadableEntry[];
    },

    /** Chats with something that waits; with a prefix those of one network's account. */
    chatsPending: (chatPrefix?: string): Promise<ChatKey[]> =>
      outbox.distinct('chat', { state: 'pending', ...(chatPrefix && { chat: startingWith(chatPrefix) }) }),

    /** How many wait in the chats of one network's account. */
    waiting: (chatPrefix: string): Promise<number> =>
      outbox.countDocuments({ state: 'pending', chat: startingWith(chatPrefix) }),

    /** What waits and what did not arrive in the chats of one network's account. */
    async tally(chatPrefix: string): Promise<OutboxTally> {
      const chat = startingWith(chatPrefix);
      const [waiting, oldest, failed] = await Promise.all([
        outbox.countDocuments({ state: 'pending', chat }),
        outbox.findOne({ state: 'pending', chat }, { createdAt: 1 }).sort({ order: 1 }).lean(),
        outbox.countDocuments({ state: { $in: FAILED }, chat }),
      ]);
      return { waiting, failed, ...(oldest && { waitingSince: oldest.createdAt }) };
    },

    /** How many are in each state. */
    async counts(): Promise<Record<OutboxState, number>> {
      const groups = await outbox.aggregate<{ _id: OutboxState; n: number }>([
        { $group: { _id: '$state', n: { $sum: 1 } } },
      ]);
      return { pending: 0, sent: 0, unknown: 0, dead: 0, ...Object.fromEntries(groups.map(({ _id, n }) => [_id, n])) };
    },

    /** Messages that did not arrive, newest first, with the reason and without their words. */
    async failures(limit: number, chatPrefix?: string): Promise<Omit<OutboxEntry, 'message'>[]> {
      const found = await outbox
        .find({ state: { $in: FAILED }, ...(chatPrefix && { chat: startingWith(chatPrefix) }) }, { message: 0 })
        .sort({ order: -1 })
        .limit(limit)
        .lean();
      return found.map(toEntry);
    },

    /** Removes what was sent before a day: people's words are not kept in a second place. */
    async forgetBefore(before: Date): Promise<number> {
      const result = await outbox.deleteMany({ state: { $ne: 'pending' }, createdAt: { $lt: before } });
      return result.deletedCount;
    },

    /** Removes everything of one chat that is not waiting to be sent (erasure). */
    async forgetChat(chat: ChatKey): Promise<void> {
      await outbox.deleteMany({ chat, state: { $ne: 'pending' } });
    },
  };
}
