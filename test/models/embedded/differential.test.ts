/**
 * Random operations on the database and on a plain model of what MongoDB's manual says of them, with restarts in
 * between. A failure is shrunk to few operations and prints its seed and path: SEED=<seed> REPLAY=<path> runs that one
 * again; RUNS=<n> does more of them.
 */
import { rmSync } from 'node:fs';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { startEmbedded, type EmbeddedDatabase } from '../../../models/embedded/index.ts';
import { INDEXES, run, type Operation } from './operations.ts';
import { compare, type Document } from './plain-filters.ts';
import { Model, type Outcome } from './plain-model.ts';
import { isReplacement } from './plain-updates.ts';
import { connect, temporaryFolder, type Client } from './temporary.ts';

const SEED = Number(process.env['SEED'] ?? 4711);
const RUNS = Number(process.env['RUNS'] ?? 40);
const REPLAY = process.env['REPLAY'];
/** Enough for any run and for the shrinking of a failure, which ends with what it has found by then. */
const LIMIT_MS = 60_000 + RUNS * 2000;

interface Opened { database: EmbeddedDatabase; client: Client; c: ReturnType<typeof collectionOf> }

function collectionOf(client: Client) {
  return client.db().collection<Document>('c');
}

async function open(dir: string): Promise<Opened> {
  const database = await startEmbedded({ dir, noSync: true });
  const client = await connect(database);
  return { database, client, c: collectionOf(client) };
}

/** Closes the database; resolves with what is wrong in its indexes. */
async function close({ client, database }: Opened): Promise<string[]> {
  await client.close();
  const problems = await database.check();
  await database.close();
  return problems;
}

async function outcome<T extends object>(action: Promise<T>): Promise<T | Outcome> {
  try {
    return await action;
  } catch (error) {
    const { code, result } = error as { code?: number; result?: { insertedCount?: number } };
    if (typeof code !== 'number') throw error;
    return result?.insertedCount === undefined ? { code } : { n: result.insertedCount, code };
  }
}

async function createIndex({ c }: Opened, model: Model, name: string): Promise<void> {
  const { key, unique, sparse, partial } = INDEXES[name]!;
  const options = {
    name, ...(unique && { unique }), ...(sparse && { sparse }), ...(partial && { partialFilterExpression: partial }),
  };
  const done = await outcome(c.createIndex(key, options).then(() => ({})));
  expect(done).toEqual(unique ? model.createIndex(name, { fields: Object.keys(key), sparse, partial }) : {});
}

async function update({ c }: Opened, model: Model, operation: Operation & { do: 'update' }): Promise<void> {
  const { filter, update: change, many, upsert, arrayFilters } = operation;
  const options = { upsert, ...(arrayFilters.length && { arrayFilters }) };
  const action = many ? c.updateMany(filter, change, options)
    : isReplacement(change) ? c.replaceOne(filter, change, { upsert }) : c.updateOne(filter, change, options);
  const done = await outcome(action.then(({ matchedCount, modifiedCount, upsertedCount }) => (
    { n: matchedCount, modified: modifiedCount, upserted: upsertedCount })));
  const wanted = model.update(filter, change, { many, upsert, arrayFilters });
  if (!many || !wanted.code) return expect(done).toEqual(wanted);
  // Which document is refused first, and so with which code, is not promised.
  expect(done).toEqual({ code: expect.any(Number) });
  expect(model.isHalfway(filter, change, { arrayFilters }, await c.find().toArray())).toBe(true);
}

async function findAndModify(
  { c }: Opened, model: Model, { filter, update: change, sort, upsert, after }: Operation & { do: 'findAndModify' },
): Promise<void> {
  const [before = null] = model.find(filter, sort, 0, 1);
  const options = { sort, upsert, returnDocument: after ? 'after' : 'before' } as const;
  const action = !change ? c.findOneAndDelete(filter, { sort })
    : isReplacement(change) ? c.findOneAndReplace(filter, change, options)
    : c.findOneAndUpdate(filter, change, options);
  const done = await outcome(action.then((found) => ({ found })));
  if (!change) {
    model.delete(filter, sort, 1);
    return expect(done).toEqual({ found: before });
  }
  const { code, upserted } = model.update(filter, change, { sort, upsert });
  if (code) return expect(done).toEqual({ code });
  const [now = null] = before || upserted ? model.find({ _id: before?.['_id'] ?? idOf(filter) }, [], 0, 1) : [];
  expect(done).toEqual({ found: after ? now : before });
}

function idOf(filter: Document): unknown {
  return filter['_id'] ?? filter['$and']?.[0]['_id'];
}

/** Does the same on both and compares what comes of it. */
async function perform(opened: Opened, model: Model, operation: Operation): Promise<void> {
  const { c } = opened;
  switch (operation.do) {
    case 'insert': {
      const { docs, ordered } = operation;
      const done = await outcome(c.insertMany(docs, { ordered }).then(({ insertedCount }) => ({ n: insertedCount })));
      return expect(done).toEqual(model.insert(docs, ordered));
    }
    case 'update':
      return update(opened, model, operation);
    case 'findAndModify':
      return findAndModify(opened, model, operation);
    case 'delete': {
      const { filter, many } = operation;
      const { deletedCount } = await (many ? c.deleteMany(filter) : c.deleteOne(filter));
      return expect(deletedCount).toBe(model.delete(filter, [], many ? 0 : 1));
    }
    case 'find': {
      const { filter, sort, skip, limit } = operation;
      const found = await c.find(filter).sort(sort).skip(skip).limit(limit).toArray();
      return expectSame(found, model.find(filter, sort, skip, limit));
    }
    case 'count':
      return expect(await c.countDocuments(operation.filter)).toBe(model.find(operation.filter, [], 0, 0).length);
    case 'distinct': {
      const found = await c.distinct(operation.field, operation.filter);
      return expect(found.toSorted(compare)).toEqual(model.distinct(operation.field, operation.filter));
    }
    case 'createIndex':
      return createIndex(opened, model, operation.index);
    case 'dropIndexes':
      await c.dropIndexes();
      return model.dropIndexes();
    case 'restart':
  }
}

/** The same documents with their fields in the same order, which decides whether documents in them are equal. */
function expectSame(found: Document[], wanted: Document[]): void {
  expect(found).toEqual(wanted);
  expect(JSON.stringify(found)).toBe(JSON.stringify(wanted));
}

test('random operations have the outcome that the plain model has, with restarts', async () => {
  const property = fc.asyncProperty(run, async ({ indexes, documents, operations }) => {
    const dir = temporaryFolder();
    const model = new Model();
    let opened = await open(dir);
    try {
      await opened.c.db.createCollection('c');
      for (const name of indexes) await createIndex(opened, model, name);
      const start: Operation[] = documents.length ? [{ do: 'insert', docs: documents, ordered: false }] : [];
      for (const operation of [...start, ...operations]) {
        await perform(opened, model, operation);
        if (operation.do !== 'restart') continue;
        expect(await close(opened)).toEqual([]);
        opened = await open(dir);
      }
      expectSame(await opened.c.find().sort({ _id: 1 }).toArray(), model.find({}, [['_id', 1]], 0, 0));
      expect(await close(opened)).toEqual([]);
    } finally {
      await opened.client.close();
      await opened.database.close();
      rmSync(dir, { recursive: true, force: true });
    }
  });

  await fc.assert(property, {
    seed: SEED, numRuns: RUNS, path: REPLAY, endOnFailure: REPLAY !== undefined, interruptAfterTimeLimit: LIMIT_MS,
    markInterruptAsFailure: true,
  });
}, LIMIT_MS + 30_000);
