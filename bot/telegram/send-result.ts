import type { SendResult } from '../channel.ts';
import type { Trouble } from './call-error.ts';
import { REASON } from './sentences.vi.ts';

/** How long to wait when Telegram does not say: its own trouble or ours passes in seconds. */
const TROUBLE_MS = 5_000;
/** A wrong token waits for a person. */
const WRONG_TOKEN_MS = 60_000;

/** What a failed `sendMessage` means for the outbox. */
export function toSendResult(trouble: Trouble): SendResult {
  switch (trouble.kind) {
    case 'unreachable':
    case 'not-telegram':
      return { status: 'retry', afterMs: TROUBLE_MS, reason: REASON.unreachable };
    case 'no-answer':
    case 'stopped':
      return { status: 'unknown', reason: REASON.noAnswer };
    case 'refused':
      return fromRefusal(trouble);
  }
}

function fromRefusal(refusal: Extract<Trouble, { kind: 'refused' }>): SendResult {
  const { code, description } = refusal;
  if (code === 429) {
    return { status: 'retry', afterMs: refusal.retryAfterMs ?? TROUBLE_MS, reason: REASON.slowDown };
  }
  if (code >= 500) return { status: 'retry', afterMs: TROUBLE_MS, reason: REASON.serverTrouble };
  if (code === 401 || code === 404) return { status: 'retry', afterMs: WRONG_TOKEN_MS, reason: REASON.wrongToken };
  if (refusal.migrated) return { status: 'dead', reason: REASON.migrated };
  if (code === 403 && /initiate conversation/i.test(description)) return { status: 'dead', reason: REASON.neverOpened };
  if (code === 403) return { status: 'dead', reason: REASON.blocked };
  // Telegram has one code for everything that is wrong with a request, so its words must tell the cases apart.
  if (/chat not found|user not found|PEER_ID_INVALID|user is deactivated/i.test(description)) {
    return { status: 'dead', reason: REASON.chatGone };
  }
  if (/too long/i.test(description)) return { status: 'refused', reason: REASON.tooLong };
  if (/text is empty|must be non-empty/i.test(description)) return { status: 'refused', reason: REASON.empty };
  return { status: 'refused', reason: `${REASON.refused} (${code})` };
}
