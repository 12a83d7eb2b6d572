/** A message's journey, joined together: inbox → conversation → use cases → outbox, on one queue. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Channel, Take } from './bot/channel.ts';
import { createTake } from './bot/inbox.ts';
import { createDeliverChat } from './bot/outbox.ts';
import { createPace } from './bot/pace.ts';
import type { Clock } from './clock.ts';
import type { Data } from './data.ts';
import { createClassifyPetition } from './handlers/classify.ts';
import { createFileKeeper } from './handlers/files.ts';
import { createNetworks, type Networks } from './handlers/networks.ts';
import { createNotify } from './handlers/notify.ts';
import { createPauses } from './handlers/pauses.ts';
import { createPetitionCases } from './handlers/petitions.ts';
import { createPrivacyCases } from './handlers/privacy.ts';
import { createReceiveChat } from './handlers/receive.ts';
import { createRespond } from './handlers/respond.ts';
import { createRetention } from './handlers/retention.ts';
import { createSpeakerCases } from './handlers/speakers.ts';
import { createSweep } from './handlers/sweep.ts';
import { createForgetUnusedFiles } from './handlers/unused-files.ts';
import type { UseCases } from './handlers/use-cases.ts';
import type { Log } from './log.ts';
import { classifyPetition as classifyJob } from './queue/jobs/classify-petition.ts';
import { fetchAttachment as fetchJob } from './queue/jobs/fetch-attachment.ts';
import { receiveMessage as receiveJob } from './queue/jobs/receive-message.ts';
import { sendMessage as sendJob } from './queue/jobs/send-message.ts';
import type { EnqueueOptions, JobDefinition, JobQueue } from './queue/job-queue.ts';
import { registerJobs } from './queue/register.ts';

/** The journey, ready to take messages once its queue has started. */
export interface Pipeline {
  /** What networks hand their messages to. */
  take: Take;
  useCases: UseCases;
  /** What staff see and steer of the networks. */
  networks: Networks;
  /** Wakes the classifier for a petition; never rejects. */
  classifyLater: (petition: string) => Promise<void>;
}

/** Registers every job on the queue, which is started by the caller. */
export function createPipeline({ data, channels, queue, clock, log }: {
  data: Pick<Data, 'stores' | 'plans' | 'classifier' | 'fileStore'>;
  channels: readonly Channel[];
  queue: JobQueue;
  clock: Clock;
  log: Log;
}): Pipeline {
  const { stores, plans, classifier, fileStore } = data;
  const wake = createWake(queue, log);
  const pauses = createPauses({ stores, clock });

  function channelOf(chat: string): Channel | undefined {
    return channels.find(({ chatPrefix }) => chat.startsWith(chatPrefix));
  }

  async function sendable(chats: readonly string[]): Promise<string[]> {
    const paused = new Set<Channel | undefined>();
    for (const channel of channels) if (await pauses.isPaused(channel.name)) paused.add(channel);
    return chats.filter((chat) => !paused.has(channelOf(chat)));
  }

  const files = createFileKeeper({
    stores, fileStore, clock, log,
    fetchLater: wake.fetchLater,
    download: async (_, chat, ref) => {
      const channel = channelOf(chat);
      // Null would mean that the network has lost it; it is only switched off here.
      if (!channel) throw new Error('The network that this file came from is not running.');
      return channel.download(ref);
    },
  });
  const notify = createNotify({ outbox: stores.outbox, sendLater: wake.sendLater, clock });
  const useCases: UseCases = {
    petitions: createPetitionCases({ stores, clock, classifier, classifyLater: wake.classifyLater, files }),
    speakers: createSpeakerCases({ stores, clock, classifier, notify }),
    privacy: createPrivacyCases({ stores, fileStore, clock }),
  };
  const retain = createRetention({ stores, plans, privacy: useCases.privacy, clock });
  const forgetUnusedFiles = createForgetUnusedFiles({ stores, fileStore, clock });
  registerJobs(queue, {
    receiveChat: createReceiveChat({
      stores, clock, log,
      respond: createRespond({ stores, plans, classifier, useCases }),
      sendLater: wake.sendLater,
    }),
    deliverChat: createDeliverChat({
      stores, channelOf, clock, log,
      isPaused: pauses.isPaused,
      pace: createPace({ clock, sleep }),
    }),
    classifyPetition: createClassifyPetition({ stores, plans, classifier, clock }),
    fetchAttachment: files.fetch,
    sweep: createSweep({
      stores, wake, sendable, clock,
      plans: plans.map(({ id }) => id),
      async retain() {
        await retain();
        await forgetUnusedFiles();
      },
    }),
  });
  return {
    take: createTake({ inbox: stores.inbox, receiveLater: wake.receiveLater, clock }),
    useCases,
    networks: createNetworks({ stores, channels, pauses, sendLater: wake.sendLater, log }),
    classifyLater: wake.classifyLater,
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
