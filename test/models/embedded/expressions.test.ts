/** What expressions and stages answer, where they could easily be answered wrongly. */
import { setTimeout as sleep } from 'node:timers/promises';
import mongoose from 'mongoose';
import { describe, expect, test } from 'vitest';
import { Pacer } from '../../../models/embedded/pacer.ts';
import { refusal, temporaryDatabase } from './temporary.ts';

const { Decimal128, Double, Long, ObjectId, Timestamp } = mongoose.mongo.BSON;

async function aggregate(docs: object[], pipeline: object[]): Promise<Record<string, any>[]> {
  const { db } = await temporaryDatabase();
  await db.collection('c').insertMany(docs.map((doc, i) => ({ _id: i + 1 as never, ...doc })));
  return db.collection('c').aggregate(pipeline as never).toArray();
}

/** The value of each expression for one document. */
async function values(doc: object, expressions: object[]): Promise<unknown[]> {
  const fields = Object.fromEntries(expressions.map((expression, i) => [`r${i}`, expression]));
  const [found] = await aggregate([doc], [{ $project: fields }]);
  return expressions.map((_, i) => found![`r${i}`]);
}

const day = (text: string) => new Date(`${text}T00:00:00Z`);
const HANOI = 'Asia/Ho_Chi_Minh';

describe('dates', () => {
  test('weeks, also those of ISO 8601, at the ends of years', async () => {
    const weeks = ['2026-01-01', '2026-01-04', '2016-01-01', '2017-01-01', '2026-12-31'].map((at) => ({ $week: day(at) }));

    expect(await values({}, weeks)).toEqual([0, 1, 0, 1, 52]);
    expect(await values({}, [
      { $isoWeek: day('2027-01-01') }, { $isoWeekYear: day('2027-01-01') }, { $isoDayOfWeek: day('2027-01-01') },
    ])).toEqual([53, 2026, 5]);
  });

  test('are written in a format and a time zone', async () => {
    const at = new Date('2026-01-04T18:02:03.004Z');
    const written = [
      {}, { timezone: HANOI }, { format: '%G-W%V-%u %U' }, { format: '100%% %d %d', timezone: HANOI },
      { format: '%H:%M %z', timezone: HANOI }, { format: '%Y', date: null, onNull: 'không rõ' },
    ].map((more) => ({ $dateToString: { date: at, ...more } }));

    expect(await values({}, written)).toEqual([
      '2026-01-04T18:02:03.004Z', '2026-01-05T01:02:03.004', '2026-W01-7 01', '100% 05 05', '01:02 +0700', 'không rõ',
    ]);
  });

  test('are cut off and moved by the calendar of a time zone', async () => {
    const evening = new Date('2026-01-04T20:00:00Z');

    expect(await values({}, [
      { $dateTrunc: { date: evening, unit: 'day', timezone: HANOI } },
      { $dateTrunc: { date: evening, unit: 'week', startOfWeek: 'monday' } },
      { $dateTrunc: { date: evening, unit: 'quarter' } },
      { $dateAdd: { startDate: day('2026-01-31'), unit: 'month', amount: 1 } },
      { $dateSubtract: { startDate: day('2026-03-31'), unit: 'month', amount: 1 } },
      { $dateDiff: { startDate: day('2026-01-31'), endDate: day('2026-03-01'), unit: 'month' } },
      { $year: { date: new Date('2026-12-31T20:00:00Z'), timezone: HANOI } },
    ])).toEqual([
      new Date('2026-01-04T17:00:00Z'), day('2025-12-29'), day('2026-01-01'), day('2026-02-28'), day('2026-02-28'), 2, 2027,
    ]);
  });
});

describe('conversions and numbers', () => {
  test('know ObjectId, Decimal128 and dates', async () => {
    const id = new ObjectId('507f1f77bcf86cd799439011');

    expect(await values({ id }, [
      { $toString: '$id' }, { $eq: [{ $toObjectId: id.toHexString() }, '$id'] }, { $type: '$id' },
      { $type: { $toDecimal: '1.5' } }, { $toInt: '42' }, { $toDate: '2026-01-02' }, { $toString: day('2026-01-02') },
      { $convert: { input: 'x', to: 'int', onError: -1 } }, { $round: [1.255, 1] }, { $round: [2.5, 0] },
      { $getField: 'id' },
    ])).toEqual([
      id.toHexString(), true, 'objectId', 'decimal', 42, day('2026-01-02'), '2026-01-02T00:00:00.000Z', -1, 1.3, 2, id,
    ]);
  });

  test('$type tells ints, longs and doubles apart', async () => {
    const { db } = await temporaryDatabase();
    const c = db.collection<{ _id: number; n: unknown }>('c');
    await c.insertMany([1, 1.5, Long.fromNumber(5), new Double(2), Decimal128.fromString('1')]
      .map((n, _id) => ({ _id, n })));
    const ids = async (type: string) => (await c.find({ n: { $type: type } } as never).toArray()).map(({ _id }) => _id);

    expect(await Promise.all(['int', 'double', 'long', 'decimal', 'number'].map(ids)))
      .toEqual([[0], [1, 3], [2], [4], [0, 1, 2, 3, 4]]);
    expect(await c.updateMany({ n: { $type: 'double' } } as never, { $set: { n: 0 } })).toMatchObject({ modifiedCount: 2 });
  });

  test('timestamps and decimals are compared by their value', async () => {
    const stamps = [1, 2, 3].map((t) => ({ at: new Timestamp({ t, i: 1 }) }));
    const decimals = ['0.1', '1.10', '2.5'].map((text) => ({ n: Decimal128.fromString(text) }));
    const after = { at: { $gt: new Timestamp({ t: 1, i: 5 }) } };

    expect((await aggregate(stamps, [{ $match: after }])).map(({ _id }) => _id)).toEqual([2, 3]);
    expect((await aggregate(decimals, [{ $match: { n: { $lte: 1.1 } } }])).map(({ _id }) => _id)).toEqual([1, 2]);
  });
});

describe('stages', () => {
  test('$group leaves out what is missing, and knows every accumulator', async () => {
    const [sums] = await aggregate([{ a: 1 }, {}, { a: 3 }], [{ $group: {
      _id: null, list: { $push: '$a' }, sum: { $sum: '$a' }, mean: { $avg: '$a' }, none: { $first: '$b' },
      top: { $max: '$a' }, n: { $count: {} },
    } }]);
    const [first] = await aggregate([{ a: 1 }, { a: 3 }, { a: 2 }], [
      { $group: { _id: null, top: { $topN: { n: 2, sortBy: { a: -1 }, output: '$a' } } } },
    ]);

    expect(sums).toEqual({ _id: null, list: [1, 3], sum: 4, mean: 2, none: null, top: 3, n: 3 });
    expect(first).toEqual({ _id: null, top: [3, 2] });
  });

  test('$bucket puts a boundary into the bucket that begins there', async () => {
    const docs = [1, 5, 9, 50].map((a) => ({ a }));

    expect(await aggregate(docs, [{ $bucket: { groupBy: '$a', boundaries: [0, 5, 10], default: 'more' } }]))
      .toEqual([{ _id: 0, count: 1 }, { _id: 5, count: 2 }, { _id: 'more', count: 1 }]);
  });

  test('a missing field is less than null in expressions, and equal to it in filters', async () => {
    const docs = [{}, { a: null }, { a: 1 }];

    expect((await aggregate(docs, [{ $match: { $expr: { $eq: ['$a', null] } } }])).map(({ _id }) => _id)).toEqual([2]);
    expect((await aggregate(docs, [{ $match: { a: null } }])).map(({ _id }) => _id)).toEqual([1, 2]);
  });
});

test('commands and stages that cannot be read are refused with the codes of MongoDB', async () => {
  const { db } = await temporaryDatabase();
  const c = db.collection('c');
  await c.insertOne({ a: 1, list: [1] });
  const codes: Record<string, unknown> = {};
  const wanted: Record<string, [number, () => Promise<unknown>]> = {
    'a group without _id': [15955, () => c.aggregate([{ $group: { n: { $sum: 1 } } }]).toArray()],
    'an unknown accumulator': [15952, () => c.aggregate([{ $group: { _id: 1, n: { $foo: 1 } } }]).toArray()],
    'no accumulator': [40234, () => c.aggregate([{ $group: { _id: 1, n: '$a' } }]).toArray()],
    'an unwind without $': [28818, () => c.aggregate([{ $unwind: 'a' }]).toArray()],
    'a limit of 0': [15958, () => c.aggregate([{ $limit: 0 }]).toArray()],
    'a negative skip': [5107200, () => c.aggregate([{ $skip: -1 }]).toArray()],
    'two stages in one': [40323, () => c.aggregate([{ $match: {}, $limit: 1 }]).toArray()],
    'a match of 5': [15959, () => c.aggregate([{ $match: 5 as never }]).toArray()],
    'a sort by 7': [15975, () => c.aggregate([{ $sort: { a: 7 as never } }]).toArray()],
    'an empty project': [51272, () => c.aggregate([{ $project: {} }]).toArray()],
    'a root that is no document': [40228, () => c.aggregate([{ $replaceRoot: { newRoot: '$a' } }]).toArray()],
    'a number that is none': [241, () => c.aggregate([{ $set: { n: { $toInt: 'x' } } }]).toArray()],
    'the size of a number': [17124, () => c.aggregate([{ $set: { n: { $size: '$a' } } }]).toArray()],
    'an unknown variable': [17276, () => c.aggregate([{ $set: { n: '$$foo' } }]).toArray()],
    'a bad pattern': [51091, () => c.find({ a: { $regex: '(' } }).toArray()],
    'bad options of a pattern': [51108, () => c.find({ a: { $regex: 'a', $options: 'q' } }).toArray()],
    'an empty part of a path': [56, () => c.updateOne({}, { $set: { 'a.': 1 } })],
    'a negative skip of find': [51024, () => db.command({ find: 'c', skip: -1 })],
    'a limit that is no number': [14, () => db.command({ find: 'c', limit: 'x' })],
    'an update without updates': [40414, () => db.command({ update: 'c' })],
    'a negative time limit': [2, () => db.command({ find: 'c', maxTimeMS: -1 })],
  };

  for (const [name, [, run]] of Object.entries(wanted)) codes[name] = (await refusal(run())).code;

  expect(codes).toEqual(Object.fromEntries(Object.entries(wanted).map(([name, [code]]) => [name, code])));
});

test('a command that has used up its time is ended', async () => {
  const pacer = new Pacer(1);
  await sleep(5);

  await expect(pacer.rest()).rejects.toMatchObject({ code: 50, codeName: 'MaxTimeMSExpired' });
});
