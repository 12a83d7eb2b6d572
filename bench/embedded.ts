/**
 * The embedded database through mongoose, on a folder of its own, every write confirmed by the disk. Beside it in the
 * same run: a server that answers at once with a canned reply (what the driver itself needs), and one synced commit of
 * LMDB (what the disk needs). Figures without such a baseline stand beside the limit that was set for them.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { open } from 'lmdb';
import mongoose from 'mongoose';
import { startEmbedded } from '../models/embedded/index.ts';
import { median, quantile, type Figure } from './measure.ts';

const DOCUMENTS = 100_000;
const STATUSES = ['new', 'sorted', 'reviewed'] as const;
const ROOT = fileURLToPath(new URL('../', import.meta.url));

/** About 850 bytes. */
function petition(n: number) {
  return {
    code: `P-${n}`, status: STATUSES[n % 3]!, hamlet: `thôn ${n % 20}`,
    sortedAt: new Date(1_700_000_000_000 + ((n * 7919) % 1e9)), score: (n * 7919) % DOCUMENTS,
    text: `Kiến nghị số ${n}: đường liên thôn xuống cấp. `.repeat(9), tags: ['giao thông', `nhóm ${n % 7}`],
  };
}

async function connect(uri: string) {
  const connection = await mongoose.createConnection(uri, { autoIndex: false, maxPoolSize: 100 }).asPromise();
  const schema = new mongoose.Schema({
    code: { type: String, unique: true }, status: String, hamlet: { type: String, index: true }, sortedAt: Date,
    score: Number, text: String, tags: [String],
  }, { timestamps: true });
  schema.index({ status: 1, sortedAt: -1 });
  schema.index({ sortedAt: -1 });
  return { connection, Petition: connection.model('Petition', schema) };
}
type Petitions = Awaited<ReturnType<typeof connect>>['Petition'];

/** The median of several runs of `action`, in milliseconds. */
async function milliseconds(runs: number, action: (run: number) => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    await action(run);
    times.push(performance.now() - start);
  }
  return median(times);
}

async function startNullServer(dir: string): Promise<{ uri: string; end(): Promise<unknown> }> {
  const path = join(dir, 'null.sock');
  const worker = new Worker(new URL('null-server.mjs', import.meta.url), {
    workerData: { path, document: { _id: 1, ...petition(1) } }, execArgv: [],
  });
  await once(worker, 'message');
  return { uri: `mongodb://${encodeURIComponent(path)}/bench?directConnection=true`, end: () => worker.terminate() };
}

/** One synced commit of a document's size, in milliseconds. */
async function syncedCommit(dir: string): Promise<number> {
  const root = open<Buffer, number>({ path: join(dir, 'commit.mdb'), noSubdir: true, encoding: 'binary', overlappingSync: false });
  const value = Buffer.alloc(850, 1);
  const commit = await milliseconds(300, async (run) => root.transactionSync(() => root.putSync(run, value)));
  await root.close();
  return commit;
}

/**
 * The medians of the same action on the null server and on the database, one after the other in turn, so that what
 * else the machine does meets both alike.
 */
async function inTurn(
  runs: number, models: { none: Petitions; real: Petitions }, action: (model: Petitions, run: number) => Promise<unknown>,
): Promise<{ none: number; real: number }> {
  const times = { none: [] as number[], real: [] as number[] };
  for (let run = 0; run < runs; run++) {
    for (const which of ['none', 'real'] as const) {
      const start = performance.now();
      await action(models[which], run);
      times[which].push(performance.now() - start);
    }
  }
  return { none: median(times.none), real: median(times.real) };
}

async function fill(Petition: Petitions): Promise<void> {
  for (let n = await Petition.countDocuments(); n < DOCUMENTS; n += 1000) {
    const part = Array.from({ length: 1000 }, (_, i) => ({ ...petition(n + i), createdAt: new Date(n), updatedAt: new Date(n) }));
    await Petition.collection.insertMany(part as never);
  }
}

function groupAll(Petition: Petitions) {
  return Petition.aggregate([{ $group: { _id: '$status', n: { $sum: 1 } } }]);
}

/** How long an indexed read waits, and this thread, while all documents are grouped again and again. */
async function waitsMeanwhile(Petition: Petitions): Promise<{ read: number; main: number }> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const waits: number[] = [];
  const ended = new AbortController();
  const grouping = (async () => {
    for (let run = 0; run < 5; run++) await groupAll(Petition);
    ended.abort();
  })();
  delay.enable();
  while (!ended.signal.aborted) {
    const start = performance.now();
    await Petition.findOne({ code: `P-${waits.length}` }).lean();
    waits.push(performance.now() - start);
  }
  delay.disable();
  await grouping;
  return { read: quantile(waits, 0.99), main: delay.percentile(99) / 1e6 };
}

/** The resident memory of a process that serves the folder, in MB, once it has done some work. */
async function residentMemory(dir: string, work: (Petition: Petitions) => Promise<unknown>): Promise<number> {
  const child = spawn(process.execPath, [join(ROOT, 'bin/run.mjs'), 'cli.ts', 'database', '--dir', dir], {
    cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [uri] = await once(createInterface(child.stdout!), 'line') as [string];
  const { connection, Petition } = await connect(uri);
  await work(Petition);
  const kilobytes = Number(execFileSync('ps', ['-o', 'rss=', '-p', String(child.pid)], { encoding: 'utf8' }));
  await connection.close();
  child.kill();
  await once(child, 'close');
  return kilobytes / 1024;
}

function page(Petition: Petitions) {
  return Petition.find({ status: 'new' }).sort({ sortedAt: -1 }).limit(20).lean();
}

export async function benchEmbedded(): Promise<Figure[]> {
  const dir = mkdtempSync(join(tmpdir(), 'bench-db-'));
  const figures: Figure[] = [];
  function add(name: string, value: number, unit: string, baseline: number, baselineName: string): void {
    figures.push({ name, value: Math.round(value * 1000) / 1000, unit, baseline, baselineName });
  }
  try {
    const commit = await syncedCommit(dir);
    const nullServer = await startNullServer(dir);
    const none = await connect(nullServer.uri);
    const full = join(dir, 'full');
    let database = await startEmbedded({ dir: full });
    let { connection, Petition } = await connect(database.uri);
    await Petition.createIndexes();
    const models = { none: none.Petition, real: Petition };

    await inTurn(300, models, (model, n) => model.create(petition(1_000_000 + n))); // warm
    await Petition.deleteMany({});
    const create = await inTurn(500, models, (model, n) => model.create(petition(n)));
    add('create with 4 indexes', create.real, 'ms', create.none + commit, 'null server + one synced commit');
    const hundred = (run: number) => Promise.all(Array.from({ length: 100 }, (_, i) => (
      Petition.create(petition(500 + run * 100 + i)))));
    await milliseconds(10, hundred); // warm: a hundred connections are opened
    const together = await milliseconds(30, (run) => hundred(10 + run));
    add('create, 100 at a time, each', together / 100, 'ms', create.real / 4, 'a quarter of one after another');
    await fill(Petition);
    await inTurn(1000, models, (model, n) => model.findOne({ code: `P-${n}` }).lean());
    const findOne = await inTurn(2000, models, (model, n) => model.findOne({ code: `P-${n}` }).lean());
    add('findOne by a unique key, lean', findOne.real, 'ms', findOne.none, 'null server');
    await none.connection.close();
    await nullServer.end();
    add('sorted page of 20 by an index, of 100,000', await milliseconds(50, () => page(Petition)), 'ms', 5, 'limit');
    add('sorted page of 20, another filter', await milliseconds(20, () => (
      Petition.find({ hamlet: 'thôn 3' }).sort({ sortedAt: -1 }).limit(20).lean())), 'ms', 5, 'limit');
    add('count of an indexed value', await milliseconds(20, () => Petition.countDocuments({ status: 'new' })), 'ms', 5, 'limit');
    add('grouped counts over 100,000', await milliseconds(5, () => groupAll(Petition)), 'ms', 500, 'limit');
    const waits = await waitsMeanwhile(Petition);
    add('meanwhile an indexed read waits (99 of 100)', waits.read, 'ms', 25, 'limit');
    add('meanwhile the main thread waits (99 of 100)', waits.main, 'ms', 10, 'limit');
    await connection.close();
    await database.close();

    const start = performance.now();
    database = await startEmbedded({ dir: full });
    add('open a folder with 100,000 documents', performance.now() - start, 'ms', 300, 'limit');
    ({ connection, Petition } = await connect(database.uri));
    add('first findOne after opening', await milliseconds(1, () => Petition.findOne({ code: 'P-9' })), 'ms', 25, 'limit');
    await connection.close();
    await database.close();

    mkdirSync(join(dir, 'empty'));
    const empty = await residentMemory(join(dir, 'empty'), (model) => groupAll(model).exec());
    const opened = await residentMemory(full, (model) => page(model).exec());
    const used = await residentMemory(full, async (model) => {
      await page(model);
      await groupAll(model);
    });
    add('resident memory above an empty store, after a page', opened - empty, 'MB', 150, 'limit');
    add('the same after reading every document', used - empty, 'MB', 150, 'limit');
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
  return figures;
}
