import type { QueryFilter } from 'mongoose';
import type { Models } from '../database.ts';
import type { HistoryEntry } from '../history.ts';
import { receiptCode, type Petition, type PetitionStatus } from '../petition.ts';
import type { PetitionDocument } from '../schemas/petition.ts';
import { defined, newId, toDomain } from './document.ts';
import { duplicateKey } from './duplicate-key.ts';
import { createNumbering } from './numbering.ts';

/** A petition before it has a number. `search` is its folded text, for the console's search. */
export type PetitionDraft = Omit<Petition, 'id' | 'number' | 'code' | 'receipt' | 'updatedAt' | 'additions'> & {
  prefix: string;
  /** Code of the receipt it belongs to; absent: its own. */
  receipt?: string;
  search: string;
};

/** What a list of petitions is narrowed by; every field is optional and they are joined by "and". */
export interface PetitionFilter {
  plan?: string;
  topic?: string | null;
  hamlet?: string | null;
  office?: string;
  conference?: string | null;
  status?: PetitionStatus | readonly PetitionStatus[];
  urgent?: boolean;
  /** Folded words that must all occur. */
  words?: string;
}

/** A change and the line of history that says who made it and why: written together or not at all. */
export interface PetitionChange {
  set?: Partial<Omit<Petition, 'id' | 'history' | 'additions'>>;
  unset?: readonly (keyof Petition)[];
  history: HistoryEntry;
  /** Only if the status is still this one. */
  expect?: PetitionStatus;
}

export type PetitionStore = ReturnType<typeof createPetitionStore>;

/** Petitions in the database. They are never deleted: an erasure empties them. */
export function createPetitionStore({ petitions }: Models) {
  const numbered = createNumbering(async (commune) => {
    const last = await petitions.findOne({ commune }, { number: 1 }).sort({ number: -1 }).lean();
    return last?.number ?? 0;
  });

  return {
    /** Stores it under the next number; the same `origin` again gives back what is already there. */
    async create({ prefix, receipt, search, ...draft }: PetitionDraft): Promise<Petition> {
      try {
        return await numbered(draft.commune, async (number) => {
          const code = receiptCode(prefix, number);
          const document: PetitionDocument = {
            _id: newId(), ...draft, search: [search], number, code, receipt: receipt ?? code, additions: [],
            updatedAt: draft.receivedAt,
          };
          await petitions.create([document]);
          return toDomain<Petition>(document);
        });
      } catch (error) {
        if (!duplicateKey(error)) throw error;
        const existing = await petitions.findOne({ origin: draft.origin }).lean();
        if (!existing) throw error;
        return toDomain<Petition>(existing);
      }
    },

    async byId(id: string): Promise<Petition | null> {
      const found = await petitions.findById(id).lean();
      return found && toDomain<Petition>(found);
    },

    async byNumber(commune: string, number: number): Promise<Petition | null> {
      const found = await petitions.findOne({ commune, number }).lean();
      return found && toDomain<Petition>(found);
    },

    /** The person's petitions, newest first. */
    async ofPerson(person: string): Promise<Petition[]> {
      const found = await petitions.find({ person }).sort({ receivedAt: -1, number: -1 }).lean();
      return found.map((document) => toDomain<Petition>(document));
    },

    /** One page of a list, newest first unless told otherwise. */
    async page(filter: PetitionFilter, { skip = 0, limit = 50, oldestFirst = false } = {}): Promise<Petition[]> {
      const found = await petitions
        .find(query(filter)).sort({ plan: 1, number: oldestFirst ? 1 : -1 }).skip(skip).limit(limit).lean();
      return found.map((document) => toDomain<Petition>(document));
    },

    /** All that match, by number. */
    async all(filter: PetitionFilter): Promise<Petition[]> {
      const found = await petitions.find(query(filter)).sort({ plan: 1, number: 1 }).lean();
      return found.map((document) => toDomain<Petition>(document));
    },

    count: (filter: PetitionFilter): Promise<number> => petitions.countDocuments(query(filter)),

    /** How many of a plan there are for each value of a field; the key '' counts those without one. */
    async counts(filter: PetitionFilter, field: 'topic' | 'hamlet' | 'status' | 'office'): Promise<Map<string, number>> {
      const groups = await petitions.aggregate<{ _id: string | null; n: number }>([
        { $match: query(filter) },
        { $group: { _id: `$${field}`, n: { $sum: 1 } } },
      ]);
      return new Map(groups.map(({ _id, n }) => [_id ?? '', n]));
    },

    /** Ids of those whose words were not classified yet; the sweep takes them up again. */
    async unclassified(limit: number): Promise<string[]> {
      const found = await petitions.find({ status: 'received' }, { _id: 1 }).limit(limit).lean();
      return found.map(({ _id }) => _id);
    },

    /** False when the petition is gone or its status was not the expected one: then nothing changed. */
    async change(id: string, { set = {}, unset = [], history, expect }: PetitionChange): Promise<boolean> {
      const result = await petitions.updateOne(
        { _id: id, ...(expect && { status: expect }) },
        {
          $set: { ...defined(set), updatedAt: history.at },
          ...(unset.length > 0 && { $unset: Object.fromEntries(unset.map((field) => [field, 1])) }),
          $push: { history },
        },
      );
      return result.matchedCount === 1;
    },

    /** Adds words or photos; the same `origin` twice adds once. */
    async add(id: string, addition: Petition['additions'][number], search: string, history: HistoryEntry): Promise<boolean> {
      const result = await petitions.updateOne(
        { _id: id, 'additions.origin': { $ne: addition.origin } },
        { $push: { additions: addition, search, history }, $set: { updatedAt: history.at } },
      );
      return result.modifiedCount === 1;
    },

    /** Takes words, files, author and chat out of it for good; number, topic, hamlet and history stay for the count. */
    async erase(id: string, history: HistoryEntry): Promise<void> {
      await petitions.updateOne(
        { _id: id },
        {
          $set: { text: '', search: [], attachments: [], additions: [], messageIds: [], updatedAt: history.at, erasedAt: history.at },
          $unset: { wholeMessage: 1, person: 1, chat: 1, location: 1, hamletText: 1, proposal: 1 },
          $push: { history },
        },
      );
    },
  };
}

function query(filter: PetitionFilter): QueryFilter<PetitionDocument> {
  const { words, status, topic, hamlet, conference, ...rest } = filter;
  const conditions: QueryFilter<PetitionDocument> = { ...defined(rest) };
  // A null stands for "has none": MongoDB matches a missing field by it.
  if (topic !== undefined) conditions.topic = topic as string;
  if (hamlet !== undefined) conditions.hamlet = hamlet as string;
  if (conference !== undefined) conditions.conference = conference as string;
  if (status !== undefined) conditions.status = typeof status === 'string' ? status : { $in: [...status] };
  const wanted = words?.split(/\s+/).filter(Boolean) ?? [];
  if (wanted.length > 0) {
    conditions.$and = wanted.map((word) => ({ search: { $regex: word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&') } }));
  }
  return conditions;
}
