/** Sends what waits for a chat, in order and with the network's pace. */
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { ChannelName, ChatKey, OutboundMessage } from '../models/message.ts';
import type { OutboxEntry } from '../models/outbox-entry.ts';
import type { Stores } from '../models/stores/index.ts';
import type { Channel, SendResult } from './channel.ts';
import type { Pace } from './pace.ts';
import { printed } from './printed-choices.ts';
import { splitText } from './split-text.ts';

/** First and longest pause of our own between two tries. A network that names a longer one is given it. */
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 60_000;

/** Messages of a chat that are fetched at a time. */
const BATCH = 20;

export interface OutboxDeps {
  stores: Pick<Stores, 'outbox' | 'chats'>;
  /** The channel that a chat belongs to, if it is running here. */
  channelOf: (chat: ChatKey) => Channel | undefined;
  /** Staff hold back what goes out on this network; what waits goes on waiting. */
  isPaused: (network: ChannelName) => Promise<boolean>;
  pace: Pace;
  clock: Clock;
  log: Log;
}

type Waiting = OutboxEntry & { message: OutboundMessage };
type Retry = Extract<SendResult, { status: 'retry' }>;
type Settled = Exclude<SendResult, { status: 'retry' }>;

/**
 * Delivers a chat's waiting messages. Resolves with `againMs` when the network asked to wait: the order within the
 * chat is kept, so later messages wait too. An in-flight message at a crash is sent a second time; no other is.
 */
export function createDeliverChat({ stores, channelOf, isPaused, pace, clock, log }: OutboxDeps) {
  return async function deliverChat(
    chat: ChatKey, context?: { signal: AbortSignal },
  ): Promise<void | { againMs: number }> {
    const channel = channelOf(chat);
    // Whoever lets the network go on wakes its chats: until then there is nothing to come back for.
    if (!channel || await isPaused(channel.name)) return;
    // Whatever is written meanwhile wakes the chat once more, so one look is enough unless it was cut off.
    let waiting: Waiting[];
    do {
      waiting = await stores.outbox.pending(chat, BATCH);
      for (const entry of waiting) {
        const early = (entry.notBefore?.getTime() ?? 0) - clock().getTime();
        if (early > 0) return { againMs: early };

        const result = await sendWhole(channel, entry, context?.signal);
        if (result === 'held') return;
        if (result.status === 'retry') return { againMs: await postpone(entry, result) };
        await settle(entry.id, chat, result);
      }
    } while (waiting.length === BATCH);
  };

  /**
   * A text longer than the network takes goes out in pieces; the question's choices are with the last one. What has
   * left is noted, so that a wait between two pieces repeats none. `held`: the program ends or staff paused the
   * network, nothing more may leave.
   */
  async function sendWhole(channel: Channel, entry: Waiting, signal?: AbortSignal): Promise<SendResult | 'held'> {
    const { id, chat, sentPieces = 0 } = entry;
    const message = channel.capabilities.buttons ? entry.message : printed(entry.message);
    const pieces = splitText(message.text, channel.capabilities.maxText);
    let result: SendResult = { status: 'sent' };
    for (const [index, text] of pieces.entries()) {
      if (index < sentPieces) continue;
      const isLast = index === pieces.length - 1;
      await pace.turn(channel, chat);
      if (signal?.aborted || await isPaused(channel.name)) return 'held';
      result = await send(channel, entry, isLast ? { ...message, text } : { text });
      if (result.status !== 'sent') return result;
      if (!isLast) await stores.outbox.partSent(id, index + 1);
    }
    return result;
  }

  /** A channel that throws is broken in a way nobody foresaw: it may have sent, and the chat must not stand still. */
  async function send(channel: Channel, { id, chat }: Waiting, message: OutboundMessage): Promise<SendResult> {
    try {
      return await channel.send(chat, message);
    } catch (error) {
      log.error({ entry: id, err: error }, 'a channel failed while sending');
      return { status: 'unknown', reason: error instanceof Error ? error.name : 'unknown' };
    }
  }

  async function postpone({ id, attempts }: Waiting, { afterMs, reason }: Retry): Promise<number> {
    const againMs = Math.max(afterMs, Math.min(FIRST_WAIT_MS * 2 ** attempts, LONGEST_WAIT_MS));
    await stores.outbox.postpone(id, new Date(clock().getTime() + againMs), reason);
    log.warn({ entry: id, againMs, reason }, 'a message waits for its network');
    return againMs;
  }

  async function settle(id: string, chat: ChatKey, result: Settled): Promise<void> {
    const now = clock();
    if (result.status === 'sent') return stores.outbox.settle(id, 'sent', now);
    log.warn({ entry: id, status: result.status, reason: result.reason }, 'a message did not arrive');
    await stores.outbox.settle(id, result.status === 'unknown' ? 'unknown' : 'dead', now, result.reason);
    if (result.status === 'dead') await stores.chats.dead(chat, result.reason, now);
  }
}
