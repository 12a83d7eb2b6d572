import type { JobContext, JobQueue } from './job-queue.ts';
import { classifyPetition } from './jobs/classify-petition.ts';
import { fetchAttachment } from './jobs/fetch-attachment.ts';
import { receiveMessage } from './jobs/receive-message.ts';
import { sendMessage } from './jobs/send-message.ts';
import { sweep } from './jobs/sweep.ts';

type Result = Promise<void | { againMs: number }>;

/** The use cases behind the jobs. Each reads in the database what is to be done; where nothing is, it just returns. */
export interface JobUseCases {
  receiveChat(chat: string, context: JobContext): Result;
  /** Returns `againMs` when the network asks to wait. */
  deliverChat(chat: string, context: JobContext): Result;
  classifyPetition(petition: string, context: JobContext): Result;
  fetchAttachment(attachment: string, context: JobContext): Result;
  sweep(context: JobContext): Result;
}

/** Gives every job its code; before queue.start(). */
export function registerJobs(queue: JobQueue, useCases: JobUseCases): void {
  queue.process(receiveMessage, ({ chat }, context) => useCases.receiveChat(chat, context));
  queue.process(sendMessage, ({ chat }, context) => useCases.deliverChat(chat, context));
  queue.process(classifyPetition, ({ petition }, context) => useCases.classifyPetition(petition, context));
  queue.process(fetchAttachment, ({ attachment }, context) => useCases.fetchAttachment(attachment, context));
  queue.process(sweep, (_payload, context) => useCases.sweep(context));
}
