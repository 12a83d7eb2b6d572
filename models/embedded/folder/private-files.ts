import { chmodSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** Nobody but the owner may look into a folder or a file of the database: it holds what citizens wrote. */
const PRIVATE_FILE = 0o600;
const PRIVATE_FOLDER = 0o700;

/** Makes the file if it is missing, and private in any case, before anything is written to it. */
export function createPrivateFile(path: string): void {
  closeSync(openSync(path, 'a', PRIVATE_FILE));
  chmodSync(path, PRIVATE_FILE);
}

/** Makes the folder and those above it where they are missing, and the folder itself private in any case. */
export function createPrivateFolder(path: string): void {
  createFolders(path);
  if (!statSync(path).isDirectory()) throw new Error(`${path} is not a folder`);
  chmodSync(path, PRIVATE_FOLDER);
}

/** One by one: where a folder can neither be made nor be found, such as in /proc, Node's `recursive` never ends. */
function createFolders(path: string): void {
  if (existsSync(path)) return;
  createFolders(dirname(path));
  try {
    mkdirSync(path, { mode: PRIVATE_FOLDER });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error; // somebody was faster
  }
}

/** Waits until the disk has a file's content. */
export function syncFile(path: string): void {
  sync(path, 'r+');
}

/** Waits until the disk has the names in a folder; Windows has no such thing. */
export function syncFolder(path: string): void {
  if (process.platform !== 'win32') sync(path, 'r');
}

function sync(path: string, flags: string): void {
  const handle = openSync(path, flags);
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
