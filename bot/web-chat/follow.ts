/** Follows what the bot says in one chat: everything after a point first, then each new message as it comes. */
import type { Log } from '../../log.ts';
import type { ChatKey } from '../../models/message.ts';
import type { OutboxStore } from '../../models/stores/outbox.ts';
import { toLine, type ChatLine } from './line.ts';

const PAGE = 100;
/**
 * Two processes may save answers to one chat in the same moment, and the later one to become visible may carry the
 * lower order. So each look goes back five seconds (orders are microseconds) and leaves out what was shown.
 */
const OVERLAP = 5_000_000;

export interface Listener {
  line(line: ChatLine): void;
  /** Everything that was there when following began has been told. Called once. */
  caughtUp(): void;
}

export interface FollowOptions {
  outbox: Pick<OutboxStore, 'sentSince'>;
  chat: ChatKey;
  /** Order of the last message that the listener knows; a few before it may be repeated, with their ids. */
  after: number;
  listener: Listener;
  /** A nudge may come in another process: look again this often, in milliseconds. */
  pollMs: number;
  log: Log;
}

export interface Follower {
  /** Something was said: look now. */
  nudge(): void;
  stop(): void;
}

/** Begins at once. Trouble with the database is logged and the next look tries again. */
export function follow({ outbox, chat, after, listener, pollMs, log }: FollowOptions): Follower {
  const shown = new Map<string, number>();
  let position = after;
  let caughtUp = false;
  let stopped = false;
  let looking = false;
  let again = false;

  async function look(): Promise<void> {
    if (stopped) return;
    let from = Math.max(0, position - OVERLAP);
    for (;;) {
      const entries = await outbox.sentSince(chat, from, PAGE);
      if (stopped) return;
      for (const entry of entries) {
        from = entry.order;
        // What was given up on was never said: showing it later would confuse the conversation.
        if (shown.has(entry.id) || (entry.state !== 'sent' && entry.state !== 'pending')) continue;
        shown.set(entry.id, entry.order);
        position = Math.max(position, entry.order);
        listener.line(toLine(entry));
      }
      if (entries.length < PAGE) break;
    }
    for (const [id, order] of shown) if (order <= position - OVERLAP) shown.delete(id);
    if (caughtUp) return;
    caughtUp = true;
    listener.caughtUp();
  }

  async function run(): Promise<void> {
    if (looking) {
      again = true;
      return;
    }
    looking = true;
    try {
      do {
        again = false;
        await look();
      } while (again);
    } catch (error) {
      log.warn({ channel: 'web', error: (error as Error).name }, 'a page could not be told what the bot said');
    } finally {
      looking = false;
    }
  }

  const timer = setInterval(run, pollMs);
  void run();

  return {
    nudge: () => void run(),
    stop() {
      stopped = true;
      clearInterval(timer);
    },
  };
}
