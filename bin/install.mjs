// Installs the packages when they are missing or older than the lock file, so that a fresh clone needs one command.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  const version = process.versions.node;
  process.stderr.write(`Đối Thoại needs Node 20.19 or newer, and this is ${version}: see https://nodejs.org\n`);
  process.exit(1);
}

const root = new URL('../', import.meta.url);
const stamp = new URL('node_modules/.installed', root);
const lock = createHash('sha256').update(readFileSync(new URL('package-lock.json', root))).digest('hex');
const installed = existsSync(stamp) && readFileSync(stamp, 'utf8') === lock;

if (!installed) {
  process.stderr.write('Installing packages (once, a minute or so) …\n');
  // Standard output is kept clear: commands such as `npm run -s cli -- export` print data on it.
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exit(status ?? 1);
  writeFileSync(stamp, lock);
}
