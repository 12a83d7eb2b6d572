import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { silentLog } from '../../log.ts';
import { createBullQueue } from '../../queue/bull-queue.ts';
import { QueueUnavailableError } from '../../queue/job-queue.ts';
import type { JobQueue } from '../../queue/job-queue.ts';
import { receiveMessage } from '../../queue/jobs/receive-message.ts';
import { createRedisLanes } from '../../queue/redis-lanes.ts';
import { describeJobQueue } from '../contracts/job-queue.ts';
import { hasRedisServer, startRedisServer } from '../fakes/redis-server.ts';
import type { RedisServer } from '../fakes/redis-server.ts';

const available = hasRedisServer();
const MISSING = 'redis-server is missing: install the Debian package redis-server';

if (process.env['CI']) {
  it('has a redis-server to be tested with', () => {
    expect(available, MISSING).toBe(true);
  });
}

describe.skipIf(!available)(available ? 'on a real Redis' : `on a real Redis (${MISSING})`, () => {
  let server: RedisServer;
  let prefixes = 0;
  const opened: JobQueue[] = [];

  beforeAll(async () => {
    server = await startRedisServer();
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((queue) => queue.stop(0)));
  });
  afterAll(async () => {
    await server.close();
  });

  function newPrefix(): string {
    prefixes += 1;
    return `test-${prefixes}`;
  }

  function open(options: { prefix: string; lockMs?: number; maxAttempts?: number }): JobQueue {
    const queue = createBullQueue({ redisUrl: server.url, log: silentLog, backoff: () => 5, ...options });
    opened.push(queue);
    return queue;
  }

  function record(queue: JobQueue): string[] {
    const runs: string[] = [];
    queue.process(receiveMessage, async ({ chat }) => void runs.push(chat));
    return runs;
  }

  describeJobQueue(
    'the BullMQ queue',
    () => {
      const prefix = newPrefix();
      return (options) => createBullQueue({ redisUrl: server.url, prefix, ...options });
    },
    { shared: true },
  );

  it('leaves nothing behind in Redis once all is done', async () => {
    const queue = open({ prefix: 'tidy' });
    record(queue);
    await queue.start();
    for (let n = 0; n < 50; n += 1) {
      await queue.enqueue(receiveMessage, { chat: `${n}` }, { lane: `${n % 7}`, id: `${n % 11}` });
    }

    await queue.idle();
    await queue.stop();

    const redis = new Redis(server.url);
    const left = await redis.keys('tidy:*');
    redis.disconnect();
    const perJob = left.filter((key) => !/:(id|meta|events|stalled-check|marker)$/.test(key));
    expect(perJob).toEqual([]);
  });

  it('takes up what a killed process had in hand, in the order of the lane', async () => {
    const prefix = newPrefix();
    const file = fileURLToPath(new URL('bull-worker-to-be-killed.ts', import.meta.url));
    const worker = spawn(process.execPath, ['--import', 'tsx', file, server.url, prefix], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exited = once(worker, 'exit');
    const queue = open({ prefix, lockMs: 500 });
    const runs = record(queue);
    for (const chat of ['in hand', 'behind it']) await queue.enqueue(receiveMessage, { chat }, { lane: 'x' });
    await once(worker.stdout, 'data');

    worker.kill('SIGKILL');
    await exited;
    await queue.start();
    await queue.enqueue(receiveMessage, { chat: 'new' }, { lane: 'x' });
    await queue.idle();

    expect(runs).toEqual(['in hand', 'behind it', 'new']);
  });

  it('gives up a job that takes its process down every time', async () => {
    const prefix = newPrefix();
    const redis = new Redis(server.url);
    await redis.hset(`${prefix}:lanes:attempts`, 'deadly', 3);
    const stored = { name: 'receive-message', version: 1, payload: { chat: 'c' }, lane: 'x', dedupeKey: '' };
    await createRedisLanes(redis, `${prefix}:lanes`, 1_000).put('deadly', stored, 0);
    redis.disconnect();
    const queue = open({ prefix, maxAttempts: 3 });
    const runs = record(queue);

    await queue.start();
    await queue.idle();

    expect(runs).toEqual([]);
    expect((await queue.counts()).failed).toBe(1);
  });

  it.each([0, 100])('wakes a job (delay %i ms) whose producer was killed before waking its lane', async (delayMs) => {
    const prefix = newPrefix();
    const redis = new Redis(server.url);
    const stored = { name: 'receive-message', version: 1, payload: { chat: 'c' }, lane: 'x', dedupeKey: '' };
    await createRedisLanes(redis, `${prefix}:lanes`, 1_000).put('abandoned', stored, delayMs);
    redis.disconnect();
    const queue = open({ prefix });
    const runs = record(queue);

    await queue.start();
    await queue.idle(1_000);

    expect(runs).toEqual(['c']);
  });

  it('answers at once while Redis is down, and works when it is back', async () => {
    const ownServer = await startRedisServer();
    const queue = createBullQueue({ redisUrl: ownServer.url, log: silentLog, backoff: () => 5 });
    const begun = new Set<string>();
    queue.process(receiveMessage, async ({ chat }) => {
      begun.add(chat);
      if (chat === 'before') await ownServer.kill();
    });
    await queue.start();
    await queue.enqueue(receiveMessage, { chat: 'before' }, { lane: 'x' });
    await until(async () => !(await queue.health()).up);

    await expect(queue.enqueue(receiveMessage, { chat: 'lost' })).rejects.toThrow(QueueUnavailableError);
    await ownServer.restart();
    await until(async () => (await queue.health()).up);
    await queue.enqueue(receiveMessage, { chat: 'after' }, { lane: 'x' });
    await until(async () => begun.has('after'));

    expect([...begun]).toEqual(['before', 'after']);
    await queue.stop(0);
    await ownServer.close();
  });

  it('answers soon when Redis holds the connection and says nothing', async () => {
    const ownServer = await startRedisServer();
    const queue = createBullQueue({ redisUrl: ownServer.url, log: silentLog });
    record(queue);
    await queue.start();
    await queue.enqueue(receiveMessage, { chat: 'before' });

    ownServer.freeze();

    await expect(queue.enqueue(receiveMessage, { chat: 'unheard' })).rejects.toThrow(QueueUnavailableError);
    ownServer.thaw();
    await until(async () => (await queue.health()).up);
    await queue.enqueue(receiveMessage, { chat: 'after' });
    await queue.stop(0);
    await ownServer.close();
  });

  it('starts, answers and stops without a Redis, and works once there is one', async () => {
    const ownServer = await startRedisServer();
    await ownServer.kill();
    const queue = createBullQueue({ redisUrl: ownServer.url, log: silentLog });
    const idleOne = createBullQueue({ redisUrl: ownServer.url, log: silentLog });
    const runs = record(queue);
    record(idleOne);

    await Promise.all([queue.start(), idleOne.start()]);
    const health = await queue.health();
    await expect(queue.enqueue(receiveMessage, { chat: 'lost' })).rejects.toThrow(QueueUnavailableError);
    await idleOne.stop(0);
    await ownServer.restart();
    await until(async () => (await queue.health()).up);
    await queue.enqueue(receiveMessage, { chat: 'after' });
    await queue.idle();

    expect(health).toEqual({ up: false, detail: 'Redis cannot be reached.' });
    expect(runs).toEqual(['after']);
    await queue.stop(0);
    await ownServer.close();
  });
});

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) {
    await new Promise((resolve) => {
      setTimeout(resolve, 10);
    });
  }
}
