import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Queue, Worker } from 'bullmq';
import type { Job } from 'bullmq';
import { Redis } from 'ioredis';
import type { Log } from '../log.ts';
import { QueueUnavailableError } from './job-queue.ts';
import type { EnqueueOptions, JobCounts, JobDefinition, JobQueue, Processor } from './job-queue.ts';
import { createJobRunner } from './job-runner.ts';
import type { Outcome } from './job-runner.ts';
import { createRedisLanes } from './redis-lanes.ts';
import type { RedisLanes, TakenJob, Wake } from './redis-lanes.ts';
import { createRedisProducer, reconnectPause } from './redis-producer.ts';
import { DEFAULT_CONCURRENCY, DEFAULT_GRACE_MS, DEFAULT_MAX_ATTEMPTS, exponentialBackoff } from './retry.ts';

/** What the queue needs: Redis, a log, and how patient to be. */
export interface BullQueueOptions {
  redisUrl: string;
  /** Begins the names of all keys; programs with one prefix share their jobs. */
  prefix?: string;
  log: Log;
  /** Jobs at once in this process. */
  concurrency?: number;
  /** Milliseconds to wait after the given failed attempt (1 is the first). */
  backoff?: (attempt: number) => number;
  maxAttempts?: number;
  /**
   * How long a process may be silent before its jobs are given to another, in milliseconds. A crash holds up the lanes
   * in hand for at most one and a half times as long.
   */
  lockMs?: number;
}

/** A BullMQ job is only a wake-up: work through this lane. Its id is that of the job which it was made for. */
interface WakeUp {
  lane: string;
}

/** Thrown to BullMQ by a wake-up that is not finished: its lane goes on after so many milliseconds. */
class LaneGoesOn extends Error {
  readonly afterMs: number;
  constructor(afterMs: number) {
    super('the lane goes on later');
    this.afterMs = afterMs;
  }
}

const DEFAULT_LOCK_MS = 10_000;
/** Jobs that a lane may run before others get its place among the concurrent ones. */
const JOBS_PER_HOLD = 100;
/** A wake-up never fails for good: it ends when its lane is empty or in another's hands. */
const ENDLESS = 1_000_000_000;
const PAUSE_AFTER_TROUBLE_MS = 1_000;
const IDLE_POLL_MS = 15;
const CLOSE_PATIENCE_MS = 1_000;

/**
 * The queue of several processes: BullMQ on Redis. Its free edition knows no lanes, so the jobs lie in lists of our own
 * (redis-lanes.ts), and BullMQ, which brings the waiting, the pauses, the concurrency and the rescue of what a crashed
 * process held, carries wake-ups: 'work through this lane'. One holder works through a lane; the wake-ups that find it
 * held end at once, because a holder lets go only in the same step that finds the lane empty.
 */
export function createBullQueue(options: BullQueueOptions): JobQueue {
  const { log, prefix = 'doi-thoai', concurrency = DEFAULT_CONCURRENCY, lockMs = DEFAULT_LOCK_MS } = options;
  const leaseMs = lockMs * 2;
  const runner = createJobRunner({
    log,
    backoff: options.backoff ?? exponentialBackoff,
    maxAttempts: options.maxAttempts ?? DEFAULT_MAX_ATTEMPTS,
  });
  const producer = createRedisProducer({ redisUrl: options.redisUrl, log, onReady: () => void wakeAll() });
  const lanes = createRedisLanes(producer.redis, `${prefix}:lanes`, leaseMs);
  const wakeUps = new Queue<WakeUp>('wake-ups', { connection: producer.redis, prefix, skipMetasUpdate: true });
  wakeUps.on('error', reportTrouble);
  const inHand = new Map<string, { lane: string; abort: AbortController }>();
  let worker: { stop(graceMs: number): Promise<void> } | undefined;
  let stopping = false;

  async function enqueue<P>(job: JobDefinition<P>, payload: P, how: EnqueueOptions = {}): Promise<void> {
    const uid = randomUUID();
    const dedupeKey = how.id === undefined ? '' : `${job.name}:${how.id}`;
    const lane = how.lane ?? (dedupeKey === '' ? `once:${uid}` : `id:${dedupeKey}`);
    const stored = { name: job.name, version: job.version, payload, lane, dedupeKey };
    // Woken even when one with this id waits already: its own wake-up may have been lost in a crash just here.
    await producer.soon(async () => wake([await lanes.put(uid, stored, how.delayMs ?? 0)]));
  }

  async function wake(wakes: Wake[]): Promise<void> {
    await wakeUps.addBulk(
      wakes.map(({ uid, lane, delayMs }) => ({
        name: 'wake-up',
        data: { lane },
        opts: {
          jobId: uid,
          delay: delayMs,
          attempts: ENDLESS,
          backoff: { type: 'custom' },
          removeOnComplete: true,
          removeOnFail: true,
          stackTraceLimit: 1,
        },
      })),
    );
  }

  /** Wakes what a crash, or a Redis that lost its last second, left without. For the others this changes nothing. */
  async function wakeAll(): Promise<void> {
    try {
      for await (const wakes of lanes.all()) await wake(wakes);
    } catch (error) {
      reportTrouble(error);
    }
  }

  /** Works through one lane, as its holder, until nothing is left or it has to wait. */
  async function workThrough(held: RedisLanes, { id: holder = '', data: { lane } }: Job<WakeUp>): Promise<void> {
    let job = await held.take(holder, { uid: holder, lane });
    for (let count = 1; job; count += 1) {
      const outcome = await runOne(holder, job);
      const andTake = !stopping && count < JOBS_PER_HOLD;
      const afterMs = 'afterMs' in outcome ? outcome.afterMs : 0;
      job = await held.end(holder, job, { ending: outcome.kind, afterMs, andTake });
      if ('afterMs' in outcome || !andTake) throw new LaneGoesOn(afterMs);
    }
  }

  async function runOne(holder: string, job: TakenJob): Promise<Outcome> {
    const abort = new AbortController();
    inHand.set(holder, { lane: job.lane, abort });
    try {
      return await runner.run(job, abort.signal);
    } finally {
      inHand.delete(holder);
    }
  }

  function startWorker(): { stop(graceMs: number): Promise<void> } {
    const redis = new Redis(options.redisUrl, { maxRetriesPerRequest: null, retryStrategy: reconnectPause });
    redis.on('error', () => {});
    const held = createRedisLanes(redis, `${prefix}:lanes`, leaseMs);
    const bull = new Worker<WakeUp>('wake-ups', (wakeUp) => workThrough(held, wakeUp), {
      connection: redis,
      prefix,
      autorun: false,
      concurrency,
      lockDuration: lockMs,
      stalledInterval: Math.ceil(lockMs / 2),
      maxStalledCount: ENDLESS,
      runRetryDelay: PAUSE_AFTER_TROUBLE_MS,
      settings: { backoffStrategy: (_made, _type, error) => pauseAfter(error) },
    });
    bull.on('error', reportTrouble);
    bull.run().catch(reportTrouble);
    const renewal = setInterval(() => void renewAll(held), Math.ceil(lockMs / 2));

    async function stop(graceMs: number): Promise<void> {
      const reachable = producer.redis.status === 'ready';
      const closed = bull.close(!reachable);
      await Promise.race([closed, sleep(graceMs, undefined, { ref: false })]);
      if (inHand.size > 0) log.warn({ jobs: inHand.size }, 'queue stopped before all jobs in hand were done');
      for (const { abort } of inHand.values()) abort.abort();
      clearInterval(renewal);
      await Promise.race([bull.disconnect().catch(reportTrouble), sleep(CLOSE_PATIENCE_MS, undefined, { ref: false })]);
      redis.disconnect();
    }

    return { stop };
  }

  async function renewAll(held: RedisLanes): Promise<void> {
    try {
      await Promise.all([...inHand].map(([holder, { lane }]) => held.renew(holder, lane)));
    } catch (error) {
      reportTrouble(error);
    }
  }

  function reportTrouble(error: unknown): void {
    if (!stopping && producer.redis.status === 'ready') log.warn({ err: error }, 'trouble with redis');
  }

  async function idle(withinMs = 0): Promise<void> {
    const { now } = await producer.soon(() => lanes.counts(0));
    for (;;) {
      const { waiting, active, due } = await producer.soon(() => lanes.counts(now + withinMs));
      if (waiting + active + due === 0) return;
      await sleep(IDLE_POLL_MS);
    }
  }

  async function counts(): Promise<JobCounts> {
    const { waiting, active, delayed, failed } = await producer.soon(() => lanes.counts(0));
    return { waiting, active, delayed, failed };
  }

  return {
    enqueue,
    process<P>(job: JobDefinition<P>, processor: Processor<P>): void {
      if (worker || stopping) throw new Error(`Register the job ${job.name} before the queue is started.`);
      runner.register(job, processor);
    },
    async start(): Promise<void> {
      if (worker || stopping) throw new Error('A queue can be started once.');
      worker = startWorker();
    },
    async stop(graceMs = DEFAULT_GRACE_MS): Promise<void> {
      if (stopping) return;
      stopping = true;
      await worker?.stop(graceMs);
      await Promise.race([wakeUps.close().catch(reportTrouble), sleep(CLOSE_PATIENCE_MS, undefined, { ref: false })]);
      producer.close();
    },
    idle,
    counts,
    async health() {
      try {
        await producer.soon(() => producer.redis.ping());
        return { up: true };
      } catch (error) {
        if (!(error instanceof QueueUnavailableError)) throw error;
        return { up: false, detail: error.message };
      }
    },
  };
}

function pauseAfter(error: Error | undefined): number {
  return error instanceof LaneGoesOn ? error.afterMs : PAUSE_AFTER_TROUBLE_MS;
}
