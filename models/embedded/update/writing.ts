import { ObjectId } from 'bson';
import { updateByPipeline } from '../aggregation/aggregate.ts';
import { createCollator } from '../values/collation.ts';
import type { Collection, Stored } from '../storage/collection.ts';
import { matcher, search, type FindRequest } from '../query/search.ts';
import type { Steps } from '../storage/storage.ts';
import { decodeTyped, encode, type Doc } from '../values/values.ts';
import { applyOperators, applyReplacement, kindOfUpdate, seedFromFilter } from './update.ts';

/** One update statement. The update and the query's typed form keep the number types that the client sent. */
export interface UpdateRequest extends FindRequest {
  update: unknown;
  typedFilter: Doc;
  upsert: boolean;
  arrayFilters: Doc[];
  now: Date;
}

/** What a single-document change did. */
export interface Change {
  before?: Buffer;
  after?: Buffer;
  /** The `_id` of a document that an upsert made. */
  upsertedId?: unknown;
  modified: boolean;
}

/** Updates the first match, or makes one when an upsert finds none. Undefined when there was nothing to do. */
export function* updateOne(collection: Collection, request: UpdateRequest): Steps<Change | undefined> {
  const stored = yield* firstMatch(collection, request);
  if (stored) {
    const after = change(collection, stored, request);
    return { before: stored.raw, after, modified: after !== stored.raw };
  }
  return request.upsert ? insertFromUpsert(collection, request) : undefined;
}

/** Updates every match; each document is changed on its own, an error leaves those before it changed. */
export function* updateMany(
  collection: Collection, request: UpdateRequest,
): Steps<{ matched: number; modified: number; upsertedId?: unknown }> {
  let matched = 0;
  let modified = 0;
  const accept = matcher(request);
  for (const seq of yield* allMatches(collection, request)) {
    const now = stillMatching(collection, seq, accept);
    if (!now) continue;
    matched++;
    if (change(collection, now, request) !== now.raw) modified++;
    yield;
  }
  if (matched > 0 || !request.upsert) return { matched, modified };
  return { matched, modified, upsertedId: insertFromUpsert(collection, request).upsertedId };
}

/** Deletes the first match, or all of them. Returns how many, and the bytes of the first. */
export function* removeMatches(
  collection: Collection, request: FindRequest,
): Steps<{ removed: number; before?: Buffer }> {
  if (request.limit === 1) {
    const stored = yield* firstMatch(collection, request);
    if (stored) collection.remove(stored);
    return { removed: stored ? 1 : 0, before: stored?.raw };
  }
  let removed = 0;
  const accept = matcher(request);
  for (const seq of yield* allMatches(collection, request)) {
    const now = stillMatching(collection, seq, accept);
    if (!now) continue;
    collection.remove(now);
    removed++;
    yield;
  }
  return { removed };
}

/** The first match as it is now: nothing can come between this and the change that follows. */
function* firstMatch(collection: Collection, request: FindRequest): Steps<Stored | undefined> {
  for (;;) {
    let found: Stored | undefined;
    for (const hit of search(collection, { ...request, limit: 1 })) {
      if (hit) found = hit;
      else yield;
    }
    if (!found) return undefined;
    const raw = collection.get(found.seq);
    if (raw?.equals(found.raw)) return found;
    const now = stillMatching(collection, found.seq, matcher(request));
    if (now) return now;
    yield; // somebody else had it meanwhile: look again
  }
}

function* allMatches(collection: Collection, request: FindRequest): Steps<number[]> {
  const found: number[] = [];
  for (const hit of search(collection, request)) {
    if (hit) found.push(hit.seq);
    else yield;
  }
  return found;
}

function stillMatching(collection: Collection, seq: number, accept: (raw: Buffer) => boolean): Stored | undefined {
  const raw = collection.get(seq);
  return raw && accept(raw) ? { seq, raw } : undefined;
}

function change(collection: Collection, stored: Stored, request: UpdateRequest): Buffer {
  return collection.replace(stored, updated(decodeTyped(stored.raw), request, false));
}

function insertFromUpsert(collection: Collection, request: UpdateRequest): Change {
  const seed = seedFromFilter(request.typedFilter);
  const next = updated(seed, request, true);
  const { _id = seed['_id'] ?? new ObjectId(), ...rest } = next;
  const { raw } = collection.insert(encode({ _id, ...rest }));
  return { after: raw, upsertedId: decodeTyped(raw)['_id'], modified: false };
}

function updated(doc: Doc, request: UpdateRequest, inserting: boolean): Doc {
  const { update } = request;
  switch (kindOfUpdate(update)) {
    case 'pipeline':
      return updateByPipeline(doc, update, request.variables);
    case 'replacement':
      return applyReplacement(inserting && '_id' in doc ? { _id: doc['_id'] } : inserting ? {} : doc, update as Doc);
    case 'operators':
      applyOperators(doc, update as Doc, {
        filter: request.filter, arrayFilters: request.arrayFilters, inserting, now: request.now,
        collator: createCollator(request.collation),
      });
      return doc;
  }
}
