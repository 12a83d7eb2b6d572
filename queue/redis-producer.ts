import { Redis } from 'ioredis';
import type { Log } from '../log.ts';
import { QueueUnavailableError } from './job-queue.ts';

/** How long a command may take before the queue counts as unavailable, in milliseconds. */
const PATIENCE_MS = 1_500;

/** Longest pause between two attempts to connect, in milliseconds: soon enough after Redis is back. */
const LONGEST_RECONNECT_PAUSE_MS = 1_000;

/** A connection for putting jobs in, which fails fast when Redis is down. */
export interface RedisProducer {
  readonly redis: Redis;
  /**
   * Runs commands that must be answered soon.
   * @throws QueueUnavailableError at once while the connection is lost, and after a second and a half when it has never
   * been made or Redis does not answer.
   */
  soon<T>(commands: () => Promise<T>): Promise<T>;
  close(): void;
}

/** Pauses between attempts to connect, which never end: 100, 200, … 1,000 ms. */
export function reconnectPause(times: number): number {
  return Math.min(times * 100, LONGEST_RECONNECT_PAUSE_MS);
}

/** A connection for those who cannot wait: a chat message must not hang because Redis is down. */
export function createRedisProducer(options: { redisUrl: string; log: Log; onReady: () => void }): RedisProducer {
  const { log } = options;
  const redis = new Redis(options.redisUrl, {
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    connectTimeout: PATIENCE_MS,
    commandTimeout: PATIENCE_MS,
    retryStrategy: reconnectPause,
  });
  let closed = false;
  let reported: 'up' | 'down' | undefined;
  const firstReady = new Promise<void>((resolve) => {
    redis.once('ready', () => resolve());
  });

  redis.on('ready', () => {
    if (reported === 'down') log.info({}, 'redis is back');
    reported = 'up';
    options.onReady();
  });
  redis.on('close', () => {
    if (reported === 'down' || closed) return;
    reported = 'down';
    log.warn({}, 'redis cannot be reached');
  });
  // Each attempt to connect fails with an event of its own; the line above has said it once.
  redis.on('error', () => {});

  async function soon<T>(commands: () => Promise<T>): Promise<T> {
    if (closed) throw new QueueUnavailableError('The queue has been stopped.');
    let patience: NodeJS.Timeout | undefined;
    const tooLong = new Promise<never>((_, reject) => {
      patience = setTimeout(() => reject(new Error(`No answer within ${PATIENCE_MS} ms.`)), PATIENCE_MS);
    });
    try {
      return await Promise.race([connected().then(commands), tooLong]);
    } catch (cause) {
      throw new QueueUnavailableError('Redis cannot be reached.', { cause });
    } finally {
      clearTimeout(patience);
    }
  }

  /** Only the first connection is waited for: once it is lost, whoever asks is told at once. */
  async function connected(): Promise<void> {
    if (redis.status === 'ready') return;
    if (reported !== undefined) throw new Error('The connection is lost.');
    await firstReady;
  }

  function close(): void {
    closed = true;
    redis.disconnect();
  }

  return { redis, soon, close };
}
