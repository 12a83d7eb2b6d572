import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';

/** Nobody but the owner may look into a folder or a file of the database: it holds what citizens wrote. */
const PRIVATE_FILE = 0o600;
const PRIVATE_FOLDER = 0o700;

/** Makes the file if it is missing, and private in any case, before anything is written to it. */
export function createPrivateFile(path: string): void {
  closeSync(openSync(path, 'a', PRIVATE_FILE));
  chmodSync(path, PRIVATE_FILE);
}

/** Makes the folder if it is missing, and private in any case. */
export function createPrivateFolder(path: string): void {
  mkdirSync(path, { recursive: true, mode: PRIVATE_FOLDER });
  chmodSync(path, PRIVATE_FOLDER);
}
