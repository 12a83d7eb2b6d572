import { copyFileSync, existsSync, linkSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { open, type Database, type Key } from 'lmdb';
import { Catalogue } from '../storage/catalogue.ts';
import { DatabaseUnusableError, type DbError } from '../errors.ts';
import type { IndexSpec } from '../storage/indexes.ts';
import { syncFile, syncFolder } from './private-files.ts';
import { DATA_FILE, FormerFormatError, Storage, type Steps } from '../storage/storage.ts';
import { decode, type Doc } from '../values/values.ts';

/** What format 1 kept of a collection, under its number; its documents lay under `[number, order of insertion]`. */
interface FormerCollection { db: string; name: string; uuid: Uint8Array; indexes: IndexSpec[]; options: Doc }

/** Beside the data while they are converted; what a killed process left in it is worth nothing. */
const DRAFT_FOLDER = '.converting';

/** An opened data file and, when it has just been converted, where the file that it was made of is kept. */
export interface Opened { storage: Storage; former?: string }

/**
 * Opens the data file in a folder, which the caller must hold. One of format 1 is converted first; whenever the process
 * is killed meanwhile, either the old file or the finished new one is in its place.
 * @throws DatabaseUnusableError with a plain sentence, and then nothing has been changed.
 */
export async function openStorage(dir: string, noSync = false): Promise<Opened> {
  const draft = join(dir, DRAFT_FOLDER);
  rmSync(draft, { recursive: true, force: true });
  try {
    return { storage: new Storage(dir, noSync) };
  } catch (error) {
    if (!(error instanceof FormerFormatError)) throw error;
  }
  try {
    mkdirSync(draft, { mode: 0o700 });
    await convert(join(dir, DATA_FILE), draft);
    const former = replace(dir, draft);
    return { storage: new Storage(dir, noSync), former };
  } catch (error) {
    throw new DatabaseUnusableError(
      // the message of a DbError may quote documents
      `The data in ${dir} were written by an earlier version of this program and could not be converted (${
        (error as DbError).codeName ?? (error as Error).message
      }). Nothing has been changed. Check that the disk has room for a second copy of the data.`, error,
    );
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** Writes what is in a file of format 1 into a new file, document by document. */
async function convert(file: string, draft: string): Promise<void> {
  const root = open({ path: file, readOnly: true, noSubdir: true, maxDbs: 8 });
  const storage = new Storage(draft, true);
  try {
    const collections = root.openDB<Buffer, number>({ name: 'collections', encoding: 'binary' });
    const documents = root.openDB<Buffer, Key>({ name: 'documents', encoding: 'binary' });
    const catalogue = new Catalogue(storage);
    for (const { key: id, value } of collections.getRange()) {
      await storage.run(copyCollection(catalogue, decode(value) as FormerCollection, id, documents));
    }
  } finally {
    await storage.close();
    await root.close();
  }
  syncFile(join(draft, DATA_FILE));
}

function* copyCollection(
  catalogue: Catalogue, { db, name, uuid, indexes, options }: FormerCollection, id: number,
  documents: Database<Buffer, Key>,
): Steps<void> {
  const collection = catalogue.create(db, name, options);
  collection.record.uuid = uuid;
  collection.save();
  yield;
  // an index that was being prepared for uniqueness may hold duplicates: it is to be prepared again
  for (const { prepareUnique, ...spec } of indexes) yield* collection.addIndex(catalogue, spec);
  for (const { value } of documents.getRange({ start: [id], end: [id + 1] })) {
    collection.insert(value);
    yield;
  }
}

/** The new file takes the place of the old one in one step, after that one has got a second name. Returns that name. */
function replace(dir: string, draft: string): string {
  const place = join(dir, DATA_FILE);
  const former = keep(place, dir, draft);
  syncFolder(dir);
  renameSync(join(draft, DATA_FILE), place);
  rmSync(`${place}-lock`, { force: true });
  syncFolder(dir);
  return former;
}

function keep(place: string, dir: string, draft: string): string {
  for (let n = 1; ; n++) {
    const name = join(dir, `data-before-format-2${n === 1 ? '' : `-${n}`}.mdb`);
    if (existsSync(name)) {
      if (statSync(name).ino === statSync(place).ino) return name; // a killed process came so far
      continue;
    }
    try {
      linkSync(place, name);
    } catch {
      const copy = join(draft, 'former.mdb'); // a file system without hard links
      copyFileSync(place, copy);
      syncFile(copy);
      renameSync(copy, name);
    }
    return name;
  }
}
