// Plays mongoose's own test suite against the embedded database: `node bin/mongoose-suite.mjs <folder of a checkout of
// https://github.com/Automattic/mongoose after npm install>`. Without what needs a replica set or another program.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withDatabase } from './serve-database.mjs';

/** Suites that need encryption, another JavaScript engine, or change streams. */
const LEFT_OUT = ['test/encryption/**', 'test/deno*', 'test/*watch*'];

const [checkout] = process.argv.slice(2);
if (!checkout) {
  process.stderr.write('Which folder? node bin/mongoose-suite.mjs <checkout of mongoose>\n');
  process.exit(2);
}

/** The suite takes addresses of hosts only: a port that leads to the database's socket. */
async function listenFor(uri) {
  const path = decodeURIComponent(new URL(uri).host);
  const server = createServer({ noDelay: true }, (client) => {
    const database = connect({ path });
    client.pipe(database).pipe(client);
    for (const [one, other] of [[client, database], [database, client]]) {
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

const folder = mkdtempSync(join(tmpdir(), 'mongoose-suite-'));
const report = join(folder, 'report.json');
try {
  await withDatabase(async (uri) => {
    const server = await listenFor(uri);
    const mocha = spawn(process.execPath, [
      join(checkout, 'node_modules/mocha/bin/mocha.js'), '--exit', '--timeout', '15000', '--reporter', 'json',
      '--reporter-option', `output=${report}`, 'test/**/*.test.js', ...LEFT_OUT.flatMap((pattern) => ['--ignore', pattern]),
    ], {
      cwd: checkout, stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, MONGOOSE_TEST_URI: `mongodb://127.0.0.1:${server.address().port}/mongoose_test` },
    });
    await once(mocha, 'close');
    server.close();
  });
  const { stats, failures } = JSON.parse(readFileSync(report, 'utf8'));
  const causes = new Map();
  for (const { err } of failures) {
    const [cause] = String(err.message).split('\n');
    causes.set(cause, (causes.get(cause) ?? 0) + 1);
  }
  for (const [cause, n] of [...causes].sort((a, b) => b[1] - a[1])) process.stdout.write(`${n} × ${cause}\n`);
  process.stdout.write(`mongoose: ${stats.passes} passed, ${stats.failures} failed, ${stats.pending} pending\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
