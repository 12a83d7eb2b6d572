import type { Collection } from './collection.ts';
import { createCollator } from './collation.ts';
import { compileFilter, type Matcher } from './matching.ts';
import { orderKey } from './order.ts';
import { constraintsOf, follow, plan, type Plan } from './planner.ts';
import { createSorter, parseSort, sorted, type SortField } from './sorting.ts';
import type { StoredDocument } from './stored-document.ts';
import type { Doc } from './values.ts';

/** What to look for. `skip` and `limit` count documents; without a limit all are meant. */
export interface FindRequest {
  filter: Doc;
  sort?: unknown;
  skip?: number;
  limit?: number;
  collation?: unknown;
  variables?: Doc;
}

/** A search in progress: candidates, the test they must pass, and the order they must come in. */
interface Search {
  candidates: Iterable<StoredDocument>;
  /** Missing when everything matches: then documents need not be decoded. */
  accept?: Matcher;
  sort: SortField[];
  /** Candidates come in the wanted order, so that the search ends at the limit. */
  ordered: boolean;
  wanted: number;
  request: FindRequest;
}

/** A scan gives the event loop back after this long, so that chats go on while a report is made. */
const SLICE_MS = 12;

function prepare(collection: Collection, request: FindRequest): Search {
  const collator = createCollator(request.collation);
  const accept = Object.keys(request.filter).length === 0
    ? undefined : compileFilter(request.filter, { collator, variables: request.variables });
  const sort = parseSort(request.sort);
  const wanted = request.limit ? (request.skip ?? 0) + request.limit : Infinity;
  const base = { accept, sort, wanted, request };
  const single = byId(collection, request);
  if (single) return { ...base, candidates: single, ordered: sort.length === 0 };
  const chosen = choose(collection, request, sort, wanted);
  if (!chosen) {
    const candidates = naturalOrder(collection, request.sort);
    return { ...base, candidates, ordered: sort.length === 0 };
  }
  return { ...base, candidates: follow(chosen), ordered: sort.length === 0 || chosen.ordered !== undefined };
}

/** The index a request would be answered from; undefined for a scan. With a collation only scans are right. */
export function choose(
  collection: Collection, request: FindRequest, sort: SortField[], wanted: number,
): Plan | undefined {
  if (createCollator(request.collation)) return undefined;
  return plan(collection.indexes, request.filter, sort, collection.documents.size, wanted);
}

function naturalOrder(collection: Collection, sort: any): Iterable<StoredDocument> {
  const all = collection.documents.values();
  return Number(sort?.$natural) === -1 ? [...all].reverse() : all;
}

function byId(collection: Collection, { filter, collation }: FindRequest): StoredDocument[] | undefined {
  if (!('_id' in filter || '$and' in filter) || createCollator(collation)) return undefined;
  const values = constraintsOf(filter).get('_id')?.values;
  if (!values) return undefined;
  return [...new Set(values.map(orderKey))].flatMap((id) => collection.documents.get(id) ?? []);
}

/** All matches at once, in one turn: for writes, where nothing may come between finding and changing. */
export function findNow(collection: Collection, request: FindRequest): StoredDocument[] {
  const search = prepare(collection, request);
  const found: StoredDocument[] = [];
  for (const stored of search.candidates) {
    if (search.accept && !search.accept(stored.doc)) continue;
    found.push(stored);
    if (search.ordered && found.length >= search.wanted) break;
  }
  return finish(search, found);
}

/** The matches; a long search lets other work of the program pass in between. */
export async function find(collection: Collection, request: FindRequest): Promise<StoredDocument[]> {
  const search = prepare(collection, request);
  const found: StoredDocument[] = [];
  let examined = 0;
  let sliceEnd = 0;
  // a generator over an index must not be left waiting while the index changes: its candidates are noted first
  const candidates = search.ordered && search.wanted <= 1000 ? search.candidates : [...search.candidates];
  const mayPause = Array.isArray(candidates);
  for (const stored of candidates) {
    if (!stored.gone && (!search.accept || search.accept(stored.doc))) found.push(stored);
    if (search.ordered && found.length >= search.wanted) break;
    if (++examined % 64 !== 0 || !mayPause) continue;
    const now = performance.now();
    sliceEnd ||= now + SLICE_MS;
    if (now < sliceEnd) continue;
    await new Promise((resolve) => setImmediate(resolve));
    sliceEnd = performance.now() + SLICE_MS;
  }
  return finish(search, found.filter((stored) => !stored.gone));
}

function finish({ request, sort, ordered, wanted }: Search, found: StoredDocument[]): StoredDocument[] {
  const skip = request.skip ?? 0;
  if (ordered) return found.slice(skip, wanted);
  const sorter = createSorter(sort, createCollator(request.collation));
  return sorted(found, (stored) => stored.doc, sorter, wanted).slice(skip);
}

/** How many documents match, within `skip` and `limit`. */
export async function count(collection: Collection, request: FindRequest): Promise<number> {
  if (Object.keys(request.filter).length > 0) return (await find(collection, request)).length;
  const rest = Math.max(0, collection.documents.size - (request.skip ?? 0));
  return Math.min(rest, request.limit || Infinity);
}
