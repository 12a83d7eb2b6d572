/** What expressions and stages answer, where they could easily be answered wrongly. */
import { setTimeout as sleep } from 'node:timers/promises';
import mongoose from 'mongoose';
import { describe, expect, test } from 'vitest';
import { Memory } from '../../../models/embedded/aggregation/memory.ts';
import { OPERATORS } from '../../../models/embedded/aggregation/operators.ts';
import { spread } from '../../../models/embedded/aggregation/documents.ts';
import { compilePipeline } from '../../../models/embedded/aggregation/pipeline.ts';
import { Pacer } from '../../../models/embedded/commands/pacer.ts';
import { refusal, temporaryDatabase } from './temporary.ts';

const { Decimal128, Double, Int32, Long, ObjectId, Timestamp } = mongoose.mongo.BSON;

async function aggregate(docs: object[], pipeline: object[]): Promise<Record<string, any>[]> {
  const { db } = await temporaryDatabase();
  await db.collection('c').insertMany(docs.map((doc, i) => ({ _id: i + 1 as never, ...doc })));
  return db.collection('c').aggregate(pipeline as never).toArray();
}

/** The value of each expression for one document. */
async function values(doc: object, expressions: (object | string)[]): Promise<unknown[]> {
  const fields = Object.fromEntries(expressions.map((expression, i) => [`r${i}`, expression]));
  const [found] = await aggregate([doc], [{ $project: fields }]);
  return expressions.map((_, i) => found![`r${i}`]);
}

const id = new ObjectId('507f1f77bcf86cd799439011');
const DOC = {
  n: 5, half: 2.5, list: [3, 1, 2], text: 'Đường làng', none: null, at: new Date('2026-03-01T20:00:00.007Z'), id,
  people: [{ age: 30 }, { age: 41 }, {}], nested: [[{ age: 1 }], { age: 2 }], $odd: 1,
  long: Long.fromNumber(7), price: Decimal128.fromString('1.5'),
};
const HANOI = 'Asia/Ho_Chi_Minh';

/** Of each operator at least one example, with the answer that MongoDB's manual gives for such a document. */
const EXAMPLES: [string, object | string, unknown][] = [
  ['$literal', { $literal: '$n' }, '$n'],
  ['$eq', { $eq: ['$n', new Double(5)] }, true], ['$ne', { $ne: ['$none', '$missing'] }, true],
  ['$gt', { $gt: ['a', 9] }, true], ['$gte', { $gte: ['$n', 5] }, true], ['$lt', { $lt: ['$missing', '$none'] }, true],
  ['$lte', { $lte: ['$n', 4] }, false], ['$cmp', { $cmp: [1, 2] }, -1],
  ['$and', { $and: [1, 'x', { $not: ['$none'] }] }, true], ['$or', { $or: [0, '$none', '$missing'] }, false],
  ['$not', { $not: [new Double(0)] }, true],
  ['$cond', { $cond: [{ $isArray: '$list' }, 'yes', 'no'] }, 'yes'],
  ['$cond', { $cond: { if: '$missing', then: 1, else: { $literal: 2 } } }, 2],
  ['$ifNull', { $ifNull: ['$none', '$missing', 'else'] }, 'else'],
  ['$add', { $add: ['$n', '$half', 1] }, 8.5], ['$add', { $add: ['$n', '$none'] }, null],
  ['$add', { $add: ['$at', 1000] }, new Date('2026-03-01T20:00:01.007Z')],
  ['$subtract', { $subtract: ['$n', 7] }, -2], ['$subtract', { $subtract: ['$at', '$at'] }, 0],
  ['$multiply', { $multiply: ['$n', '$half'] }, 12.5], ['$divide', { $divide: ['$n', 2] }, 2.5],
  ['$round', { $round: [2.675, 2] }, 2.68], ['$round', { $round: '$half' }, 2], ['$round', { $round: [-1.5] }, -2],
  ['$round', { $round: ['$price', 0] }, Decimal128.fromString('2')], ['$round', { $round: [1250, -2] }, 1200],
  ['$round', { $round: ['$long', 3] }, 7], ['$round', { $round: [1e-7, 8] }, 1e-7],
  ['$rand', { $lt: [{ $rand: {} }, 1] }, true],
  ['$sum', { $sum: '$list' }, 6], ['$avg', { $avg: ['$n', '$half'] }, 3.75], ['$min', { $min: '$list' }, 1],
  ['$max', { $max: ['$n', 'x', '$none'] }, 'x'],
  ['$concat', { $concat: ['$text', ' ', 'Ba'] }, 'Đường làng Ba'], ['$concat', { $concat: ['a', '$none'] }, null],
  ['$toLower', { $toLower: 'ĐƯỜNG' }, 'đường'], ['$toUpper', { $toUpper: '$missing' }, ''],
  ['$strLenCP', { $strLenCP: '$text' }, 10],
  ['$toString', { $toString: '$id' }, id.toHexString()], ['$toString', { $toString: '$half' }, '2.5'],
  ['$type', { $type: '$missing' }, 'missing'], ['$type', { $type: '$price' }, 'decimal'],
  ['$dateToString', { $dateToString: { date: '$at' } }, '2026-03-01T20:00:00.007Z'],
  ['$dateToString', { $dateToString: { date: '$at', format: '%d/%m/%Y %H:%M:%S %z %Z 100%%', timezone: HANOI } },
    '02/03/2026 03:00:00 +0700 420 100%'],
  ['$dateToString', { $dateToString: { date: '$none', onNull: 'không rõ' } }, 'không rõ'],
  ['$size', { $size: '$list' }, 3], ['$isArray', { $isArray: '$n' }, false], ['$in', { $in: [2, '$list'] }, true],
  ['$arrayElemAt', { $arrayElemAt: ['$list', -1] }, 2], ['$first', { $first: '$list' }, 3],
  ['$map', { $map: { input: '$people', as: 'one', in: { $add: ['$$one.age', 1] } } }, [31, 42, null]],
  ['$filter', { $filter: { input: '$list', cond: { $gt: ['$$this', 1] } } }, [3, 2]],
  ['$setField', { $setField: { field: 'a', input: { b: 1 }, value: '$n' } }, { b: 1, a: 5 }],
  ['$and', { $and: [{ $isArray: '$n' }, { $gt: [{ $size: '$n' }, 0] }] }, false],
  ['$or', { $or: [{ $not: { $isArray: '$n' } }, { $eq: [{ $size: '$n' }, 0] }] }, true],
  ['$ifNull', { $ifNull: ['$n', { $divide: [1, 0] }] }, 5],
  ['$ifNull', { $ifNull: ['$none', '$missing', '$none'] }, null],
  ['$arrayElemAt', { $arrayElemAt: ['$list', new Double(0)] }, 3],
  ['$arrayElemAt', { $arrayElemAt: ['$list', Long.fromNumber(1)] }, 1],
  ['$dateToString', { $dateToString: { date: '$at', format: { $concat: ['%Y', '-%m'] } } }, '2026-03'],
  ['$dateToString', { $dateToString: { date: '$at', format: '$none', onNull: 'x' } }, null],
  ['a path through nested lists', '$nested.age', [2]],
  ['a path through a list', '$people.age', [30, 41]], ['the document', '$$ROOT.n', 5],
];

describe('expressions', () => {
  test.each(EXAMPLES)('%s', async (_name, expression, answer) => {
    expect(await values(DOC, [expression])).toEqual([answer]);
  });

  test('of every operator there is an example', () => {
    expect(Object.keys(OPERATORS).filter((name) => !EXAMPLES.some(([shown]) => shown === name))).toEqual([]);
  });

  test('numbers keep their BSON type: ints grow to longs and then to doubles, doubles and decimals win', async () => {
    const { db } = await temporaryDatabase();
    const c = db.collection('c');
    await c.insertOne({ _id: 1 as never, two: new Double(2), long: Long.fromNumber(5), big: Long.MAX_VALUE, int: 2 ** 31 - 1 });

    const [found] = await c.aggregate([
      { $project: {
        _id: 0, two: 1, long: 1, sum: { $add: ['$long', 1] }, grown: { $add: ['$int', 1] }, over: { $add: ['$big', 1] },
        one: { $literal: new Double(1) }, decimal: { $multiply: [Decimal128.fromString('1.5'), 2] }, half: { $divide: [4, 2] },
      } },
    ], { promoteValues: false }).toArray();
    const [group] = await c.aggregate([
      { $group: { _id: '$two', n: { $sum: 1 }, total: { $sum: '$long' }, mean: { $avg: '$int' } } },
    ], { promoteValues: false }).toArray();
    const [ints] = await c.aggregate([
      { $set: { list: ['$int', '$int'] } }, { $unwind: '$list' }, { $group: { _id: null, total: { $sum: '$list' } } },
    ], { promoteValues: false }).toArray();
    const projection = { _id: 0, same: '$two', more: { $add: ['$two', 1] } };
    const shown = await c.findOne({}, { projection, promoteValues: false });

    expect(found).toEqual({
      two: new Double(2), long: Long.fromNumber(5), sum: Long.fromNumber(6), grown: Long.fromNumber(2 ** 31),
      over: new Double(2 ** 63), one: new Double(1), decimal: Decimal128.fromString('3'), half: new Double(2),
    });
    expect(group).toEqual({ _id: new Double(2), n: new Int32(1), total: Long.fromNumber(5), mean: new Double(2 ** 31 - 1) });
    expect(ints).toEqual({ _id: null, total: Long.fromNumber(2 ** 32 - 2) });
    expect(shown).toEqual({ same: new Double(2), more: new Double(3) });
  });
});

describe('numbers in filters', () => {
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

    expect(sums).toEqual({ _id: null, list: [1, 3], sum: 4, mean: 2, none: null, top: 3, n: 3 });
  });

  test('take documents apart, put them together and count them', async () => {
    const docs = [{ tags: ['a', 'b'], n: 1 }, { tags: [], n: 2 }, { tags: 'c', n: 3 }, { n: 4 }];
    const unwound = await aggregate(docs, [
      { $unwind: { path: '$tags', includeArrayIndex: 'at', preserveNullAndEmptyArrays: true } }, { $project: { tags: 1, at: 1 } },
    ]);

    expect(unwound).toEqual([
      { _id: 1, tags: 'a', at: 0 }, { _id: 1, tags: 'b', at: 1 }, { _id: 2, at: null }, { _id: 3, tags: 'c', at: null },
      { _id: 4, at: null },
    ]);
    expect(await aggregate(docs, [{ $unwind: '$tags' }, { $sortByCount: '$n' }, { $skip: 1 }, { $limit: 5 }]))
      .toEqual([{ _id: 3, count: 1 }]);
    expect(await aggregate(docs, [{ $replaceWith: { m: '$n' } }, { $match: { m: { $gt: 2 } } }, { $sort: { m: -1 } }]))
      .toEqual([{ m: 4 }, { m: 3 }]);
    expect(await aggregate(docs, [{ $match: { n: 9 } }, { $count: 'n' }])).toEqual([]);
  });

  test('every stage gives way to others while it works on what is in memory', () => {
    const context = { memory: new Memory(), documentsOf: () => spread([]), isIndexed: () => false };
    const many = Array.from({ length: 1000 }, (_, n) => ({ n, list: [n] }));
    const stages = compilePipeline([
      { $sort: { n: -1 } }, { $unwind: '$list' }, { $group: { _id: '$n' } }, { $match: { _id: -1 } }, { $sort: { _id: 1 } },
    ], context);

    const steps = [...stages(spread(many))];

    expect(steps.length).toBeGreaterThan(1000);
    expect(steps.filter(Boolean)).toEqual([]);
  });

  test.each<[string, object[]]>([
    ['$sort', [{ $sort: { list: 1 } }]], ['$push', [{ $group: { _id: null, all: { $push: '$$ROOT' } } }]],
    ['$addToSet', [{ $group: { _id: null, all: { $addToSet: { $concat: ['$text', { $toString: '$list' }] } } } }]],
    ['the first of each group', [{ $group: { _id: '$list', one: { $first: '$text' } } }]],
    ['$facet', [{ $facet: { all: [] } }]],
    ['$sort and $facet together', [{ $limit: 60 }, { $sort: { list: 1 } }, { $facet: { all: [] } }]],
    ['$lookup', [{ $lookup: { from: 'c', pipeline: [{ $unwind: '$list' }], as: 'all' } }]],
    ['an unindexed $lookup', [{ $set: { list: 1 } },
      { $lookup: { from: 'c', localField: 'list', foreignField: 'list', as: 'a', pipeline: [{ $unwind: '$list' }] } }]],
  ])('more than 100 MB in memory is refused: %s', async (_name, stages) => {
    const docs = [{ text: 'x'.repeat(1_000_000), list: Array.from({ length: 120 }, (_, n) => n) }];

    expect(await refusal(aggregate(docs, [{ $unwind: '$list' }, ...stages]))).toMatchObject({ code: 146 });
  });

  test('what is not kept is not counted', async () => {
    const docs = [{ text: 'x'.repeat(1_000_000), list: Array.from({ length: 120 }, (_, n) => n) }];
    const lookup = { from: 'c', localField: '_id', foreignField: '_id', as: 'same', let: { text: '$text' }, pipeline: [
      { $sort: { text: 1 } }, { $match: { $expr: { $eq: ['$text', '$$text'] } } },
    ] };

    const found = await aggregate(docs, [{ $unwind: '$list' }, { $lookup: lookup }, { $group: {
      _id: null, set: { $addToSet: '$text' }, top: { $max: '$same.text' }, n: { $sum: { $size: '$same' } },
    } }, { $project: { n: 1 } }]);

    const sort = { $sort: { text: 1 } };
    const sorted = await aggregate(docs, [
      { $unwind: '$list' }, { $limit: 30 }, sort, sort, sort, sort,
      { $facet: { a: [sort, { $limit: 1 }, { $count: 'n' }], b: [sort, { $count: 'n' }] } },
    ]);

    expect(found).toEqual([{ _id: null, n: 120 }]);
    expect(sorted).toEqual([{ a: [{ n: 1 }], b: [{ n: 30 }] }]);
  });

  test('$lookup finds partners by a value of their own, in their order, and gives its pipeline variables', async () => {
    const docs = [{ tags: ['a'], of: [3, 2] }, { tags: ['a', 'b'], of: 9 }, { tags: [] }];
    const one = { $lookup: { from: 'c', localField: 'of', foreignField: '_id', as: 'found' } };
    const outer = { from: 'c', let: { n: { $size: '$tags' } }, as: 'found', pipeline: [
      { $lookup: { from: 'c', as: 'inner', let: { id: '$_id' }, pipeline: [
        { $match: { $expr: { $and: [{ $eq: ['$_id', '$$id'] }, { $eq: [{ $size: '$tags' }, '$$n'] }] } } },
      ] } },
      { $match: { inner: { $ne: [] } } },
    ] };
    const unindexed = { $lookup: { from: 'c', localField: 'tags', foreignField: 'tags', as: 'found' } };
    const ids = async (stage: object): Promise<number[][]> => (await aggregate(docs, [stage])).map(
      ({ found }) => found.map(({ _id }: { _id: number }) => _id),
    );

    expect(await ids(one)).toEqual([[2, 3], [], []]);
    expect(await ids(unindexed)).toEqual([[1, 2], [1, 2], []]);
    expect(await ids({ $lookup: outer })).toEqual([[1], [2], [3]]);
  });

  test.each<[string, object, object]>([
    ['a nested field left out', { $project: { a: { b: 0 } } }, { _id: 1, a: { c: 2 }, x: 5 }],
    ['a dotted field left out', { $project: { 'a.b': 0 } }, { _id: 1, a: { c: 2 }, x: 5 }],
    ['the fields of a group', { $group: { _id: '$a.b', x: { $sum: '$x' }, all: { $push: '$$ROOT.a' } } },
      { _id: 1, x: 5, all: [{ b: 1, c: 2 }] }],
  ])('reads what it needs: %s', async (_name, stage, answer) => {
    expect(await aggregate([{ a: { b: 1, c: 2 }, x: 5 }], [stage])).toEqual([answer]);
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
    'the text of a list': [241, () => c.aggregate([{ $set: { n: { $toString: '$list' } } }]).toArray()],
    'a division by zero': [2, () => c.aggregate([{ $set: { n: { $divide: [1, 0] } } }]).toArray()],
    'two operators in one': [15983, () => c.aggregate([{ $set: { n: { $add: [1], $max: 1 } } }]).toArray()],
    'too many arguments': [16020, () => c.aggregate([{ $set: { n: { $eq: [1, 2, 3] } } }]).toArray()],
    'an operator that is not supported': [168, () => c.aggregate([{ $set: { n: { $toInt: '1' } } }]).toArray()],
    'a stage that is not supported': [40324, () => c.aggregate([{ $bucketAuto: {} }]).toArray()],
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

/** Stages and the codes of MongoDB's refusals. */
const REFUSED: [string, number, object][] = [
  ['a long text', 10334, { $set: { n: { $concat: Array(20).fill('$long') } } }],
  ['$lookup: an unknown field', 9, { $lookup: { from: 'c', localField: 'a', foreignField: 'a', as: 'r', foo: 1 } }],
  ['$lookup: neither fields nor a pipeline', 9, { $lookup: { from: 'c', as: 'r' } }],
  ['$lookup: a field that is a number', 9, { $lookup: { from: 'c', localField: 5, foreignField: 'a', as: 'r' } }],
  ['$lookup: a variable with a capital', 16867, { $lookup: { from: 'c', let: { Foo: 1 }, pipeline: [], as: 'r' } }],
  ['$lookup: a pipeline that cannot be read', 40324, { $lookup: { from: 'none', pipeline: [{ $foo: 1 }], as: 'r' } }],
  ['$map: a variable with a capital', 16867, { $set: { n: { $map: { input: [], as: 'Foo', in: 1 } } } }],
  ['$unwind: an unknown field', 28811, { $unwind: { path: '$a', foo: 1 } }],
  ['$unwind: 0 for false', 28809, { $unwind: { path: '$a', preserveNullAndEmptyArrays: 0 } }],
  ['$unwind: an index that is a number', 28810, { $unwind: { path: '$a', includeArrayIndex: 5 } }],
  ['$unwind: an index with $', 28822, { $unwind: { path: '$a', includeArrayIndex: '$i' } }],
  ['$replaceRoot: an unknown field', 40415, { $replaceRoot: { newRoot: '$$ROOT', foo: 1 } }],
  ['$replaceRoot: no root', 40414, { $replaceRoot: {} }],
  ['$group: a list', 40237, { $group: { _id: null, n: { $sum: ['$a', '$b'] } } }],
  ['$group: a dotted name', 40235, { $group: { _id: null, 'a.b': { $sum: 1 } } }],
  ['$group: the name of an operator', 40236, { $group: { _id: null, $a: { $sum: 1 } } }],
  ['$group: $count of something', 14, { $group: { _id: null, n: { $count: 5 } } }],
  ['$group: an accumulator of every object', 15952, { $group: { _id: null, n: { $sum: 1 }, m: { $constructor: 1 } } }],
  ['$count: a number', 40156, { $count: 5 }],
  ['$sort: nothing', 15976, { $sort: {} }],
  ['$facet: nothing', 40169, { $facet: {} }], ['$facet in $facet', 40600, { $facet: { a: [{ $facet: { b: [] } }] } }],
  ['$project: a path twice', 31249, { $project: { a: 1, 'a.b': 1 } }],
  ['$project: an empty document', 51270, { $project: { a: {} } }],
  ['$set: a path twice', 40176, { $set: { 'a.b': 1, a: 2 } }],
  ['$set: an operator among fields', 16410, { $set: { a: { z: 1, $add: [1, 2] } } }],
  ['an operator among fields of an expression', 16410, { $set: { a: [{ z: 1, $add: [1, 2] }] } }],
  ['a dotted name in an expression', 16412, { $set: { a: [{ 'b.c': 1 }] } }],
  ['$setField of a text', 4161105, { $set: { n: { $setField: { field: 'a', input: 'abc', value: 1 } } } }],
  ['$dateToString: no text', 18533, { $set: { n: { $dateToString: { date: new Date(0), format: '$a' } } } }],
  ['a stage of every object', 40324, { constructor: 1 }], ['another one', 40324, { toString: {} }],
];

test('stages with what they do not know, or cannot do, are refused with the codes of MongoDB', async () => {
  const { db } = await temporaryDatabase();
  const c = db.collection('c');
  await c.insertOne({ a: 1, long: 'x'.repeat(1_000_000) });
  const codes: Record<string, unknown> = {};

  for (const [name, , stage] of REFUSED) codes[name] = (await refusal(c.aggregate([stage]).toArray())).code;

  expect(codes).toEqual(Object.fromEntries(REFUSED.map(([name, code]) => [name, code])));
});

test('collations are refused but for a locale and a strength of 1 to 3', async () => {
  const { db } = await temporaryDatabase();
  const ask = (more: object) => db.command({ find: 'c', filter: { a: 1 }, collation: { locale: 'vi', ...more } });
  const refused: object[] = [
    { strength: 9 }, { strength: 5 }, { foo: 1 }, { constructor: 1 }, { numericOrdering: true }, { caseFirst: 'upper' },
  ];
  const usual = {
    strength: 2, caseLevel: false, caseFirst: 'off', numericOrdering: false, alternate: 'non-ignorable',
  };

  const codes = await Promise.all(refused.map(async (more) => (await refusal(ask(more))).code));

  expect(codes).toEqual(refused.map(() => 2));
  expect((await ask(usual))['ok']).toBe(1);
  expect((await refusal(db.command({ find: 'c', let: { Foo: 1 } }))).code).toBe(16867);
});

test('a command that has used up its time is ended, a change between two of its steps', async () => {
  const { db } = await temporaryDatabase();
  const c = db.collection('c');
  await c.insertMany(Array.from({ length: 5000 }, (_, n) => ({ n })));
  const pacer = new Pacer(1);
  await sleep(5);

  await expect(pacer.rest()).rejects.toMatchObject({ code: 50, codeName: 'MaxTimeMSExpired' });
  await expect(c.updateMany({}, { $inc: { n: 1 } }, { maxTimeMS: 1 })).rejects.toMatchObject({ code: 50 });
  await expect(c.createIndex({ n: 1 }, { maxTimeMS: 1 })).rejects.toMatchObject({ code: 50 });
  expect((await c.indexes()).map(({ name }) => name)).toEqual(['_id_']);
  expect(await c.updateMany({}, { $set: { n: 7 } }, { maxTimeMS: 60_000 })).toMatchObject({ matchedCount: 5000 });
});
