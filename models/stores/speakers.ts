import type { Models } from '../database.ts';
import type { HistoryEntry } from '../history.ts';
import type { SpeakerDocument } from '../schemas/speaker-registration.ts';
import type { SpeakerRegistration } from '../speaker-registration.ts';
import { defined, newId, toDomain } from './document.ts';
import { duplicateKey } from './duplicate-key.ts';
import { createNumbering } from './numbering.ts';

export type SpeakerDraft = Omit<SpeakerRegistration, 'id' | 'number' | 'updatedAt' | 'status'>;

/** Registrations to speak, in the database. */
export function createSpeakerStore({ speakers }: Models) {
  const numbered = createNumbering(async (scope) => {
    const [plan, conference] = JSON.parse(scope) as [string, string];
    const last = await speakers.findOne({ plan, conference }, { number: 1 }).sort({ number: -1 }).lean();
    return last?.number ?? 0;
  });

  return {
    /** Registers under the next number of the conference; the same `origin` again gives back what is there. */
    async create(draft: SpeakerDraft): Promise<SpeakerRegistration> {
      try {
        return await numbered(JSON.stringify([draft.plan, draft.conference]), async (number) => {
          const document: SpeakerDocument = {
            _id: newId(), ...draft, number, status: 'registered', updatedAt: draft.registeredAt,
          };
          await speakers.create([document]);
          return toDomain<SpeakerRegistration>(document);
        });
      } catch (error) {
        if (!duplicateKey(error)) throw error;
        const existing = await speakers.findOne({ origin: draft.origin }).lean();
        if (!existing) throw error;
        return toDomain<SpeakerRegistration>(existing);
      }
    },

    async byId(id: string): Promise<SpeakerRegistration | null> {
      const found = await speakers.findById(id).lean();
      return found && toDomain<SpeakerRegistration>(found);
    },

    async ofPerson(person: string): Promise<SpeakerRegistration[]> {
      const found = await speakers.find({ person }).sort({ registeredAt: -1 }).lean();
      return found.map((document) => toDomain<SpeakerRegistration>(document));
    },

    /** All of a plan, or of one conference, by number; withdrawn ones too. */
    async list(plan: string, conference?: string): Promise<SpeakerRegistration[]> {
      const found = await speakers
        .find({ plan, ...(conference && { conference }) }).sort({ conference: 1, number: 1 }).lean();
      return found.map((document) => toDomain<SpeakerRegistration>(document));
    },

    async change(
      id: string,
      set: Partial<Pick<SpeakerRegistration, 'content' | 'status' | 'topic' | 'name' | 'hamlet'>>,
      history: HistoryEntry,
    ): Promise<boolean> {
      const result = await speakers.updateOne(
        { _id: id },
        { $set: { ...defined(set), updatedAt: history.at }, $push: { history } },
      );
      return result.matchedCount === 1;
    },

    /** Takes the person out of it; the seat is given back. */
    async erase(id: string, history: HistoryEntry): Promise<void> {
      await speakers.updateOne(
        { _id: id },
        {
          $set: { name: '', content: '', status: 'withdrawn', erasedAt: history.at, updatedAt: history.at },
          $unset: { person: 1, chat: 1 },
          $push: { history },
        },
      );
    },
  };
}
