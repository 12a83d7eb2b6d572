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

  test('which elements are meant is settled before anything changes', async () => {
    const items = [{ s: 'open' }, { s: 'shut' }];
    const i = { arrayFilters: [{ 'i.s': 'open' }] };
    const both = { arrayFilters: [{ 'i.s': 'open' }, { 'j.s': 'shut' }] };
    const done = { $set: { 'items.$[i].s': 'done', 'items.$[i].t': 5 } };
    const swapped = { $set: { 'items.$[i].s': 'shut', 'items.$[j].s': 'open' } };
    const inner = { $set: { 'items.$.sub.x': 1, 'items.$.t': 5 } };

    expect(await updated({ items }, done, i)).toEqual({ items: [{ s: 'done', t: 5 }, { s: 'shut' }] });
    expect(await updated({ items }, swapped, both)).toEqual({ items: [{ s: 'shut' }, { s: 'open' }] });
    expect(await updated({ items }, inner, {}, { 'items.sub': null }))
      .toEqual({ items: [{ s: 'open', sub: { x: 1 }, t: 5 }, { s: 'shut' }] });
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

  test('what cannot be read is refused, whatever there is to change', async () => {
    const { db } = await temporaryDatabase();
    await db.createCollection('empty');
    const codes: unknown[] = [];
    const statements: Array<[unknown, object?]> = [
      [{ $foo: { a: 1 } }], [{ $foo: {} }], [{ $set: 5 }], [5], [{ a: 1, $set: { b: 1 } }], [{ a: 1 }, { multi: true }],
      [[{ $foo: 1 }]], [[{ $match: {} }]], [[{ $set: { a: { $foo: 1 } } }]],
      [{ $set: { a: 1 }, $unset: { 'a.b': 1 } }], [{ $set: { 'a..b': 1 } }], [{ $set: { '$.a': 1 } }],
      [{ $set: { 'a.$[x]': 1 } }], [{ $set: { a: 1 } }, { arrayFilters: [{ x: 1 }] }],
      [{ a: 1 }, { arrayFilters: [{ x: 1 }] }], [{ $set: { 'a.$[x]': 1 } }, { arrayFilters: [{ x: 1, y: 1 }] }],
      [{ $set: { 'a.$[x]': 1 } }, { arrayFilters: [{ x: { $foo: 1 } }] }],
      [{ $rename: { a: 1 } }], [{ $rename: { a: 'a' } }], [{ $rename: { a: 'b.$' } }],
      [{ $inc: { a: 'x' } }], [{ $pop: { a: 2 } }], [{ $pull: { a: { $foo: 1 } } }], [{ $pullAll: { a: 1 } }],
      [{ $push: { a: { $each: 1 } } }], [{ $push: { a: { $each: [], $sort: 2 } } }], [{ $currentDate: { a: 'x' } }],
    ];

    for (const [u, options] of statements) {
      const replies = await Promise.all(['empty', 'none'].map((update) => (
        db.command({ update, updates: [{ q: {}, u, ...options }] }))));
      codes.push(...new Set(replies.map(({ writeErrors }) => writeErrors?.[0].code)));
    }

    expect(codes).toEqual([
      9, 9, 9, 9, 52, 9, 40324, 72, 168, 40, 56, 2, 2, 9, 9, 9, 2, 2, 2, 2, 14, 9, 2, 2, 2, 2, 2,
    ]);
  });

  test('two changes at one place are refused, whatever names it has', async () => {
    const { db } = await temporaryDatabase();
    const c = db.collection('c');
    await c.insertOne({ list: [{ a: 1 }] });

    const refused = await refusal(c.updateOne(
      {}, { $set: { 'list.0.a': 2, 'list.$[x].a': 3 } } as never, { arrayFilters: [{ 'x.a': 1 }] },
    ));

    expect(refused.code).toBe(40);
  });

  test('an _id stays what it is, by whatever update', async () => {
    const { db } = await temporaryDatabase();
    const c = db.collection<{ _id: number; a?: number }>('c');
    await c.insertOne({ _id: 1, a: 2 });
    const changes = [
      [{ $set: { _id: 99 } }], [{ $replaceWith: { _id: 99 } }], { $set: { _id: 99 } }, { $unset: { _id: 1 } },
      { $inc: { _id: 1 } }, { $rename: { a: '_id' } }, { $rename: { _id: 'b' } }, { $set: { '_id.x': 1 } },
    ];

    for (const change of changes) expect((await refusal(c.updateOne({ a: 2 }, change as never))).code).oneOf([28, 66]);
    expect((await refusal(c.replaceOne({ a: 2 }, { _id: 99 } as never))).code).toBe(66);
    expect((await refusal(c.updateOne({ _id: 7 }, [{ $set: { _id: 8 } }], { upsert: true }))).code).toBe(66);
    expect(await c.find().toArray()).toEqual([{ _id: 1, a: 2 }]);

    for (const change of [[{ $set: { _id: 1 } }], { $set: { _id: 1 } }, [{ $unset: '_id' }]]) {
      expect(await c.updateOne({ a: 2 }, change as never)).toMatchObject({ matchedCount: 1, modifiedCount: 0 });
    }
  });

  test('a field is not renamed into an array nor out of it', async () => {
    const { db } = await temporaryDatabase();
    const c = db.collection('c');
    const doc = { _id: 1 as never, list: [{ a: 1 }], b: 1 };
    await c.insertOne(doc);

    for (const change of [{ 'list.0.a': 'c' }, { 'list.0': 'c' }, { b: 'list.0.c' }, { b: 'list.1' }]) {
      expect((await refusal(c.updateOne({}, { $rename: change } as never))).code).toBe(2);
    }
    await c.updateOne({}, { $rename: { none: 'list.0.c' } } as never);
    expect(await c.findOne()).toEqual(doc);
    expect(await updated({ list: [1], b: 1 }, { $rename: { b: 'list' } })).toEqual({ list: 1 });
  });

  test('only an upsert makes the collection', async () => {
    const { db } = await temporaryDatabase();
    const names = async () => (await db.listCollections().toArray()).map(({ name }) => name).sort();

    const update = await db.collection('a').updateMany({}, { $set: { x: 1 } });
    await db.collection('a').deleteMany({});
    const changed = await db.collection('a').findOneAndUpdate({}, { $set: { x: 1 } });
    const removed = await db.collection('a').findOneAndDelete({});
    const refused = await refusal(db.collection('a').updateOne({ $foo: 1 }, { $set: { x: 1 } }, { upsert: true }));

    expect([update.matchedCount, changed, removed, refused.code]).toEqual([0, null, null, 2]);
    expect(await names()).toEqual([]);

    await db.collection('b').updateOne({}, { $set: { x: 1 } }, { upsert: true });
    await db.collection('c').findOneAndUpdate({}, { $set: { x: 1 } }, { upsert: true });
    expect(await names()).toEqual(['b', 'c']);
  });

  test('flags may be numbers; other types are refused', async () => {
    const { db } = await temporaryDatabase();
    const c = db.collection('c');
    await c.insertMany([{ _id: 1 as never, n: 1 }, { _id: 2 as never, n: 1 }]);
    const findAndModify = { findAndModify: 'c', query: { _id: 1 } };
    const twice = [{ _id: 1 }, { _id: 3 }];

    const fresh = await db.command({ ...findAndModify, update: { $inc: { n: 1 } }, new: 1 });
    const old = await db.command({ ...findAndModify, update: { $inc: { n: 1 } }, new: 0 });
    const many = await db.command({ update: 'c', updates: [{ q: {}, u: { $inc: { n: 1 } }, multi: 1 }] });
    const inserted = await db.command({ insert: 'c', documents: twice, ordered: 0 });
    const made = await db.command({ update: 'c', updates: [{ q: { _id: 4 }, u: {}, upsert: 1 }] });
    const removed = await db.command({ ...findAndModify, remove: 1 });

    expect([fresh['value'].n, old['value'].n, removed['value'].n, many['n'], inserted['n']]).toEqual([2, 2, 4, 2, 1]);
    expect(made['upserted']).toEqual([{ index: 0, _id: 4 }]);
    expect(await c.countDocuments()).toBe(3);

    const refused = await Promise.all([
      { ...findAndModify, update: {}, new: 'yes' }, { ...findAndModify, remove: {} },
      { ...findAndModify, update: {}, upsert: 'yes' }, { insert: 'c', documents: [{}], ordered: 'no' },
      { find: 'c', maxTimeMS: 'abc' },
    ].map((command) => refusal(db.command(command))));
    const { writeErrors } = await db.command({ update: 'c', ordered: false, updates: [
      { q: {}, u: { $set: { x: 1 } }, multi: 'yes' }, { q: {}, u: { $set: { x: 1 } }, upsert: [] },
    ] });
    expect([...refused, ...writeErrors].map(({ code }) => code)).toEqual([14, 14, 14, 14, 14, 14, 14]);
    expect((await refusal(db.command({ ...findAndModify, remove: true, new: true }))).code).toBe(9);
    expect((await refusal(db.command({ ...findAndModify, remove: true, update: {} }))).code).toBe(9);
    expect((await refusal(db.command(findAndModify))).code).toBe(9);
    expect(await c.countDocuments({ x: { $exists: true } })).toBe(0);
  });
});
