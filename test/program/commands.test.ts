import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { ROOT, runCli, temporaryFolder } from './program.ts';

it('lets several imports run at once without the program: each ends well, the codes have no gap', async () => {
  const dir = temporaryFolder();
  const files = ['Đèn đường hỏng', 'Ao làng bẩn', 'Cầu yếu'].map((text, file) => {
    const path = join(dir, `${file}.jsonl`);
    // Of different lengths, so that the one that holds the database is done before the others.
    const lines = Array.from({ length: 5 + file * 20 }, (_, index) => JSON.stringify({ text: `${text} ${index}` }));
    writeFileSync(path, lines.join('\n'));
    return path;
  });
  const settings = { DATA_DIR: join(dir, 'data') };

  const results = await Promise.all(files.map((file) => runCli(['import', '--plan', 'tap-duot', file], settings)));
  const list = join(dir, 'list.json');
  const exported = await runCli(['export', '--plan', 'tap-duot', '--format', 'json', '--out', list], settings);

  expect(results.map(({ code, output }) => [code, output])).toEqual([5, 25, 45].map((added) => (
    [0, `${added} petitions added, 0 known already, 0 rows left out\n`])));
  expect(exported).toMatchObject({ code: 0, output: expect.stringContaining('75 petitions') });
  const { petitions } = JSON.parse(readFileSync(list, 'utf8')) as { petitions: { code: string }[] };
  expect(petitions.map(({ code }) => Number(code.slice(3)))).toEqual(Array.from({ length: 75 }, (_, index) => index + 1));
});

it.each([
  ['export', `${process.execPath} --import tsx cli.ts export --plan tap-duot --format xlsx --out -`],
  ['classify', `yes 'Đường hỏng' | ${process.execPath} --import tsx cli.ts classify`],
])('%s ends in order when nobody reads what it writes any more', async (_, command) => {
  const env = { PATH: process.env['PATH'], DATA_DIR: join(temporaryFolder(), 'data') };

  const { stderr } = await promisify(execFile)('bash', ['-c', `{ sleep 0; ${command}; echo "ended with $?" >&2; } | true`], { cwd: ROOT, env });

  expect(stderr).toContain('ended with 0');
  expect(stderr).not.toMatch(/EPIPE|^\s+at /m);
});
