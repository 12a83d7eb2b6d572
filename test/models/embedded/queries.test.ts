import mongoose from 'mongoose';
import { describe, expect, onTestFinished, test } from 'vitest';
import { refusal, temporaryDatabase } from './temporary.ts';

const { Binary, DBRef, Double, Int32, Long, ObjectId } = mongoose.mongo.BSON;

/** Ids of what a filter finds. */
async function ids(docs: object[], filter: object, sort: Record<string, 1 | -1> = { _id: 1 }): Promise<unknown[]> {
  const { db } = await temporaryDatabase();
  await db.collection('c').insertMany(docs.map((doc) => ({ ...doc })));
  return (await db.collection('c').find(filter).sort(sort).toArray()).map(({ _id }) => _id);
}

describe('queries', () => {
  test('null matches what is missing, also in an element of an array', async () => {
    const docs = [{ _id: 1, a: [{ b: 1 }, {}] }, { _id: 2, a: [{ b: 1 }] }, { _id: 3 }, { _id: 4, a: [] }] as object[];

    expect(await ids(docs, { 'a.b': null })).toEqual([1, 3]);
  });

  test('a subdocument equals only one with its fields in the same order', async () => {
    const docs = [{ _id: 1, a: { x: 1, y: 2 } }, { _id: 2, a: { y: 2, x: 1 } }] as object[];

    expect(await ids(docs, { a: { x: 1, y: 2 } })).toEqual([1]);
  });

  test('comparisons stay inside one type', async () => {
    const docs = [{ _id: 1, a: 5 }, { _id: 2, a: '5' }, { _id: 3, a: new Date(5) }, { _id: 4, a: null }] as object[];

    expect(await ids(docs, { a: { $gte: 1 } })).toEqual([1]);
    expect(await ids(docs, { a: { $gte: null } })).toEqual([4]);
  });

  test('sorts by type, then by value, arrays by their smallest element', async () => {
    const docs = [
      { _id: 1, a: 'b' }, { _id: 2, a: 10 }, { _id: 3 }, { _id: 4, a: [20, 3] }, { _id: 5, a: new Date(0) },
      { _id: 6, a: Long.fromString('9007199254740993') }, { _id: 7, a: -1.5 }, { _id: 8, a: 'B' },
    ] as object[];

    expect(await ids(docs, {}, { a: 1, _id: 1 })).toEqual([3, 7, 4, 2, 6, 8, 1, 5]);
    expect(await ids(docs, {}, { a: -1, _id: 1 })).toEqual([5, 1, 8, 6, 4, 2, 7, 3]);
  });

  test('operators on arrays, patterns and expressions', async () => {
    const docs = [
      { _id: 1, n: [1, 5], text: 'Đường liên thôn', a: 1, b: 2 },
      { _id: 2, n: [3], text: 'kênh mương', a: 2, b: 2 },
    ] as object[];

    expect(await ids(docs, { n: { $elemMatch: { $gt: 2, $lt: 5 } } })).toEqual([2]);
    expect(await ids(docs, { n: { $gt: 2, $lt: 5 } })).toEqual([1, 2]);
    expect(await ids(docs, { text: /^đường/i })).toEqual([1]);
    expect(await ids(docs, { n: { $all: [1, 5] } })).toEqual([1]);
    expect(await ids(docs, { n: { $not: { $size: 1 } } })).toEqual([1]);
    expect(await ids(docs, { $expr: { $eq: ['$a', '$b'] } })).toEqual([2]);
    expect(await ids(docs, { text: { $in: [/mương$/] } })).toEqual([2]);
  });

  test('a collation makes equality and order follow the language', async () => {
    const { db } = await temporaryDatabase();
    const names = db.collection('names');
    await names.insertMany([{ name: 'an' }, { name: 'Ánh' }, { name: 'AN' }, { name: 'bình' }]);

    const same = await names.find({ name: 'An' }, { collation: { locale: 'vi', strength: 2 } }).toArray();
    const ordered = await names.find().sort({ name: 1 }).collation({ locale: 'vi_VN' }).toArray();

    expect(same).toHaveLength(2);
    expect(ordered.map(({ name }) => name)).toEqual(['an', 'AN', 'Ánh', 'bình']);
  });

  test('projections include, exclude, slice and pick', async () => {
    const { db } = await temporaryDatabase();
    const c = db.collection('c');
    await c.insertOne({ _id: 1 as never, a: { b: 1, c: 2 }, list: [1, 2, 3], subs: [{ k: 1, v: 1 }, { k: 2, v: 2 }] });
    async function projected(projection: object, filter: object = {}) {
      return c.findOne(filter, { projection });
    }

    expect(await projected({ 'a.b': 1 })).toEqual({ _id: 1, a: { b: 1 } });
    expect(await projected({ a: { b: 1 } })).toEqual({ _id: 1, a: { b: 1 } });
    expect(await projected({ 'a.b': 0, list: 0, subs: 0 })).toEqual({ _id: 1, a: { c: 2 } });
    expect(await projected({ _id: 0, list: { $slice: -2 }, a: 1 })).toEqual({ a: { b: 1, c: 2 }, list: [2, 3] });
    expect(await projected({ subs: { $elemMatch: { k: 2 } } })).toEqual({ _id: 1, subs: [{ k: 2, v: 2 }] });
    expect(await projected({ 'subs.$': 1 }, { 'subs.k': 2 })).toEqual({ _id: 1, subs: [{ k: 2, v: 2 }] });
    expect(await projected({ sum: { $add: ['$a.b', '$a.c'] } })).toEqual({ _id: 1, sum: 3 });
    expect(await c.findOne({})).toMatchObject({ a: { b: 1, c: 2 }, list: [1, 2, 3] });
  });

  test('numbers keep their BSON type in storage and through updates of other fields', async () => {
    const { db } = await temporaryDatabase();
    const c = db.collection('c');
    await c.insertOne({ _id: 1 as never, double: new Double(2), long: Long.fromNumber(3), int: new Int32(4) });

    await c.updateOne({ _id: 1 as never }, { $set: { other: 1 }, $inc: { long: 1, double: 1 } });
    await c.updateOne({ _id: 1 as never }, [{ $set: { computed: { $add: ['$int', 1] } } }]);
    const stored = await c.findOne({}, { promoteValues: false });

    expect(stored!['double']).toEqual(new Double(3));
    expect(stored!['long']).toEqual(Long.fromNumber(4));
    expect(stored!['int']).toEqual(new Int32(4));
    expect(await c.findOne({ computed: 5 })).not.toBeNull();
  });

  test('lookup joins by field and pipeline together', async () => {
    const { db } = await temporaryDatabase();
    await db.collection('petitions').insertMany([{ _id: 1 as never, tags: ['a', 'b'] }, { _id: 2 as never, tags: [] }]);
    await db.collection('tags').insertMany([{ name: 'a', n: 1 }, { name: 'b', n: 2 }, { name: 'c', n: 3 }]);

    const joined = await db.collection('petitions').aggregate([
      { $lookup: {
        from: 'tags', localField: 'tags', foreignField: 'name', let: { least: 2 },
        pipeline: [{ $match: { $expr: { $gte: ['$n', '$$least'] } } }, { $project: { _id: 0, name: 1 } }],
        as: 'x.found',
      } },
    ]).toArray();

    expect(joined).toEqual([
      { _id: 1, tags: ['a', 'b'], x: { found: [{ name: 'b' }] } }, { _id: 2, tags: [], x: { found: [] } },
    ]);
  });

  test('lookup finds its partners by an index, too: one by one, in lists, and the missing', async () => {
    const { db } = await temporaryDatabase();
    await db.collection('notes').createIndex({ of: 1 });
    await db.collection('notes').insertMany([{ _id: 1, of: 'a' }, { _id: 2, of: 'b' }, { _id: 3 }, { _id: 4, of: 'a' }] as never);
    await db.collection('petitions').insertMany([{ _id: 1, k: 'a' }, { _id: 2, k: ['a', 'b'] }, { _id: 3 }, { _id: 4, k: [] }] as never);

    const joined = await db.collection('petitions').aggregate([
      { $lookup: { from: 'notes', localField: 'k', foreignField: 'of', as: 'notes' } },
    ]).toArray();

    expect(joined.map(({ notes }) => notes.map(({ _id }: { _id: number }) => _id).sort()))
      .toEqual([[1, 4], [1, 2, 4], [3], []]);
  });

  test('closing ends a long query and does not wait for it', async () => {
    const { db, database } = await temporaryDatabase();
    const texts = Array.from({ length: 5000 }, (_, n) => ({ n, text: 'x'.repeat(200) }));
    await db.collection('c').insertMany(texts);
    const client = await mongoose.mongo.MongoClient.connect(database.uri, {
      retryReads: false, serverSelectionTimeoutMS: 300,
    });
    onTestFinished(() => client.close());
    const filter = { $expr: { $lt: [{ $strLenCP: { $concat: ['$text', '$text'] } }, 0] } };

    const long = refusal(client.db().collection('c').find(filter).toArray());
    await database.close();

    expect((await long).message).not.toBe('');
  });

  test('a hint is followed, in the order of its index', async () => {
    const { db } = await temporaryDatabase();
    const c = db.collection<{ _id: number; a: number }>('c');
    await c.createIndex({ a: -1 });
    await c.insertMany([{ _id: 1, a: 2 }, { _id: 2, a: 3 }, { _id: 3, a: 1 }]);

    expect((await c.find().hint({ a: -1 }).toArray()).map(({ _id }) => _id)).toEqual([2, 1, 3]);
    expect((await c.aggregate([{ $match: {} }], { hint: 'a_-1' }).toArray()).map(({ _id }) => _id)).toEqual([2, 1, 3]);
    expect((await c.find({ _id: 2 }).hint({ $natural: -1 }).toArray()).length).toBe(1);
    expect((await refusal(c.find().hint('none').toArray())).code).toBe(2);
  });

  test('references and binary data are looked into', async () => {
    const { db } = await temporaryDatabase();
    const c = db.collection('c');
    const id = new ObjectId();
    await c.insertOne({ members: [new DBRef('people', id)], bits: new Binary(Buffer.from([0b10001, 1])) });

    expect(await c.countDocuments({ members: { $elemMatch: { $id: id } } })).toBe(1);
    expect(await c.countDocuments({ 'members.$id': id })).toBe(1);
    expect(await c.countDocuments({ bits: { $bitsAllSet: [0, 4, 8] } })).toBe(1);
    expect(await c.countDocuments({ bits: { $bitsAnySet: [1, 9] } })).toBe(0);
  });

  test('keys longer than the store takes are found, sorted and kept unique', async () => {
    const { db } = await temporaryDatabase();
    const c = db.collection<{ _id: number; text: string }>('c');
    await c.createIndex({ text: 1 }, { unique: true });
    const long = 'đường '.repeat(1000);
    await c.insertMany([{ _id: 1, text: `${long}b` }, { _id: 2, text: `${long}a` }, { _id: 3, text: 'ngắn' }]);

    expect((await c.find().sort({ text: 1 }).toArray()).map(({ _id }) => _id)).toEqual([3, 2, 1]);
    expect((await c.find({ text: `${long}a` }).toArray()).map(({ _id }) => _id)).toEqual([2]);
    expect((await c.find({ text: { $gt: `${long}a` } }).toArray()).map(({ _id }) => _id)).toEqual([1]);
    expect((await refusal(c.insertOne({ _id: 4, text: `${long}a` }))).code).toBe(11000);
  });

  test('aggregation stages leave stored documents alone', async () => {
    const { db } = await temporaryDatabase();
    const c = db.collection('c');
    const doc = { _id: 1 as never, a: { b: 1 }, list: [{ x: 1 }, { x: 2 }] };
    await c.insertOne(doc);

    const [changed] = await c.aggregate([
      { $set: { 'a.b': 9, 'list.x': 0 } }, { $unset: 'a.c' }, { $set: { 'a.d': '$a.b' } },
    ]).toArray();

    expect(changed).toEqual({ _id: 1, a: { b: 9, d: 9 }, list: [{ x: 0 }, { x: 0 }] });
    expect(await c.findOne({})).toEqual(doc);
  });

  test('large results come in batches and all of them arrive once', async () => {
    const { db } = await temporaryDatabase();
    const c = db.collection('c');
    await c.insertMany(Array.from({ length: 3000 }, (_, n) => ({ n, filler: 'x'.repeat(1000) })));

    const all = await c.find({}, { batchSize: 5000 }).toArray();
    const page = await c.find().sort({ n: -1 }).skip(10).limit(5).toArray();

    expect(new Set(all.map(({ n }) => n)).size).toBe(3000);
    expect(page.map(({ n }) => n)).toEqual([2989, 2988, 2987, 2986, 2985]);
  });

  test('ids may be anything but arrays, and come back as they were', async () => {
    const { db } = await temporaryDatabase();
    const c = db.collection<{ _id: unknown }>('c');
    const wanted = [new ObjectId(), 'text', 1.5, { a: 1 }, new Date(5), true];

    await c.insertMany(wanted.map((_id) => ({ _id })) as never);
    const found = await Promise.all(wanted.map((_id) => c.findOne({ _id } as never)));

    expect(found.map((doc) => doc!['_id'])).toEqual(wanted);
    await expect(c.insertOne({ _id: [1] } as never)).rejects.toMatchObject({ code: 53 });
  });
});
