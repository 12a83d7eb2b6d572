import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../../log.ts';
import { troubleOf, type Trouble } from './call-error.ts';
import { HEALTH } from './sentences.vi.ts';
import type { Status } from './status.ts';
import type { Timing } from './timing.ts';

/** Waits after trouble, longer each time, and says in `health()` what is wrong. */
export interface BackOff {
  /** After a call that failed; `detail` says it better than the kind of trouble does. Ends at once when stopping. */
  afterCall(error: unknown, detail?: string): Promise<void>;
  /** After messages that could not be saved. */
  afterNotSaved(): Promise<void>;
  /** All is well again. */
  reset(): void;
}

/** `signal` ends a wait at once: the channel stops. */
export function createBackOff(deps: { timing: Timing; status: Status; log: Log; signal: AbortSignal }): BackOff {
  const { timing, status, log, signal } = deps;
  let next = timing.backOffMs;

  async function pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal }).catch(() => undefined);
  }

  function longer(): number {
    const now = next;
    next = Math.min(next * 2, timing.backOffMaxMs);
    return now;
  }

  return {
    async afterCall(error, detail) {
      // Anything else comes from an answer that has not the documented shape: not Telegram.
      const trouble = troubleOf(error) ?? { kind: 'not-telegram' };
      if (trouble.kind === 'stopped') return;
      const waitMs = Math.max(longer(), shortestWait(trouble, timing));
      status.down(detail ?? describe(trouble));
      const code = trouble.kind === 'refused' ? trouble.code : undefined;
      log.warn({ channel: 'telegram', trouble: trouble.kind, code, waitMs }, 'a call of Telegram failed, trying again');
      await pause(waitMs);
    },
    async afterNotSaved() {
      status.down(HEALTH.notSaved);
      await pause(longer());
    },
    reset() {
      next = timing.backOffMs;
    },
  };
}

/** Only a person can mend a wrong token; a flood limit names its own time. */
function shortestWait(trouble: Trouble, timing: Timing): number {
  if (trouble.kind !== 'refused') return 0;
  return isWrongToken(trouble.code) ? timing.slowMs : (trouble.retryAfterMs ?? 0);
}

/** Telegram answers 401 to a token that was revoked and 404 to one that never was. */
function isWrongToken(code: number): boolean {
  return code === 401 || code === 404;
}

function describe(trouble: Trouble): string {
  if (trouble.kind === 'not-telegram') return HEALTH.notTelegram;
  if (trouble.kind !== 'refused') return HEALTH.unreachable;
  if (isWrongToken(trouble.code)) return HEALTH.wrongToken;
  if (trouble.code === 409) return HEALTH.conflict;
  if (trouble.code === 429) return HEALTH.slowDown;
  if (trouble.code >= 500) return HEALTH.serverTrouble;
  return `${HEALTH.refused} (${trouble.code})`;
}
