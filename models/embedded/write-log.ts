import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { open, type Database, type RootDatabase } from 'lmdb';
import { checkDataFile } from './data-file.ts';
import { DatabaseUnusableError, DbError } from './errors.ts';
import { createPrivateFile } from './private-files.ts';
import { startWriter, type Change, type Writer } from './writer.ts';

/** The data file's name in the folder; a backup put there under this name is a restored database. */
export const DATA_FILE = 'data.mdb';

type DocumentKey = [collection: number, seq: number];

/**
 * The data on disk (LMDB). It is read here once; from then on a thread of its own writes it. Changes are gathered while
 * a commit is under way and go into the next one together; `durable()` resolves when the disk has them. Once a commit
 * fails nothing more is accepted.
 */
export class WriteLog {
  private readonly path: string;
  private readonly noSync: boolean;
  private reading: { root: RootDatabase; documents: Database<Buffer, DocumentKey>; catalogue: Database<Buffer, number> } | undefined;
  private writer: Promise<Writer> | undefined;
  private queue: Change[] = [];
  private flushing: Promise<void> | undefined;
  private failure: DbError | undefined;
  private closed = false;

  constructor(dir: string, noSync = false) {
    this.path = join(dir, DATA_FILE);
    this.noSync = noSync;
    try {
      mkdirSync(dir, { recursive: true, mode: 0o700 });
      createPrivateFile(this.path);
      checkDataFile(this.path);
      createPrivateFile(`${this.path}-lock`);
      const root = open({ path: this.path, overlappingSync: false, noSync, noSubdir: true, maxDbs: 4 });
      this.reading = {
        root,
        documents: root.openDB({ name: 'documents', encoding: 'binary' }),
        catalogue: root.openDB({ name: 'collections', encoding: 'binary' }),
      };
    } catch (error) {
      throw unusable(dir, error as Error);
    }
  }

  * readCatalogue(): Generator<{ id: number; value: Buffer }> {
    for (const { key, value } of this.reading!.catalogue.getRange()) yield { id: key, value };
  }

  /** All documents, those of a collection in the order of insertion. */
  * readDocuments(): Generator<{ collection: number; seq: number; raw: Buffer }> {
    for (const { key, value } of this.reading!.documents.getRange()) yield { collection: key[0], seq: key[1], raw: value };
  }

  putDocument(collection: number, seq: number, raw: Buffer): void {
    this.enqueue(['documents', [collection, seq], raw]);
  }

  removeDocument(collection: number, seq: number): void {
    this.enqueue(['documents', [collection, seq]]);
  }

  putCollection(id: number, value: Buffer): void {
    this.enqueue(['collections', id, value]);
  }

  removeCollection(id: number): void {
    this.enqueue(['collections', id]);
  }

  /** Throws when the database no longer takes changes; called before memory is changed. */
  assertWritable(): void {
    if (this.failure) throw this.failure;
    if (this.closed) throw new DbError('InterruptedAtShutdown', 'the database is closed');
  }

  /** Hands the file over to the writing thread; nothing is read here any more. Called by itself at the first write. */
  startWriting(): Promise<Writer> {
    this.writer ??= this.handOver();
    return this.writer;
  }

  /** Resolves once every change made so far is on disk; rejects when that is impossible. */
  async durable(): Promise<void> {
    // A commit that has begun may not hold the last changes: then the one behind it does.
    while (this.queue.length > 0 && !this.failure) await this.flush();
    await this.flushing;
    if (this.failure) throw this.failure;
  }

  /** Copies a consistent state of everything into a new file. */
  async copyTo(file: string): Promise<void> {
    await this.durable();
    await (await this.startWriting()).copy(file);
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.durable().catch(() => {});
    await this.reading?.root.close();
    await (await this.writer)?.close();
  }

  private async handOver(): Promise<Writer> {
    await this.reading?.root.close();
    this.reading = undefined;
    return startWriter(this.path, this.noSync);
  }

  private enqueue(change: Change): void {
    this.assertWritable();
    this.queue.push(change);
  }

  /** One commit for everybody who waits: it takes what the messages of this turn have changed. */
  private flush(): Promise<void> {
    this.flushing ??= this.commit().finally(() => {
      this.flushing = undefined;
    });
    return this.flushing;
  }

  private async commit(): Promise<void> {
    const writer = await this.startWriting();
    await nextTurn();
    const changes = this.queue;
    this.queue = [];
    try {
      await writer.commit(changes);
    } catch (error) {
      this.failure ??= unwritable(error);
    }
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
