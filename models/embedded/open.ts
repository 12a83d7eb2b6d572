import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { sendCommand, type Address } from './wire/client.ts';
import { DatabaseInUseError, DatabaseUnusableError } from './errors.ts';
import { removeSocket, uriOf } from './wire/listening.ts';
import { acquireFolder, inspectFolder } from './folder/lock.ts';
import { createPrivateFolder } from './folder/private-files.ts';
import type { ServeOptions } from './serve.ts';
import type { Doc } from './values/values.ts';
import type { WorkerMessage, WorkerTask } from './worker.ts';

/** The database that a connection string without further words means. One folder can hold more. */
const DEFAULT_DATABASE = 'embedded';
/** A backup of a large database may take a while. */
const LONG_MS = 10 * 60 * 1000;
/** How long a command waits for a program that is just starting. */
const STARTING_STEPS = 300;
const STEP_MS = 100;

/** What a scan leaves behind is collected early: 8 MB less than with twice this, and a fifth more time for it. */
const LIMITS = { maxYoungGenerationSizeMb: 8 };

const ENTRY = new URL('./worker-entry.mjs', import.meta.url);

export interface EmbeddedDatabase {
  /** Connection string for mongoose / the official driver. */
  readonly uri: string;
  /** Where the data file of an earlier version is kept, when it has just been converted. */
  readonly former?: string;
  /**
   * Resolves with the reason when the database ends without having been told to: then nothing can be read or written
   * any more, and the program had better end, too. What was acknowledged is on disk.
   */
  readonly failed: Promise<Error>;
  /**
   * Writes one consistent copy of the database to a file while it runs. The file is private; an existing one is never
   * overwritten (a plain error).
   */
  backup(file: string): Promise<void>;
  /** Compares every index with a full scan. Resolves with a sentence for each difference. */
  check(): Promise<string[]>;
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
}

/**
 * Opens the folder for this process alone and serves it from a thread of its own. Throws DatabaseInUseError when a
 * living process holds it, and DatabaseUnusableError when the folder cannot be used.
 */
export async function startEmbedded({ dir: given, noSync }: OpenOptions): Promise<EmbeddedDatabase> {
  const dir = resolve(given);
  prepareFolder(dir);
  const lock = await acquireFolder(dir);
  removeSocket(lock.stale?.address);
  let thread: Thread | undefined;
  let ending = false;
  async function end(): Promise<void> {
    ending = true;
    await thread?.ask('close').catch(() => {}); // one that has ended by itself holds nothing
    await thread?.ended;
    lock.release();
  }
  try {
    thread = await startThread({ dir, noSync, token: lock.token });
    const { address, former, ended, ask } = thread;
    lock.announce(address);
    const failed = new Promise<Error>((tell) => {
      void ended.then((reason) => !ending && tell(reason));
    });
    return { ...reached(address), former, failed, unused: () => ask('unused'), close: once(end) };
  } catch (error) {
    await end();
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

interface Thread { address: Address; former?: string; ask(task: WorkerTask): Promise<void>; ended: Promise<Error> }

/** Starts the thread and resolves when it listens. A thread that ends by itself makes every task fail. */
function startThread(options: ServeOptions): Promise<Thread> {
  const worker = new Worker(ENTRY, { workerData: options, execArgv: [], resourceLimits: LIMITS });
  const waiting = new Map<WorkerTask, { resolve: () => void; reject: (error: Error) => void }>();
  let gone: Error | undefined;
  const ended = new Promise<Error>((done) => {
    worker.on('exit', (code) => {
      done(gone ?? new Error(`The thread of the embedded database has ended (code ${code}).`));
    });
  });

  function ask(task: WorkerTask): Promise<void> {
    return new Promise((done, reject) => {
      if (gone) return reject(gone);
      waiting.set(task, { resolve: done, reject });
      worker.postMessage(task);
    });
  }

  return new Promise((done, reject) => {
    function fail(error: Error): void {
      gone ??= error;
      reject(error);
      for (const one of waiting.values()) one.reject(gone);
      waiting.clear();
    }
    worker.on('error', fail);
    void ended.then(fail);
    worker.on('message', (message: WorkerMessage) => {
      if (message.kind === 'listening') {
        return done({ address: message.address, former: message.former, ask, ended });
      }
      if (message.kind === 'failed') {
        return fail(message.unusable ? new DatabaseUnusableError(message.message) : new Error(message.message));
      }
      waiting.get(message.task)?.resolve();
      waiting.delete(message.task);
    });
  });
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
    if (state.held && state.answers && state.record.address) {
      return { ...reached(state.record.address), failed: new Promise(() => {}), async unused() {}, async close() {} };
    }
    if (state.held) {
      if (step >= STARTING_STEPS) throw new DatabaseInUseError(dir, state.record.pid);
      await sleep(STEP_MS); // it is just being opened, or closed
      continue;
    }
    try {
      return await startEmbedded(options);
    } catch (error) {
      if (!(error instanceof DatabaseInUseError) || step >= STARTING_STEPS) throw error;
    }
  }
}

/** What is asked of a running database through its socket, in this process or another. */
function reached(address: Address): Pick<EmbeddedDatabase, 'uri' | 'backup' | 'check'> {
  async function ask(command: Doc): Promise<Doc> {
    const reply = await sendCommand(address, command, LONG_MS);
    if (reply['ok'] !== 1) throw new Error(String(reply['errmsg']));
    return reply;
  }
  return {
    uri: uriOf(address, DEFAULT_DATABASE),
    backup: async (file) => void await ask({ backup: 1, file: resolve(file) }),
    check: async () => (await ask({ check: 1 }))['problems'],
  };
}
