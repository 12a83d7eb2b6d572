/**
 * Photos, voice notes and files, fetched as soon as their message is saved: Zalo's addresses end one day, and a
 * petition may be finished long after its photo was sent.
 *
 * What is fetched belongs to a message whose author may not have agreed to anything yet: like a draft it lies in the
 * file store under the digest of its bytes, and `handlers/unused-files.ts` removes it after a fortnight when no
 * petition leads to it. A note tells which address it came from, as two digests that say nothing by themselves; notes
 * go after a month.
 */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../../clock.ts';
import type { Log } from '../../../log.ts';
import type { FileStore } from '../../../models/files.ts';

/** Longer than Zalo remembers messages, so that a catch-up fetches nothing that was there already. */
const KEPT_MS = 31 * 24 * 3_600_000;
const DAY_MS = 24 * 3_600_000;
/** Fetched ahead within a day: a few thousand photos of phones. More must not be able to fill the disk. */
const A_DAY_BYTES = 2 * 1024 ** 3;
const AT_A_TIME = 2;
/** Addresses that wait; the rest is fetched when somebody asks for it. */
const MOST_WAITING = 500;

export interface FetchedFiles {
  /** Fetches these when there is time; never waited for, and what fails or is too much is left to `download`. */
  soon(refs: readonly string[]): void;
  /** Our own copy, or what is at the address now; null when it is gone or no address that we fetch from. */
  download(ref: string): Promise<Buffer | null>;
  /** Forgets notes that are a month old, and every day again; never rejects. */
  tidy(): Promise<void>;
  /** Fetches nothing more by itself, and waits for what is under way. */
  stop(): Promise<void>;
}

export function createFetchedFiles({ dir, files, fetchFile, aDayBytes = A_DAY_BYTES, clock, log }: {
  /** Where the notes lie. */
  dir: string;
  files: Pick<FileStore, 'save' | 'read'>;
  /** What is at an address now; null when it can never be had. */
  fetchFile: (address: string) => Promise<Buffer | null>;
  aDayBytes?: number;
  clock: Clock;
  log: Log;
}): FetchedFiles {
  const waiting: string[] = [];
  const underWay = new Map<string, Promise<Buffer | null>>();
  const workers = new Set<Promise<void>>();
  let stopped = false;
  let today = { begins: clock().getTime(), bytes: 0, told: false };

  function noteOf(ref: string): string {
    return join(dir, createHash('sha256').update(ref).digest('hex'));
  }

  /** The name of our copy, also when the copy itself was removed since. */
  async function noted(ref: string): Promise<string | null> {
    const name = await readFile(noteOf(ref), 'utf8').catch(() => '');
    return /^[0-9a-f]{64}$/.test(name) ? name : null;
  }

  async function fetchAndKeep(ref: string): Promise<Buffer | null> {
    const content = await fetchFile(ref);
    if (!content) return null;
    const name = await files.save(content);
    await mkdir(dir, { recursive: true, mode: 0o700 });
    const partial = join(dir, `${randomUUID()}.new`);
    await writeFile(partial, name, { mode: 0o600 });
    await rename(partial, noteOf(ref));
    return content;
  }

  /** Two who want the same file wait for one fetching. */
  function fetchOnce(ref: string): Promise<Buffer | null> {
    const known = underWay.get(ref);
    if (known) return known;
    const fetching = fetchAndKeep(ref).finally(() => underWay.delete(ref));
    underWay.set(ref, fetching);
    return fetching;
  }

  function isEnough(): boolean {
    const now = clock().getTime();
    if (now - today.begins >= DAY_MS) {
      today = { begins: now, bytes: 0, told: false };
      void tidy();
    }
    const enough = today.bytes >= aDayBytes;
    if (enough && !today.told) log.warn({ channel: 'zalo-personal' }, 'no more files are fetched ahead today');
    today.told = enough;
    return enough;
  }

  async function tidy(): Promise<void> {
    const now = clock().getTime();
    const names = await readdir(dir).catch(() => []);
    for (const name of names) {
      const found = await stat(join(dir, name)).catch(() => null);
      if (found && now - found.mtimeMs > KEPT_MS) await rm(join(dir, name), { force: true }).catch(() => undefined);
    }
  }

  async function work(): Promise<void> {
    for (let ref = waiting.shift(); ref !== undefined; ref = waiting.shift()) {
      try {
        // A copy that was removed since stays removed: its author had it erased, or nobody needed it.
        if (!isEnough() && !(await noted(ref))) today.bytes += (await fetchOnce(ref))?.length ?? 0;
      } catch {
        log.warn({ channel: 'zalo-personal' }, 'a file could not be fetched at once; it is tried again when needed');
      }
    }
  }

  return {
    soon(refs) {
      if (stopped) return;
      waiting.push(...refs.slice(0, MOST_WAITING - waiting.length));
      while (workers.size < Math.min(AT_A_TIME, waiting.length)) {
        const worker = work().finally(() => workers.delete(worker));
        workers.add(worker);
      }
    },
    async download(ref) {
      // Waited for before the note is looked for, which is the last thing that a fetching writes.
      await underWay.get(ref)?.catch(() => undefined);
      const name = await noted(ref);
      const copy = name && (await files.read(name));
      return copy || fetchOnce(ref);
    },
    tidy,
    async stop() {
      stopped = true;
      waiting.length = 0;
      await Promise.allSettled([...workers, ...underWay.values()]);
    },
  };
}
