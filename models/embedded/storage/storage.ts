/**
 * The one door to LMDB. Longer than other files on purpose: reading, the transaction that writers share and what happens
 * when the disk refuses it depend on each other line by line.
 */
import { join } from 'node:path';
import { open, type Database, type RootDatabase, type Transaction } from 'lmdb';
import { checkDataFile } from '../folder/data-file.ts';
import { asDbError, DatabaseUnusableError, DbError } from '../errors.ts';
import { createPrivateFile } from '../folder/private-files.ts';
import { decode, encode, type Doc } from '../values/values.ts';

/** The data file's name in the folder; a backup put there under this name is a restored database. */
export const DATA_FILE = 'data.mdb';
/** The layout of the data file. A program refuses a file of a later one. */
const FORMAT = 2;
const FORMAT_KEY = 'format';
/** Where format 1 had its catalogue. */
const FORMER_CATALOGUE = 'collections';
/** A program of format 1 would take the file for an empty one: this is a collection that it can only refuse. */
const FORMER_REFUSAL = {
  db: 'later', name: 'later', uuid: Buffer.alloc(16), options: {}, indexes: [{
    v: 2, key: { a: 1 }, name: 'a', partialFilterExpression: { '$written by a later version of this program': 1 },
  }],
};
/** How long one transaction goes on before it is committed and others have their turn. */
const SLICE_MS = 8;
/** How long one writer of several may go on inside a transaction. */
const TURN_MS = 1;
/** A range is read in chunks, at first small ones: most readers want little. */
const FIRST_CHUNK = 8;
const LARGEST_CHUNK = 256;
/** A chunk ends with the value that makes it larger than this. */
const CHUNK_BYTES = 1_000_000;

/** A change in steps: what happens between two `yield`s happens at once, other writers may come in between. */
export type Steps<T> = Generator<unknown, T>;

interface Job { steps: Steps<unknown>; resolve: (value: any) => void; reject: (error: unknown) => void }

/** Thrown for a data file of format 1: `former-format.ts` converts it. */
export class FormerFormatError extends Error {}

/** Reads keys and values: what has been committed last, or one moment for as long as it takes (a snapshot). */
export class Reader {
  protected readonly data: Database<Buffer, Buffer>;
  private readonly transaction: Transaction | undefined;

  constructor(data: Database<Buffer, Buffer>, transaction?: Transaction) {
    this.data = data;
    this.transaction = transaction;
  }

  private get options(): { transaction: Transaction } | undefined {
    return this.transaction && { transaction: this.transaction };
  }

  get(key: string): Buffer | undefined {
    return this.data.get(Buffer.from(key, 'latin1'), this.options);
  }

  /** The keys from one up to (not including) another. While a reader waits, what comes behind its chunk may change. */
  * keys(from: string, to: string, backwards = false): Generator<Buffer> {
    yield* this.chunks(from, to, backwards, (options) => this.data.getKeys(options), (key) => key, () => 0);
  }

  /** The same with the values. */
  * entries(from: string, to: string, backwards = false): Generator<{ key: Buffer; value: Buffer }> {
    yield* this.chunks(from, to, backwards, (options) => this.data.getRange(options), ({ key }) => key,
      ({ value }) => value.length);
  }

  private* chunks<T>(
    from: string, to: string, reverse: boolean,
    read: (options: object) => Iterable<T>, keyOf: (item: T) => Buffer, sizeOf: (item: T) => number,
  ): Generator<T> {
    let start: Buffer = Buffer.from(reverse ? to : from, 'latin1');
    const end = Buffer.from(reverse ? from : to, 'latin1');
    let exclusiveStart = false;
    for (let limit = FIRST_CHUNK; ; limit = Math.min(limit * 4, LARGEST_CHUNK)) {
      const chunk: T[] = [];
      let bytes = 0;
      for (const item of read({ start, end, limit, reverse, exclusiveStart, ...this.options })) {
        chunk.push(item);
        bytes += sizeOf(item);
        if (bytes > CHUNK_BYTES) break;
      }
      yield* chunk;
      if (chunk.length < limit && bytes <= CHUNK_BYTES) return;
      start = keyOf(chunk.at(-1)!);
      exclusiveStart = true;
    }
  }

  /** The first key of a range. */
  first(from: string, to: string, backwards = false): Buffer | undefined {
    for (const key of this.data.getKeys({
      start: Buffer.from(backwards ? to : from, 'latin1'), end: Buffer.from(backwards ? from : to, 'latin1'),
      limit: 1, reverse: backwards, ...this.options,
    })) return key;
    return undefined;
  }

  /** How many keys a range has; with a limit, at most that many are counted. */
  count(from: string, to: string, limit?: number): number {
    const range = { start: Buffer.from(from, 'latin1'), end: Buffer.from(to, 'latin1'), ...this.options };
    return limit === undefined ? this.data.getCount(range) : [...this.data.getKeys({ ...range, limit })].length;
  }

  /** Lets a snapshot go. */
  end(): void {
    this.transaction?.done();
  }
}

/**
 * The data file (LMDB): an ordered map of keys (strings of bytes) to values, and a catalogue beside it. Reads see what
 * has been committed. Changes are made in jobs that `run` takes: the jobs that wait go into one transaction together,
 * which is on disk when they are answered. Once the disk has refused a commit nothing more is accepted.
 */
export class Storage extends Reader {
  private readonly root: RootDatabase;
  private readonly catalogue: Database<Buffer, string>;
  /** Called when a transaction was undone: what is remembered of the data may be ahead of it. */
  onUndone: () => void = () => {};
  /** Called at the end of each transaction, inside it. */
  beforeCommit: () => void = () => {};
  private jobs: Job[] = [];
  private scheduled = false;
  private changes = 0;
  private changesBefore = 0;
  private failure: DbError | undefined;
  /** Long work that can go on another time ends when this is set. */
  closing = false;
  private closed = false;

  /** Opens the file in a folder, making it if need be. Throws DatabaseUnusableError with a plain sentence. */
  constructor(dir: string, noSync = false) {
    const { root, data, catalogue } = openFile(dir, noSync);
    super(data);
    this.root = root;
    this.catalogue = catalogue;
  }

  // ---- reading

  /** One moment of the data, to be let go with `end()`. */
  snapshot(): Reader {
    return new Reader(this.data, this.data.useReadTransaction());
  }

  readRecord(name: string): Doc | undefined {
    const bytes = this.catalogue.getBinary(name);
    return bytes && decode(bytes);
  }

  /** The catalogue's records whose names begin so. */
  records(beginning: string): Array<{ name: string; record: Doc }> {
    const range = this.catalogue.getRange({ start: beginning, end: `${beginning}\uffff` });
    return Array.from(range, ({ key, value }) => ({ name: key, record: decode(value) }));
  }

  // ---- writing: only inside a job

  put(key: string, value: Uint8Array): void {
    this.change(() => this.data.putSync(Buffer.from(key, 'latin1'), value as Buffer));
  }

  remove(key: string | Buffer): void {
    this.change(() => this.data.removeSync(typeof key === 'string' ? Buffer.from(key, 'latin1') : key));
  }

  putRecord(name: string, record: Doc): void {
    this.change(() => this.catalogue.putSync(name, encode(record)));
  }

  removeRecord(name: string): void {
    this.change(() => this.catalogue.removeSync(name));
  }

  private change(action: () => void): void {
    this.changes++;
    try {
      action();
    } catch (error) {
      throw this.failure ??= unwritable(error);
    }
  }

  /** Throws when the database takes no more changes. */
  assertWritable(): void {
    if (this.failure) throw this.failure;
    if (this.closed) throw new DbError('InterruptedAtShutdown', 'the database is closed');
  }

  /**
   * Makes a change, in steps or all at once; resolves with its result when it is on disk. Rejects when it cannot be
   * made, and then it is not (of a change in steps: the step that failed is not).
   */
  run<T>(work: Steps<T> | (() => T)): Promise<T> {
    return new Promise((resolve, reject) => {
      this.assertWritable();
      this.jobs.push({ steps: typeof work === 'function' ? atOnce(work) : work, resolve, reject });
      this.schedule();
    });
  }

  /**
   * One transaction for everybody who writes in this turn of the event loop. Nobody is waited for: that made a hundred
   * writers at once a little quicker and every reply of the bot slower.
   */
  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      this.transact();
      if (this.jobs.length > 0) this.schedule();
    });
  }

  private transact(): void {
    const touched = new Set<Job>();
    const answers: Array<() => void> = [];
    let committing = false;
    try {
      this.root.transactionSync(() => {
        const end = performance.now() + SLICE_MS;
        do {
          const job = this.jobs.shift()!;
          touched.add(job);
          const answer = this.advance(job);
          if (answer) answers.push(answer);
          else this.jobs.push(job);
        } while (this.jobs.length > 0 && performance.now() < end);
        this.beforeCommit();
        if (this.failure) throw this.failure;
        committing = true;
      });
    } catch (error) {
      if (committing) this.failure ??= unwritable(error);
      this.undo(touched, this.failure ?? asDbError(error));
      return;
    }
    for (const answer of answers) answer();
  }

  /** Whether the step that is being made has changed something: an error in it must not be passed over then. */
  get halfMade(): boolean {
    return this.changes !== this.changesBefore;
  }

  /** Lets one job go on for a while. Returns how to answer it once it is done. */
  private advance(job: Job): (() => void) | undefined {
    const end = performance.now() + TURN_MS;
    do {
      this.changesBefore = this.changes;
      try {
        const { done, value } = job.steps.next();
        if (done) return () => job.resolve(value);
      } catch (error) {
        // an error in the middle of a step would leave half of it: everything since the last commit is undone
        if (this.halfMade) throw error;
        return () => job.reject(error);
      }
    } while (performance.now() < end);
    return undefined;
  }

  /** After a transaction that was not made: nobody in it is told that it was. */
  private undo(touched: Set<Job>, reason: DbError): void {
    const lost = this.failure ? [...new Set([...touched, ...this.jobs])] : [...touched];
    this.jobs = this.jobs.filter((job) => !lost.includes(job));
    this.onUndone();
    for (const job of lost) job.reject(reason);
  }

  /** Copies a consistent state of everything into a new file, while reading and writing go on. */
  async copyTo(file: string): Promise<void> {
    await this.root.backup(file, true);
  }

  async close(): Promise<void> {
    this.closing = true;
    while (this.jobs.length > 0) await new Promise((resolve) => setImmediate(resolve));
    this.closed = true;
    await this.root.close();
  }
}

function openFile(dir: string, noSync: boolean) {
  const path = join(dir, DATA_FILE);
  let root: RootDatabase | undefined;
  try {
    createPrivateFile(path);
    const short = checkDataFile(path);
    createPrivateFile(`${path}-lock`);
    // overlappingSync: false means that a finished commit is on disk
    root = open({ path, overlappingSync: false, noSync, noSubdir: true, maxDbs: 8 });
    if (isFormer(root)) throw new FormerFormatError();
    const catalogue = root.openDB<Buffer, string>({ name: 'catalogue', encoding: 'binary' });
    const data = root.openDB<Buffer, Buffer>({ name: 'data', encoding: 'binary', keyEncoding: 'binary' });
    checkFormat(root, catalogue);
    if (short) readAll(catalogue, data);
    return { root, catalogue, data };
  } catch (error) {
    void root?.close();
    throw error instanceof FormerFormatError ? error : unusable(dir, error as Error);
  }
}

/** Throws when something cannot be read. */
function readAll(...databases: Array<Database<Buffer, any>>): void {
  for (const database of databases) for (const { value } of database.getRange()) value.at(0);
}

function checkFormat(root: RootDatabase, catalogue: Database<Buffer, string>): void {
  const found = catalogue.get(FORMAT_KEY);
  const version = found && Number(decode(found)['version']);
  if (version && version > FORMAT) {
    throw new Error(`it was written by a later version of this program (format ${version})`);
  }
  if (version) return;
  root.transactionSync(() => {
    catalogue.putSync(FORMAT_KEY, encode({ version: FORMAT }));
    root.openDB({ name: FORMER_CATALOGUE, encoding: 'binary' }).putSync(0, encode(FORMER_REFUSAL));
  });
}

function isFormer(root: RootDatabase): boolean {
  const names = [...root.getKeys()];
  if (!names.includes(FORMER_CATALOGUE)) return false;
  return !names.includes('catalogue') || !root.openDB({ name: 'catalogue', encoding: 'binary' }).get(FORMAT_KEY);
}

// eslint-disable-next-line require-yield
function* atOnce<T>(work: () => T): Steps<T> {
  return work();
}

/** The error for a folder whose data file cannot be opened. */
export function unusable(dir: string, error: Error): DatabaseUnusableError {
  if (error instanceof DatabaseUnusableError) return error;
  if (/no data file|MDB_(CORRUPTED|INVALID|VERSION|PAGE)|BSON/.test(error.message)) {
    return new DatabaseUnusableError(
      `The data file in ${dir} is damaged (${error.message}). Put a backup in its place: see README.md.`, error,
    );
  }
  return new DatabaseUnusableError(
    `The database folder ${dir} cannot be used: ${error.message}. `
    + 'Check that it is a folder, that this user may write to it and that the disk is not full.', error,
  );
}

function unwritable(error: unknown): DbError {
  const reason = error instanceof Error ? error.message : String(error);
  return new DbError(
    'OutOfDiskSpace',
    `The database could not write to its disk (${reason}). It takes no more changes; free some space and restart it.`,
  );
}
