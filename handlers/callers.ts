/** People who asked for a human being instead of the bot: staff see them here until somebody has talked to them. */
import type { Clock } from '../clock.ts';
import type { Chat } from '../models/chat.ts';
import type { ChannelName, ChatKey } from '../models/message.ts';
import type { Person } from '../models/person.ts';
import type { Stores } from '../models/stores/index.ts';
import type { Plan } from '../plans/plan.ts';

/** Somebody who waits. */
export interface Caller {
  chat: ChatKey;
  channel: ChannelName;
  since: Date;
  /** Absent when they have not agreed to anything being stored. */
  person?: Person;
  /** Codes of what they have sent, newest first. */
  codes: string[];
}

export type Callers = ReturnType<typeof createCallers>;

/** Who waits for a human being, and the note that somebody has talked to them. */
export function createCallers({ stores, clock }: {
  stores: Pick<Stores, 'chats' | 'people' | 'petitions'>;
  clock: Clock;
}) {
  async function describe(plan: Plan, chat: Pick<Chat, 'id' | 'channel' | 'updatedAt'>): Promise<Caller> {
    const { id, channel, updatedAt } = chat;
    const person = await stores.people.ofChat(plan.commune.id, id);
    const petitions = person ? await stores.petitions.ofPerson(person.id) : [];
    return {
      chat: id, channel, since: updatedAt, person: person ?? undefined,
      // What is held is for the officer alone, its number too.
      codes: petitions.filter(({ status }) => status !== 'held').map(({ code }) => code),
    };
  }

  return {
    /** Who waits, the longest first. */
    async waiting(plan: Plan): Promise<Caller[]> {
      const chats = await stores.chats.wantingPerson(plan.id);
      return Promise.all(chats.map((chat) => describe(plan, chat)));
    },

    /** How many wait. */
    count: (plan: Plan): Promise<number> => stores.chats.countWantingPerson(plan.id),

    /** Somebody has talked to them. False when that chat did not wait in this plan. */
    async talkedTo(plan: Plan, chat: ChatKey): Promise<boolean> {
      const found = await stores.chats.get(chat);
      if (found?.plan !== plan.id || !found.wantsPerson) return false;
      await stores.chats.personTalkedTo(chat, clock());
      return true;
    },
  };
}
