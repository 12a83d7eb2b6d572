/** The content of people's photos and files, each under the SHA-256 of its bytes, private to this user. */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** Keeps bytes; names are their SHA-256. */
export interface FileStore {
  /** Resolves with the name once the bytes are on disk; the same bytes twice are stored once. */
  save(content: Buffer): Promise<string>;
  read(name: string): Promise<Buffer | null>;
  remove(name: string): Promise<void>;
  /** Names of what was last saved before a moment (by the clock of the disk). */
  savedBefore(before: Date): Promise<string[]>;
}

/** A folder of files. Several processes may share it. */
export function createFileStore(dir: string): FileStore {
  function path(name: string): string {
    if (!isName(name)) throw new Error('not the name of a stored file');
    return join(dir, name.slice(0, 2), name);
  }

  return {
    async save(content) {
      const name = createHash('sha256').update(content).digest('hex');
      await mkdir(join(dir, name.slice(0, 2)), { recursive: true, mode: 0o700 });
      const partial = `${path(name)}.${randomUUID()}`;
      const file = await open(partial, 'wx', 0o600);
      try {
        await file.writeFile(content);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(partial, path(name));
      return name;
    },
    read: (name) => readFile(path(name)).catch((error) => (error.code === 'ENOENT' ? null : Promise.reject(error))),
    remove: (name) => rm(path(name), { force: true }),
    async savedBefore(before) {
      const names = await readdir(dir, { recursive: true }).catch((error) => {
        if (error.code === 'ENOENT') return [];
        throw error;
      });
      const old: string[] = [];
      for (const name of names.map((found) => basename(found)).filter(isName)) {
        // Removed meanwhile: then there is nothing to tell.
        const found = await stat(path(name)).catch(() => null);
        if (found && found.mtime < before) old.push(name);
      }
      return old;
    },
  };
}

function isName(name: string): boolean {
  return /^[0-9a-f]{64}$/.test(name);
}
