import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../../log.ts';
import type { InboundMessage } from '../../models/message.ts';
import type { Take } from '../channel.ts';
import type { Status } from '../status.ts';
import { HEALTH } from './sentences.vi.ts';
import type { Timing } from './timing.ts';

/** Messages that may wait in memory to be saved; further ones are refused, so that a full disk does not fill it too. */
const MOST_WAITING = 1_000;

/** Keeps trying to save: nothing says that Zalo brings a message a second time. */
export interface Saver {
  /** Resolves once the message is saved; rejects when the program ends before, or too many wait already. */
  save(message: InboundMessage): Promise<void>;
}

/** A chat's messages are saved in the order in which they came; chats do not wait for each other. */
export function createSaver({ take, timing, status, log, signal }: {
  take: Take;
  timing: Timing;
  status: Status;
  log: Log;
  signal: AbortSignal;
}): Saver {
  const lanes = new Map<string, Promise<void>>();
  const underWay = new Map<string, Promise<void>>();

  async function persist(message: InboundMessage): Promise<void> {
    const { messageId } = message;
    for (let waitMs = timing.backOffMs; ; waitMs = Math.min(waitMs * 2, timing.backOffMaxMs)) {
      // Asked before, because a message that comes while we stop has one try all the same.
      const last = signal.aborted;
      const failure = await take(message).then(() => null, nameOf);
      if (failure === null) return status.took();
      log.error({ channel: 'zalo-bot', messageId, error: failure, last }, 'a message could not be saved');
      if (last) throw new Error('A message was not saved before the end.');
      status.down(HEALTH.notSaved);
      await sleep(waitMs, undefined, { signal }).catch(() => undefined);
    }
  }

  return {
    save(message) {
      const known = underWay.get(message.key);
      if (known) return known;
      if (underWay.size >= MOST_WAITING) return Promise.reject(new Error('Too many messages wait to be saved.'));
      const before = lanes.get(message.chat) ?? Promise.resolve();
      const saving = before.catch(() => undefined).then(() => persist(message)).finally(() => {
        underWay.delete(message.key);
        if (lanes.get(message.chat) === saving) lanes.delete(message.chat);
      });
      lanes.set(message.chat, saving);
      underWay.set(message.key, saving);
      return saving;
    },
  };
}

/** Never its message, which may quote what somebody wrote. */
function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
