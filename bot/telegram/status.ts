import type { ChannelHealth } from '../channel.ts';
import type { Clock } from '../../clock.ts';

/** What the loops tell about themselves; `health()` shows it. */
export interface Status {
  up(): void;
  down(detail: string): void;
  stopped(): void;
  starting(): void;
  /** A message was taken in. */
  took(): void;
  health(): ChannelHealth;
}

/** Begins as stopped; `account` is the bot's id. */
export function createStatus(account: string, clock: Clock): Status {
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
    up: () => change('up'),
    down: (why) => change('down', why),
    stopped: () => change('stopped'),
    starting: () => change('starting'),
    took() {
      lastMessageAt = clock();
    },
    health: () => ({
      name: 'telegram',
      account,
      state,
      ...(detail ? { detail } : {}),
      ...(connectedSince ? { connectedSince } : {}),
      ...(lastMessageAt ? { lastMessageAt } : {}),
    }),
  };
}
