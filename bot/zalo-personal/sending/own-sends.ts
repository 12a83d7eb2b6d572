/**
 * Tells what this program sent from what somebody typed on the same account. Zalo shows both alike, and shows what was
 * sent perhaps before it answers the sending.
 */
import { createBoundedSet } from '../../bounded-set.ts';
import type { Thread } from '../web-client/port.ts';

/** Two weeks of a busy commune. */
const REMEMBERED = 50_000;
/** Sendings whose echo has not come are remembered so many. */
const MOST_OPEN = 200;

interface Open { thread: string; text: string; done: Promise<void>; flying: boolean; echoed: (msgId: string) => void }

/** One sending under way. */
export interface OwnSend {
  /** Zalo answered: with the message's id, or without one. The echo is still recognised when it comes later. */
  answered(msgId?: string): void;
  /** It certainly did not go out. */
  failed(): void;
  /** Resolves with the id when the echo comes within `ms`, otherwise with null. */
  echo(ms: number): Promise<string | null>;
}

export interface OwnSends {
  begin(thread: Thread, text: string): OwnSend;
  /** Was this message of the account, seen on the connection, sent by this program? */
  isOwn(thread: Thread, msgId: string, text: unknown): Promise<boolean>;
  /** Nobody need ask about this message any more. */
  know(msgId: string): void;
}

export function createOwnSends(): OwnSends {
  const ids = createBoundedSet(REMEMBERED);
  const open: Open[] = [];

  function close(one: Open): void {
    const at = open.indexOf(one);
    if (at >= 0) open.splice(at, 1);
  }

  return {
    begin(thread, text) {
      let finish!: () => void;
      let heard!: (msgId: string) => void;
      const done = new Promise<void>((resolve) => {
        finish = resolve;
      });
      const echo = new Promise<string>((resolve) => {
        heard = resolve;
      });
      const one: Open = { thread: nameOf(thread), text: plain(text), done, flying: true, echoed: heard };
      open.push(one);
      if (open.length > MOST_OPEN) open.shift();

      function end(): void {
        one.flying = false;
        finish();
      }
      return {
        answered(msgId) {
          if (msgId) ids.add(msgId);
          end();
        },
        failed() {
          close(one);
          end();
        },
        async echo(ms) {
          let timer: NodeJS.Timeout | undefined;
          const patience = new Promise<null>((resolve) => {
            timer = setTimeout(resolve, ms, null);
          });
          try {
            return await Promise.race([echo, patience]);
          } finally {
            clearTimeout(timer);
          }
        },
      };
    },

    async isOwn(thread, msgId, text) {
      const name = nameOf(thread);
      const ofThread = open.filter((one) => one.thread === name);
      const match = typeof text === 'string' ? ofThread.find((one) => one.text === plain(text)) : undefined;
      if (match) {
        ids.add(msgId);
        close(match);
        match.echoed(msgId);
      }
      if (ids.has(msgId)) return true;
      // Zalo's answer to a sending under way may yet name this very message.
      await Promise.all(ofThread.filter(({ flying }) => flying).map(({ done }) => done));
      const own = ids.has(msgId);
      ids.add(msgId);
      return own;
    },

    know: (msgId) => ids.add(msgId),
  };
}

function nameOf({ id, group }: Thread): string {
  return `${group ? 'g' : 'u'}${id}`;
}

/** Zalo may tidy blanks and letters on the way. */
function plain(text: string): string {
  return text.normalize('NFC').replace(/\s+/gu, ' ').trim();
}
