import type { Collection, Stored } from '../storage/collection.ts';
import { createCollator } from '../values/collation.ts';
import { compileFilter, filterPaths } from './matching.ts';
import { follow, plan, type Plan } from './planner.ts';
import { asksForNumberTypes } from './predicates.ts';
import { decodeFields, fieldNames } from '../values/raw-fields.ts';
import { createSorter, parseSort, TopList } from './sorting.ts';
import { decode, decodeTyped, type Doc } from '../values/values.ts';

/** What to look for. `skip` and `limit` count documents; without a limit all are meant. */
export interface FindRequest {
  filter: Doc;
  sort?: unknown;
  skip?: number;
  limit?: number;
  collation?: unknown;
  /** The index to use, by its name or its key. */
  hint?: unknown;
  variables?: Doc;
}

/** A search in steps: each yields the next match, or nothing, after which others may have their turn. */
export type Search = Generator<Stored | undefined, void>;

/** So many documents are looked at in one step. */
const STEP = 16;

/** The index a request would be answered from; undefined for a scan. With a collation only scans are right. */
export function choose(collection: Collection, request: FindRequest): Plan | undefined {
  const { hint } = request;
  if (createCollator(request.collation) || naturalOrder(request.sort) || naturalOrder(hint)) return undefined;
  return plan(collection, request.filter, parseSort(request.sort), wantedBy(request), hint);
}

function wantedBy({ skip = 0, limit }: FindRequest): number {
  return limit ? skip + limit : Infinity;
}

/** The matches in the wanted order. What is changed or deleted meanwhile is judged when its turn comes. */
export function* search(collection: Collection, request: FindRequest): Search {
  const accept = matcher(request);
  const sort = parseSort(request.sort);
  const chosen = choose(collection, request);
  const backwards = (naturalOrder(request.sort) ?? naturalOrder(request.hint)) === -1;
  const candidates = chosen ? fetched(collection, follow(chosen, collection)) : collection.documents(backwards);
  const matches = matching(collection, candidates, accept);
  const { skip = 0, limit } = request;
  if (sort.length === 0 || chosen?.ordered) {
    yield* page(matches, skip, limit);
    return;
  }
  const names = fieldNames(sort.map(({ parts }) => parts[0]!));
  const sorter = createSorter(sort, createCollator(request.collation));
  const top = new TopList<number>(sorter, wantedBy(request));
  for (const hit of matches) {
    if (hit) top.add(hit.seq, decodeFields(hit.raw, names));
    else yield;
  }
  yield* page(matching(collection, fetched(collection, top.take()), accept), skip, limit);
}

/** Whether a stored document matches; only the fields that the filter names are decoded. */
export function matcher({ filter, collation, variables }: FindRequest): (raw: Buffer) => boolean {
  if (Object.keys(filter).length === 0) return () => true;
  const accept = compileFilter(filter, { collator: createCollator(collation), variables });
  const names = fieldNames(filterPaths(filter));
  const read = asksForNumberTypes(filter) ? decodeTyped : decode;
  return (raw) => accept(decodeFields(raw, names, read));
}

/** 1 or -1 when the order of insertion is asked for. */
function naturalOrder(sort: any): number | undefined {
  return sort?.$natural === undefined ? undefined : Number(sort.$natural);
}

function* fetched(collection: Collection, seqs: Iterable<number>): Generator<Stored> {
  for (const seq of seqs) {
    const raw = collection.get(seq);
    if (raw) yield { seq, raw };
  }
}

function* matching(
  collection: Collection, candidates: Iterable<Stored>, accept: (raw: Buffer) => boolean,
): Search {
  let looked = 0;
  collection.assertThere();
  for (const stored of candidates) {
    if (accept(stored.raw)) yield stored;
    if (++looked % STEP === 0) yield;
    collection.assertThere();
  }
}

function* page(matches: Search, skip: number, limit: number | undefined): Search {
  let seen = 0;
  for (const hit of matches) {
    if (!hit) yield;
    else if (++seen > skip) yield hit;
    if (limit && seen >= skip + limit) return;
  }
}

/**
 * How many documents match, within `skip` and `limit`, in steps. Without a filter, or with one that an index answers
 * by itself, no document is read.
 */
export function* count(collection: Collection, request: FindRequest): Generator<undefined, number> {
  const { filter, skip = 0, limit } = request;
  const known = Object.keys(filter).length === 0 ? collection.count : countByIndex(collection, request);
  if (known !== undefined) return Math.max(0, Math.min(known - skip, limit || Infinity));
  let n = 0;
  for (const hit of search(collection, { ...request, sort: undefined })) {
    if (hit) n++;
    else yield;
  }
  return n;
}

function countByIndex(collection: Collection, request: FindRequest): number | undefined {
  const chosen = choose(collection, { ...request, sort: undefined });
  if (!chosen || !chosen.exact || !chosen.index.ordered) return undefined;
  return chosen.ranges.reduce((sum, [from, to]) => sum + collection.countBetween(from, to), 0);
}
