/**
 * One bot's waiting updates, with Telegram's promises: an update stays until a later `getUpdates` has an offset above
 * its id, or a webhook delivery was answered with 2xx. A second poller ends the first with a conflict.
 */

export interface PendingUpdate {
  update_id: number;
  /** Raw: tests also queue damaged ones. */
  raw: Record<string, unknown>;
}

export interface UpdateQueue {
  /** Queues an update under the next id, unless it brings its own. Returns the id. */
  push(raw: Record<string, unknown>): number;
  /** What is not confirmed, oldest first. */
  pending(): readonly PendingUpdate[];
  confirmed(): readonly number[];
  /** Confirms, then waits up to `timeoutMs` for something to give. `cancelled` ends the waiting. */
  get(ask: { offset: number; limit: number; timeoutMs: number }, cancelled: AbortSignal): Promise<Ask>;
  confirm(id: number): void;
  /** How many requests wait just now. */
  waiting(): number;
  onPush(listener: () => void): void;
}

export type Ask = { updates: Record<string, unknown>[] } | { conflict: true };

export function createUpdateQueue(firstId = 1000): UpdateQueue {
  let nextId = firstId;
  let queue: PendingUpdate[] = [];
  let waiter: ((result: Ask | undefined) => void) | undefined;
  const confirmed: number[] = [];
  const listeners: (() => void)[] = [];

  function confirmBelow(offset: number): void {
    confirmed.push(...queue.filter(({ update_id: id }) => id < offset).map(({ update_id: id }) => id));
    queue = queue.filter(({ update_id: id }) => id >= offset);
  }

  return {
    push(raw) {
      const id = typeof raw.update_id === 'number' ? raw.update_id : nextId;
      nextId = Math.max(nextId, id + 1);
      queue.push({ update_id: id, raw: { ...raw, update_id: id } });
      waiter?.(undefined);
      for (const listener of listeners) listener();
      return id;
    },
    pending: () => queue,
    confirmed: () => confirmed,
    async get({ offset, limit, timeoutMs }, cancelled) {
      waiter?.({ conflict: true });
      if (offset > 0) confirmBelow(offset);
      if (queue.length === 0 && timeoutMs > 0) {
        const woken = await new Promise<Ask | undefined>((resolve) => {
          const timer = setTimeout(() => done(undefined), timeoutMs);
          function done(result: Ask | undefined): void {
            clearTimeout(timer);
            if (waiter === done) waiter = undefined;
            resolve(result);
          }
          waiter = done;
          cancelled.addEventListener('abort', () => done(undefined), { once: true });
        });
        if (woken) return woken;
      }
      return { updates: queue.slice(0, limit).map(({ raw }) => raw) };
    },
    confirm(id) {
      confirmed.push(id);
      queue = queue.filter(({ update_id }) => update_id !== id);
    },
    waiting: () => (waiter ? 1 : 0),
    onPush(listener) {
      listeners.push(listener);
    },
  };
}
