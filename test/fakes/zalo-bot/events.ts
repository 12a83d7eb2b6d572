/** What waits for one bot, oldest first: `getUpdates` takes an event away, a webhook keeps it until it is confirmed. */

export type ZaloEvent = Record<string, unknown>;

export interface EventQueue {
  push(event: ZaloEvent): void;
  pending(): readonly ZaloEvent[];
  remove(event: ZaloEvent): void;
  /** The oldest event, which is gone then; waits up to `timeoutMs`. `cancelled` ends the waiting and takes none. */
  take(timeoutMs: number, cancelled: AbortSignal): Promise<ZaloEvent | undefined>;
  onPush(listener: () => void): void;
}

/** Rounds of the event loop in which it is surely learnt that a connection of this machine has ended. */
const TURNS_TO_NOTICE = 6;

export function createEventQueue(): EventQueue {
  const events: ZaloEvent[] = [];
  const listeners = new Set<() => void>();
  return {
    push(event) {
      events.push(event);
      for (const listener of listeners) listener();
    },
    pending: () => events,
    remove(event) {
      const index = events.indexOf(event);
      if (index >= 0) events.splice(index, 1);
    },
    async take(timeoutMs, cancelled) {
      if (events.length === 0 && timeoutMs > 0 && !cancelled.aborted) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(done, timeoutMs);
          function done(): void {
            clearTimeout(timer);
            listeners.delete(done);
            resolve();
          }
          listeners.add(done);
          cancelled.addEventListener('abort', done, { once: true });
        });
      }
      // Somebody who hung up just before is noticed first; what the real platform does then is not known.
      for (let turn = 0; turn < TURNS_TO_NOTICE; turn++) await new Promise((resolve) => setTimeout(resolve, 1));
      return cancelled.aborted ? undefined : events.shift();
    },
    onPush: (listener) => void listeners.add(listener),
  };
}
