import type { QueryFilter } from 'mongoose';
import type { PetitionStatus } from '../petition.ts';
import type { PetitionDocument } from '../schemas/petition.ts';
import { defined } from './document.ts';

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
  /** Only numbers above, or below, this one: the next and the previous of a list. */
  above?: number;
  below?: number;
}

/** `priority`: pressing ones first, then those the machine knows least about, then the oldest. */
export type PetitionOrder = 'newest' | 'oldest' | 'priority';

/** The database's sort for each order. */
export const SORTS: Record<PetitionOrder, Record<string, 1 | -1>> = {
  newest: { plan: 1, number: -1 },
  oldest: { plan: 1, number: 1 },
  priority: { urgent: -1, 'proposal.confidence': 1, number: 1 },
};

/** The database's conditions for a filter; people's words reach it as plain text, never as a pattern or an operator. */
export function query(filter: PetitionFilter): QueryFilter<PetitionDocument> {
  const { words, status, topic, hamlet, conference, above, below, ...rest } = filter;
  const conditions: QueryFilter<PetitionDocument> = { ...defined(rest) };
  // A null stands for "has none": MongoDB matches a missing field by it.
  if (topic !== undefined) conditions.topic = topic as string;
  if (hamlet !== undefined) conditions.hamlet = hamlet as string;
  if (conference !== undefined) conditions.conference = conference as string;
  if (status !== undefined) conditions.status = typeof status === 'string' ? status : { $in: [...status] };
  if (above !== undefined) conditions.number = { $gt: above };
  if (below !== undefined) conditions.number = { $lt: below };
  const wanted = words?.split(/\s+/).filter(Boolean) ?? [];
  if (wanted.length > 0) {
    conditions.$and = wanted.map((word) => ({ search: { $regex: word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&') } }));
  }
  return conditions;
}
