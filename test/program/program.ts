/** The whole program in a process of its own, as `npm start` starts it, on a folder and a port of the test's. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';

export const ROOT = resolve(import.meta.dirname, '../..');

type Settings = Record<string, string>;

export interface Program {
  readonly process: ChildProcess;
  /** All that it wrote so far, both streams together. */
  output(): string;
  /** Where the web listens; rejects with what it wrote when it ends before that. */
  readonly address: Promise<string>;
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  kill(signal?: NodeJS.Signals): void;
}

/** A folder of the test's own, removed when it has finished. */
export function temporaryFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'program-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** Nothing of this machine's settings but what a process needs to run. */
function cleanEnvironment(settings: Settings): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR } = process.env;
  return { PATH, HOME, ...(TMPDIR && { TMPDIR }), HOST: '127.0.0.1', PORT: '0', ...settings };
}

/** Starts `main.ts`. Killed when the test has finished, if it still runs then. */
export function startProgram(
  settings: Settings,
  { cwd = ROOT, maxFileKilobytes }: { cwd?: string; /** A disk that is soon full. */ maxFileKilobytes?: number } = {},
): Program {
  const limit = maxFileKilobytes === undefined ? '' : `ulimit -f ${maxFileKilobytes}; `;
  const child = spawn('bash', ['-c', `${limit}exec "$@"`, 'program', process.execPath, '--import', 'tsx', 'main.ts'], {
    cwd, env: cleanEnvironment(settings), stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = collect(child);
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal }) as Awaited<Program['ended']>);
  const listening = new Promise<string>((found) => {
    child.stdout!.on('data', () => {
      const port = /http:\/\/localhost:(\d+)\/console\n/.exec(output())?.[1];
      if (port) found(`http://127.0.0.1:${port}`);
    });
  });
  const address = Promise.race([
    listening,
    ended.then(({ code }) => Promise.reject(new Error(`The program ended with ${code}:\n${output()}`))),
  ]);
  // Whoever does not ask for the address wants it to end.
  address.catch(() => undefined);
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return { process: child, output, address, ended, kill: (signal = 'SIGTERM') => void child.kill(signal) };
}

/** Runs one command of the command line to its end. */
export async function runCli(
  args: readonly string[],
  settings: Settings,
): Promise<{ code: number; out: string; output: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'cli.ts', ...args], {
    cwd: ROOT, env: cleanEnvironment(settings), stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = collect(child);
  let out = '';
  child.stdout!.on('data', (chunk: Buffer) => { out += chunk.toString(); });
  const [code] = await once(child, 'close');
  return { code: code as number, out, output: output() };
}

function collect(child: ChildProcess): () => string {
  const chunks: Buffer[] = [];
  child.stdout!.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr!.on('data', (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString();
}

/** Looks again and again until it holds. */
export async function eventually(
  what: string,
  check: () => Promise<boolean> | boolean,
  withinMs = 15_000,
): Promise<void> {
  const limit = performance.now() + withinMs;
  while (!(await check())) {
    if (performance.now() > limit) throw new Error(`Waited ${withinMs} ms in vain: ${what}`);
    await new Promise((go) => { setTimeout(go, 20); });
  }
}

export interface Exported { code: string; text: string; status: string; channel: string; hamlet: string; topic: string }

/** The petitions of a folder, as the command line exports them. */
export async function exportPetitions(dataDir: string): Promise<Exported[]> {
  const command = ['export', '--plan', 'tap-duot', '--format', 'json', '--out', '-'];
  const { code, out, output } = await runCli(command, { DATA_DIR: dataDir });
  if (code !== 0) throw new Error(`The export failed:\n${output}`);
  return (JSON.parse(out) as { petitions: Exported[] }).petitions;
}
