import type { Models } from '../database.ts';
import type { ChatKey } from '../message.ts';
import type { Consent, Person } from '../person.ts';
import { defined, newId, toDomain } from './document.ts';
import { duplicateKey } from './duplicate-key.ts';

/** People in the database. */
export function createPersonStore({ people }: Models) {
  async function ofChat(commune: string, chat: ChatKey): Promise<Person | null> {
    const found = await people.findOne({ commune, chat }).lean();
    return found && toDomain<Person>(found);
  }

  return {
    ofChat,

    async byId(id: string): Promise<Person | null> {
      const found = await people.findById(id).lean();
      return found && toDomain<Person>(found);
    },

    async byIds(ids: readonly string[]): Promise<Person[]> {
      const found = await people.find({ _id: { $in: [...ids] } }).lean();
      return found.map((document) => toDomain<Person>(document));
    },

    /** The person of this chat, made when there is none; only ever called after consent. */
    async consented(commune: string, chat: ChatKey, consent: Consent): Promise<Person> {
      try {
        const found = await people
          .findOneAndUpdate(
            { commune, chat },
            { $set: { consent, updatedAt: consent.at }, $setOnInsert: { _id: newId(), createdAt: consent.at } },
            { upsert: true, returnDocument: 'after' },
          )
          .lean();
        return toDomain<Person>(found!);
      } catch (error) {
        // Two upserts met: the other one made it.
        if (!duplicateKey(error)) throw error;
        return (await ofChat(commune, chat))!;
      }
    },

    /** Somebody who came on paper: known again by phone number, else by folded name and hamlet (`search`). */
    async knownAgain(
      person: { commune: string; name?: string; phone?: string; hamlet?: string; hamletText?: string; search: string },
      now: Date,
    ): Promise<Person> {
      const { commune, phone, search } = person;
      const found = phone
        ? await people.findOne({ commune, phone, erasedAt: { $exists: false } }).lean()
        : await people.findOne({ commune, search, phone: { $exists: false } }).lean();
      if (found) return toDomain<Person>(found);
      const document = { _id: newId(), ...defined(person), createdAt: now, updatedAt: now };
      await people.create([document]);
      return toDomain<Person>(document);
    },

    async update(
      id: string,
      set: Partial<Pick<Person, 'name' | 'phone' | 'hamlet' | 'hamletText' | 'consent'>>,
      now: Date,
      unset: readonly ('name' | 'phone' | 'hamlet' | 'hamletText')[] = [],
    ): Promise<void> {
      await people.updateOne(
        { _id: id },
        {
          $set: { ...defined(set), updatedAt: now },
          ...(unset.length > 0 && { $unset: Object.fromEntries(unset.map((field) => [field, 1])) }),
        },
      );
    },

    /** Leaves an empty record that says when, so that an erasure can be shown to have happened. */
    async erase(id: string, now: Date): Promise<void> {
      await people.updateOne(
        { _id: id },
        {
          $set: { erasedAt: now, updatedAt: now },
          $unset: { chat: 1, name: 1, phone: 1, hamlet: 1, hamletText: 1, search: 1, consent: 1 },
        },
      );
    },
  };
}
