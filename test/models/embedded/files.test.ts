import { copyFileSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { reachEmbedded, restoreEmbedded, startEmbedded } from '../../../models/embedded/index.ts';
import { runChild } from './children/run.ts';
import { connect, temporaryDatabase, temporaryFolder } from './temporary.ts';

function mode(path: string): string {
  return (statSync(path).mode & 0o777).toString(8);
}

describe.skipIf(process.platform === 'win32')('the folder', () => {
  test('and every file in it are private, also when they were not before', async () => {
    const dir = join(temporaryFolder(), 'data');
    mkdirSync(dir, { mode: 0o755 });

    const { db } = await temporaryDatabase({ dir });
    await db.collection('c').insertOne({ a: 1 });

    expect(mode(dir)).toBe('700');
    expect(readdirSync(dir).sort()).toEqual(['data.mdb', 'data.mdb-lock', 'db.sock', 'lock-1']);
    expect(readdirSync(dir).map((name) => mode(join(dir, name)))).toEqual(['600', '600', '600', '600']);
  });

  test('may have a path too long for a socket', async () => {
    const dir = join(temporaryFolder(), 'thư-mục-'.repeat(14));

    const { db, database } = await temporaryDatabase({ dir });
    const beside = await reachEmbedded({ dir });
    await (await connect(beside)).db().collection('c').insertOne({ a: 1 });

    expect(await db.collection('c').countDocuments()).toBe(1);
    expect(beside.uri).toBe(database.uri);
  });
});

describe('a backup', () => {
  test('is taken while 50 writers write, is private, and is one moment of everything that can be restored', async () => {
    const { db, database } = await temporaryDatabase({ noSync: false });
    const file = join(temporaryFolder(), 'backup.mdb');
    await db.collection('first').createIndex({ n: 1 }, { unique: true });
    await db.collection('first').insertMany(Array.from({ length: 500 }, (_, n) => ({ n })));
    const made = new AbortController();
    let last = 1000;
    const writers = Array.from({ length: 50 }, async () => {
      while (!made.signal.aborted) {
        const n = ++last;
        await db.collection('first').insertOne({ n, text: 'x'.repeat(500) });
        await db.collection('second').insertOne({ n });
      }
    });

    await database.backup(file);
    made.abort();
    await Promise.all(writers);
    const restored = join(temporaryFolder(), 'restored');
    await restoreEmbedded({ dir: restored, file });
    const again = await temporaryDatabase({ dir: restored });
    const [first, second] = await Promise.all(['first', 'second'].map((name) => again.db.collection(name).distinct('n')));

    expect(mode(file)).toBe('600');
    expect(await again.db.collection('first').countDocuments({ n: { $lt: 500 } })).toBe(500);
    expect(await again.database.check()).toEqual([]);
    // whoever is in the second collection was in the first before
    expect(second!.filter((n) => !new Set(first).has(n))).toEqual([]);
    await expect(again.db.collection('first').insertOne({ n: 1 })).rejects.toMatchObject({ code: 11000 });
  });

  test('never overwrites a file, and leaves nothing behind', async () => {
    const { database } = await temporaryDatabase();
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'backup.mdb'), 'precious');

    await expect(database.backup(join(folder, 'backup.mdb'))).rejects.toThrow(/already exists/);
    await expect(database.backup(join(folder, 'none', 'backup.mdb'))).rejects.toThrow(/No backup can be written/);

    expect(readdirSync(folder)).toEqual(['backup.mdb']);
  });

  test('is also taken of a database that another process runs', async () => {
    const dir = temporaryFolder();
    const file = join(temporaryFolder(), 'backup.mdb');
    await runChild('hold.ts', [dir]).firstLine;
    const beside = await reachEmbedded({ dir });
    await (await connect(beside)).db().collection('c').insertOne({ a: 1 });

    await beside.backup(file);

    await expect(beside.backup(file)).rejects.toThrow(/already exists/);
    const restored = temporaryFolder();
    copyFileSync(file, join(restored, 'data.mdb'));
    const copy = await startEmbedded({ dir: restored });
    onTestFinished(() => copy.close());
    expect(await (await connect(copy)).db().collection('c').countDocuments()).toBe(1);
  });
});
