import type { Models } from '../database.ts';
import type { InboxEntry } from '../inbox-entry.ts';
import type { ChatKey, InboundMessage } from '../message.ts';
import { insertOnce } from './duplicate-key.ts';

/** Stands for the chat of a message whose author had everything erased. */
const ERASED = 'erased';

export type InboxStore = ReturnType<typeof createInboxStore>;

/** Messages that arrived, each exactly once. */
export function createInboxStore({ inbox }: Models) {
  let lastOrder = 0;

  return {
    /** Resolves once it is on disk; false when the same key was there already. */
    save(message: InboundMessage, now: Date): Promise<boolean> {
      // Milliseconds with a counter behind them: messages of one millisecond keep their order.
      lastOrder = Math.max(lastOrder + 1, now.getTime() * 1000);
      const { key: _id, chat } = message;
      const entry = { _id, chat, message, order: lastOrder, receivedAt: now, state: 'new' as const, attempts: 0 };
      // On the path of every message: the entry is ours, whole and typed, so it is not made a mongoose document first.
      return insertOnce(() => inbox.insertMany([entry], { lean: true }));
    },

    /** The first of what waits to be handled in a chat, in the order of arrival. */
    async waiting(chat: ChatKey, limit: number): Promise<(InboxEntry & { message: InboundMessage })[]> {
      const found = await inbox.find({ state: 'new', chat }).sort({ state: 1, chat: 1, order: 1 }).limit(limit).lean();
      return found.map(({ _id, ...rest }) => ({ key: _id, ...rest }) as InboxEntry & { message: InboundMessage });
    },

    /** Handled: the key stays to recognise repetitions, the words go. */
    async done(key: string): Promise<void> {
      await inbox.updateOne({ _id: key }, { $set: { state: 'done' }, $unset: { message: 1 } });
    },

    /** Handling it failed; `final` puts it aside for staff, words kept. Returns how often it was tried. */
    async tried(key: string, error: string, final: boolean): Promise<void> {
      await inbox.updateOne(
        { _id: key },
        { $inc: { attempts: 1 }, $set: { error, ...(final && { state: 'failed' as const }) } },
      );
    },

    /** Its sender took a message back: the words of one that was put aside for staff go, too. */
    async takenBack(chat: ChatKey, messageId: string): Promise<void> {
      await inbox.updateMany(
        { chat, state: 'failed', 'message.messageId': messageId },
        { $set: { state: 'done' }, $unset: { message: 1, error: 1 } },
      );
    },

    /** Chats in which something waits; the sweep wakes them. */
    chatsWaiting: (): Promise<ChatKey[]> => inbox.distinct('chat', { state: 'new' }),

    countFailed: (): Promise<number> => inbox.countDocuments({ state: 'failed' }),

    /** Removes handled entries older than the networks' longest memory. */
    async forgetBefore(before: Date): Promise<number> {
      const result = await inbox.deleteMany({ state: 'done', receivedAt: { $lt: before } });
      return result.deletedCount;
    },

    /**
     * Takes words and chat out of everything but what waits (erasure). The keys stay: a network that repeats a message
     * of before must not bring it back.
     */
    async forgetChat(chat: ChatKey): Promise<void> {
      await inbox.updateMany(
        { chat, state: { $ne: 'new' } },
        { $set: { state: 'done', chat: ERASED }, $unset: { message: 1, error: 1 } },
      );
    },
  };
}
