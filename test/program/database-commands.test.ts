import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import mongoose from 'mongoose';
import { expect, it, onTestFinished } from 'vitest';
import { exportPetitions, ROOT, runCli, startProgram, temporaryFolder } from './program.ts';

/** A folder with petitions of paper in it, and how many. */
async function filled(texts: readonly string[]): Promise<string> {
  const dir = temporaryFolder();
  const rows = join(temporaryFolder(), 'rows.jsonl');
  writeFileSync(rows, texts.map((text) => JSON.stringify({ text })).join('\n'));
  const { code, output } = await runCli(['import', '--plan', 'tap-duot', rows], { DATA_DIR: dir });
  if (code !== 0) throw new Error(output);
  return dir;
}

/** `cli database` on a folder; resolves with the address that it prints first. */
async function served(dir: string): Promise<string> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'cli.ts', 'database', '--dir', dir], {
    cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close');
  onTestFinished(async () => {
    child.kill('SIGTERM');
    await ended;
  });
  const [first] = await once(child.stdout!, 'data') as [Buffer];
  return first.toString().split('\n')[0]!;
}

const TEXTS = ['Đường thôn Bến Gió hỏng', 'Kênh mương bồi lắng', 'Đèn đường không sáng'];

it('restore puts a backup in the place of the data, and keeps what was there; what is no backup changes nothing', async () => {
  const settings = { DATA_DIR: await filled(TEXTS) };
  const backup = join(temporaryFolder(), 'sao-luu.mdb');
  await runCli(['backup', backup], settings);
  const before = await exportPetitions(settings.DATA_DIR);
  const rows = join(temporaryFolder(), 'rows.jsonl');
  writeFileSync(rows, JSON.stringify({ text: 'Ý kiến đến sau' }));
  await runCli(['import', '--plan', 'tap-duot', rows], settings);
  const junk = join(temporaryFolder(), 'junk.mdb');
  writeFileSync(junk, 'no backup at all'.repeat(500));

  const refused = await runCli(['restore', junk], settings);
  const between = await exportPetitions(settings.DATA_DIR);
  const restored = await runCli(['restore', backup], settings);

  expect(refused).toMatchObject({ code: 1, output: expect.stringContaining('is not a sound backup') });
  expect(refused.output).not.toMatch(/^\s+at /m);
  expect(between).toHaveLength(4);
  expect(restored.code).toBe(0);
  expect(readdirSync(join(settings.DATA_DIR, 'db'))).toContain('data.mdb.replaced-1');
  expect(await exportPetitions(settings.DATA_DIR)).toEqual(before);
}, 120_000);

it('move copies everything to another server, again only what is missing, and refuses a foreign one', async () => {
  const settings = { DATA_DIR: await filled(TEXTS) };
  const to = (await served(join(temporaryFolder(), 'target'))).replace('/embedded?', '/commune?');

  const first = await runCli(['move', '--to', to], settings);
  const client = await mongoose.mongo.MongoClient.connect(to);
  onTestFinished(() => client.close());
  await client.db().collection('petitions').deleteOne({});
  const second = await runCli(['move', '--to', to], settings);
  await client.db().collection('petitions').insertOne({ foreign: true });
  const third = await runCli(['move', '--to', to], settings);

  expect(first).toMatchObject({ code: 0, out: expect.stringContaining('petitions: 3 documents, 3 copied now') });
  expect(second.out).toContain('petitions: 3 documents, 1 copied now');
  expect(third).toMatchObject({ code: 1, output: expect.stringContaining('Choose an empty database') });
  expect((await client.db().collection('petitions').indexes()).length).toBeGreaterThan(3);
}, 120_000);

it('database serves a folder alone; doctor finds all well beside it, and says what is missing', async () => {
  const settings = { DATA_DIR: await filled(TEXTS) };
  await served(join(settings.DATA_DIR, 'db'));

  const again = await runCli(['database', '--dir', join(settings.DATA_DIR, 'db')], {});
  const well = await runCli(['doctor'], settings);
  const client = await mongoose.mongo.MongoClient.connect(
    `mongodb://${encodeURIComponent(join(settings.DATA_DIR, 'db', 'db.sock'))}/doithoai`);
  onTestFinished(() => client.close());
  await client.db().collection('attachments').insertOne({ origin: 'x', state: 'stored', file: 'ab'.repeat(32) });
  const missing = await runCli(['doctor'], settings);
  rmSync(join(settings.DATA_DIR, 'files'), { recursive: true, force: true });

  expect(again).toMatchObject({ code: 1, output: expect.stringContaining('in use by process') });
  expect(well).toMatchObject({ code: 0, out: expect.stringContaining('All is well.') });
  expect(missing).toMatchObject({ code: 1, out: expect.stringContaining('a file is missing') });
}, 120_000);

it('a folder of an earlier version is taken over by a start, and says so once; its backup can be restored', async () => {
  const former = join(ROOT, 'test/models/embedded/fixtures/format-1.mdb');
  const started = { DATA_DIR: temporaryFolder() };
  mkdirSync(join(started.DATA_DIR, 'db'));
  copyFileSync(former, join(started.DATA_DIR, 'db', 'data.mdb'));
  const restored = { DATA_DIR: temporaryFolder() };

  const program = startProgram(started);
  await program.address;
  const restore = await runCli(['restore', former], restored);
  const doctor = await runCli(['doctor'], started);

  expect(program.output().match(/the data of an earlier version are converted/g)).toHaveLength(1);
  expect(program.output()).toContain('data-before-format-2.mdb');
  expect(restore.code).toBe(0);
  expect(doctor).toMatchObject({ code: 0, out: expect.stringContaining('All is well.') });
  for (const { DATA_DIR } of [started, restored]) {
    expect((await exportPetitions(DATA_DIR)).map(({ text }) => text).sort()).toEqual(TEXTS.toSorted());
  }
}, 120_000);
