import { describe, expect, onTestFinished, test } from 'vitest';
import { Catalogue } from '../../../models/embedded/storage/catalogue.ts';
import { Storage, type Steps } from '../../../models/embedded/storage/storage.ts';
import { encode } from '../../../models/embedded/values/values.ts';
import { refusal, temporaryDatabase, temporaryFolder } from './temporary.ts';

describe('unique indexes', () => {
  test('refuse a duplicate on several fields, and let a partial one pass outside its filter', async () => {
    const { db } = await temporaryDatabase();
    const c = db.collection('c');
    await c.createIndex({ chat: 1, kind: 1 }, { unique: true, partialFilterExpression: { open: true } });
    await c.insertOne({ chat: 1, kind: 'a', open: true });

    await c.insertMany([{ chat: 1, kind: 'a', open: false }, { chat: 1, kind: 'b', open: true }]);
    const error = await refusal(c.insertOne({ chat: 1, kind: 'a', open: true }));
    const opened = await refusal(c.updateOne({ open: false }, { $set: { open: true } }));

    expect(error).toMatchObject({ code: 11000 });
    expect(error.message).toContain('E11000 duplicate key error collection: embedded.c index: chat_1_kind_1');
    expect(opened.code).toBe(11000);
    expect(await c.countDocuments({ open: true })).toBe(2);
  });

  test('an unordered insert reports each duplicate and inserts the rest', async () => {
    const { db } = await temporaryDatabase();
    const c = db.collection('c');
    await c.createIndex({ a: 1 }, { unique: true });

    const error: any = await c.insertMany([{ a: 1 }, { a: 1 }, { a: 2 }], { ordered: false }).catch((e: unknown) => e);

    expect(error.writeErrors.map((one: any) => [one.index, one.code])).toEqual([[1, 11000]]);
    expect(await c.countDocuments({})).toBe(2);
  });

  test('missing and null are one value, an empty array is another; sparse ones leave the missing out', async () => {
    const { db } = await temporaryDatabase();
    await db.collection('plain').createIndex({ a: 1 }, { unique: true });
    await db.collection('sparse').createIndex({ a: 1 }, { unique: true, sparse: true });

    await db.collection('plain').insertMany([{ a: [] }, {}]);
    const second = await refusal(db.collection('plain').insertOne({ a: null }));
    await db.collection('sparse').insertMany([{}, {}, { a: 1 }]);

    expect(second.code).toBe(11000);
    expect((await refusal(db.collection('sparse').insertOne({ a: 1 }))).code).toBe(11000);
  });

  test('cannot be made over duplicates, and conflicting definitions are refused', async () => {
    const { db } = await temporaryDatabase();
    const c = db.collection('c');
    await c.insertMany([{ a: 1 }, { a: 1 }]);
    const duplicate = await refusal(c.createIndex({ a: 1 }, { unique: true }));
    await c.createIndex({ a: 1 });

    expect(duplicate.code).toBe(11000);
    expect((await refusal(c.createIndex({ b: 1 }, { name: 'a_1' }))).code).toBe(86);
    expect((await refusal(c.createIndex({ a: 1 }, { name: 'other' }))).code).toBe(85);
    expect((await refusal(c.dropIndex('none'))).code).toBe(27);
    expect((await c.indexes()).map(({ name }) => name)).toEqual(['_id_', 'a_1']);
  });
});

/** A small generator of repeatable numbers. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

describe('ordered indexes', () => {
  test('give what a scan gives, for random documents, filters, sorts and limits', async () => {
    const { db } = await temporaryDatabase();
    const next = random(7);
    function values(): unknown {
      return [next(6), `t${next(4)}`, null, new Date(next(5)), next(9) / 2, [next(4), next(4)], true][next(7)];
    }
    const docs = Array.from({ length: 400 }, (_, n) => (
      { _id: n as never, a: values(), b: next(5), c: `c${next(6)}` }
    ));
    const [indexed, scanned] = [db.collection('indexed'), db.collection('scanned')];
    await indexed.createIndexes([
      { key: { a: 1 } }, { key: { b: 1, c: -1 } }, { key: { c: -1 } }, { key: { b: -1, a: 1 } }, { key: { 'x.y': 1 } },
    ]);
    for (const c of [indexed, scanned]) {
      await c.insertMany(docs);
      await c.updateMany({ b: 3 }, { $inc: { b: 1 } });
      await c.deleteMany({ c: 'c5', b: 1 });
    }
    const filters = () => [
      { a: values() }, { a: { $gt: next(4) } }, { a: { $gte: 1, $lt: 3 } }, { b: next(5), c: { $gt: 'c2' } },
      { b: { $in: [1, 4] } }, { c: { $lte: 'c3' } }, {}, { b: next(5), a: { $ne: 2 } },
      { $and: [{ b: 2 }, { c: 'c1' }] },
      { a: { $lt: new Date(3) } }, { $or: [{ a: values() }, { b: next(5), c: 'c2' }] },
      { b: { $lt: 3 }, $or: [{ c: 'c1' }, { c: { $gt: 'c3' }, a: 2 }, { $or: [{ a: 1 }, { b: 4 }] }] },
    ][next(12)]!;
    const sorts = () => [
      { a: 1, _id: 1 }, { b: -1, c: 1, _id: 1 }, { c: 1, _id: 1 }, { c: -1, _id: -1 }, { b: 1, _id: 1 }, { _id: 1 },
    ][next(6)] as Record<string, 1 | -1>;

    for (let round = 0; round < 250; round++) {
      const [filter, sort, limit, skip] = [filters(), sorts(), next(30), next(4)];
      const [fast, slow] = await Promise.all([indexed, scanned].map((c) => (
        c.find(filter as never).sort(sort).skip(skip).limit(limit).toArray()
      )));

      expect(fast, JSON.stringify({ filter, sort, limit, skip })).toEqual(slow);
    }
  });

  test('are chosen for ranges and sorts, as explain shows', async () => {
    const { db } = await temporaryDatabase();
    const c = db.collection('c');
    await c.createIndexes([{ key: { status: 1, at: -1 } }, { key: { at: 1 } }]);
    await c.insertMany(Array.from({ length: 500 }, (_, n) => ({ status: n % 2 ? 'new' : 'old', at: new Date(n) })));

    const byStatus = await c.find({ status: 'new' }).sort({ at: -1 }).limit(3).explain();
    const byTime = await c.find({ at: { $gte: new Date(490) } }).explain();
    const newest = await c.find({ status: 'new' }).sort({ at: -1 }).limit(3).toArray();

    expect(byStatus['queryPlanner'].winningPlan).toMatchObject({ indexName: 'status_1_at_-1', sorted: true });
    expect(byTime['queryPlanner'].winningPlan).toMatchObject({ indexName: 'at_1', keysExamined: 10 });
    expect(newest.map(({ at }) => at.getTime())).toEqual([499, 497, 495]);
  });

  test('are used for each branch of $or, and for none when one of them has no index', async () => {
    const { db } = await temporaryDatabase();
    const c = db.collection('c');
    await c.createIndexes([
      { key: { status: 1 } }, { key: { at: 1 } }, { key: { n: 1 }, partialFilterExpression: { open: true } },
    ]);
    await c.insertMany(Array.from({ length: 500 }, (_, n) => (
      { n, status: `s${n % 50}`, at: new Date(n), open: n < 9 })));
    const either = { open: true, $or: [{ status: 's3' }, { $or: [{ at: { $lt: new Date(5) } }, { n: { $gt: 6 } }] }] };

    const plan = (await c.find(either).explain())['queryPlanner'].winningPlan;
    const found = await c.find(either).sort({ at: -1 }).toArray();
    const scanned = (await c.find({ $or: [{ status: 's3' }, { open: true }] }).explain())['queryPlanner'].winningPlan;

    expect(plan).toMatchObject({
      stage: 'OR', inputStages: [
        { indexName: 'status_1', keysExamined: 10 }, { indexName: 'at_1' }, { indexName: 'n_1' },
      ],
    });
    expect(found.map(({ n }) => n)).toEqual([8, 7, 4, 3, 2, 1, 0]);
    expect(await c.countDocuments(either)).toBe(7);
    expect(scanned.stage).toBe('COLLSCAN');
    await expect(c.countDocuments({ $or: [1] } as never)).rejects.toMatchObject({ code: 2 });
    expect((await c.deleteMany(either)).deletedCount).toBe(7);
  });

  test('descending ranges include empty strings and false', async () => {
    const { db } = await temporaryDatabase();
    const c = db.collection('c');
    await c.createIndex({ a: -1 });
    await c.insertMany([{ a: '' }, { a: 'x' }, { a: false }, { a: true }]);

    expect(await c.countDocuments({ a: { $lt: 'y' } })).toBe(2);
    expect(await c.countDocuments({ a: { $lte: true } })).toBe(2);
  });
});

describe('arrays in several indexed fields', () => {
  test('are refused when they are not the same one, in an index and in a sort', async () => {
    const { db } = await temporaryDatabase();
    const c = db.collection<{ _id: number; a: unknown; b: unknown }>('c');
    await c.createIndex({ a: 1, b: 1 });

    const refused = await refusal(c.insertOne({ _id: 1, a: [1], b: [2] }));
    await c.insertMany([{ _id: 2, a: [1, 2], b: 3 }, { _id: 3, a: 1, b: [3] }]);
    const changed = await refusal(c.updateOne({ _id: 2 }, { $set: { b: [4] } }));
    await c.dropIndexes();
    await c.insertOne({ _id: 4, a: [1], b: [2] });

    expect([refused.code, changed.code]).toEqual([171, 171]);
    expect((await refusal(c.createIndex({ a: 1, b: 1 }))).code).toBe(171);
    expect((await c.indexes()).map(({ name }) => name)).toEqual(['_id_']);
    expect((await refusal(c.find().sort({ a: 1, b: 1 }).toArray())).code).toBe(2);
  });

  test('of one array give a key for each element, not for each combination', async () => {
    const { db } = await temporaryDatabase();
    const c = db.collection<{ _id: number; list: object[] }>('c');
    await c.createIndex({ 'list.x': 1, 'list.y': 1 }, { unique: true });

    await c.insertMany([{ _id: 1, list: [{ x: 1, y: 1 }, { x: 2, y: 2 }] }, { _id: 2, list: [{ x: 1, y: 2 }, { x: 0 }] }]);

    expect((await refusal(c.insertOne({ _id: 3, list: [{ x: 2, y: 2 }] }))).code).toBe(11000);
    expect((await c.find({ 'list.x': 2, 'list.y': 1 }).toArray()).map(({ _id }) => _id)).toEqual([1]);
    expect((await c.find().sort({ 'list.x': 1, 'list.y': -1 }).toArray()).map(({ _id }) => _id)).toEqual([2, 1]);
  });
});

describe('the making of an index', () => {
  test('that is overtaken by a drop brings nothing back', async () => {
    const dir = temporaryFolder();
    const first = await temporaryDatabase({ dir });
    const specs = Array.from({ length: 60 }, (_, i) => ({ key: { [`f${i}`]: 1 }, name: `f${i}` }));
    await Promise.all(['a', 'b', 'c', 'd'].map(async (name) => {
      await first.db.createCollection(name);
      await Promise.allSettled([
        first.db.command({ createIndexes: name, indexes: specs }), first.db.collection(name).drop(),
      ]);
      await first.db.collection(name).drop();
      await first.db.collection(name).insertOne({ real: true });
    }));
    await first.client.close();
    await first.database.close();

    const { db } = await temporaryDatabase({ dir });

    expect(await Promise.all(['a', 'b', 'c', 'd'].map((name) => db.collection(name).countDocuments()))).toEqual([1, 1, 1, 1]);
  });

  test('that runs out of time at any step can be begun again', async () => {
    const storage = new Storage(temporaryFolder(), true);
    onTestFinished(() => storage.close());
    const catalogue = new Catalogue(storage);
    await storage.run(() => void catalogue.ensure('db', 'c').insert(encode({ _id: 1, a: 1 })));
    const c = catalogue.find('db', 'c')!;
    for (const steps of [1, 2]) {
      await expect(storage.run(stopped(c.addIndex(catalogue, { v: 2, key: { a: 1 }, name: 'a_1' }), steps))).rejects.toThrow();
      expect(c.indexes.map(({ spec }) => spec.name)).toEqual(['_id_']);
    }

    await storage.run(c.addIndex(catalogue, { v: 2, key: { a: 1 }, name: 'a_1' }));

    expect([...c.check()].at(-1)).toBeUndefined();
    expect(c.indexSpecs().map(({ name }) => name)).toEqual(['_id_', 'a_1']);
  });

  test('is for all of them or for none', async () => {
    const { db } = await temporaryDatabase();
    const c = db.collection('c');
    await c.insertMany([{ a: 1, b: 1 }, { a: 2, b: 1 }]);

    const refused = await refusal(c.createIndexes([{ key: { a: 1 } }, { key: { b: 1 }, unique: true }]));

    expect(refused.code).toBe(11000);
    expect((await c.indexes()).map(({ name }) => name)).toEqual(['_id_']);
  });
});

/** Steps that end with an error after so many. */
function* stopped<T>(steps: Steps<T>, after: number): Steps<T> {
  for (let n = 0; ; n++) {
    const { done, value } = n >= after ? steps.throw(new Error('stopped')) : steps.next();
    if (done) return value;
    yield;
  }
}

describe('an index and its scan give the same', () => {
  test('with long keys, names of prototypes, and a partial index that only asks for presence', async () => {
    const { db } = await temporaryDatabase();
    const c = db.collection('c');
    await c.createIndex({ a: 1 });
    await c.createIndex({ commune: 1, chat: 1 }, { unique: true, partialFilterExpression: { chat: { $exists: true } } });
    const long = 'x'.repeat(1870);
    await c.insertMany([{ a: `${long}1` }, { a: `${long}2` }, { a: 1 }, { a: 1 }, { commune: 'x', chat: 'y' }]);
    const person = { commune: 'x', chat: 'y' };

    expect(await c.count({ a: `${long}1` })).toBe(1);
    expect(await c.count({ a: 1, constructor: 5 } as never)).toBe(0);
    expect((await c.find(person).explain()).queryPlanner.winningPlan).toMatchObject({ indexName: 'commune_1_chat_1' });
    expect(await c.countDocuments(person)).toBe(1);
    expect((await c.find({ commune: 'x', chat: null }).explain()).queryPlanner.winningPlan).toEqual({ stage: 'COLLSCAN' });
  });

  test('a partial index asks nothing that could change of itself', async () => {
    const { db } = await temporaryDatabase();
    const asked = [{ $expr: { $gt: [{ $rand: {} }, 0.5] } }, { a: { $type: 'double' } }, { a: { $exists: false } }];

    for (const partialFilterExpression of asked) {
      expect((await refusal(db.collection('c').createIndex({ a: 1 }, { partialFilterExpression }))).code).toBe(67);
    }
  });

  test('a cursor on a collection that was dropped says so', async () => {
    const { db } = await temporaryDatabase();
    const c = db.collection('c');
    await c.insertMany(Array.from({ length: 1000 }, (_, n) => ({ n })));
    const cursor = c.find({}, { batchSize: 10 });
    await cursor.next();

    await c.drop();

    expect((await refusal(cursor.toArray())).code).toBe(175);
  });

  test('a list of thousands is changed at once', async () => {
    const { db } = await temporaryDatabase();
    const c = db.collection('c');
    await c.createIndex({ tags: 1 });
    await c.insertOne({ tags: Array.from({ length: 20_000 }, (_, n) => n) });

    await c.updateOne({}, { $push: { tags: -1 } } as never, { maxTimeMS: 20_000 });

    expect(await c.countDocuments({ tags: -1 })).toBe(1);
  });
});
