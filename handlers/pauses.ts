/** Networks that staff have told to hold back what the bot writes: remembered by name, because accounts change. */
import type { Clock } from '../clock.ts';
import type { ChannelName } from '../models/message.ts';
import type { Stores } from '../models/stores/index.ts';

/** The last word about a network: who held it back or let it go on, and when. */
export interface Pause {
  paused: boolean;
  /** Id of the member of staff. */
  by: string;
  at: Date;
}

/** How long another process may go on after a pause. */
const SEEN_WITHIN_MS = 2_000;

export type Pauses = ReturnType<typeof createPauses>;

/** Pauses in the database, shared by all processes and kept over restarts. */
export function createPauses({ stores: { settings }, clock }: { stores: Pick<Stores, 'settings'>; clock: Clock }) {
  const seenRunning = new Map<ChannelName, number>();

  async function last(network: ChannelName): Promise<Pause | null> {
    const stored = await settings.get(nameOf(network));
    if (stored === null) return null;
    const { paused, by, at } = JSON.parse(stored) as { paused: boolean; by: string; at: string };
    return { paused, by, at: new Date(at) };
  }

  return {
    /** Null when nobody has ever paused it. */
    last,

    /**
     * Only "no" is remembered, for two seconds: a "yes" that is out of date would leave messages lying that have just
     * been let go.
     */
    async isPaused(network: ChannelName): Promise<boolean> {
      const now = clock().getTime();
      if (Math.abs(now - (seenRunning.get(network) ?? -Infinity)) < SEEN_WITHIN_MS) return false;
      const paused = (await last(network))?.paused ?? false;
      if (paused) seenRunning.delete(network);
      else seenRunning.set(network, now);
      return paused;
    },

    /** The same again changes nothing: the first to say so stays named. */
    async set(network: ChannelName, paused: boolean, by: string): Promise<void> {
      if (((await last(network))?.paused ?? false) === paused) return;
      await settings.set(nameOf(network), JSON.stringify({ paused, by, at: clock() }));
      seenRunning.delete(network);
    },
  };
}

function nameOf(network: ChannelName): string {
  return `pause:${network}`;
}
