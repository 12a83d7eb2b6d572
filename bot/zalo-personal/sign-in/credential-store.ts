import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../../clock.ts';
import { fileKey, seal, unseal, type Credentials, type FileKey } from './credentials.ts';

const NAME = 'credentials.json';

/** Where the credentials are kept between two starts. */
export interface CredentialStore {
  /** `unreadable`: another key, or a damaged file, which stays where it is until something new is saved. */
  load(): Promise<Credentials | 'none' | 'unreadable'>;
  /**
   * Resolves once they are on disk, whole or not at all; nothing is written when they are what was saved last. A file
   * that could not be read is kept aside under another name.
   */
  save(credentials: Credentials): Promise<void>;
}

/** One file in `dir`, for this user alone. */
export function createCredentialStore({ dir, key, clock }: {
  dir: string;
  key: string;
  clock: Clock;
}): CredentialStore {
  const path = join(dir, NAME);
  let saved: string | undefined;
  let sealedWith: FileKey | undefined;
  let unreadable = false;
  let last = Promise.resolve();

  async function write(credentials: Credentials): Promise<void> {
    const text = JSON.stringify(credentials);
    if (text === saved) return;
    sealedWith ??= await fileKey(key);
    const sealed = seal(credentials, sealedWith);
    await mkdir(dir, { recursive: true, mode: 0o700 });
    const partial = `${path}.new`;
    await synced(partial, sealed);
    if (unreadable) await rename(path, join(dir, `credentials.unreadable-${clock().getTime()}.json`));
    unreadable = false;
    await rename(partial, path);
    await syncFolder(dir);
    saved = text;
  }

  return {
    async load() {
      const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return null;
        throw error;
      });
      if (text === null) return 'none';
      const opened = await unseal(text, key);
      unreadable = opened === null;
      if (!opened) return 'unreadable';
      saved = JSON.stringify(opened.credentials);
      sealedWith = opened.fileKey;
      return opened.credentials;
    },

    save(credentials) {
      const writing = last.then(() => write(credentials));
      last = writing.catch(() => undefined);
      return writing;
    },
  };
}

async function synced(path: string, text: string): Promise<void> {
  const file = await open(path, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function syncFolder(dir: string): Promise<void> {
  const folder = await open(dir, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
