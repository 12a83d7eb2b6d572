import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { open, type Database, type RootDatabase } from 'lmdb';
import { checkDataFile } from './data-file.ts';
import { DatabaseUnusableError, DbError } from './errors.ts';
import { createPrivateFile } from './private-files.ts';

/** The data file's name in the folder; a backup put there under this name is a restored database. */
export const DATA_FILE = 'data.mdb';

type DocumentKey = [collection: number, seq: number];
type Operation = () => void;

/**
 * The data on disk (LMDB). Changes are gathered during one turn of the event loop and committed together;
 * `durable()` resolves when the disk has them. Once a commit fails nothing more is accepted.
 */
export class WriteLog {
  private readonly root: RootDatabase;
  private readonly documents: Database<Buffer, DocumentKey>;
  private readonly catalogue: Database<Buffer, number>;
  private queue: Operation[] = [];
  private flushing: Promise<void> | undefined;
  private failure: DbError | undefined;
  private closed = false;

  constructor(dir: string, noSync = false) {
    const path = join(dir, DATA_FILE);
    try {
      mkdirSync(dir, { recursive: true, mode: 0o700 });
      createPrivateFile(path);
      checkDataFile(path);
      createPrivateFile(`${path}-lock`);
      // overlappingSync: false means that a finished commit is on disk
      this.root = open({ path, overlappingSync: false, noSync, noSubdir: true, maxDbs: 4 });
      this.documents = this.root.openDB({ name: 'documents', encoding: 'binary' });
      this.catalogue = this.root.openDB({ name: 'collections', encoding: 'binary' });
    } catch (error) {
      throw unusable(dir, error as Error);
    }
  }

  * readCatalogue(): Generator<{ id: number; value: Buffer }> {
    for (const { key, value } of this.catalogue.getRange()) yield { id: key, value };
  }

  /** All documents, those of a collection in the order of insertion. */
  * readDocuments(): Generator<{ collection: number; seq: number; raw: Buffer }> {
    for (const { key, value } of this.documents.getRange()) yield { collection: key[0], seq: key[1], raw: value };
  }

  putDocument(collection: number, seq: number, raw: Buffer): void {
    this.enqueue(() => this.documents.putSync([collection, seq], raw));
  }

  removeDocument(collection: number, seq: number): void {
    this.enqueue(() => this.documents.removeSync([collection, seq]));
  }

  putCollection(id: number, value: Buffer): void {
    this.enqueue(() => this.catalogue.putSync(id, value));
  }

  removeCollection(id: number): void {
    this.enqueue(() => this.catalogue.removeSync(id));
  }

  /** Throws when the database no longer takes changes; called before memory is changed. */
  assertWritable(): void {
    if (this.failure) throw this.failure;
    if (this.closed) throw new DbError('InterruptedAtShutdown', 'the database is closed');
  }

  /** Resolves once every change made so far is on disk; rejects when that is impossible. */
  async durable(): Promise<void> {
    if (this.queue.length > 0) await this.flush();
    if (this.failure) throw this.failure;
  }

  /** Copies a consistent state of everything into a new file. */
  async copyTo(file: string): Promise<void> {
    await this.durable();
    await this.root.backup(file, true);
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.durable().catch(() => {});
    await this.root.close();
  }

  private enqueue(operation: Operation): void {
    this.assertWritable();
    this.queue.push(operation);
  }

  /** One commit for everybody who waits: it starts when the messages of this turn have been worked through. */
  private flush(): Promise<void> {
    this.flushing ??= new Promise<void>((resolve) => {
      setImmediate(() => {
        this.flushing = undefined; // what is enqueued from now on belongs to the next commit
        try {
          this.commit();
        } catch (error) {
          this.failure ??= unwritable(error);
        }
        resolve();
      });
    });
    return this.flushing;
  }

  /**
   * In this thread: LMDB's own writing thread damages the program's memory when a commit fails on a full disk. A commit
   * holds the program up for as long as the disk needs to confirm it.
   */
  private commit(): void {
    const operations = this.queue;
    this.queue = [];
    this.root.transactionSync(() => {
      for (const operation of operations) operation();
    });
  }
}

function unusable(dir: string, error: Error): DatabaseUnusableError {
  if (/no data file|MDB_(CORRUPTED|INVALID|VERSION|PAGE)/.test(error.message)) return damaged(dir, error);
  return new DatabaseUnusableError(
    `The database folder ${dir} cannot be used: ${error.message}. `
    + 'Check that it is a folder, that this user may write to it and that the disk is not full.', error,
  );
}

/** The error for a data file that cannot be read. */
export function damaged(dir: string, error: Error): DatabaseUnusableError {
  return new DatabaseUnusableError(
    `The data file in ${dir} is damaged (${error.message}). Put a backup in its place: see README.md.`, error,
  );
}

function unwritable(error: unknown): DbError {
  const reason = error instanceof Error ? error.message : String(error);
  return new DbError(
    'OutOfDiskSpace',
    `The database could not write to its disk (${reason}). It takes no more changes; free some space and restart it.`,
  );
}
