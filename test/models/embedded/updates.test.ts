import { describe, expect, test } from 'vitest';
import { refusal, temporaryDatabase } from './temporary.ts';

/** What an update makes of a document. */
async function updated(doc: object, update: object, options: object = {}, filter: object = {}): Promise<unknown> {
  const { db } = await temporaryDatabase();
  const c = db.collection('c');
  await c.insertOne({ _id: 1 as never, ...doc });
  await c.updateOne(filter, update as never, options);
  const { _id, ...rest } = (await c.findOne({}))!;
  return rest;
}

describe('updates', () => {
  test('change fields', async () => {
    expect(await updated({ a: 1 }, { $set: { 'b.c': 2 }, $inc: { a: 2 } })).toEqual({ a: 3, b: { c: 2 } });
    expect(await updated({ a: 1, b: 2 }, { $unset: { a: 1 }, $rename: { b: 'c.d' } })).toEqual({ c: { d: 2 } });
    expect(await updated({ a: 5, b: 5 }, { $min: { a: 3 }, $max: { b: 3 }, $mul: { c: 2 } }))
      .toEqual({ a: 3, b: 5, c: 0 });
  });

  test('change arrays', async () => {
    const list = [3, 1, 2];
    expect(await updated({ list }, { $push: { list: { $each: [5, 4], $sort: 1, $slice: -3 } } }))
      .toEqual({ list: [3, 4, 5] });
    expect(await updated({ list }, { $push: { list: { $each: [9], $position: 1 } } })).toEqual({ list: [3, 9, 1, 2] });
    expect(await updated({ list }, { $addToSet: { list: { $each: [1, 7] } } })).toEqual({ list: [3, 1, 2, 7] });
    expect(await updated({ list }, { $pull: { list: { $gte: 2 } } })).toEqual({ list: [1] });
    expect(await updated({ subs: [{ a: 1 }, { b: 1 }, { c: 1 }] }, { $pull: { subs: { $or: [{ a: 1 }, { c: 1 }] } } }))
      .toEqual({ subs: [{ b: 1 }] });
    expect(await updated({ list }, { $pop: { list: -1 } })).toEqual({ list: [1, 2] });
    expect(await updated({}, { $push: { list: 1 } })).toEqual({ list: [1] });
  });

  test('reach elements by position and by array filters', async () => {
    const items = [{ k: 1, n: 1 }, { k: 2, n: 1 }];

    expect(await updated({ items }, { $inc: { 'items.$.n': 5 } }, {}, { 'items.k': 2 }))
      .toEqual({ items: [{ k: 1, n: 1 }, { k: 2, n: 6 }] });
    expect(await updated({ items }, { $set: { 'items.$[x].n': 0 } }, { arrayFilters: [{ 'x.k': 1 }] }))
      .toEqual({ items: [{ k: 1, n: 0 }, { k: 2, n: 1 }] });
    expect(await updated({ items }, { $unset: { 'items.$[].n': 1 } })).toEqual({ items: [{ k: 1 }, { k: 2 }] });
  });

  test('replace and compute', async () => {
    const { db } = await temporaryDatabase();
    const c = db.collection('c');
    await c.insertOne({ _id: 1 as never, a: 1, b: 2 });

    const replaced = await c.findOneAndReplace({ a: 1 }, { c: 3 }, { returnDocument: 'after' });
    const computed = await c.findOneAndUpdate({}, [{ $set: { d: { $add: ['$c', 1] } } }], { returnDocument: 'after' });

    expect(replaced).toEqual({ _id: 1, c: 3 });
    expect(computed).toEqual({ _id: 1, c: 3, d: 4 });
  });

  test('an upsert takes its fields from the query and $setOnInsert', async () => {
    const { db } = await temporaryDatabase();
    const c = db.collection('c');

    const result = await c.updateOne(
      { code: 'x', 'a.b': { $eq: 1 }, n: { $gt: 5 } }, { $set: { y: 1 }, $setOnInsert: { z: 2 } }, { upsert: true },
    );
    const { _id, ...made } = (await c.findOne({}))!;

    expect(result).toMatchObject({ matchedCount: 0, upsertedCount: 1, upsertedId: _id });
    expect(made).toEqual({ code: 'x', a: { b: 1 }, y: 1, z: 2 });
  });

  test('what does not change anything is matched, not modified', async () => {
    const { db } = await temporaryDatabase();
    const c = db.collection('c');
    await c.insertMany([{ a: 1 }, { a: 2 }]);

    expect(await c.updateMany({}, { $set: { a: 1 } })).toMatchObject({ matchedCount: 2, modifiedCount: 1 });
  });

  test('are refused with the codes of MongoDB, and change nothing', async () => {
    const { db } = await temporaryDatabase();
    const c = db.collection('c');
    await c.insertOne({ _id: 1 as never, text: 'x', list: [1], nothing: null });
    const codes: unknown[] = [];

    for (const update of [
      { $inc: { text: 1 } }, { $push: { text: 1 } }, { $push: { nothing: 1 } }, { $set: { _id: 2 } },
      { $foo: { a: 1 } },
      { $set: { a: 1 }, $unset: { a: 1 } }, { $set: { 'text.a': 1 } }, { $set: { 'list.$': 1 } },
      { $set: { 'list.$[x]': 1 } }, { $set: { other: 1 }, $inc: { text: 1 } }, { $push: { list: { $each: [1], $slice: 'x' } } },
    ]) codes.push((await refusal(c.updateOne({ _id: 1 as never }, update as never))).code);

    expect(codes).toEqual([14, 2, 2, 66, 9, 40, 28, 2, 2, 14, 2]);
    expect(await c.findOne({})).toEqual({ _id: 1, text: 'x', list: [1], nothing: null });
  });

  test('200 concurrent counters give 1 to 200, each once', async () => {
    const { db } = await temporaryDatabase({ noSync: false });
    const counters = db.collection('counters');

    const results = await Promise.all(Array.from({ length: 200 }, () => (
      counters.findOneAndUpdate(
        { _id: 'petition' as never }, { $inc: { n: 1 } }, { upsert: true, returnDocument: 'after' },
      )
    )));

    expect(results.map((doc) => doc!['n']).sort((a, b) => a - b)).toEqual(Array.from({ length: 200 }, (_, i) => i + 1));
  });

  test('of 50 writers that claim one document exactly one gets it', async () => {
    const { db } = await temporaryDatabase();
    const jobs = db.collection('jobs');
    await jobs.insertOne({ status: 'waiting' });

    const claims = await Promise.all(Array.from({ length: 50 }, (_, by) => (
      jobs.findOneAndUpdate({ status: 'waiting' }, { $set: { status: 'taken', by } })
    )));

    expect(claims.filter((claim) => claim !== null)).toHaveLength(1);
  });

  test('new fields come in the order of their names, whatever was written first', async () => {
    const { db } = await temporaryDatabase();
    const c = db.collection<{ _id: number }>('c');

    await c.updateOne({ _id: 1 }, { $addToSet: { list: 1 }, $set: { 's.y': 1, 's.x': 2, c: 3 } } as never, { upsert: true });

    expect(JSON.stringify(await c.findOne({}))).toBe('{"_id":1,"c":3,"list":[1],"s":{"x":2,"y":1}}');
  });

  test('an upsert does not guess between two values', async () => {
    const { db } = await temporaryDatabase();
    const c = db.collection('c');
    const twice: object[] = [{ a: 5, $and: [{ a: 6 }] }, { 's.x': 1, s: { y: 1 } }];

    for (const filter of twice) {
      expect((await refusal(c.updateOne(filter, { $set: { b: 1 } }, { upsert: true }))).code).toBe(54);
    }
    expect(await c.countDocuments()).toBe(0);
  });
});
