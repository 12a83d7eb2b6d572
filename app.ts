/**
 * Builds the whole program and starts and stops it in order: the only place where parts are joined.
 *
 * Order of starting: database, queue, web, networks; of stopping: networks, web, queue, database — what comes in ends
 * first, what finishes it last.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Channel, ChannelHealth } from './bot/channel.ts';
import { createTake } from './bot/inbox.ts';
import { createDeliverChat } from './bot/outbox.ts';
import { createPace } from './bot/pace.ts';
import { createTelegramChannel } from './bot/telegram/channel.ts';
import { createWebChatChannel } from './bot/web-chat/channel.ts';
import type { Clock } from './clock.ts';
import { StartError, type Config } from './config.ts';
import type { Data } from './data.ts';
import { createClassifyPetition } from './handlers/classify.ts';
import { WISHES } from './handlers/conversations/index.ts';
import { createFileKeeper } from './handlers/files.ts';
import { createNotify } from './handlers/notify.ts';
import { createPetitionCases } from './handlers/petitions.ts';
import { createPrivacyCases } from './handlers/privacy.ts';
import { createReceiveChat } from './handlers/receive.ts';
import { createRespond } from './handlers/respond.ts';
import { createSpeakerCases } from './handlers/speakers.ts';
import { createSweep } from './handlers/sweep.ts';
import type { Log } from './log.ts';
import { createBullQueue } from './queue/bull-queue.ts';
import { createInProcessQueue } from './queue/in-process-queue.ts';
import { classifyPetition as classifyJob } from './queue/jobs/classify-petition.ts';
import { fetchAttachment as fetchJob } from './queue/jobs/fetch-attachment.ts';
import { receiveMessage as receiveJob } from './queue/jobs/receive-message.ts';
import { sendMessage as sendJob } from './queue/jobs/send-message.ts';
import type { EnqueueOptions, JobDefinition, JobQueue } from './queue/job-queue.ts';
import { registerJobs } from './queue/register.ts';
import { startSchedule, type Schedule } from './queue/schedule.ts';
import { createWeb } from './web/app.ts';
import { createChatRoutes } from './web/chat/routes.tsx';

/** Seconds that work in hand may take when the program is told to stop. */
const GRACE_MS = 5_000;

export interface Health {
  ok: boolean;
  parts: { database: boolean; queue: boolean; networks: ChannelHealth[] };
}

export interface App {
  /** Resolves once messages are taken, with the address that the web listens on. */
  start(): Promise<{ address: string; port: number }>;
  /** Finishes what is in hand within seconds; what is not finished is taken up at the next start. */
  stop(): Promise<void>;
  health(): Promise<Health>;
  /** For tests and benchmarks: resolves when nothing waits or runs. */
  idle(): Promise<void>;
}

export function createApp({ config, data, clock, log }: { config: Config; data: Data; clock: Clock; log: Log }): App {
  const { stores, plans, classifier, fileStore } = data;
  const queue = config.redisUrl ? createBullQueue({ redisUrl: config.redisUrl, log }) : createInProcessQueue({ log });
  const wake = createWake(queue, log);

  const webChat = config.webChat ? createWebChatChannel({ stores, files: fileStore, clock, log }) : undefined;
  const telegram = config.telegram && createTelegramChannel({
    token: config.telegram.token,
    apiRoot: config.telegram.apiRoot,
    ...(config.telegram.webhookSecret
      ? { mode: 'webhook', webhookUrl: `${config.publicUrl}/webhooks/telegram`, webhookSecret: config.telegram.webhookSecret }
      : { mode: 'polling' }),
    clock, log,
    commands: WISHES.map(({ command, label }) => ({ command, description: label })),
  });
  const channels: Channel[] = [telegram, webChat].filter((channel) => channel !== undefined);
  const channelOf = (chat: string) => channels.find(({ chatPrefix }) => chat.startsWith(chatPrefix));

  const files = createFileKeeper({
    stores, fileStore, clock, log,
    fetchLater: wake.fetchLater,
    download: async (_, chat, ref) => (await channelOf(chat)?.download(ref)) ?? null,
  });
  const notify = createNotify({ outbox: stores.outbox, sendLater: wake.sendLater, clock });
  const useCases = {
    petitions: createPetitionCases({ stores, clock, classifier, classifyLater: wake.classifyLater, files }),
    speakers: createSpeakerCases({ stores, clock, classifier, notify }),
    privacy: createPrivacyCases({ stores, fileStore, clock }),
  };
  const take = createTake({ inbox: stores.inbox, receiveLater: wake.receiveLater, clock });
  registerJobs(queue, {
    receiveChat: createReceiveChat({
      stores, clock, log,
      respond: createRespond({ stores, plans, classifier, useCases }),
      sendLater: wake.sendLater,
    }),
    deliverChat: createDeliverChat({ stores, channelOf, pace: createPace({ clock, sleep }), clock, log }),
    classifyPetition: createClassifyPetition({ stores, plans, classifier, clock }),
    fetchAttachment: files.fetch,
    sweep: createSweep({ stores, wake, clock }),
  });

  const chatRoutes = webChat && createChatRoutes({ webChat, plans, log, publicUrl: config.publicUrl });
  const web = createWeb({
    stores, plans, clock, log, fileStore,
    publicUrl: config.publicUrl,
    staffAccess: data.staffAccess,
    review: data.review,
    lists: data.lists,
    chatRoutes: chatRoutes?.router,
    webhooks: telegram ? { '/webhooks/telegram': { header: 'x-telegram-bot-api-secret-token', take: telegram.webhook } } : {},
    health,
  });
  let server: Server | undefined;
  let schedule: Schedule | undefined;
  let started = false;

  async function health(): Promise<Health> {
    const networks = channels.map((channel) => channel.health());
    const database = await data.ping().then(() => true, () => false);
    const { up } = await queue.health();
    const ok = started && database && up && networks.every(({ state }) => state === 'up');
    return { ok, parts: { database, queue: up, networks } };
  }

  return {
    async start() {
      await queue.start();
      server = createServer(web);
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
      if (server) await close(server);
      await queue.stop(GRACE_MS);
      await data.close();
    },

    health,
    idle: () => queue.idle(),
  };
}

/** Wakes jobs. A queue that is down is logged and never fails the caller: the sweep makes up for it. */
function createWake(queue: JobQueue, log: Log) {
  async function wake<P>(job: JobDefinition<P>, payload: P, options: EnqueueOptions): Promise<void> {
    try {
      await queue.enqueue(job, payload, options);
    } catch (error) {
      log.warn({ err: error, job: job.name }, 'a job could not be enqueued; the sweep will find its work');
    }
  }

  return {
    // A chat is handled in one lane and written to in another, so that a slow network does not hold up listening.
    receiveLater: (chat: string) => wake(receiveJob, { chat }, { id: chat, lane: `in:${chat}` }),
    sendLater: (chat: string) => wake(sendJob, { chat }, { id: chat, lane: `out:${chat}` }),
    classifyLater: (petition: string) => wake(classifyJob, { petition }, { id: petition }),
    fetchLater: (attachment: string) => wake(fetchJob, { attachment }, { id: attachment }),
  };
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
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  server.closeIdleConnections();
  const patience = setTimeout(() => server.closeAllConnections(), 2_000);
  await closed;
  clearTimeout(patience);
}
