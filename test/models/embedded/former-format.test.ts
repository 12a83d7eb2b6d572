/** Folders of format 1. The file beside was written by the program as it was then, with invented data. */
import { once } from 'node:events';
import {
  copyFileSync, existsSync, linkSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { ObjectId } from 'bson';
import { open } from 'lmdb';
import { expect, onTestFinished, test } from 'vitest';
import { restoreEmbedded, startEmbedded } from '../../../models/embedded/index.ts';
import { decode, encode } from '../../../models/embedded/values/values.ts';
import { runChild } from './children/run.ts';
import { connect, refusal, temporaryDatabase, temporaryFolder } from './temporary.ts';

const FIXTURE = join(import.meta.dirname, 'fixtures', 'format-1.mdb');

function formerFolder(): string {
  const dir = temporaryFolder();
  copyFileSync(FIXTURE, join(dir, 'data.mdb'));
  return dir;
}

/** Writes a file of format 1 as that program laid it out; the last document may be one that it never took. */
async function writeFormer(file: string, documents: number, last: object = {}): Promise<void> {
  const root = open({ path: file, noSubdir: true, maxDbs: 4, noSync: true });
  const [stored, collections] = ['documents', 'collections'].map((name) => root.openDB({ name, encoding: 'binary' }));
  root.transactionSync(() => {
    const indexes = [{ v: 2, key: { n: 1 }, name: 'n_1', unique: true }, { v: 2, key: { text: -1 }, name: 'text_-1' }];
    collections!.putSync(7, encode({ db: 'embedded', name: 'c', uuid: Buffer.alloc(16, 7), indexes, options: {} }));
    for (let n = 1; n <= documents; n++) {
      const doc = { _id: new ObjectId(), n, text: `${n % 9}`.repeat(400), ...(n === documents && last) };
      stored!.putSync([7, n * 3], encode(doc));
    }
  });
  await root.close();
}

test('are converted when they are opened: all documents and indexes are there, and the old file is kept', async () => {
  const dir = formerFolder();

  const { client, database } = await temporaryDatabase({ dir });
  const books = client.db('phien-chuyen').collection('books');
  const explained = await books.find({ tags: 't1' }).sort({ at: -1 }).explain();

  expect(database.former).toBe(join(dir, 'data-before-format-2.mdb'));
  expect(readFileSync(database.former!).equals(readFileSync(FIXTURE))).toBe(true);
  expect(readdirSync(dir).sort()).toEqual(
    ['data-before-format-2.mdb', 'data.mdb', 'data.mdb-lock', 'db.sock', 'lock-1']);
  expect((await client.db().admin().listDatabases()).databases.map(({ name }) => name)).toEqual(
    ['doithoai', 'other', 'phien-chuyen']);
  expect((await client.db('phien-chuyen').collections()).map(({ collectionName }) => collectionName).sort()).toEqual(
    ['books', 'empty', 'visits']);
  expect(await client.db('doithoai').collection('petitions').countDocuments()).toBe(3);
  expect(await client.db('other').collection('books').findOne()).toEqual({ _id: 1, code: 'S1' });
  expect((await books.find().toArray()).map(({ code }) => code)).toEqual(Array.from({ length: 39 }, (_, n) => `S${n}`));
  expect(await books.findOne({ code: 'S38' }, { promoteValues: false })).toMatchObject(
    { shelf: { value: 1000 }, long: { _bsontype: 'Long' }, price: { _bsontype: 'Decimal128' } });
  expect(explained['queryPlanner'].winningPlan).toMatchObject({ indexName: 'tags_1_at_-1' });
  expect((await books.find({ tags: 't1' }).sort({ at: -1 }).toArray()).map(({ code }) => code).slice(0, 2)).toEqual(
    ['S37', 'S33']);
  expect((await books.find({ shelf: { $gt: 30 } }).toArray()).map(({ code }) => code).sort()).toEqual(
    ['S33', 'S36', 'S38']);
  expect(await books.indexes()).toEqual([
    { v: 2, key: { _id: 1 }, name: '_id_' },
    { v: 2, key: { code: 1 }, name: 'code_1', unique: true },
    {
      v: 2, key: { owner: 1, open: 1 }, name: 'owner_1_open_1', unique: true, partialFilterExpression: { open: true },
    },
    { v: 2, key: { shelf: -1 }, name: 'shelf_-1', sparse: true },
    { v: 2, key: { tags: 1, at: -1 }, name: 'tags_1_at_-1' },
  ]);
  expect(await client.db('phien-chuyen').collection('visits').indexes()).toMatchObject(
    [{ name: '_id_' }, { key: { until: 1 }, expireAfterSeconds: 60 }]);
  expect(await database.check()).toEqual([]);
});

test('keep their rules: what was unique still is, also within a filter; a later start converts nothing', async () => {
  const dir = formerFolder();

  const first = await startEmbedded({ dir });
  await (await connect(first)).db('phien-chuyen').collection('books').insertOne({ code: 'mới', owner: 'Người 1' });
  await first.close();
  const { client, database } = await temporaryDatabase({ dir });
  const books = client.db('phien-chuyen').collection('books');

  expect(database.former).toBeUndefined();
  expect(await books.countDocuments()).toBe(40);
  expect((await refusal(books.insertOne({ code: 'S1' }))).code).toBe(11000);
  expect((await refusal(books.insertOne({ code: 'khác', owner: 'Người 1', open: true }))).code).toBe(11000);
  expect(readdirSync(dir).filter((name) => name.endsWith('.mdb'))).toEqual(['data-before-format-2.mdb', 'data.mdb']);
});

test('are converted anew when the process was killed meanwhile, wherever it was', async () => {
  const dir = temporaryFolder();
  await writeFormer(join(dir, 'data.mdb'), 20_000);
  const { ino } = statSync(join(dir, 'data.mdb'));

  const child = runChild('hold.ts', [dir]);
  child.firstLine.catch(() => {});
  while (!existsSync(join(dir, '.converting', 'data.mdb'))) await new Promise((go) => { setTimeout(go, 2); });
  child.process.kill('SIGKILL');
  await once(child.process, 'close');
  const unchanged = statSync(join(dir, 'data.mdb')).ino === ino;
  const interrupted = existsSync(join(dir, '.converting'));
  const { db, database } = await temporaryDatabase({ dir });

  expect({ unchanged, interrupted }).toEqual({ unchanged: true, interrupted: true });
  expect(await db.collection('c').countDocuments()).toBe(20_000);
  expect(await db.collection('c').countDocuments({ n: { $gt: 19_990 } })).toBe(10);
  expect((await db.collection('c').find().limit(3).toArray()).map(({ n }) => n)).toEqual([1, 2, 3]);
  expect(await database.check()).toEqual([]);
}, 60_000);

test('a kill behind the keeping of the old file leaves no second copy; a file of its name is never replaced', async () => {
  const killed = formerFolder();
  linkSync(join(killed, 'data.mdb'), join(killed, 'data-before-format-2.mdb'));
  mkdirSync(join(killed, '.converting'));
  writeFileSync(join(killed, '.converting', 'data.mdb'), 'half of it');
  const again = formerFolder();
  writeFileSync(join(again, 'data-before-format-2.mdb'), 'precious');

  const first = await temporaryDatabase({ dir: killed });
  const second = await temporaryDatabase({ dir: again });

  expect(first.database.former).toBe(join(killed, 'data-before-format-2.mdb'));
  expect(second.database.former).toBe(join(again, 'data-before-format-2-2.mdb'));
  expect(readFileSync(join(again, 'data-before-format-2.mdb'), 'utf8')).toBe('precious');
  expect(existsSync(join(killed, '.converting'))).toBe(false);
});

test('that cannot be converted are left as they are, with a plain sentence and nothing of their content', async () => {
  const dir = temporaryFolder();
  await writeFormer(join(dir, 'data.mdb'), 50, { n: 1, text: 'bí mật' });
  const before = readFileSync(join(dir, 'data.mdb'));

  const error: any = await startEmbedded({ dir }).catch((reason: unknown) => reason);

  expect(error).toMatchObject({ name: 'DatabaseUnusableError' });
  expect(error.message).toMatch(/written by an earlier version .* could not be converted \(DuplicateKey\)\. Nothing/);
  expect(readFileSync(join(dir, 'data.mdb')).equals(before)).toBe(true);
  expect(readdirSync(dir).filter((name) => name.includes('convert') || name.includes('before'))).toEqual([]);
});

test('backups of format 1 are restored, and stay as they are', async () => {
  const { dir, database } = await temporaryDatabase();
  await database.close();

  const before = await restoreEmbedded({ dir, file: FIXTURE });
  const restored = await startEmbedded({ dir });
  onTestFinished(() => restored.close());
  const client = await connect(restored);

  expect(before).toBe(join(dir, 'data.mdb.replaced-1'));
  expect(restored.former).toBeUndefined();
  expect(await client.db('phien-chuyen').collection('books').countDocuments({ code: 'S7' })).toBe(1);
  expect(await client.db('doithoai').collection('petitions').countDocuments()).toBe(3);
});

test('a program of format 1 finds something in a new file that it must refuse; this one does not', async () => {
  const dir = temporaryFolder();
  await (await startEmbedded({ dir })).close();

  const again = await startEmbedded({ dir });
  await again.close();
  const root = open({ path: join(dir, 'data.mdb'), noSubdir: true, maxDbs: 8, readOnly: true });
  const records = [...root.openDB<Buffer, number>({ name: 'collections', encoding: 'binary' }).getRange()];
  await root.close();

  expect(again.former).toBeUndefined();
  expect(records.map(({ value }) => Object.keys(decode(value)['indexes'][0].partialFilterExpression))).toEqual(
    [['$written by a later version of this program']]);
});
