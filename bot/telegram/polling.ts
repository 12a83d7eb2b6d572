import type { Log } from '../../log.ts';
import type { BackOff } from '../back-off.ts';
import type { Status } from '../status.ts';
import type { TelegramApi } from './api.ts';
import type { Receive } from './receive.ts';
import { takeBatch } from './take-batch.ts';
import type { Timing } from './timing.ts';
import { ALLOWED_UPDATES } from './update.ts';

/** Telegram's largest batch. */
const BATCH = 100;

/**
 * Asks for updates until `signal` is aborted. The offset of a request is what confirms to Telegram, so it moves only
 * past updates that are saved: after a crash or a full disk the rest comes again.
 */
export async function poll(deps: {
  api: TelegramApi;
  receive: Receive;
  status: Status;
  backOff: BackOff;
  log: Log;
  timing: Timing;
  signal: AbortSignal;
  /** 0: from the oldest that is not confirmed. */
  initialOffset: number;
}): Promise<void> {
  const { api, receive, status, backOff, log, timing, signal } = deps;
  const taken = new Set<number>();
  let offset = deps.initialOffset;
  // After trouble, one request that does not wait shows soon whether all is well again.
  let wait = true;
  while (!signal.aborted) {
    try {
      const timeout = wait ? Math.ceil(timing.pollMs / 1000) : 0;
      const batch = await api.call(
        'getUpdates',
        { offset, limit: BATCH, timeout, allowed_updates: ALLOWED_UPDATES },
        { signal, timeoutMs: timing.pollMs + timing.callMs },
      );
      const result = await takeBatch(batch, { receive, taken, log, signal });
      offset = result.offset ?? offset;
      wait = true;
      if (result.complete) {
        backOff.reset();
        status.up();
      } else if (!signal.aborted) {
        await backOff.afterNotSaved();
      }
    } catch (error) {
      wait = false;
      await backOff.afterCall(error);
    }
  }
}
