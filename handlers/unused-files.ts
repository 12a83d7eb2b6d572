/** Removes files that were uploaded for a petition that never came: given up, or never agreed to. */
import type { Clock } from '../clock.ts';
import type { FileStore } from '../models/files.ts';
import type { Stores } from '../models/stores/index.ts';

const DAY_MS = 24 * 3_600_000;
/** A conversation that waits is dropped after a day; one that goes on for weeks is a petition by then. */
const KEPT_DAYS = 14;
/** The folder is looked through once in so many milliseconds. */
const EVERY_MS = 6 * 3_600_000;

/** What it returns is called at every sweep and looks through the folder every six hours. */
export function createForgetUnusedFiles({ stores, fileStore, clock }: {
  stores: Pick<Stores, 'attachments'>;
  fileStore: Pick<FileStore, 'savedBefore' | 'remove'>;
  clock: Clock;
}) {
  let lastRun = -Infinity;

  return async function forgetUnusedFiles(): Promise<void> {
    const now = clock().getTime();
    if (now - lastRun < EVERY_MS) return;
    lastRun = now;
    for (const name of await fileStore.savedBefore(new Date(now - KEPT_DAYS * DAY_MS))) {
      if (!(await stores.attachments.leadTo(name))) await fileStore.remove(name);
    }
  };
}
