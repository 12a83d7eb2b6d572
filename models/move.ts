/** Moving everything from one database to another of the same language: from the embedded one to MongoDB. */
import { createHash } from 'node:crypto';
import mongoose from 'mongoose';

const { MongoClient } = mongoose.mongo;
type Db = ReturnType<InstanceType<typeof MongoClient>['db']>;
interface Raw { _id: unknown; bytes: Buffer }

/** So many documents are compared and copied at a time. */
const BATCH = 500;

/** What became of one collection. */
export interface MovedCollection {
  name: string;
  documents: number;
  /** How many were copied now; the others were there already, from a run before. */
  copied: number;
}

/** The target holds something else than the source. */
export class MoveError extends Error {}

/**
 * Copies every collection and index of one database to another and then compares the two, by counts and by a hash of
 * all documents. Run again after an interruption it copies only what is still missing.
 *
 * @param onProgress is told after each batch how many documents of a collection have been looked at.
 * @throws MoveError when the target holds other documents than the source in one of its collections.
 */
export async function moveDatabase({ from, database, to, onProgress = () => {} }: {
  from: string;
  database: string;
  to: string;
  onProgress?: (collection: string, documents: number) => void;
}): Promise<MovedCollection[]> {
  const [source, target] = [new MongoClient(from), new MongoClient(to, { serverSelectionTimeoutMS: 10_000 })];
  try {
    await Promise.all([source.connect(), target.connect()]);
    const [here, there] = [source.db(database), target.db()];
    const names = (await here.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name).sort();
    const moved: MovedCollection[] = [];
    for (const name of names) {
      const copied = await copyCollection(here, there, name, (documents) => onProgress(name, documents));
      await copyIndexes(here, there, name);
      moved.push({ name, documents: await compare(here, there, name), copied });
    }
    return moved;
  } finally {
    await Promise.allSettled([source.close(), target.close()]);
  }
}

async function copyCollection(
  here: Db, there: Db, name: string, onProgress: (documents: number) => void,
): Promise<number> {
  let copied = 0;
  let seen = 0;
  for await (const batch of batches(here, name, {})) {
    const ids = batch.map(({ _id }) => _id);
    const known = new Map<string, Buffer>();
    for await (const found of batches(there, name, { _id: { $in: ids } })) {
      for (const one of found) known.set(keyOf(one), one.bytes);
    }
    const missing = batch.filter((one) => !known.get(keyOf(one))?.equals(one.bytes));
    if (missing.length > 0) {
      await there.collection(name).bulkWrite(missing.map(({ _id, bytes }) => ({
        // With its types as they are stored: a whole double stays a double.
        replaceOne: { filter: { _id }, replacement: typed(bytes), upsert: true },
      })) as never, { ordered: false });
    }
    copied += missing.length;
    seen += batch.length;
    onProgress(seen);
  }
  return copied;
}

function typed(bytes: Buffer): Record<string, unknown> {
  return mongoose.mongo.BSON.deserialize(bytes, { promoteValues: false, bsonRegExp: true });
}

function keyOf({ _id }: Raw): string {
  return mongoose.mongo.BSON.EJSON.stringify({ _id }, { relaxed: false });
}

/** The documents in the order of their ids, as bytes. */
async function* batches(db: Db, name: string, filter: object): AsyncGenerator<Raw[]> {
  let batch: Raw[] = [];
  for await (const bytes of db.collection(name).find(filter as never, { raw: true, sort: { _id: 1 } })) {
    const raw = Buffer.from(bytes as unknown as Uint8Array);
    batch.push({ _id: typed(raw)['_id'], bytes: raw });
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

async function copyIndexes(here: Db, there: Db, name: string): Promise<void> {
  const indexes = (await here.collection(name).indexes()).filter((index) => index.name !== '_id_');
  if (indexes.length === 0) return;
  await there.command({ createIndexes: name, indexes: indexes.map(({ v: _, ...index }) => index) });
}

async function compare(here: Db, there: Db, name: string): Promise<number> {
  const [a, b] = [await digest(here, name), await digest(there, name)];
  if (a.documents !== b.documents) {
    throw new MoveError(`${name}: ${b.documents} documents have arrived where there are ${a.documents}. `
      + 'Choose an empty database as the target.');
  }
  if (a.hash !== b.hash) throw new MoveError(`${name}: the copy differs from what is here. Run the command again.`);
  return a.documents;
}

async function digest(db: Db, name: string): Promise<{ documents: number; hash: string }> {
  const hash = createHash('sha256');
  let documents = 0;
  for await (const batch of batches(db, name, {})) {
    documents += batch.length;
    for (const { bytes } of batch) hash.update(bytes);
  }
  return { documents, hash: hash.digest('hex') };
}
