import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { open } from 'lmdb';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Catalogue } from '../../../models/embedded/storage/catalogue.ts';
import { startEmbedded } from '../../../models/embedded/index.ts';
import { Storage } from '../../../models/embedded/storage/storage.ts';
import { decode, encode } from '../../../models/embedded/values/values.ts';
import { runChild } from './children/run.ts';
import { killRounds } from './kill-rounds.ts';
import { connect, temporaryDatabase, temporaryFolder } from './temporary.ts';

describe('after kill -9', () => {
  test('everything acknowledged is there, counters are never behind, and indexes are whole: 20 rounds', async () => {
    const { acknowledged, ...wrong } = await killRounds(temporaryFolder(), 20);

    expect(acknowledged).toBeGreaterThan(100);
    expect(wrong).toEqual({ missing: [], behind: 0, problems: [] });
  }, 180_000);
});

describe('a disk that takes no more', () => {
  test('is reported by an error and ends nothing; what was acknowledged is there after a restart', async () => {
    const dir = temporaryFolder();

    const child = runChild('fill.ts', [dir], 1024);
    const { acknowledged, refusals } = JSON.parse(await child.firstLine) as {
      acknowledged: number; refusals: Array<{ code: number; message: string }>;
    };
    await child.ended;
    const { db } = await temporaryDatabase({ dir });

    expect(child.process.exitCode).toBe(0);
    expect(acknowledged).toBeGreaterThan(10);
    expect(refusals.map(({ code }) => code)).toEqual([14031, 14031]);
    expect(refusals[0]!.message).toContain('could not write to its disk');
    expect(await db.collection('petitions').countDocuments({ _id: { $lt: acknowledged as never } })).toBe(acknowledged);
  });
});

describe('a folder that cannot be used', () => {
  test('is refused with a plain sentence', async () => {
    const file = join(temporaryFolder(), 'a-file');
    writeFileSync(file, 'x');

    await expect(startEmbedded({ dir: file })).rejects.toThrow(/The database folder .* cannot be used/);
  });

  test('is refused when its data file is none of ours, and is free again for a good one', async () => {
    const dir = temporaryFolder();
    writeFileSync(join(dir, 'data.mdb'), 'this is no database'.repeat(1000));

    await expect(startEmbedded({ dir })).rejects.toMatchObject({ name: 'DatabaseUnusableError' });
    rmSync(join(dir, 'data.mdb'));
    await (await startEmbedded({ dir })).close();
  });

  test('is refused when its data file was cut off', async () => {
    const dir = temporaryFolder();
    const whole = await startEmbedded({ dir });
    await (await connect(whole)).db().collection('c').insertMany(
      Array.from({ length: 200 }, (_, n) => ({ n, text: 'x'.repeat(900) })),
    );
    await whole.close();
    truncateSync(join(dir, 'data.mdb'), 40_000);

    await expect(startEmbedded({ dir })).rejects.toThrow(/damaged .* Put a backup in its place/);
  });
});

test('a data file of a later version is refused in plain words and left as it is', async () => {
  const dir = temporaryFolder();
  await (await startEmbedded({ dir })).close();
  const root = open({ path: join(dir, 'data.mdb'), noSubdir: true, maxDbs: 8 });
  await root.openDB<Buffer, string>({ name: 'catalogue', encoding: 'binary' }).put('format', encode({ version: 99 }));
  await root.close();
  const before = readFileSync(join(dir, 'data.mdb'));

  await expect(startEmbedded({ dir })).rejects.toThrow(/written by a later version of this program \(format 99\)/);

  expect(readFileSync(join(dir, 'data.mdb')).equals(before)).toBe(true);
});

test('a folder that may not be written to is refused in plain words', async () => {
  const reason = await startEmbedded({ dir: '/proc/no-such-place' }).catch((error: unknown) => error);

  expect(reason).toMatchObject({ name: 'DatabaseUnusableError' });
  expect((reason as Error).message).toContain('cannot be used');
});

test('a change that fails half-way is undone with all that it had done, and others go on', async () => {
  const storage = new Storage(temporaryFolder(), true);
  onTestFinished(() => storage.close());
  const catalogue = new Catalogue(storage);
  await storage.run(() => void catalogue.ensure('db', 'c').insert(encode({ _id: 1 })));

  const failed = storage.run(() => {
    catalogue.ensure('db', 'c').insert(encode({ _id: 2 }));
    catalogue.ensure('db', 'other');
    throw new TypeError('a mistake of the program');
  });
  await expect(failed).rejects.toThrow('a mistake of the program');
  await storage.run(() => void catalogue.ensure('db', 'c').insert(encode({ _id: 3 })));

  const c = catalogue.find('db', 'c')!;
  expect(Array.from(c.documents(), ({ raw }) => decode(raw))).toEqual([{ _id: 1 }, { _id: 3 }]);
  expect([c.count, catalogue.find('db', 'other'), [...c.check()]]).toEqual([2, undefined, [undefined, undefined]]);
});

test('documents, indexes and their order survive a restart', async () => {
  const dir = temporaryFolder();
  const first = await startEmbedded({ dir });
  const before = (await connect(first)).db();
  await before.collection('c').createIndex({ code: 1 }, { unique: true });
  await before.collection('c').insertMany([{ _id: 'z' as never, code: 1 }, { _id: 'a' as never, code: 2 }]);
  await before.collection('gone').insertOne({});
  await before.collection('gone').drop();
  await first.close();

  const { db } = await temporaryDatabase({ dir });

  expect((await db.collection('c').find().toArray()).map(({ _id }) => _id)).toEqual(['z', 'a']);
  expect((await db.collection('c').indexes()).map(({ name }) => name)).toEqual(['_id_', 'code_1']);
  await expect(db.collection('c').insertOne({ code: 2 })).rejects.toMatchObject({ code: 11000 });
  expect((await db.listCollections().toArray()).map(({ name }) => name)).toEqual(['c']);
});
