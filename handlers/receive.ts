/**
 * Handles what waits in a chat, one message after the other. The order of its writes is what makes a crash harmless:
 * what the message did (under its key), the replies (under its key), the chat's state with the key, then "done".
 * Killed anywhere between, it is handled again with the same outcome; killed behind the state, it is only ticked off.
 */
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { InboxEntry } from '../models/inbox-entry.ts';
import type { ChatKey, InboundMessage } from '../models/message.ts';
import type { Stores } from '../models/stores/index.ts';
import { messages } from './messages.vi.ts';
import type { Turn } from './respond.ts';
import type { Chat } from '../models/chat.ts';

/** Tries at one message before it is put aside for staff. */
const MAX_ATTEMPTS = 5;

/** Messages of a chat that are fetched at a time. */
const BATCH = 20;

export interface ReceiveDeps {
  stores: Stores;
  respond: (chat: Chat, message: InboundMessage, now: Date) => Promise<Turn>;
  /** Wakes the sender for a chat; never rejects. */
  sendLater: (chat: ChatKey) => Promise<void>;
  clock: Clock;
  log: Log;
}

/** @throws when a message failed and is to be tried again: the queue's back-off decides when. */
export function createReceiveChat({ stores, respond, sendLater, clock, log }: ReceiveDeps) {
  async function handle({ key, message, receivedAt }: InboxEntry & { message: InboundMessage }): Promise<void> {
    const chat = await stores.chats.ensure(message.chat, message.channel, receivedAt);
    if (chat.lastMessage !== key) {
      // The moment of arrival, not of handling: done again after a crash it comes to the same.
      const turn = await respond(chat, message, receivedAt);
      await say(message.chat, key, turn.say);
      await stores.chats.handled(message.chat, turn, key, receivedAt);
    }
    await stores.inbox.done(key);
  }

  async function say(chat: ChatKey, key: string, texts: Turn['say']): Promise<void> {
    await stores.outbox.put(texts.map((message, index) => ({ id: `${key}/${index}`, chat, message })), clock());
    if (texts.length > 0) await sendLater(chat);
  }

  async function failed({ key, chat, attempts }: InboxEntry, error: unknown): Promise<void> {
    const final = attempts + 1 >= MAX_ATTEMPTS;
    const reason = error instanceof Error ? error.name : 'unknown';
    log.error({ key, attempts: attempts + 1, final, reason }, 'a message could not be handled');
    // The apology is saved first: whoever's message is put aside is told so, even over a crash.
    if (final) await say(chat, `${key}/failed`, [{ text: messages.engine.failed }]);
    await stores.inbox.tried(key, reason, final);
    if (!final) throw error;
  }

  /**
   * The key of the message handled last, when a crash left it waiting. It is ticked off before all others: one that
   * arrived at the same moment may stand before it, and handling that one would make this one look unhandled.
   */
  async function tickOff(chat: ChatKey, waiting: readonly InboxEntry[]): Promise<string | undefined> {
    // A single one is recognised when it is handled.
    if (waiting.length < 2) return undefined;
    const last = (await stores.chats.get(chat))?.lastMessage;
    if (last === undefined || !waiting.some(({ key }) => key === last)) return undefined;
    await stores.inbox.done(last);
    return last;
  }

  return async function receiveChat(chat: ChatKey, context?: { signal: AbortSignal }): Promise<void> {
    // Whatever arrives meanwhile wakes the chat once more, so one look is enough unless it was cut off.
    let waiting: Awaited<ReturnType<Stores['inbox']['waiting']>>;
    do {
      waiting = await stores.inbox.waiting(chat, BATCH);
      const ticked = await tickOff(chat, waiting);
      for (const entry of waiting) {
        // The program is ending: what is left is taken up at the next start.
        if (context?.signal.aborted) return;
        if (entry.key === ticked) continue;
        try {
          await handle(entry);
        } catch (error) {
          await failed(entry, error);
        }
      }
    } while (waiting.length === BATCH);
  };
}
