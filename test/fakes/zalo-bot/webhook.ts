import type { EventQueue, ZaloEvent } from './events.ts';

/** Delivers events to a webhook: one chat's in order, 2xx confirms, everything else comes again. */
export interface FakeWebhook {
  set(url: string, secret: string): void;
  remove(): void;
  url(): string;
  /** HTTP status of each delivery so far; 0 when there was no answer. */
  readonly deliveries: { messageId: unknown; status: number }[];
  /** False: what was not confirmed is dropped, as if the platform never tried again. */
  redelivers: boolean;
  /** True (as documented): `{ ok, result: event }`; false: the event alone. */
  wrapped: boolean;
  /** Where the program really is, e.g. `http://127.0.0.1:3000`, when the address that it told has another origin. */
  origin: string | undefined;
  /** What the platform says of its own try at a newly set address; undefined: it says nothing. */
  verification: { ok: boolean; outcome?: string } | undefined;
  /** Posts any body with any secret (default: the right one; null: no header) at once; the HTTP status. */
  post(body: unknown, secret?: string | null): Promise<number>;
}

export function createFakeWebhook({ queue, retryMs, changed }: {
  queue: EventQueue;
  retryMs: number;
  changed: () => void;
}): FakeWebhook {
  const busy = new Set<string>();
  let target: { url: string; secret: string } | undefined;

  function pump(): void {
    if (!target) return;
    for (const event of queue.pending()) {
      const lane = laneOf(event);
      if (busy.has(lane)) continue;
      busy.add(lane);
      void deliver(event, lane, retryMs);
    }
  }

  async function deliver(event: ZaloEvent, lane: string, waitMs: number): Promise<void> {
    if (!target) return void busy.delete(lane);
    const status = await webhook.post(webhook.wrapped ? { ok: true, result: event } : event);
    webhook.deliveries.push({ messageId: (event['message'] as ZaloEvent | undefined)?.['message_id'], status });
    const settled = (status >= 200 && status < 300) || !webhook.redelivers;
    if (settled) queue.remove(event);
    changed();
    if (!settled) return void setTimeout(() => void deliver(event, lane, waitMs * 2), waitMs).unref();
    busy.delete(lane);
    pump();
  }

  const webhook: FakeWebhook = {
    set(url, secret) {
      target = { url, secret };
      pump();
    },
    remove() {
      target = undefined;
    },
    url: () => target?.url ?? '',
    deliveries: [],
    redelivers: true,
    wrapped: true,
    origin: undefined,
    verification: undefined,
    async post(body, secret = target?.secret) {
      try {
        const { origin, pathname } = new URL(target?.url ?? '');
        const response = await fetch(`${webhook.origin ?? origin}${pathname}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...(secret != null && { 'x-bot-api-secret-token': secret }) },
          body: typeof body === 'string' ? body : JSON.stringify(body),
        });
        await response.arrayBuffer();
        return response.status;
      } catch {
        return 0;
      }
    },
  };
  queue.onPush(pump);
  return webhook;
}

function laneOf({ message }: ZaloEvent): string {
  return String((message as { chat?: { id?: unknown } } | undefined)?.chat?.id ?? 'none');
}
