/**
 * Earlier petitions of the commune that say much the same, for staff to see beside the one they read. It joins
 * nothing: the same complaint in another hamlet differs by one word.
 */
import { commonLetters, createLikenessIndex, SAME_FROM, type LikenessIndex } from '../classifier/index.ts';
import type { Clock } from '../clock.ts';
import type { Petition } from '../models/petition.ts';
import type { PetitionStore } from '../models/stores/petitions.ts';

/** A petition that resembles the one that is looked at. */
export interface LikePetition {
  petition: Petition;
  /** 0.5 to 1. */
  likeness: number;
  /** Nearly the same letters, from the same hamlet, on the same topic: probably sent twice. */
  same: boolean;
}

export type LikePetitions = ReturnType<typeof createLikePetitions>;

/** So many are looked for; some may not be shown to whoever asks. */
const LOOKED_FOR = 12;

/** What was erased is forgotten here when it is met, and at the latest then. */
const AFRESH_MS = 24 * 60 * 60_000;

interface Kept {
  index: LikenessIndex;
  lastNumber: number;
  since: Date;
}

/** Keeps an index for each commune that is asked for, and reads only what came since the last look. */
export function createLikePetitions(
  { petitions, clock }: { petitions: Pick<PetitionStore, 'texts' | 'byIds'>; clock: Clock },
) {
  const kept = new Map<string, Kept>();
  const looking = new Map<string, Promise<LikenessIndex>>();

  async function look(commune: string): Promise<LikenessIndex> {
    const now = clock();
    const before = kept.get(commune);
    const state = before && now.getTime() - before.since.getTime() < AFRESH_MS
      ? before
      : { index: createLikenessIndex(), lastNumber: 0, since: now };
    for (const { id, number, text } of await petitions.texts(commune, state.lastNumber)) {
      if (text !== '') state.index.put(id, text);
      state.lastNumber = number;
    }
    kept.set(commune, state);
    return state.index;
  }

  /** One look for all who ask at once. */
  function upToDate(commune: string): Promise<LikenessIndex> {
    const mine = looking.get(commune) ?? look(commune).finally(() => looking.delete(commune));
    looking.set(commune, mine);
    return mine;
  }

  /** Petitions of the same commune like this one, best first. The caller decides which of them may be shown. */
  return async function like(petition: Petition): Promise<LikePetition[]> {
    if (petition.text === '') return [];
    const index = await upToDate(petition.commune);
    const found = index.like(petition.text, { except: petition.id, limit: LOOKED_FOR });
    const likeness = new Map(found.map((one) => [one.id, one.likeness]));
    const loaded = await petitions.byIds([...likeness.keys()]);
    for (const { id, erasedAt } of loaded) if (erasedAt) index.drop(id);
    return loaded.filter(({ erasedAt }) => !erasedAt).map((other) => ({
      petition: other,
      likeness: likeness.get(other.id)!,
      same: other.hamlet !== undefined && other.hamlet === petition.hamlet && other.topic === petition.topic
        && commonLetters(other.text, petition.text) >= SAME_FROM,
    }));
  };
}
