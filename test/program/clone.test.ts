/** A fresh copy of the project, started as it is: what it writes goes where git does not look. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT, startProgram, temporaryFolder } from './program.ts';

const LEFT_OUT = new Set(['node_modules', '.git', 'data', '.env']);

it('leaves `git status` clean after a start with nothing set', async () => {
  const copy = join(temporaryFolder(), 'doi-thoai');
  mkdirSync(copy);
  cpSync(ROOT, copy, { recursive: true, filter: (path) => path === ROOT || !LEFT_OUT.has(basename(path)) });
  const git = (...args: string[]) => execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', ...args], { cwd: copy }).toString();
  git('init', '-q');
  git('add', '-A');
  git('commit', '-qm', 'as it is');
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  // A link is no folder, so the rule for the folder does not hide it.
  execFileSync('sh', ['-c', 'echo node_modules >> .git/info/exclude'], { cwd: copy });

  const program = startProgram({}, { cwd: copy });
  await fetch(`${await program.address}/healthz`);
  program.kill();
  await program.ended;

  expect(existsSync(join(copy, 'data', 'db', 'data.mdb'))).toBe(true);
  expect(git('status', '--porcelain')).toBe('');
}, 60_000);
