import type { SendResult } from '../channel.ts';
import type { Trouble } from './call-error.ts';
import { REASON } from './sentences.vi.ts';

/** How long to wait when Zalo does not say: its own trouble or ours passes in seconds. */
const TROUBLE_MS = 5_000;
/** A quota is of a month, a wrong token waits for a person: neither passes in seconds. */
const SLOW_MS = 60_000;

/** Words about the person, as far as anybody has seen or can expect them; the platform documents none. */
const CHAT = /chat|recipient|user|người (nhận|dùng)|cuộc trò chuyện/iu;
const GONE = /invalid|not (found|exist)|deactivated|không (hợp lệ|tồn tại|tìm thấy)/iu;

/**
 * What a failed `sendMessage` means for the outbox. The platform's list of codes (bot.zapps.me/docs/error-code): 400
 * bad request, 401 token, 403 "internal server error", 404 not found, 408 timeout, 429 quota exceeded.
 */
export function toSendResult(trouble: Trouble): SendResult {
  switch (trouble.kind) {
    case 'unreachable':
    case 'not-zalo':
      return { status: 'retry', afterMs: TROUBLE_MS, reason: REASON.unreachable };
    case 'no-answer':
    case 'stopped':
      return { status: 'unknown', reason: REASON.noAnswer };
    case 'refused':
      return fromRefusal(trouble);
  }
}

function fromRefusal({ code, description, retryAfterMs }: Extract<Trouble, { kind: 'refused' }>): SendResult {
  if (code === 429) return { status: 'retry', afterMs: retryAfterMs ?? SLOW_MS, reason: REASON.slowDown };
  // Zalo waited for somebody itself and does not know.
  if (code === 408) return { status: 'unknown', reason: REASON.noAnswer };
  if (code >= 500) return { status: 'retry', afterMs: TROUBLE_MS, reason: REASON.serverTrouble };
  if (code === 401) return { status: 'retry', afterMs: SLOW_MS, reason: REASON.wrongToken };
  if (code === 403) {
    return /internal/i.test(description) || description === ''
      ? { status: 'retry', afterMs: TROUBLE_MS, reason: REASON.serverTrouble }
      : { status: 'dead', reason: REASON.blocked };
  }
  if (/block|chặn/iu.test(description)) return { status: 'dead', reason: REASON.blocked };
  if (CHAT.test(description) && GONE.test(description)) return { status: 'dead', reason: REASON.chatGone };
  if (code === 404) return { status: 'retry', afterMs: SLOW_MS, reason: REASON.wrongToken };
  return { status: 'refused', reason: `${REASON.refused} (${code})` };
}
