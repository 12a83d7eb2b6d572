import type { OutboundMessage } from '../../models/message.ts';
import type { OutboxEntry } from '../../models/outbox-entry.ts';

/** One message of the bot, as a page shows it. */
export interface ChatLine {
  /** The outbox's id: a page that is told twice shows it once. */
  id: string;
  /** Place in the conversation; a page that comes back names the last one it knows. */
  order: number;
  text: string;
  /** Names the question that `choices` answer. */
  prompt?: string;
  choices: { id: string; label: string }[];
  /** When it was said, ISO 8601. */
  at: string;
}

/** Leaves out what a page has no use for: states, attempts, the further words of a choice. */
export function toLine({ id, order, message, createdAt }: OutboxEntry & { message: OutboundMessage }): ChatLine {
  return {
    id,
    order,
    text: message.text,
    prompt: message.prompt,
    choices: (message.choices ?? []).map(({ id, label }) => ({ id, label })),
    at: createdAt.toISOString(),
  };
}
