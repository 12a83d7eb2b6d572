import { ObjectId } from 'bson';
import { updateByPipeline } from './aggregation.ts';
import { createCollator } from './collation.ts';
import type { Collection } from './collection.ts';
import { findNow, type FindRequest } from './finding.ts';
import { decode, decodeTyped, encode, toPlain, type Doc } from './values.ts';
import { applyOperators, applyReplacement, kindOfUpdate, seedFromFilter } from './update.ts';
import type { StoredDocument } from './stored-document.ts';

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
export function updateOne(collection: Collection, request: UpdateRequest): Change | undefined {
  const [stored] = findNow(collection, { ...request, limit: 1 });
  if (stored) {
    const before = stored.raw;
    const modified = change(collection, stored, request);
    return { before, after: stored.raw, modified };
  }
  return request.upsert ? insertFromUpsert(collection, request) : undefined;
}

/** Updates every match; each document is changed on its own, an error leaves those before it changed. */
export function updateMany(
  collection: Collection, request: UpdateRequest,
): { matched: number; modified: number; upsertedId?: unknown } {
  const found = findNow(collection, request);
  if (found.length === 0 && request.upsert) {
    return { matched: 0, modified: 0, upsertedId: insertFromUpsert(collection, request).upsertedId };
  }
  let modified = 0;
  for (const stored of found) if (change(collection, stored, request)) modified++;
  return { matched: found.length, modified };
}

function change(collection: Collection, stored: StoredDocument, request: UpdateRequest): boolean {
  return collection.replace(stored, updated(decodeTyped(stored.raw), request, false));
}

function insertFromUpsert(collection: Collection, request: UpdateRequest): Change {
  const seed = seedFromFilter(request.typedFilter);
  const next = updated(seed, request, true);
  const { _id = seed['_id'] ?? new ObjectId(), ...rest } = next;
  const stored = collection.insert(encode({ _id, ...rest }));
  return { after: stored.raw, upsertedId: decodeTyped(stored.raw)['_id'], modified: false };
}

function updated(doc: Doc, request: UpdateRequest, inserting: boolean): Doc {
  const { update } = request;
  switch (kindOfUpdate(update)) {
    case 'pipeline':
      return updateByPipeline(doc, decode(encode(doc)), toPlain(update), request.variables);
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

/** Deletes the first match, or all of them. Returns the bytes of what is gone. */
export function removeMatches(collection: Collection, request: FindRequest): Buffer[] {
  const found = findNow(collection, request);
  for (const stored of found) collection.remove(stored);
  return found.map((stored) => stored.raw);
}
