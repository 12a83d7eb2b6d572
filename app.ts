/**
 * Builds the whole program and starts and stops it in order: the only place where parts are joined.
 *
 * Order of starting: queue, web, networks; of stopping: networks, web, queue, database — what comes in ends first,
 * what finishes it last.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Channel } from './bot/channel.ts';
import type { Clock } from './clock.ts';
import { StartError, type Config } from './config.ts';
import type { Data } from './data.ts';
import { createCallers } from './handlers/callers.ts';
import type { NetworkReport } from './handlers/networks.ts';
import { createReview } from './handlers/review.ts';
import type { Log } from './log.ts';
import { openNetworks } from './networks.ts';
import { createPipeline } from './pipeline.ts';
import { createInProcessQueue } from './queue/in-process-queue.ts';
import type { JobQueue } from './queue/job-queue.ts';
import { startSchedule, type Schedule } from './queue/schedule.ts';
import { createWeb } from './web/app.ts';
import { createChatRoutes } from './web/chat/routes.ts';

/** Milliseconds that work in hand may take when the program is told to stop. */
const GRACE_MS = 5_000;

/**
 * What `GET /healthz` tells: good when messages are taken, and each part by itself. A network that is paused still
 * takes messages; one whose account was never signed in has nobody yet who could write to it.
 */
export interface Health {
  ok: boolean;
  parts: { database: boolean; queue: boolean; networks: NetworkReport[] };
}

/** The whole program, built and not yet started. */
export interface App {
  readonly channels: readonly Channel[];
  /** Resolves once messages are taken, with the address that the web listens on. */
  start(): Promise<{ address: string; port: number }>;
  /** Finishes what is in hand within seconds; what is not finished is taken up at the next start. */
  stop(): Promise<void>;
  health(): Promise<Health>;
  /** For tests and benchmarks: resolves when nothing waits or runs. */
  idle(): Promise<void>;
}

/**
 * Builds the networks, the queue, the journey of messages and the web, and joins them; nothing runs before `start`.
 * `fetch`: how the program reaches Zalo's web servers; tests hand in their own.
 */
export async function createApp(
  { config, data, clock, log, fetch }: {
    config: Config; data: Data; clock: Clock; log: Log; fetch?: typeof globalThis.fetch;
  },
): Promise<App> {
  const { stores, plans, fileStore } = data;
  const queue = await openQueue(config, log);
  const { channels, webChat, webhooks } = await openNetworks({ config, data, clock, log, fetch });
  const { take, networks, classifyLater } = createPipeline({ data, channels, queue, clock, log });

  const chatRoutes = webChat && createChatRoutes({ webChat, plans, log, publicUrl: config.publicUrl });
  const web = createWeb({
    plans, clock, log, health,
    files: fileStore,
    publicUrl: config.publicUrl,
    staffAccess: data.staffAccess,
    review: createReview({ stores, clock, classifyLater }),
    lists: data.lists,
    callers: createCallers({ stores, clock }),
    networks,
    chatRoutes: chatRoutes?.router,
    webhooks,
  });
  const server = createServer(web);
  let schedule: Schedule | undefined;
  let started = false;

  async function health(): Promise<Health> {
    const database = await data.ping().then(() => true, () => false);
    const { up } = await queue.health();
    const report = await networks.report({ counts: database });
    const ok = started && database && up && report.well;
    return { ok, parts: { database, queue: up, networks: report.networks } };
  }

  return {
    channels,

    async start() {
      await queue.start();
      await listen(server, config);
      await Promise.all(channels.map((channel) => channel.start(take)));
      schedule = startSchedule({ queue, log });
      started = true;
      const { address, port } = server.address() as AddressInfo;
      return { address, port };
    },

    async stop() {
      started = false;
      schedule?.stop();
      await Promise.all(channels.map((channel) => channel.stop()));
      chatRoutes?.close();
      await close(server);
      await queue.stop(GRACE_MS);
      await data.close();
    },

    health,
    idle: () => queue.idle(),
  };
}

/** Loaded only when it is used: what a small machine does not need is not in its memory. */
async function openQueue({ redisUrl }: Config, log: Log): Promise<JobQueue> {
  // A job that waits for its network's pace holds a place: there are enough for a hall full of people.
  if (!redisUrl) return createInProcessQueue({ log, concurrency: 200 });
  const { createBullQueue } = await import('./queue/bull-queue.ts');
  return createBullQueue({ redisUrl, log });
}

function listen(server: Server, { host, port }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why = error.code === 'EADDRINUSE'
        ? `Port ${port} is taken by another program. Stop it, or choose another port with PORT=${port + 1}.`
        : error.code === 'EACCES' ? `This user may not use port ${port}. Choose one above 1023 with PORT.` : undefined;
      reject(why ? new StartError(why, { cause: error }) : error);
    });
    server.listen(port, host, resolve);
  });
}

/** Takes no more requests; those in hand may finish, idle connections are cut. */
async function close(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  // A connection becomes idle only after its answer has left, so one look at the start is not enough.
  const tidying = setInterval(() => server.closeIdleConnections(), 50);
  const patience = setTimeout(() => server.closeAllConnections(), 2_000);
  await closed;
  clearInterval(tidying);
  clearTimeout(patience);
}
