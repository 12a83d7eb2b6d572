/** A webhook that somebody has deleted, or set to another address, delivers nothing more, and no error tells of it. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../log.ts';
import type { ChannelName } from '../models/message.ts';
import type { BackOff } from './back-off.ts';
import type { Status } from './status.ts';

/**
 * Looks every `lookMs` where the network delivers. Resolves when that is nowhere, so that the webhook can be set again,
 * or when `signal` is aborted. An address of somebody else's is not taken back, which would be a fight between two
 * programs: `health()` says so until it is ours again.
 */
export async function watchWebhook({ channel, url, ask, elsewhere, lookMs, status, backOff, log, signal }: {
  channel: ChannelName;
  /** Ours. */
  url: string;
  /** Where the network delivers: '' for nowhere, undefined when it does not tell. Rejects as `backOff` understands. */
  ask: () => Promise<string | undefined>;
  /** What staff read while the network delivers to another address. */
  elsewhere: string;
  lookMs: number;
  status: Status;
  backOff: BackOff;
  log: Log;
  signal: AbortSignal;
}): Promise<void> {
  let well = true;

  function isWell(is: boolean): void {
    if (is && !well) status.up();
    well = is;
  }

  async function look(): Promise<string | undefined> {
    for (;;) {
      try {
        const found = await ask();
        backOff.reset();
        return found;
      } catch (error) {
        if (signal.aborted) return undefined;
        isWell(false);
        await backOff.afterCall(error);
      }
    }
  }

  while (!signal.aborted) {
    await sleep(lookMs, undefined, { signal }).catch(() => undefined);
    const found = signal.aborted ? undefined : await look();
    if (signal.aborted) return;
    if (found === '') {
      log.warn({ channel }, 'the webhook was deleted; it is set again');
      return;
    }
    if (found === undefined || same(found, url)) {
      isWell(true);
      continue;
    }
    if (well) log.error({ channel }, 'the webhook was set to another address; another program uses this bot');
    isWell(false);
    status.down(elsewhere);
  }
}

function same(one: string, other: string): boolean {
  return one === other || (URL.canParse(one) && URL.canParse(other) && new URL(one).href === new URL(other).href);
}
