import type { Models } from '../database.ts';
import type { HistoryEntry } from '../history.ts';
import { receiptCode, type Petition, type PetitionStatus } from '../petition.ts';
import type { PetitionDocument } from '../schemas/petition.ts';
import { defined, newId, toDomain } from './document.ts';
import { duplicateKey } from './duplicate-key.ts';
import { createNumbering } from './numbering.ts';
import { query, SORTS, type PetitionFilter, type PetitionOrder } from './petition-query.ts';

/** A petition before it has a number. `search` is its folded text, for the console's search. */
export type PetitionDraft = Omit<Petition, 'id' | 'number' | 'code' | 'receipt' | 'updatedAt' | 'additions'> & {
  prefix: string;
  /** Code of the receipt it belongs to; absent: its own. */
  receipt?: string;
  search: string;
};

/** What counts and groups are made of: all that filters ask for, and no words. */
export type PetitionFacets = Pick<
  Petition, 'id' | 'number' | 'code' | 'status' | 'topic' | 'hamlet' | 'office' | 'conference' | 'person' | 'urgent'
> & {
  /** The machine was sure of its topic. */
  sure: boolean;
};

/** What `PetitionFacets` is made of. */
const FACETS = {
  number: 1, code: 1, status: 1, topic: 1, hamlet: 1, office: 1, conference: 1, person: 1, urgent: 1,
  'proposal.auto': 1,
} as const;

/** Long lists are read so many at a time, so that others get their turn between them. */
const PORTION = 250;

/** A change and the line of history that says who made it and why: written together or not at all. */
export interface PetitionChange {
  set?: Partial<Omit<Petition, 'id' | 'history' | 'additions'>>;
  unset?: readonly (keyof Petition)[];
  history: HistoryEntry | readonly HistoryEntry[];
  /** Only if the status is still this one. */
  expect?: PetitionStatus;
  /** Only if the history has just as many lines as the person saw who decided: nobody else changed it since. */
  seen?: number;
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

    /** Is there a petition of this origin already? */
    exists: async (origin: string): Promise<boolean> => (await petitions.exists({ origin })) !== null,

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
    async page(
      filter: PetitionFilter,
      { skip = 0, limit = 50, order = 'newest' as PetitionOrder } = {},
    ): Promise<Petition[]> {
      const found = await petitions.find(query(filter)).sort(SORTS[order]).skip(skip).limit(limit).lean();
      return found.map((document) => toDomain<Petition>(document));
    },

    /** Ids of the first that match, in order. */
    async ids(filter: PetitionFilter, { order, limit }: { order: PetitionOrder; limit: number }): Promise<string[]> {
      const found = await petitions.find(query(filter), { _id: 1 }).sort(SORTS[order]).limit(limit).lean();
      return found.map(({ _id }) => _id);
    },

    /** In the order of the ids; those that are gone are left out. */
    async byIds(ids: readonly string[]): Promise<Petition[]> {
      const found = await petitions.find({ _id: { $in: [...ids] } }).lean();
      const byId = new Map(found.map(toDomain<Petition>).map((petition) => [petition.id, petition]));
      return ids.flatMap((id) => byId.get(id) ?? []);
    },

    /** All that match, by number. For what may be thousands there is `ofPlan`. */
    async all(filter: PetitionFilter): Promise<Petition[]> {
      const found = await petitions.find(query(filter)).sort(SORTS.oldest).lean();
      return found.map((document) => toDomain<Petition>(document));
    },

    /** All of a plan that match, by number: as many looks as it takes, none of which holds others up for long. */
    async ofPlan(filter: PetitionFilter & { plan: string }): Promise<Petition[]> {
      return inPortions(async (above) => {
        const found = await petitions.find(query({ ...filter, above })).sort(SORTS.oldest).limit(PORTION).lean();
        return found.map((document) => toDomain<Petition>(document));
      });
    },

    count: (filter: PetitionFilter): Promise<number> => petitions.countDocuments(query(filter)),

    /** Those numbered above `above`, or changed since a moment; in portions as `ofPlan`. */
    async facets(plan: string, since: { above: number } | { changedSince: Date }): Promise<PetitionFacets[]> {
      const changed = 'changedSince' in since ? { updatedAt: { $gte: since.changedSince } } : {};
      return inPortions(async (above) => {
        const found = await petitions
          .find({ plan, number: { $gt: above }, ...changed }, FACETS).sort(SORTS.oldest).limit(PORTION).lean();
        return found.map((document) => {
          const { proposal, ...facets } = toDomain<Petition>(document);
          return { ...facets, sure: proposal?.auto === true };
        });
      }, 'above' in since ? since.above : 0);
    },

    /** The words of all petitions of a commune numbered above `above`, by number. */
    async texts(commune: string, above: number): Promise<Pick<Petition, 'id' | 'number' | 'text'>[]> {
      return inPortions(async (from) => {
        const found = await petitions
          .find({ commune, number: { $gt: from } }, { number: 1, text: 1 })
          .sort({ commune: 1, number: 1 }).limit(PORTION).lean();
        return found.map((document) => toDomain<Pick<Petition, 'id' | 'number' | 'text'>>(document));
      }, above);
    },

    /** Those of a plan that came before a moment and still hold their author's words. */
    async receivedBefore(plan: string, before: Date): Promise<Petition[]> {
      const found = await petitions.find({ plan, receivedAt: { $lt: before }, erasedAt: { $exists: false } }).lean();
      return found.map((document) => toDomain<Petition>(document));
    },

    /** Was one of these erased since? */
    async anyErased(ids: readonly string[]): Promise<boolean> {
      for (let from = 0; from < ids.length; from += PORTION) {
        const portion = ids.slice(from, from + PORTION);
        if (await petitions.exists({ _id: { $in: portion }, erasedAt: { $exists: true } })) return true;
      }
      return false;
    },

    /** Ids of those whose words were not classified yet; the sweep takes them up again. */
    async unclassified(plans: readonly string[], limit: number): Promise<string[]> {
      const found = await petitions
        .find({ status: 'received', plan: { $in: [...plans] } }, { _id: 1 })
        .limit(limit)
        .lean();
      return found.map(({ _id }) => _id);
    },

    /** False when the petition is gone or not as expected any more: then nothing changed. */
    async change(id: string, { set = {}, unset = [], history, expect, seen }: PetitionChange): Promise<boolean> {
      const lines = [history].flat();
      const result = await petitions.updateOne(
        { _id: id, ...(expect && { status: expect }), ...(seen !== undefined && { history: { $size: seen } }) },
        {
          $set: { ...defined(set), ...(lines[0] && { updatedAt: lines[0].at }) },
          ...(unset.length > 0 && { $unset: Object.fromEntries(unset.map((field) => [field, 1])) }),
          $push: { history: { $each: lines } },
        },
      );
      return result.matchedCount === 1;
    },

    /** One of a receipt is held now: the others let go of the whole message, which shows it. */
    dropWholeMessage: ({ commune, receipt }: Pick<Petition, 'commune' | 'receipt'>): Promise<unknown> =>
      petitions.updateMany({ commune, receipt, status: { $ne: 'held' } }, { $unset: { wholeMessage: 1 } }),

    /** Adds words or photos, and the message they came in; the same `origin` twice adds once. */
    async add(
      id: string,
      addition: Petition['additions'][number],
      search: string,
      history: HistoryEntry,
      messageId?: string,
    ): Promise<boolean> {
      const result = await petitions.updateOne(
        { _id: id, 'additions.origin': { $ne: addition.origin } },
        {
          $push: { additions: addition, search, history, ...(messageId !== undefined && { messageIds: messageId }) },
          $set: { updatedAt: history.at },
        },
      );
      return result.modifiedCount === 1;
    },

    /** Takes words, files, author and chat out of it for good; number, topic, hamlet and history stay for the count. */
    async erase(id: string, history: HistoryEntry): Promise<void> {
      await petitions.updateOne(
        { _id: id },
        {
          $set: {
            text: '', search: [], attachments: [], additions: [], messageIds: [],
            updatedAt: history.at, erasedAt: history.at,
          },
          $unset: { wholeMessage: 1, person: 1, chat: 1, location: 1, hamletText: 1, proposal: 1 },
          $push: { history },
        },
      );
    },
  };
}

/** Joins portions that each begin above the number that the one before ended with. */
async function inPortions<T extends { number: number }>(look: (above: number) => Promise<T[]>, from = 0): Promise<T[]> {
  const all: T[] = [];
  for (;;) {
    const portion = await look(all.at(-1)?.number ?? from);
    all.push(...portion);
    if (portion.length < PORTION) return all;
  }
}
