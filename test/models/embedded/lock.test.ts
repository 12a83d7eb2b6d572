import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { DatabaseInUseError, startEmbedded, reachEmbedded } from '../../../models/embedded/index.ts';
import { runChild } from './children/run.ts';
import { connect, temporaryFolder } from './temporary.ts';

describe('a folder held by this process', () => {
  test('is refused to a second opener with a sentence that names the process', async () => {
    const dir = temporaryFolder();
    const first = await startEmbedded({ dir });
    onTestFinished(() => first.close());

    const second = await startEmbedded({ dir }).catch((error: unknown) => error);

    expect(second).toBeInstanceOf(DatabaseInUseError);
    expect((second as DatabaseInUseError).pid).toBe(process.pid);
    expect((second as Error).message).toContain(`in use by process ${process.pid}`);
  });

  test('can be opened again after closing, as often as one likes', async () => {
    const dir = temporaryFolder();

    for (let i = 0; i < 5; i++) await (await startEmbedded({ dir })).close();

    expect(readdirSync(dir).filter((name) => name.startsWith('lock-'))).toEqual(['lock-5']);
  });

  test('goes to exactly one of several that start at the same moment', async () => {
    const dir = temporaryFolder();

    const results = await Promise.allSettled(Array.from({ length: 8 }, () => startEmbedded({ dir })));
    const winners = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    await Promise.all(winners.map((database) => database.close()));

    expect(winners).toHaveLength(1);
    expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(7);
  });

  test('is unused only when all who reached it have gone', async () => {
    const dir = temporaryFolder();
    const holding = await startEmbedded({ dir });
    onTestFinished(() => holding.close());
    const visitor = await connect(await reachEmbedded({ dir }));
    await visitor.db().collection('c').insertOne({ a: 1 });
    const order: string[] = [];

    const unused = holding.unused().then(() => order.push('unused'));
    await visitor.db().collection('c').insertOne({ a: 2 });
    order.push('still served');
    await visitor.close();
    await unused;

    expect(order).toEqual(['still served', 'unused']);
  });

  test('is reached by a command beside it, whose close leaves it running', async () => {
    const dir = temporaryFolder();
    const running = await startEmbedded({ dir });
    onTestFinished(() => running.close());

    const beside = await reachEmbedded({ dir });
    await (await connect(beside)).db().collection('c').insertOne({ a: 1 });
    await beside.close();

    expect(beside.uri).toBe(running.uri);
    expect(await (await connect(running)).db().collection('c').countDocuments()).toBe(1);
  });
});

describe('a folder held by another process', () => {
  test('is refused while that one lives, and free as soon as it was killed', async () => {
    const dir = temporaryFolder();
    const holder = runChild('hold.ts', [dir]);
    await holder.firstLine;

    const refused = await startEmbedded({ dir }).catch((error: unknown) => error);
    const beside = await reachEmbedded({ dir });
    await (await connect(beside)).db().collection('c').insertOne({ a: 1 });
    holder.process.kill('SIGKILL');
    await holder.ended;
    const next = await startEmbedded({ dir });
    onTestFinished(() => next.close());

    expect(refused).toMatchObject({ name: 'DatabaseInUseError', pid: holder.process.pid });
    expect(await (await connect(next)).db().collection('c').countDocuments()).toBe(1);
  });

  test('goes to exactly one of three processes that start together over a killed one', async () => {
    const dir = temporaryFolder();
    const killed = runChild('hold.ts', [dir]);
    await killed.firstLine;
    killed.process.kill('SIGKILL');
    await killed.ended;

    const answers = await Promise.all([1, 2, 3].map(() => runChild('hold.ts', [dir]).firstLine));

    expect(answers.filter((answer) => answer.startsWith('open '))).toHaveLength(1);
    expect(answers.filter((answer) => answer.startsWith('refused DatabaseInUseError'))).toHaveLength(2);
  });
});

describe('what a killed process leaves behind', () => {
  test('does not hinder anybody when its number now belongs to another process', async () => {
    const dir = temporaryFolder();
    const address = { path: join(dir, 'db.sock') };
    writeFileSync(join(dir, 'db.sock'), 'left behind');
    const left = { pid: process.pid, started: 'another life', token: 't', address };
    writeFileSync(join(dir, 'lock-7'), JSON.stringify(left));

    const database = await reachEmbedded({ dir });
    onTestFinished(() => database.close());

    expect(await (await connect(database)).db().command({ ping: 1 })).toMatchObject({ ok: 1 });
    expect(readdirSync(dir)).toContain('lock-8');
  });

  test('does not hinder anybody when it was killed in the middle of writing its lock', async () => {
    const dir = temporaryFolder();
    writeFileSync(join(dir, 'lock-1'), '');

    const database = await startEmbedded({ dir });
    await database.close();

    expect(readdirSync(dir)).not.toContain('lock-1');
  });
});
