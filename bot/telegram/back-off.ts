import type { Log } from '../../log.ts';
import { createBackOff, type BackOff, type Explained } from '../back-off.ts';
import type { Status } from '../status.ts';
import { troubleOf, type Trouble } from './call-error.ts';
import { HEALTH } from './sentences.vi.ts';
import type { Timing } from './timing.ts';

/** Waiting after trouble with Telegram; `signal` ends a wait at once: the channel stops. */
export function createTelegramBackOff(deps: {
  timing: Timing;
  status: Status;
  log: Log;
  signal: AbortSignal;
}): BackOff {
  const { timing } = deps;
  return createBackOff({
    ...deps, channel: 'telegram', notSaved: HEALTH.notSaved, explain: (error) => explain(error, timing),
  });
}

function explain(error: unknown, timing: Timing): Explained | null {
  // Anything else comes from an answer that has not the documented shape: not Telegram.
  const trouble = troubleOf(error) ?? { kind: 'not-telegram' };
  if (trouble.kind === 'stopped') return null;
  return {
    detail: describe(trouble),
    trouble: trouble.kind,
    ...(trouble.kind === 'refused' && { code: trouble.code }),
    atLeastMs: shortestWait(trouble, timing),
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
