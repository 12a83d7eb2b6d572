import { ObjectId } from 'bson';
import type { Collection, Stored } from '../storage/collection.ts';
import { matcher, search, type FindRequest } from '../query/search.ts';
import type { Steps } from '../storage/storage.ts';
import { decodeTyped, encode, type Doc } from '../values/values.ts';
import { seedFromFilter, type Update } from './update.ts';

/** One update statement. The query's typed form keeps the number types that the client sent. */
interface UpdateRequest extends FindRequest {
  update: Update;
  typedFilter: Doc;
  upsert: boolean;
}

/** What an update did; the bytes are those of the one document that it was for. */
export interface Change {
  matched: number;
  modified: number;
  before?: Buffer;
  after?: Buffer;
  /** The `_id` of a document that an upsert made. */
  upsertedId?: unknown;
}

/** Updates the first match, or makes one when an upsert finds none. */
export function* updateOne(collection: Collection, request: UpdateRequest): Steps<Change> {
  const stored = yield* firstMatch(collection, request);
  if (!stored) return insertFromUpsert(collection, request);
  const after = change(collection, stored, request);
  return { matched: 1, modified: after === stored.raw ? 0 : 1, before: stored.raw, after };
}

/** Updates every match; each document is changed on its own, an error leaves those before it changed. */
export function* updateMany(collection: Collection, request: UpdateRequest): Steps<Change> {
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
  return matched > 0 ? { matched, modified } : insertFromUpsert(collection, request);
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

function change(collection: Collection, stored: Stored, { update }: UpdateRequest): Buffer {
  return collection.replace(stored, update(decodeTyped(stored.raw), false));
}

function insertFromUpsert(collection: Collection, { upsert, typedFilter, update }: UpdateRequest): Change {
  const nothing = { matched: 0, modified: 0 };
  if (!upsert) return nothing;
  const { _id = new ObjectId(), ...rest } = update(seedFromFilter(typedFilter), true);
  const { raw } = collection.insert(encode({ _id, ...rest }));
  return { ...nothing, after: raw, upsertedId: _id };
}
