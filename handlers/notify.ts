import type { Clock } from '../clock.ts';
import type { ChatKey, OutboundMessage } from '../models/message.ts';
import type { OutboxStore } from '../models/stores/outbox.ts';

/** Tells somebody something that they did not just ask for. The same id twice tells it once. */
export type Notify = (chat: ChatKey, id: string, message: OutboundMessage) => Promise<void>;

/** Saves each message in the outbox before it wakes the sending. */
export function createNotify({ outbox, sendLater, clock }: {
  outbox: OutboxStore;
  sendLater: (chat: ChatKey) => Promise<void>;
  clock: Clock;
}): Notify {
  return async function notify(chat, id, message) {
    await outbox.put([{ id, chat, message }], clock());
    await sendLater(chat);
  };
}
