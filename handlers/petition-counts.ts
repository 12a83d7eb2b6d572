/**
 * How many petitions of a plan share status, topic, hamlet and office. Counting ten thousand documents for every page
 * would cost more than the page, so the counts are kept, and each look reads only what came or changed since the last.
 */
import type { Clock } from '../clock.ts';
import type { PetitionStatus } from '../models/petition.ts';
import type { PetitionFacets, PetitionStore } from '../models/stores/petitions.ts';

/** Petitions that are alike in all that lists are narrowed by. */
export type PetitionCell = Omit<PetitionFacets, 'id' | 'number'> & { status: PetitionStatus; count: number };

export type PetitionCounts = (plan: string) => Promise<readonly PetitionCell[]>;

/** Another process's clock may be behind ours by as much: changes that young are read again. */
const CLOCKS_DIFFER_MS = 30_000;

/** What somebody changed with an older date (a restored backup, a clock put right) is found at the latest then. */
const AFRESH_MS = 10 * 60_000;

interface Kept {
  cellOf: Map<string, PetitionCell>;
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
  const looking = new Map<string, Promise<readonly PetitionCell[]>>();

  async function countAfresh(plan: string): Promise<Kept> {
    const now = clock();
    const state: Kept = { cellOf: new Map(), cells: new Map(), lastNumber: 0, lookedAt: now, countedAt: now };
    take(state, await petitions.facets(plan, { above: 0 }));
    kept.set(plan, state);
    return state;
  }

  async function look(plan: string): Promise<readonly PetitionCell[]> {
    const before = kept.get(plan);
    if (!before) return used(await countAfresh(plan));
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
    return used(before);
  }

  return (plan) => {
    const already = looking.get(plan);
    if (already) return already;
    const mine = look(plan).finally(() => looking.delete(plan));
    looking.set(plan, mine);
    return mine;
  };
}

/** Moves petitions from the cell they were in to the one they belong to now. */
function take(state: Kept, petitions: readonly PetitionFacets[]): void {
  for (const { id, number, ...facets } of petitions) {
    const key = JSON.stringify([facets.status, facets.topic, facets.hamlet, facets.office, facets.urgent, facets.sure]);
    const cell = state.cells.get(key) ?? { ...facets, count: 0 };
    state.cells.set(key, cell);
    const before = state.cellOf.get(id);
    if (before) before.count -= 1;
    cell.count += 1;
    state.cellOf.set(id, cell);
    state.lastNumber = Math.max(state.lastNumber, number);
  }
}

/** Copies: whoever counts with them must not see them move. */
function used({ cells }: Kept): PetitionCell[] {
  return [...cells.values()].filter(({ count }) => count > 0).map((cell) => ({ ...cell }));
}
