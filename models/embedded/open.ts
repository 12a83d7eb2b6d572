import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { writeBackup } from './backup.ts';
import { Catalogue } from './catalogue.ts';
import { sendCommand, type Address } from './client.ts';
import type { ServerState } from './commands/request.ts';
import { Cursors } from './cursors.ts';
import { DatabaseInUseError, DatabaseUnusableError } from './errors.ts';
import { startSweeping } from './expiry.ts';
import { listen, removeSocket, uriOf } from './listening.ts';
import { acquireFolder, inspectFolder, type FolderLock } from './lock.ts';
import { createPrivateFolder } from './private-files.ts';
import { createWireServer } from './server.ts';
import { damaged, WriteLog } from './write-log.ts';

/** The database that a connection string without further words means. One folder can hold more. */
const DEFAULT_DATABASE = 'embedded';
/** A backup of a large database may take a while. */
const BACKUP_MS = 10 * 60 * 1000;
/** How long a command waits for a program that is just starting. */
const STARTING_STEPS = 300;
const STEP_MS = 100;

export interface EmbeddedDatabase {
  /** Connection string for mongoose / the official driver. */
  readonly uri: string;
  /**
   * Writes one consistent copy of the database to a file while it runs. The file is private; an existing one is never
   * overwritten (a plain error).
   */
  backup(file: string): Promise<void>;
  /**
   * Resolves once nobody is connected any more: for a command that others have reached meanwhile. At once when the
   * database runs in another process.
   */
  unused(): Promise<void>;
  /** Ends all connections, waits for the disk and lets the folder go. */
  close(): Promise<void>;
}

/** How to open a folder. */
export interface OpenOptions {
  /** The folder; made if it is missing. */
  dir: string;
  /** Do not wait for the disk: only for tests and imports that can be repeated. */
  noSync?: boolean;
  /** What time it is, for documents that expire and `$currentDate`; the system's clock unless given. */
  now?: () => Date;
}

function systemTime(): Date {
  return new Date();
}

/**
 * Opens the folder for this process alone. Throws DatabaseInUseError when a living process holds it, and
 * DatabaseUnusableError when the folder cannot be used.
 */
export async function openEmbedded(options: OpenOptions): Promise<EmbeddedDatabase> {
  const dir = resolve(options.dir);
  prepareFolder(dir);
  const lock = await acquireFolder(dir);
  removeSocket(lock.stale?.address);
  try {
    return await start(dir, lock, options);
  } catch (error) {
    lock.release();
    throw error;
  }
}

function prepareFolder(dir: string): void {
  try {
    createPrivateFolder(dir);
  } catch (error) {
    throw new DatabaseUnusableError(
      `The database folder ${dir} cannot be used: ${(error as Error).message}. `
      + 'Check that it is a folder and that this user may write to it.', error,
    );
  }
}

async function start(dir: string, lock: FolderLock, options: OpenOptions): Promise<EmbeddedDatabase> {
  const log = new WriteLog(dir, options.noSync);
  try {
    const now = options.now ?? systemTime;
    const catalogue = readCatalogue(dir, log);
    void log.startWriting();
    function backup(file: string): Promise<void> {
      return writeBackup(resolve(file), (path) => log.copyTo(path));
    }
    const state: ServerState = { catalogue, cursors: new Cursors(), now, backup, token: lock.token };
    const wire = createWireServer(state);
    const address = await listen(wire.server, dir);
    lock.announce(address);
    const stopSweeping = startSweeping(catalogue, state.cursors, now);
    return { uri: uriOf(address, DEFAULT_DATABASE), backup, unused: wire.unused, close: once(async () => {
      stopSweeping();
      await wire.close();
      await log.close();
      removeSocket(address);
      lock.release();
    }) };
  } catch (error) {
    await log.close();
    throw error;
  }
}

function readCatalogue(dir: string, log: WriteLog): Catalogue {
  try {
    return new Catalogue(log);
  } catch (error) {
    throw damaged(dir, error as Error);
  }
}

function once(close: () => Promise<void>): () => Promise<void> {
  let closing: Promise<void> | undefined;
  return () => closing ??= close();
}

/**
 * For commands beside a running program: the running database when a living process holds the folder (`close()` then
 * only lets go of it), else opens the folder itself.
 */
export async function reachEmbedded(options: OpenOptions): Promise<EmbeddedDatabase> {
  const dir = resolve(options.dir);
  prepareFolder(dir);
  for (let step = 0; ; step++) {
    const state = await inspectFolder(dir);
    if (state.held && state.answers && state.record.address) return runningElsewhere(state.record.address);
    if (state.held) {
      if (step >= STARTING_STEPS) throw new DatabaseInUseError(dir, state.record.pid);
      await sleep(STEP_MS); // it is just being opened, or closed
      continue;
    }
    try {
      return await openEmbedded(options);
    } catch (error) {
      if (!(error instanceof DatabaseInUseError) || step >= STARTING_STEPS) throw error;
    }
  }
}

function runningElsewhere(address: Address): EmbeddedDatabase {
  return {
    uri: uriOf(address, DEFAULT_DATABASE),
    async backup(file) {
      const reply = await sendCommand(address, { backup: 1, file: resolve(file) }, BACKUP_MS);
      if (reply['ok'] !== 1) throw new Error(String(reply['errmsg']));
    },
    async unused() {
      // it is for its own process to wait
    },
    async close() {
      // nothing is held
    },
  };
}

