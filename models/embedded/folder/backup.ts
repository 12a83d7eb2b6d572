import { chmodSync, existsSync, linkSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { syncFile } from './private-files.ts';

/**
 * Has a copy written and puts it at `file` in one step: whoever sees the file sees all of it. The file is private.
 * Throws a plain error when the file exists already or its folder cannot be written to.
 */
export async function writeBackup(file: string, copyTo: (path: string) => Promise<void>): Promise<void> {
  if (existsSync(file)) throw alreadyThere(file);
  const draftFolder = makeDraftFolder(file);
  try {
    const draft = join(draftFolder, basename(file));
    await copyTo(draft);
    chmodSync(draft, 0o600);
    syncFile(draft);
    place(draft, file);
  } finally {
    rmSync(draftFolder, { recursive: true, force: true });
  }
}

function alreadyThere(file: string): Error {
  return new Error(`The file ${file} already exists. A backup never overwrites a file: choose another name.`);
}

/** Beside the target, so that the finished copy only changes its name. */
function makeDraftFolder(file: string): string {
  try {
    return mkdtempSync(join(dirname(file), '.backup-'));
  } catch (error) {
    throw new Error(`No backup can be written to ${dirname(file)}: ${(error as Error).message}`, { cause: error });
  }
}

function place(draft: string, file: string): void {
  try {
    linkSync(draft, file);
  } catch (error) {
    if (existsSync(file)) throw alreadyThere(file);
    if (!['EPERM', 'ENOTSUP', 'ENOSYS', 'EMLINK'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    renameSync(draft, file); // a file system without hard links
  }
}
