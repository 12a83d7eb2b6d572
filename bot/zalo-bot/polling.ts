import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../../log.ts';
import type { BackOff } from '../back-off.ts';
import type { Status } from '../status.ts';
import type { ZaloBotApi } from './api.ts';
import { troubleOf } from './call-error.ts';
import type { Receive } from './receive.ts';
import { HEALTH } from './sentences.vi.ts';
import type { Timing } from './timing.ts';

/**
 * Asks for messages until `signal` is aborted. Zalo knows no offset: it gives one message a call, and never again. So
 * the next is asked for only when the last is saved, and what is lost is at most the one that was on its way when the
 * program was cut off. That is why the webhook is the way for real use, and `health()` says so.
 */
export async function poll({ api, receive, status, backOff, log, timing, signal }: {
  api: ZaloBotApi;
  receive: Receive;
  status: Status;
  backOff: BackOff;
  log: Log;
  timing: Timing;
  signal: AbortSignal;
}): Promise<void> {
  while (!signal.aborted) {
    const answer = await ask();
    if (answer === undefined) continue;
    backOff.reset();
    status.up(HEALTH.polling);
    try {
      const events = await receive(answer);
      if (events > 0) status.up(HEALTH.polling);
      // Zalo holds an empty request open; whoever answers at once with nothing must not be asked without a pause.
      else await sleep(timing.backOffMs, undefined, { signal }).catch(() => undefined);
    } catch {
      // The saver gives up only when the program ends, and has logged which message it was.
      if (!signal.aborted) await backOff.afterNotSaved();
    }
  }

  /** Undefined: nothing came, or there was trouble and the waiting is over. */
  async function ask(): Promise<unknown> {
    try {
      const timeoutMs = timing.pollMs + timing.callMs;
      const result = await api.call('getUpdates', { timeout: Math.ceil(timing.pollMs / 1000) }, { signal, timeoutMs });
      return result ?? {};
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble?.kind === 'refused' && trouble.code === 408) {
        // Nothing came in time: the usual answer.
        backOff.reset();
        status.up(HEALTH.polling);
      } else {
        if (trouble?.kind === 'no-answer' && !signal.aborted) {
          log.warn({ channel: 'zalo-bot' }, 'a request for messages ended without an answer; one message may be lost');
        }
        await backOff.afterCall(error);
      }
      return undefined;
    }
  }
}
