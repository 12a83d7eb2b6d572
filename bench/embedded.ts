import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import mongoose from 'mongoose';
import { startEmbedded } from '../models/embedded/index.ts';
import type { Figure } from './measure.ts';

const SKETCH = 'first sketch of the embedded database';
const DOCUMENTS = 10_000;
const STATUSES = ['new', 'sorted', 'reviewed'] as const;

function petition(n: number) {
  return {
    code: `P-${n}`, status: STATUSES[n % 3]!, hamlet: `thôn ${n % 20}`,
    sortedAt: new Date(1_700_000_000_000 + ((n * 7919) % 1e9)), score: (n * 7919) % DOCUMENTS,
    text: `Kiến nghị số ${n}: đường liên thôn xuống cấp. `.repeat(12),
    tags: ['giao thông', `nhóm ${n % 7}`],
  };
}

function defineModel(connection: mongoose.Connection) {
  const schema = new mongoose.Schema({
    code: { type: String, unique: true }, status: String, hamlet: { type: String, index: true }, sortedAt: Date,
    score: Number, text: String, tags: [String],
  }, { timestamps: true });
  schema.index({ status: 1, sortedAt: -1 });
  schema.index({ sortedAt: -1 });
  return connection.model('Petition', schema);
}

/** Runs `action` so often, so many at a time, and returns the milliseconds for each. */
async function each(runs: number, atOnce: number, action: (n: number) => Promise<unknown>): Promise<number> {
  const start = performance.now();
  for (let n = 0; n < runs; n += atOnce) {
    await Promise.all(Array.from({ length: Math.min(atOnce, runs - n) }, (_, i) => action(n + i)));
  }
  return (performance.now() - start) / runs;
}

/** The median time of five runs, in milliseconds. */
async function milliseconds(action: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < 5; run++) {
    const start = performance.now();
    await action();
    times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b)[2]!;
}

/**
 * The embedded database through mongoose, on a folder of its own, with every write confirmed by the disk: small reads
 * and writes, queries over 10,000 documents, opening a folder that holds them. Baselines are those of the sketch;
 * where it was measured on 100,000 documents, a tenth of it.
 */
export async function benchEmbedded(): Promise<Figure[]> {
  const dir = mkdtempSync(join(tmpdir(), 'bench-db-'));
  const figures: Figure[] = [];
  function add(name: string, value: number, unit: string, baseline: number): void {
    figures.push({ name, value: Math.round(value * 100) / 100, unit, baseline, baselineName: SKETCH });
  }
  try {
    let database = await startEmbedded({ dir });
    let connection = await mongoose.createConnection(database.uri).asPromise();
    let Petition = defineModel(connection);
    await Petition.init();
    await each(200, 20, (n) => Petition.create(petition(1_000_000 + n))); // warm
    await Petition.deleteMany({});

    add('create, one after another, each', await each(500, 1, (n) => Petition.create(petition(n))), 'ms', 4.59);
    add('create, 50 at a time, each', await each(1500, 50, (n) => Petition.create(petition(500 + n))), 'ms', 1.06);
    const counters = connection.collection('counters');
    add('counter by $inc, 50 at a time', await each(1500, 50, () => counters.findOneAndUpdate(
      { _id: 'petition' as never }, { $inc: { n: 1 } }, { upsert: true },
    )), 'ms', 1.01);
    for (let n = 2000; n < DOCUMENTS; n += 1000) {
      await Petition.insertMany(Array.from({ length: 1000 }, (_, i) => petition(n + i)));
    }
    add('findOne by a unique key', await each(1000, 1, (n) => Petition.findOne({ code: `P-${n}` })), 'ms', 1.15);
    add('findOne by a unique key, lean', await each(1000, 1, (n) => Petition.findOne({ code: `P-${n}` }).lean()),
      'ms', 0.72);
    const newest = () => Petition.find({ status: 'new' }).sort({ sortedAt: -1 }).limit(20).lean();
    add('indexed filter, sort, limit 20 of 10,000', await milliseconds(newest), 'ms', 21.1);
    add('indexed sort, limit 20 of 10,000', await milliseconds(() => (
      Petition.find().sort({ sortedAt: -1 }).limit(20).lean()
    )), 'ms', 54.6);
    add('unindexed range, sort, limit 20 of 10,000', await milliseconds(() => (
      Petition.find({ score: { $lt: 1000 } }).sort({ score: 1 }).limit(20).lean()
    )), 'ms', 35.6);
    add('group by status, 10,000', await milliseconds(() => (
      Petition.aggregate([{ $group: { _id: '$status', n: { $sum: 1 } } }])
    )), 'ms', 29.3);
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    add('10,000 lean documents to an array', await milliseconds(() => Petition.find().lean()), 'ms', 486);
    delay.disable();
    add('longest hold of the event loop meanwhile', delay.max / 1e6, 'ms', 486);
    await connection.close();
    await database.close();

    const start = performance.now();
    database = await startEmbedded({ dir });
    add('open a folder with 10,000 documents', performance.now() - start, 'ms', 370);
    connection = await mongoose.createConnection(database.uri).asPromise();
    Petition = defineModel(connection);
    add('first findOne after opening', await milliseconds(() => Petition.findOne({ code: 'P-9' })), 'ms', 1.15);
    await connection.close();
    await database.close();
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
  return figures;
}
