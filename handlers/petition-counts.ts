/**
 * How many petitions of a plan share status, topic, hamlet and office. Counting ten thousand documents for every page
 * would cost more than the page, so the counts are kept, and each look reads only what came or changed since the last.
 */
import type { Clock } from '../clock.ts';
import type { PetitionFacets, PetitionStore } from '../models/stores/petitions.ts';

/** Petitions that are alike in all that lists are narrowed by. */
export type PetitionCell = Pick<PetitionFacets, 'status' | 'topic' | 'hamlet' | 'office' | 'urgent' | 'sure'> & {
  count: number;
};

export interface PetitionCounts {
  /** A plan's petitions counted by what lists are narrowed by. */
  cells(plan: string): Promise<readonly PetitionCell[]>;
  /** Every petition of a plan without its words, by number. */
  outline(plan: string): Promise<readonly PetitionFacets[]>;
}

/** Another process's clock may be behind ours by as much: changes that young are read again. */
const CLOCKS_DIFFER_MS = 30_000;

/** What somebody changed with an older date (a restored backup, a clock put right) is found at the latest then. */
const AFRESH_MS = 10 * 60_000;

interface Kept {
  known: Map<string, { facets: PetitionFacets; cell: PetitionCell }>;
  cells: Map<string, PetitionCell>;
  lastNumber: number;
  lookedAt: Date;
  countedAt: Date;
}

/** Keeps the counts of every plan that is asked for; asked twice at once it looks once. */
export function createPetitionCounts(
  { petitions, clock }: { petitions: Pick<PetitionStore, 'facets'>; clock: Clock },
): PetitionCounts {
  const kept = new Map<string, Kept>();
  const looking = new Map<string, Promise<Kept>>();

  async function countAfresh(plan: string): Promise<Kept> {
    const now = clock();
    const state: Kept = { known: new Map(), cells: new Map(), lastNumber: 0, lookedAt: now, countedAt: now };
    take(state, await petitions.facets(plan, { above: 0 }));
    kept.set(plan, state);
    return state;
  }

  async function look(plan: string): Promise<Kept> {
    const before = kept.get(plan);
    if (!before) return countAfresh(plan);
    const now = clock();
    const changedSince = new Date(before.lookedAt.getTime() - CLOCKS_DIFFER_MS);
    const [newer, changed] = await Promise.all([
      petitions.facets(plan, { above: before.lastNumber }),
      petitions.facets(plan, { changedSince }),
    ]);
    take(before, [...newer, ...changed]);
    before.lookedAt = now;
    if (now.getTime() - before.countedAt.getTime() > AFRESH_MS) {
      // Nobody waits for it; when it fails, the next page tries again.
      before.countedAt = now;
      countAfresh(plan).catch(() => kept.delete(plan));
    }
    return before;
  }

  /** One look for all who ask at once. */
  function upToDate(plan: string): Promise<Kept> {
    const already = looking.get(plan);
    if (already) return already;
    const mine = look(plan).finally(() => looking.delete(plan));
    looking.set(plan, mine);
    return mine;
  }

  return {
    async cells(plan) {
      const { cells } = await upToDate(plan);
      // Copies: whoever counts with them must not see them move.
      return [...cells.values()].filter(({ count }) => count > 0).map((cell) => ({ ...cell }));
    },
    async outline(plan) {
      const { known } = await upToDate(plan);
      return [...known.values()].map(({ facets }) => facets).sort((a, b) => a.number - b.number);
    },
  };
}

/** Moves petitions from the cell they were in to the one they belong to now. */
function take(state: Kept, petitions: readonly PetitionFacets[]): void {
  for (const facets of petitions) {
    const { id, number, status, topic, hamlet, office, urgent, sure } = facets;
    const key = JSON.stringify([status, topic, hamlet, office, urgent, sure]);
    const cell = state.cells.get(key) ?? { status, topic, hamlet, office, urgent, sure, count: 0 };
    state.cells.set(key, cell);
    const before = state.known.get(id);
    if (before) before.cell.count -= 1;
    cell.count += 1;
    state.known.set(id, { facets, cell });
    state.lastNumber = Math.max(state.lastNumber, number);
  }
}
