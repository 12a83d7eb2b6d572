import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface, type Interface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

/** A child process of a test, and the lines it prints. */
export interface Child { process: ChildProcess; lines: Interface; firstLine: Promise<string>; ended: Promise<void> }

/** Runs one of the scripts beside this file; it is killed when the test has finished. */
export function runChild(script: string, args: string[], maxFileKilobytes?: number): Child {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const command = [process.execPath, '--import', 'tsx', path, ...args];
  const child = maxFileKilobytes === undefined
    ? spawn(command[0]!, command.slice(1), { stdio: ['ignore', 'pipe', 'inherit'] })
    : spawn('bash', ['-c', `ulimit -f ${maxFileKilobytes}; exec "$@"`, 'limited', ...command], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines = createInterface(child.stdout!);
  return {
    process: child,
    lines,
    firstLine: new Promise((resolve, reject) => {
      lines.once('line', resolve);
      child.once('close', (code) => reject(new Error(`the child ended with ${code} and said nothing`)));
    }),
    ended: new Promise((resolve) => {
      child.once('close', () => resolve());
    }),
  };
}
