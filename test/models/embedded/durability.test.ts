import { rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { startEmbedded } from '../../../models/embedded/index.ts';
import { runChild } from './children/run.ts';
import { connect, temporaryDatabase, temporaryFolder } from './temporary.ts';

describe('after kill -9', () => {
  test('everything acknowledged is there, and the counter is never behind', async () => {
    const dir = temporaryFolder();
    const printed: string[] = [];
    let highest = 0;

    for (let round = 0; round < 4; round++) {
      const child = runChild('write.ts', [dir, String(round)]);
      child.lines.on('line', (line) => {
        const [id, count] = line.split(' ');
        printed.push(id!);
        highest = Math.max(highest, Number(count));
      });
      await child.firstLine;
      await sleep(100 + round * 130);
      child.process.kill('SIGKILL');
      await child.ended;
    }
    const { db } = await temporaryDatabase({ dir });
    const there = new Set((await db.collection('petitions').find().toArray()).map(({ _id }) => String(_id)));
    const counter = await db.collection('counters').findOne({});

    expect(printed.length).toBeGreaterThan(20);
    expect(printed.filter((id) => !there.has(id))).toEqual([]);
    expect(counter!['n']).toBeGreaterThanOrEqual(highest);
  }, 60_000);
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
