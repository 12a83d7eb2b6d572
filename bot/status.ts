import type { Clock } from '../clock.ts';
import type { ChannelName } from '../models/message.ts';
import type { ChannelHealth } from './channel.ts';

/** What the loops of a channel tell about themselves; `health()` shows it. */
export interface Status {
  /** `detail`: what staff should know although all is well. */
  up(detail?: string): void;
  down(detail: string): void;
  stopped(): void;
  starting(): void;
  /** A message was taken in. */
  took(): void;
  health(): ChannelHealth;
}

/** Begins as stopped; `account` is the bot's id. */
export function createStatus({ name, account, clock }: {
  name: ChannelName;
  account: string;
  clock: Clock;
}): Status {
  let state: ChannelHealth['state'] = 'stopped';
  let detail: string | undefined;
  let connectedSince: Date | undefined;
  let lastMessageAt: Date | undefined;

  function change(to: ChannelHealth['state'], why?: string): void {
    connectedSince = to !== 'up' ? undefined : (connectedSince ?? clock());
    state = to;
    detail = why;
  }

  return {
    up: (why) => change('up', why),
    down: (why) => change('down', why),
    stopped: () => change('stopped'),
    starting: () => change('starting'),
    took() {
      lastMessageAt = clock();
    },
    health: () => ({
      name,
      account,
      state,
      ...(detail ? { detail } : {}),
      ...(connectedSince ? { connectedSince } : {}),
      ...(lastMessageAt ? { lastMessageAt } : {}),
    }),
  };
}
