import type { Log } from '../../log.ts';
import { createBackOff, type BackOff, type Explained } from '../back-off.ts';
import type { Status } from '../status.ts';
import { troubleOf, type Trouble } from './call-error.ts';
import { HEALTH } from './sentences.vi.ts';
import type { Timing } from './timing.ts';

/** Waiting after trouble with Zalo; `signal` ends a wait at once: the channel stops. */
export function createZaloBotBackOff(deps: {
  timing: Timing;
  status: Status;
  log: Log;
  signal: AbortSignal;
}): BackOff {
  const { timing } = deps;
  return createBackOff({
    ...deps, channel: 'zalo-bot', notSaved: HEALTH.notSaved, explain: (error) => explain(error, timing),
  });
}

function explain(error: unknown, timing: Timing): Explained | null {
  // Anything else comes from an answer that has not the documented shape: not Zalo.
  const trouble = troubleOf(error) ?? { kind: 'not-zalo' };
  if (trouble.kind === 'stopped') return null;
  if (trouble.kind !== 'refused') return { detail: describe(trouble), trouble: trouble.kind, atLeastMs: 0 };
  const { code, retryAfterMs = 0 } = trouble;
  const atLeastMs = isWrongToken(code) ? timing.slowMs : retryAfterMs;
  return { detail: describe(trouble), trouble: trouble.kind, code, atLeastMs };
}

/** 401 is documented; what a token that never was gets is not, and 404 is what Zalo answers to an unknown address. */
function isWrongToken(code: number): boolean {
  return code === 401 || code === 404;
}

function describe(trouble: Trouble): string {
  if (trouble.kind === 'not-zalo') return HEALTH.notZalo;
  if (trouble.kind !== 'refused') return HEALTH.unreachable;
  const { code } = trouble;
  if (isWrongToken(code)) return HEALTH.wrongToken;
  if (code === 429) return HEALTH.slowDown;
  // 403 is "Internal server error" in the platform's own list of codes.
  if (code === 403 || code === 408 || code >= 500) return HEALTH.serverTrouble;
  return `${HEALTH.refused} (${code})`;
}
