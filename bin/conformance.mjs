// Plays MongoDB's own driver tests against the embedded database: `npm run conformance [-- --verbose]`. The tests are
// data of https://github.com/mongodb/specifications (unified format); they and their runner are not part of this
// repository. They are looked for in the folder that CONFORMANCE_DIR names, else in ../shared/conformance.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { withDatabase } from './serve-database.mjs';

/** The least that must pass; models/embedded/README.md names every test that does not. */
const BAR = 385;
/** The exit status that says that nothing was tested. */
const NOT_RUN = 3;

function say(line) {
  process.stdout.write(`${line}\n`);
}

const root = fileURLToPath(new URL('../', import.meta.url));
const folder = resolve(root, process.env.CONFORMANCE_DIR || '../shared/conformance');
const [runner, specs] = [join(folder, 'run.mjs'), join(folder, 'specs')];
if (!existsSync(runner) || !existsSync(specs)) {
  say(`conformance: NOT RUN, there is no ${runner} with a folder specs beside it.\n`
    + 'The tests are those of https://github.com/mongodb/specifications (source/*/tests, unified format); put them and a\n'
    + 'runner into a folder and name it in CONFORMANCE_DIR.');
  process.exit(NOT_RUN);
}

const passed = await withDatabase(async (uri) => {
  const tests = spawn(process.execPath, [runner, specs, uri, '--server-version', '7.0.0', ...process.argv.slice(2)], {
    cwd: root, stdio: ['ignore', 'pipe', 'inherit'],
  });
  let count = 0;
  for await (const line of createInterface(tests.stdout)) {
    say(line);
    count = Number(/^unified: (\d+) passed/.exec(line)?.[1] ?? count);
  }
  return count;
});
say(`conformance: ${passed} passed, the bar is ${BAR}`);
process.exit(passed >= BAR ? 0 : 1);
