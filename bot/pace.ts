/** Keeps the distance between messages that a network wants, per chat and per account. */
import type { Clock } from '../clock.ts';
import type { ChatKey } from '../models/message.ts';
import type { Channel } from './channel.ts';

/** Hands out turns to send. */
export interface Pace {
  /** Resolves when it is this chat's turn; turns are given in the order of asking. */
  turn(channel: Channel, chat: ChatKey): Promise<void>;
}

/** Keeps to `capabilities.pace` of each channel; `sleep` waits so many milliseconds. */
export function createPace({ clock, sleep }: { clock: Clock; sleep: (ms: number) => Promise<void> }): Pace {
  const next = new Map<string, number>();

  function reserve(name: string, distance: number, from: number): number {
    const at = Math.max(from, next.get(name) ?? 0);
    next.set(name, at + distance);
    return at;
  }

  return {
    async turn(channel, chat) {
      const now = clock().getTime();
      if (next.size > 10_000) for (const [name, at] of next) if (at < now) next.delete(name);
      const { perChat, perAccount } = channel.capabilities.pace;
      const at = Math.max(reserve(chat, perChat, now), reserve(channel.chatPrefix, perAccount, now));
      if (at > now) await sleep(at - now);
    },
  };
}
