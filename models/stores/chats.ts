import type { Chat } from '../chat.ts';
import type { Models } from '../database.ts';
import type { ChannelName, ChatKey } from '../message.ts';
import { toDomain } from './document.ts';
import { insertOnce } from './duplicate-key.ts';

/** Chats and where their conversations stand. */
export function createChatStore({ chats, people }: Models) {
  async function get(id: ChatKey): Promise<Chat | null> {
    const found = await chats.findById(id).lean();
    return found && toDomain<Chat>(found);
  }

  return {
    get,

    /** The chat, made when it is new. */
    async ensure(id: ChatKey, channel: ChannelName, now: Date): Promise<Chat> {
      const found = await get(id);
      if (found) return found;
      await insertOnce(() => chats.create([{ _id: id, channel, conversation: null, createdAt: now, updatedAt: now }]));
      return (await get(id))!;
    },

    /** Writes what handling a message changed, together with the key of that message; `pausedUntil: null` ends it. */
    async handled(
      id: ChatKey,
      { conversation, plan, wantsPerson, pausedUntil }:
        Pick<Chat, 'conversation' | 'plan' | 'wantsPerson'> & { pausedUntil?: Date | null },
      lastMessage: string,
      now: Date,
    ): Promise<void> {
      await chats.updateOne(
        { _id: id },
        {
          $set: {
            conversation, lastMessage, updatedAt: now,
            ...(plan !== undefined && { plan }),
            ...(wantsPerson !== undefined && { wantsPerson }),
            ...(pausedUntil && { pausedUntil }),
          },
          // Somebody who writes can be reached again.
          $unset: { deadReason: 1, ...(pausedUntil === null && { pausedUntil: 1 }) },
        },
      );
    },

    /** Whether anybody has ever written on this network (of whom something is still known). */
    anyOn: async (channel: ChannelName): Promise<boolean> => (await chats.exists({ channel })) !== null,

    async dead(id: ChatKey, reason: string, now: Date): Promise<void> {
      await chats.updateOne({ _id: id }, { $set: { deadReason: reason, updatedAt: now } });
    },

    /**
     * Forgets chats untouched since `before` in which nothing is going on and of which nobody is stored: they never
     * agreed to anything, or had it all erased. Returns how many.
     */
    async forgetStrangersBefore(before: Date): Promise<number> {
      const idle = { conversation: null, wantsPerson: { $ne: true }, updatedAt: { $lt: before } };
      const ids = (await chats.find(idle, { _id: 1 }).lean()).map(({ _id }) => _id);
      if (ids.length === 0) return 0;
      const known = new Set(await people.distinct('chat', { chat: { $in: ids } }));
      const result = await chats.deleteMany({ ...idle, _id: { $in: ids.filter((id) => !known.has(id)) } });
      return result.deletedCount;
    },

    /**
     * Drops conversations untouched since `before`: what was written before a consent is not kept longer. `except`:
     * chats where a message still waits, which was written while the conversation was fresh.
     */
    async dropConversationsBefore(before: Date, except: readonly ChatKey[] = []): Promise<number> {
      const result = await chats.updateMany(
        { conversation: { $ne: null }, updatedAt: { $lt: before }, _id: { $nin: [...except] } },
        { $set: { conversation: null } },
      );
      return result.modifiedCount;
    },

    /** Chats of a plan whose people asked for a human being, the longest waiting first. */
    async wantingPerson(plan: string): Promise<Chat[]> {
      const found = await chats.find({ plan, wantsPerson: true }).sort({ updatedAt: 1 }).limit(200).lean();
      return found.map((document) => toDomain<Chat>(document));
    },

    countWantingPerson: (plan: string): Promise<number> => chats.countDocuments({ plan, wantsPerson: true }),

    /** Somebody has talked to them. */
    async personTalkedTo(id: ChatKey, now: Date): Promise<void> {
      await chats.updateOne({ _id: id }, { $set: { updatedAt: now }, $unset: { wantsPerson: 1 } });
    },

    countDead: (): Promise<number> => chats.countDocuments({ deadReason: { $exists: true } }),
  };
}
