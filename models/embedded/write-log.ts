import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { open, type Database, type RootDatabase } from 'lmdb';
import { DatabaseUnusableError, DbError } from './errors.ts';
import { createPrivateFile } from './private-files.ts';

/** The data file's name in the folder; a backup put there under this name is a restored database. */
export const DATA_FILE = 'data.mdb';

type DocumentKey = [collection: number, seq: number];
type Operation = () => void;

/** A sync of the disk that takes longer than this is done in LMDB's thread, so that it does not hold up the program. */
const FAST_COMMIT_MS = 3;

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
  private commitMs = 0;

  constructor(dir: string, noSync: boolean) {
    const path = join(dir, DATA_FILE);
    try {
      mkdirSync(dir, { recursive: true, mode: 0o700 });
      createPrivateFile(path);
      createPrivateFile(`${path}-lock`);
      // overlappingSync: false means that a finished commit is on disk
      this.root = open({ path, overlappingSync: false, noSync, noSubdir: true, maxDbs: 4 });
      this.documents = this.root.openDB({ name: 'documents', encoding: 'binary' });
      this.catalogue = this.root.openDB({ name: 'collections', encoding: 'binary' });
    } catch (error) {
      throw new DatabaseUnusableError(
        `The database folder ${dir} cannot be used: ${(error as Error).message}. `
        + 'Check that it is a folder, that this user may write to it and that the disk is not full.', error,
      );
    }
  }

  * readCatalogue(): Generator<{ id: number; value: Buffer }> {
    for (const { key, value } of this.catalogue.getRange()) yield { id: key, value };
  }

  * readDocuments(): Generator<{ collection: number; seq: number; raw: Buffer }> {
    for (const { key, value } of this.documents.getRange()) yield { collection: key[0], seq: key[1], raw: value };
  }

  putDocument(collection: number, seq: number, raw: Buffer): void {
    this.enqueue(() => void this.documents.put([collection, seq], raw));
  }

  removeDocument(collection: number, seq: number): void {
    this.enqueue(() => void this.documents.remove([collection, seq]));
  }

  putCollection(id: number, value: Buffer): void {
    this.enqueue(() => void this.catalogue.put(id, value));
  }

  removeCollection(id: number): void {
    this.enqueue(() => void this.catalogue.remove(id));
  }

  /** Throws when the database no longer takes changes; called before memory is changed. */
  assertWritable(): void {
    if (this.failure) throw this.failure;
    if (this.closed) throw new DbError('InterruptedAtShutdown', 'the database is closed');
  }

  /** Resolves once every change made so far is on disk; rejects when that is impossible. */
  async durable(): Promise<void> {
    while (this.queue.length > 0 || this.flushing) await this.flush();
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
    this.flushing ??= new Promise<void>((resolve) => setImmediate(resolve))
      .then(() => this.commit())
      .catch((error: unknown) => {
        this.failure ??= unwritable(error);
      })
      .finally(() => {
        this.flushing = undefined;
      });
    return this.flushing;
  }

  private async commit(): Promise<void> {
    const operations = this.queue;
    this.queue = [];
    function apply(): void {
      for (const operation of operations) operation();
    }
    const start = performance.now();
    if (this.commitMs < FAST_COMMIT_MS) this.root.transactionSync(apply);
    else await this.root.transaction(apply);
    this.commitMs = this.commitMs * 0.8 + (performance.now() - start) * 0.2;
  }
}

function unwritable(error: unknown): DbError {
  const reason = error instanceof Error ? error.message : String(error);
  return new DbError(
    'OutOfDiskSpace',
    `The database could not write to its disk (${reason}). It takes no more changes; free some space and restart it.`,
  );
}
