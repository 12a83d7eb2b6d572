import { once } from 'node:events';
import { connect as connectSocket } from 'node:net';
import mongoose from 'mongoose';
import { describe, expect, test } from 'vitest';
import { refusal, temporaryDatabase } from './temporary.ts';

describe('what is not supported', () => {
  test('is refused with a plain error, never accepted in silence', async () => {
    const { db } = await temporaryDatabase();
    const c = db.collection('c');
    await c.insertOne({ a: 'x', place: [1, 2] });
    const { Long } = mongoose.mongo.BSON;
    const transaction = { txnNumber: Long.fromNumber(1), startTransaction: true, autocommit: false };

    const refused = await Promise.all([
      db.createCollection('v', { viewOn: 'c', pipeline: [] }), db.createCollection('cap', { capped: true, size: 1000 }),
      db.createCollection('ts', { timeseries: { timeField: 't' } }),
      db.createCollection('cl', { clusteredIndex: { key: { _id: 1 }, unique: true } }),
      db.createCollection('val', { validator: { a: 1 } }),
      c.createIndex({ a: 'text' }), c.createIndex({ a: '2dsphere' }), c.createIndex({ a: 'hashed' }),
      c.createIndex({ a: 1 }, { collation: { locale: 'vi' } }),
      c.aggregate([{ $out: 'x' }]).toArray(), c.aggregate([{ $merge: 'x' }]).toArray(),
      c.aggregate([{ $changeStream: {} }]).toArray(), c.find({ $where: 'true' }).toArray(),
      c.find({ $text: { $search: 'x' } }).toArray(), c.find({ place: { $near: [1, 2] } }).toArray(),
      c.aggregate([{ $set: { x: { $function: { body: 'f', args: [], lang: 'js' } } } }]).toArray(),
      db.command({ insert: 'c', documents: [{}], ...transaction }), db.command({ mapReduce: 'c' }),
      db.command({ find: 'c', nonsense: 1 }),
      c.find({}, { tailable: true }).toArray(),
    ].map(refusal));

    expect(refused.map(({ code }) => code)).toEqual([
      115, 115, 115, 115, 115, 67, 67, 67, 67, 115, 115, 40573, 2, 2, 2, 168, 20, 59, 40415, 2,
    ]);
    expect((await db.listCollections().toArray()).map(({ name }) => name)).toEqual(['c']);
  });

  test('errors carry the codes of MongoDB', async () => {
    const { db } = await temporaryDatabase();
    const c = db.collection('c');
    await c.insertOne({ a: 1 });

    const codes = await Promise.all([
      db.command({ getMore: 12345 as never, collection: 'c' }), db.createCollection('c'),
      db.collection('none').indexes(),
      c.find({ a: { $foo: 1 } }).toArray(), c.find({ $foo: 1 }).toArray(), c.find({ $or: [] }).toArray(),
      c.aggregate([{ $foo: 1 }]).toArray(), c.aggregate([{ $set: { x: { $foo: 1 } } }]).toArray(),
      db.command({ aggregate: 'c', pipeline: [] }), c.find({}, { projection: { a: 1, b: 0 } }).toArray(),
      c.find({ a: { $regex: '(' } }).toArray(), db.collection('$bad').insertOne({}),
    ].map(async (action) => (await refusal(action as Promise<unknown>)).code));

    expect(codes).toEqual([43, 48, 26, 2, 2, 2, 40324, 168, 9, 31254, 51091, 73]);
  });
});

describe('what could hang or end the program', () => {
  test('is answered', async () => {
    const { db } = await temporaryDatabase();
    const c = db.collection('c');
    await c.insertOne({ a: 1, text: 'abc' });

    const zero = await refusal(c.aggregate([
      { $replaceWith: { $setField: { field: 'a\0b', input: {}, value: 1 } } },
    ]).toArray());

    expect(zero.code).toBe(2);
    expect(await c.countDocuments()).toBe(1);
  });

  test('results of more than 16 MB arrive in batches; a distinct of that size is refused', async () => {
    const { db } = await temporaryDatabase();
    const c = db.collection('c');
    for (let i = 0; i < 5; i++) await c.insertOne({ _id: i as never, text: String(i).repeat(4_000_000) });

    const all = await c.find({}, { batchSize: 100 }).toArray();
    const grouped = await c.aggregate([{ $group: { _id: '$text' } }]).toArray();

    expect(all).toHaveLength(5);
    expect(grouped).toHaveLength(5);
    expect((await refusal(c.distinct('text'))).code).toBe(10334);
    await expect(c.insertOne({ text: 'x'.repeat(17_000_000) })).rejects.toThrow();
  });

  test('a stranger on the socket is cut off and nobody else notices', async () => {
    const { db, dir } = await temporaryDatabase();
    const stranger = connectSocket({ path: `${dir}/db.sock` });
    stranger.on('error', () => {});

    stranger.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await once(stranger, 'close');

    expect(await db.command({ ping: 1 })).toMatchObject({ ok: 1 });
  });
});
