/** Trouble on order: what the next calls of a method meet instead of success. */

export type Failure =
  /** Zalo says no: 221 too many requests, 122 and 123 the person cannot be written to. */
  | { code: number; message?: string }
  /** Answered without an error and without a message: Zalo's way to drop what is sent to too many people. */
  | 'empty'
  /** No answer ever comes; the call was not carried out. */
  | 'timeout'
  /** No answer ever comes; the call was carried out all the same. */
  | 'timeout-after'
  /** The connection is cut before the call was carried out, or after. */
  | 'cut'
  | 'cut-after'
  /** A page that is not Zalo's, with this status. */
  | { page: number };

export interface Script {
  /**
   * The next `times` calls of `method` (`*`: of any method) meet `failure`; orders of one method queue up. Methods are
   * named as in the library: `sendMessage`, `undo`, `addReaction`, `login`, `getServerInfo`, …, and `media`.
   */
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
