/** Finds what a crash or a queue that was down left behind, and throws away what is not to be kept. */
import type { Clock } from '../clock.ts';
import type { ChatKey } from '../models/message.ts';
import type { Stores } from '../models/stores/index.ts';
import { CONVERSATION_LIFETIME_MS } from './respond.ts';

const DAY_MS = 24 * 3_600_000;
/** Networks repeat a message for a day at most; a month is far on the safe side. */
const INBOX_DAYS = 30;
/** What the bot said is kept this long, for a browser that comes back and for staff to see what did not arrive. */
const OUTBOX_DAYS = 30;
/** Petitions and files woken in one sweep; the next one takes the rest. */
const BATCH = 500;

/** Ways to wake a job for something; none of them rejects. */
export interface Wake {
  receiveLater: (chat: ChatKey) => Promise<void>;
  sendLater: (chat: ChatKey) => Promise<void>;
  classifyLater: (petitionId: string) => Promise<void>;
  fetchLater: (attachmentId: string) => Promise<void>;
}

/** One sweep over everything that waits; harmless to repeat, at any moment and beside other processes. */
export function createSweep({ stores, plans, wake, sendable, retain, clock }: {
  stores: Stores;
  /** Ids of the plans that are served here. */
  plans: readonly string[];
  wake: Wake;
  /** Those of the chats whose network is not paused: waking the others would come to nothing. */
  sendable: (chats: readonly ChatKey[]) => Promise<readonly ChatKey[]>;
  /** Empties what is over its time. */
  retain: () => Promise<void>;
  clock: Clock;
}) {
  return async function sweep(): Promise<void> {
    const unhandled = await stores.inbox.chatsWaiting();
    for (const chat of unhandled) await wake.receiveLater(chat);
    for (const chat of await sendable(await stores.outbox.chatsPending())) await wake.sendLater(chat);
    for (const id of await stores.petitions.unclassified(plans, BATCH)) await wake.classifyLater(id);
    for (const id of await stores.attachments.waiting(BATCH)) await wake.fetchLater(id);

    const now = clock().getTime();
    await stores.chats.dropConversationsBefore(new Date(now - CONVERSATION_LIFETIME_MS), unhandled);
    await stores.inbox.forgetBefore(new Date(now - INBOX_DAYS * DAY_MS));
    await stores.outbox.forgetBefore(new Date(now - OUTBOX_DAYS * DAY_MS));
    await stores.staff.forgetExpired(new Date(now));
    await retain();
  };
}
