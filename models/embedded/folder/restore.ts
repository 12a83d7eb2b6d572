import { copyFileSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Catalogue } from '../storage/catalogue.ts';
import { DatabaseUnusableError } from '../errors.ts';
import { openStorage } from './former-format.ts';
import { acquireFolder } from './lock.ts';
import { createPrivateFolder, syncFile, syncFolder } from './private-files.ts';
import { DATA_FILE, type Storage } from '../storage/storage.ts';

/**
 * Puts a backup in the place of a folder's data, once it has been opened and checked. Resolves with where the data
 * that were there have been put, or null when there were none.
 * @throws DatabaseInUseError while a living process holds the folder; an error in plain words when the backup is not
 * sound, and then nothing has been changed.
 */
export async function restoreEmbedded({ dir: given, file }: { dir: string; file: string }): Promise<string | null> {
  const dir = resolve(given);
  createPrivateFolder(dir);
  const lock = await acquireFolder(dir);
  const draft = mkdtempSync(join(dir, '.restore-'));
  try {
    copyFileSync(resolve(file), join(draft, DATA_FILE));
    await checkCopy(draft, file);
    return replaceData(dir, join(draft, DATA_FILE));
  } finally {
    rmSync(draft, { recursive: true, force: true });
    lock.release();
  }
}

async function checkCopy(draft: string, file: string): Promise<void> {
  let storage: Storage | undefined;
  try {
    storage = (await openStorage(draft)).storage;
    for (const collection of new Catalogue(storage).all()) {
      const [problem] = finished(collection.check());
      if (problem) throw new Error(problem);
    }
  } catch (error) {
    throw new DatabaseUnusableError(`${file} is not a sound backup: ${(error as Error).message}`, error);
  } finally {
    await storage?.close();
  }
}

function finished<R>(steps: Generator<unknown, R>): R {
  for (;;) {
    const { value, done } = steps.next();
    if (done) return value as R;
  }
}

/** The new file takes its place in one step; what was there keeps another name. */
function replaceData(dir: string, copy: string): string | null {
  const place = join(dir, DATA_FILE);
  const before = existsSync(place) ? freeName(place) : null;
  syncFile(copy);
  if (before) renameSync(place, before);
  renameSync(copy, place);
  rmSync(`${place}-lock`, { force: true });
  syncFolder(dir);
  return before;
}

function freeName(place: string): string {
  for (let n = 1; ; n++) if (!existsSync(`${place}.replaced-${n}`)) return `${place}.replaced-${n}`;
}
