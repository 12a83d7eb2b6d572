/** Adds a plan's cells up to the numbers beside filters and on the overview. Pure. */
import { UNREVIEWED_STATUSES, type PetitionStatus } from '../models/petition.ts';
import type { QueueQuery } from './lists.ts';
import type { PetitionCell } from './petition-counts.ts';

/** Counts by each value; the key '' stands for petitions without one. Each facet heeds all filters but its own. */
export interface Counted {
  all: number;
  /** Those that all filters together leave, without regard to words. */
  matching: number;
  todo: number;
  urgent: number;
  /** To be looked at, and the machine has no or only a weak proposal. */
  unsure: number;
  status: Map<PetitionStatus, number>;
  topic: Map<string, number>;
  hamlet: Map<string, number>;
  office: Map<string, number>;
}

type Facet = 'status' | 'topic' | 'hamlet' | 'office' | 'urgent';
const FACETS: readonly Facet[] = ['status', 'topic', 'hamlet', 'office', 'urgent'];

/** One pass over the cells: a cell that fails one filter alone still counts for that filter's own facet. */
export function countCells(cells: readonly PetitionCell[], query: QueueQuery): Counted {
  const counted: Counted = {
    all: 0, matching: 0, todo: 0, urgent: 0, unsure: 0,
    status: new Map(), topic: new Map(), hamlet: new Map(), office: new Map(),
  };
  for (const cell of cells) {
    counted.all += cell.count;
    const failed = FACETS.filter((facet) => !passes(cell, query, facet));
    if (failed.length === 0) counted.matching += cell.count;
    if (failed.length > 1) continue;
    const only = failed[0];
    for (const facet of ['topic', 'hamlet', 'office'] as const) {
      if (only === undefined || only === facet) add(counted[facet], cell[facet] ?? '', cell.count);
    }
    if (only === undefined && cell.urgent) counted.urgent += cell.count;
    if (only !== undefined && only !== 'status') continue;
    add(counted.status, cell.status, cell.count);
    if (!UNREVIEWED_STATUSES.includes(cell.status)) continue;
    counted.todo += cell.count;
    if (!cell.sure) counted.unsure += cell.count;
  }
  return counted;
}

function passes(cell: PetitionCell, query: QueueQuery, facet: Facet): boolean {
  switch (facet) {
    case 'status': return query.status === undefined
      || (query.status === 'todo' ? UNREVIEWED_STATUSES.includes(cell.status) : cell.status === query.status);
    case 'urgent': return !query.urgent || cell.urgent;
    default: {
      const wanted = query[facet];
      if (!wanted) return true;
      return wanted === 'none' && facet !== 'office' ? !cell[facet] : cell[facet] === wanted;
    }
  }
}

function add<K>(counts: Map<K, number>, key: K, count: number): void {
  counts.set(key, (counts.get(key) ?? 0) + count);
}
