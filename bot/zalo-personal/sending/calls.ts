/** Calls that other people notice: one at a time on the whole account, never in step like a machine. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Timing } from '../timing.ts';
import { ZaloCallError } from '../web-client/call-error.ts';

export interface Calls {
  /** Runs `call` when it is its turn. Rejects with `stopped`, without having called, once `signal` is aborted. */
  run<T>(call: () => Promise<T>): Promise<T>;
}

/** `random` gives numbers from 0 to 1. */
export function createCalls({ timing, random, signal }: {
  timing: Pick<Timing, 'gapMs' | 'jitterMs'>;
  random: () => number;
  signal: AbortSignal;
}): Calls {
  let turn = Promise.resolve();

  return {
    run(call) {
      const result = turn.then(async () => {
        if (signal.aborted) throw new ZaloCallError({ kind: 'stopped' });
        return call();
      });
      turn = result.then(() => undefined, () => undefined).then(async () => {
        await sleep(timing.gapMs + random() * timing.jitterMs, undefined, { signal }).catch(() => undefined);
      });
      return result;
    },
  };
}
