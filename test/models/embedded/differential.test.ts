/**
 * Random operations on the database and on a plain model of what MongoDB's manual says of them, with restarts in
 * between. A failure prints its seed: SEED=<n> runs it again.
 */
import { expect, test } from 'vitest';
import { startEmbedded } from '../../../models/embedded/index.ts';
import { Model, type Document } from './plain-model.ts';
import { random } from './random.ts';
import { connect, temporaryFolder } from './temporary.ts';

const SEED = Number(process.env['SEED'] ?? 4711);
const RUNS = 3;
const OPERATIONS = 220;

/** Everything random that one run does. */
function generator(seed: number) {
  const next = random(seed);
  const pick = <T>(list: readonly T[]): T => list[next(list.length)]!;
  const field = () => pick(['a', 'b', 'c', 'sub.x'] as const);
  const scalar = () => pick([
    next(6), next(6), next(4) / 2, `t${next(4)}`, `đ${next(3)}`, null, new Date(next(4)), next(2) === 0,
  ]);
  const value = () => (next(6) === 0 ? Array.from({ length: next(3) }, scalar) : scalar());
  const condition = (): unknown => pick([
    () => scalar(), () => ({ $gt: next(5) }), () => ({ $gte: `t${next(3)}` }), () => ({ $lt: new Date(next(4)) }),
    () => ({ $lte: next(4), $gte: 1 }), () => ({ $in: [scalar(), scalar()] }), () => ({ $ne: scalar() }),
    () => ({ $exists: next(2) === 0 }), () => ({ $nin: [scalar()] }),
  ])();
  const fields = (atLeast = 0): Document => (
    Object.fromEntries(Array.from({ length: next(3) + atLeast }, () => [field(), condition()])));
  const filter = (): Document => ({
    ...fields(), ...(next(4) === 0 && { $or: Array.from({ length: next(3) + 1 }, () => fields(1)) }),
  });
  const document = (id: number): Document => ({
    _id: id, ...(next(5) && { a: value() }), ...(next(4) && { b: scalar() }), ...(next(3) && { c: scalar() }),
    ...(next(2) && { sub: { x: scalar() } }), u: next(60),
  });
  const update = (): Document => pick([
    () => ({ $set: { [field()]: scalar() } }), () => ({ $unset: { [pick(['a', 'b', 'c'])]: '' } }),
    () => ({ $set: { u: next(60) } }), () => ({ $set: { a: value(), b: scalar() } }),
  ])();
  const sort = (): [string, 1 | -1][] => [
    ...(next(2) ? [[pick(['a', 'b', 'c', 'sub.x']), pick([1, -1] as const)] as [string, 1 | -1]] : []),
    ['_id', pick([1, -1] as const)],
  ];
  return { next, pick, filter, document, update, sort };
}

const INDEXES = [
  { key: { a: 1 } }, { key: { b: -1, c: 1 } }, { key: { 'sub.x': 1 } }, { key: { c: 1, a: -1 }, sparse: true },
  { key: { b: 1 }, name: 'partial', partialFilterExpression: { c: 't1' } },
] as const;

test.each(Array.from({ length: RUNS }, (_, run) => SEED + run))('as the model, with restarts: SEED=%i', async (seed) => {
  const { next, pick, filter, document, update, sort } = generator(seed);
  const dir = temporaryFolder();
  const model = new Model(['u']);
  let database = await startEmbedded({ dir, noSync: true });
  let client = await connect(database);
  let c = client.db().collection<Document>('c');
  await c.createIndex({ u: 1 }, { unique: true });

  for (let step = 0, id = 0; step < OPERATIONS; step++) {
    const where = filter();
    const at = `SEED=${seed} step ${step} ${JSON.stringify(where)}`;
    const outcome = async (action: Promise<unknown>) => action.then((done) => done, (error: { code: unknown }) => (
      { code: error.code }));
    switch (pick(['insert', 'insert', 'insert', 'update', 'updateMany', 'delete', 'find', 'find', 'count', 'distinct',
      'index', 'restart'])) {
      case 'insert': {
        const doc = document(++id);
        const done = await outcome(c.insertOne({ ...doc } as never).then(() => ({})));
        expect(done, at).toEqual(model.insert(doc));
        break;
      }
      case 'update': {
        const [one, change] = [{ _id: next(id + 2) }, update()];
        const done = await outcome(c.updateOne(one as never, change).then(({ matchedCount }) => ({ n: matchedCount })));
        expect(done, at).toEqual(model.update(one, change));
        break;
      }
      case 'updateMany': {
        const change = { $set: { [pick(['a', 'b', 'c'])]: pick([1, 't1', null]) } };
        const done = await outcome(c.updateMany(where, change).then(({ matchedCount }) => ({ n: matchedCount })));
        expect(done, at).toEqual(model.update(where, change));
        break;
      }
      case 'delete': {
        const limited = { ...where, _id: { $lt: next(id + 1) / 3 } };
        const { deletedCount } = await c.deleteMany(limited as never);
        expect(deletedCount, at).toBe(model.delete(limited));
        break;
      }
      case 'find': {
        const [order, skip, limit] = [sort(), next(3), next(12)];
        const found = await c.find(where).sort(order).skip(skip).limit(limit).toArray();
        expect(found, `${at} ${JSON.stringify({ order, skip, limit })}`).toEqual(model.find(where, order, skip, limit));
        break;
      }
      case 'count':
        expect(await c.countDocuments(where), at).toBe(model.find(where, [], 0, 0).length);
        break;
      case 'distinct':
        expect(new Set((await c.distinct('b', where)).map(String)), at).toEqual(model.distinct('b', where));
        break;
      case 'index': {
        const { key, ...options } = pick(INDEXES);
        if (next(3)) await c.createIndex(key as never, options);
        else await c.dropIndexes().then(() => c.createIndex({ u: 1 }, { unique: true }));
        break;
      }
      case 'restart':
        if (next(2)) break;
        await client.close();
        expect(await database.check(), at).toEqual([]);
        await database.close();
        database = await startEmbedded({ dir, noSync: true });
        client = await connect(database);
        c = client.db().collection<Document>('c');
    }
  }
  const all = await c.find().sort({ _id: 1 }).toArray();
  await client.close();
  const problems = await database.check();
  await database.close();

  expect(all, `SEED=${seed}`).toEqual(model.find({}, [['_id', 1]], 0, 0));
  expect(problems, `SEED=${seed}`).toEqual([]);
}, 120_000);
