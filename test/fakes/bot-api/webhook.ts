import type { PendingUpdate, UpdateQueue } from './updates.ts';

/** Delivers updates to a webhook as Telegram does: one chat's in order, 2xx confirms, everything else comes again. */
export interface WebhookSender {
  set(url: string, secret: string | undefined): void;
  remove(): void;
  url(): string;
  /** HTTP status of each delivery so far; 0 when there was no answer. */
  readonly deliveries: { updateId: number; status: number }[];
}

export function createWebhookSender(deps: {
  queue: UpdateQueue;
  /** First wait before a delivery is repeated; it doubles. */
  retryMs: number;
  changed: () => void;
}): WebhookSender {
  const { queue, retryMs, changed } = deps;
  const deliveries: WebhookSender['deliveries'] = [];
  const busy = new Set<string>();
  let target: { url: string; secret: string | undefined } | undefined;

  function pump(): void {
    if (!target) return;
    for (const update of queue.pending()) {
      const lane = laneOf(update);
      if (busy.has(lane)) continue;
      busy.add(lane);
      void deliver(update, lane, retryMs);
    }
  }

  async function deliver(update: PendingUpdate, lane: string, waitMs: number): Promise<void> {
    const to = target;
    if (!to) {
      busy.delete(lane);
      return;
    }
    const status = await post(to.url, to.secret, update.raw);
    deliveries.push({ updateId: update.update_id, status });
    const confirmed = status >= 200 && status < 300;
    if (confirmed) queue.confirm(update.update_id);
    changed();
    if (!confirmed) {
      setTimeout(() => void deliver(update, lane, waitMs * 2), waitMs).unref();
      return;
    }
    busy.delete(lane);
    pump();
  }

  queue.onPush(pump);
  return {
    set(url, secret) {
      target = { url, secret };
      pump();
    },
    remove() {
      target = undefined;
    },
    url: () => target?.url ?? '',
    deliveries,
  };
}

async function post(url: string, secret: string | undefined, body: unknown): Promise<number> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(secret === undefined ? {} : { 'x-telegram-bot-api-secret-token': secret }),
      },
      body: JSON.stringify(body),
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return 0;
  }
}

function laneOf({ raw }: PendingUpdate): string {
  for (const value of Object.values(raw)) {
    const holder = value as { chat?: { id?: number }; message?: { chat?: { id?: number } } } | null;
    const id = holder?.chat?.id ?? holder?.message?.chat?.id;
    if (id !== undefined) return String(id);
  }
  return 'none';
}
