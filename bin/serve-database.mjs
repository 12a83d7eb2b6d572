// Serves an empty embedded database from a process of its own, for the tests that others wrote of MongoDB.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** Calls `use` with the address of a database, and takes it away again. Resolves with what `use` resolves with. */
export async function withDatabase(use) {
  const dir = mkdtempSync(join(tmpdir(), 'conformance-'));
  const command = [fileURLToPath(new URL('run.mjs', import.meta.url)), 'cli.ts', 'database', '--dir', dir];
  const database = spawn(process.execPath, command, {
    cwd: fileURLToPath(new URL('../', import.meta.url)), stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [uri] = await once(createInterface(database.stdout), 'line');
    return await use(uri);
  } finally {
    database.kill();
    await once(database, 'close');
    rmSync(dir, { recursive: true, force: true });
  }
}
