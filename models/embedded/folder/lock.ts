import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { NoAnswerError, sendCommand, type Address } from '../wire/client.ts';
import { DatabaseInUseError } from '../errors.ts';
import { isRunning, processStart } from './process-start.ts';

/*
 * Who holds the folder. The file `lock-<n>` with the highest number tells; to take the folder over one creates the
 * next number, which the file system grants to exactly one, and the numbers never go back. Whether a holder lives is
 * asked of its socket first and of the system second, so neither a killed process nor a reused process number locks
 * anybody out.
 */
interface LockRecord {
  pid: number;
  /** See processStart. */
  started?: string;
  token: string;
  /** Where the database listens; missing while it is being opened. */
  address?: Address;
  released?: boolean;
}

/** A folder that is held by this process. */
export interface FolderLock {
  readonly token: string;
  /** Tells others where the database listens. */
  announce(address: Address): void;
  release(): void;
}

/** A folder's state: free (under which number it can be taken), or held by a living process. */
type FolderState =
  | { held: false; top: number; stale?: LockRecord }
  | { held: true; record: LockRecord; /** Whether somebody listens at its address. */ answers: boolean };

const PREFIX = 'lock-';
const ANSWER_MS = 3000;
/** How long an unreadable or doubtful lock file is given to become clear, in steps. */
const DOUBT_STEPS = 40;
const STEP_MS = 50;

function lockNumbers(dir: string): number[] {
  return readdirSync(dir).filter((name) => /^lock-\d+$/.test(name)).map((name) => Number(name.slice(PREFIX.length)));
}

function highest(dir: string): number {
  return Math.max(0, ...lockNumbers(dir));
}

function fileOf(dir: string, n: number): string {
  return join(dir, PREFIX + n);
}

function readRecord(file: string): LockRecord | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as LockRecord;
  } catch {
    return undefined; // just being written, or removed by a later holder
  }
}

/** Looks who holds the folder. Waits a moment when that is not clear yet. */
export async function inspectFolder(dir: string): Promise<FolderState> {
  for (let step = 0; ; step++) {
    const top = highest(dir);
    const record = top === 0 ? undefined : readRecord(fileOf(dir, top));
    if (top === 0 || record?.released) return { held: false, top };
    const answer = record?.address && await ask(record.address, record.token);
    const verdict = record ? judge(record, answer) : 'doubtful';
    if (verdict === 'alive') return { held: true, record: record!, answers: answer === 'right' || answer === 'silent' };
    if (verdict === 'dead' || step >= DOUBT_STEPS) return { held: false, top, stale: record };
    await sleep(STEP_MS);
  }
}

function judge(record: LockRecord, answer: Answer | undefined): 'alive' | 'dead' | 'doubtful' {
  if (answer === 'right') return 'alive';
  if (!isRunning(record.pid)) return 'dead';
  const started = processStart(record.pid);
  if (started === undefined || record.started === undefined) return answer === 'silent' ? 'alive' : 'doubtful';
  return started === record.started ? 'alive' : 'dead';
}

/** `silent`: somebody took the connection but is too busy to answer. */
type Answer = 'right' | 'silent' | 'nobody';

async function ask(address: Address, token: string): Promise<Answer> {
  try {
    return (await sendCommand(address, { embedded: 1 }, ANSWER_MS))['token'] === token ? 'right' : 'nobody';
  } catch (error) {
    return error instanceof NoAnswerError ? 'silent' : 'nobody';
  }
}

/** Takes the folder for this process. Throws DatabaseInUseError when a living process holds it. */
export async function acquireFolder(dir: string): Promise<FolderLock & { stale?: LockRecord }> {
  const token = randomUUID();
  for (;;) {
    const state = await inspectFolder(dir);
    if (state.held) throw new DatabaseInUseError(dir, state.record.pid);
    const number = state.top + 1;
    const record: LockRecord = { pid: process.pid, started: processStart(process.pid), token };
    if (!create(fileOf(dir, number), record)) continue;
    if (highest(dir) !== number) {
      rmSync(fileOf(dir, number), { force: true }); // somebody was faster, and already further
      continue;
    }
    for (const older of lockNumbers(dir)) if (older < number) rmSync(fileOf(dir, older), { force: true });
    return { token, stale: state.stale, ...holder(dir, number, record) };
  }
}

function create(file: string, record: LockRecord): boolean {
  try {
    writeFileSync(file, JSON.stringify(record), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function holder(dir: string, number: number, record: LockRecord): Omit<FolderLock, 'token'> {
  function rewrite(next: LockRecord): void {
    const draft = join(dir, `draft-${record.token}`);
    try {
      writeFileSync(draft, JSON.stringify(next), { mode: 0o600 });
      renameSync(draft, fileOf(dir, number));
    } finally {
      rmSync(draft, { force: true });
    }
  }
  return {
    announce: (address) => rewrite({ ...record, address }),
    release() {
      try {
        rewrite({ ...record, released: true });
      } catch {
        rmSync(fileOf(dir, number), { force: true }); // a full disk has no room for a word, but for none
      }
    },
  };
}
