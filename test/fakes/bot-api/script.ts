/** Trouble on order: what the next calls of a method meet instead of success. */

export type Failure =
  /** Telegram says no. */
  | { code: number; description?: string; retryAfter?: number; migrateTo?: number }
  /** The connection ends without an answer; `after`, `reset`: the call was carried out all the same. */
  | { drop: 'before' | 'after' | 'reset' }
  /** No answer ever comes, the connection stays; the call was not carried out. */
  | { hang: true }
  /** A page that is not Telegram's, as a proxy sends it. */
  | { page: number }
  /** The usual answer, late. */
  | { delayMs: number };

export interface Script {
  /** The next `times` calls of `method` (`*`: of any method) meet `failure`; orders of one method queue up. */
  fail(method: string, failure: Failure, times?: number): void;
  /** Takes every order back. */
  clear(): void;
  next(method: string): Failure | undefined;
}

export function createScript(): Script {
  const orders: { method: string; failure: Failure; left: number }[] = [];
  return {
    fail(method, failure, times = 1) {
      orders.push({ method, failure, left: times });
    },
    clear() {
      orders.length = 0;
    },
    next(method) {
      const index = orders.findIndex((order) => order.method === method || order.method === '*');
      const order = orders[index];
      if (!order) return undefined;
      order.left -= 1;
      if (order.left <= 0) orders.splice(index, 1);
      return order.failure;
    },
  };
}

const DESCRIPTIONS: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden: bot was blocked by the user',
  404: 'Not Found',
  409: 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
  429: 'Too Many Requests',
};

/** Telegram's answer that a call failed, as JSON. */
export function refusal(failure: Extract<Failure, { code: number }>): Record<string, unknown> {
  const { code, description = DESCRIPTIONS[code] ?? 'Internal Server Error', retryAfter, migrateTo } = failure;
  const parameters = {
    ...(retryAfter === undefined ? {} : { retry_after: retryAfter }),
    ...(migrateTo === undefined ? {} : { migrate_to_chat_id: migrateTo }),
  };
  return {
    ok: false,
    error_code: code,
    description,
    ...(Object.keys(parameters).length > 0 ? { parameters } : {}),
  };
}
