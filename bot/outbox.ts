/** Sends what waits for a chat, in order and with the network's pace. */
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { ChatKey, OutboundMessage } from '../models/message.ts';
import type { Stores } from '../models/stores/index.ts';
import type { Channel, SendResult } from './channel.ts';
import type { Pace } from './pace.ts';
import { splitText } from './split-text.ts';

/** Longest wait between two tries while a network is down. */
const MAX_WAIT_MS = 10 * 60_000;

/** Messages of a chat that are fetched at a time. */
const BATCH = 20;

export interface OutboxDeps {
  stores: Pick<Stores, 'outbox' | 'chats'>;
  /** The channel that a chat belongs to, if it is running here. */
  channelOf: (chat: ChatKey) => Channel | undefined;
  pace: Pace;
  clock: Clock;
  log: Log;
}

/**
 * Delivers a chat's waiting messages. Resolves with `againMs` when the network asked to wait: the order within the
 * chat is kept, so later messages wait too. An in-flight message at a crash is sent a second time; no other is.
 */
export function createDeliverChat({ stores, channelOf, pace, clock, log }: OutboxDeps) {
  return async function deliverChat(chat: ChatKey): Promise<void | { againMs: number }> {
    const channel = channelOf(chat);
    if (!channel) return;
    // Whatever is written meanwhile wakes the chat once more, so one look is enough unless it was cut off.
    let waiting: Awaited<ReturnType<Stores['outbox']['pending']>>;
    do {
      waiting = await stores.outbox.pending(chat, BATCH);
      for (const entry of waiting) {
        const early = (entry.notBefore?.getTime() ?? 0) - clock().getTime();
        if (early > 0) return { againMs: early };
        await pace.turn(channel, chat);

        const result = await sendWhole(channel, chat, entry.message);
        if (result.status === 'retry') {
          const againMs = Math.min(Math.max(result.afterMs, 250 * 2 ** Math.min(entry.attempts, 12)), MAX_WAIT_MS);
          await stores.outbox.postpone(entry.id, new Date(clock().getTime() + againMs), result.reason);
          log.warn({ entry: entry.id, againMs, reason: result.reason }, 'a message waits for its network');
          return { againMs };
        }
        await settle(entry.id, chat, result);
      }
    } while (waiting.length === BATCH);
  };

  async function settle(id: string, chat: ChatKey, result: Exclude<SendResult, { status: 'retry' }>): Promise<void> {
    const now = clock();
    if (result.status === 'sent') return stores.outbox.settle(id, 'sent', now);
    log.warn({ entry: id, status: result.status, reason: result.reason }, 'a message did not arrive');
    await stores.outbox.settle(id, result.status === 'unknown' ? 'unknown' : 'dead', now, result.reason);
    if (result.status === 'dead') await stores.chats.dead(chat, result.reason, now);
  }
}

/** A text longer than the network takes goes out in pieces; the question's choices are with the last one. */
async function sendWhole(channel: Channel, chat: ChatKey, message: OutboundMessage): Promise<SendResult> {
  const pieces = splitText(message.text, channel.capabilities.maxText);
  let result: SendResult = { status: 'sent' };
  for (const [index, text] of pieces.entries()) {
    const last = index === pieces.length - 1;
    result = await channel.send(chat, last ? { ...message, text } : { text });
    if (result.status !== 'sent') return result;
  }
  return result;
}
