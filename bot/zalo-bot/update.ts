/**
 * The part of a Zalo event that this program reads, checked leniently: a field that does not look as documented is
 * dropped by itself, so that the message still arrives and the person gets an answer. Facts:
 * docs.zaloplatforms.com/docs/BOT/webhook.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';

function lenient<T extends z.ZodType>(schema: T) {
  return schema.optional().catch(undefined);
}

/** Opaque to us. Documented as a string; a number is taken all the same. */
const id = z.union([z.string(), z.number()]).transform((value) => String(value).trim()).pipe(
  z.string().regex(/^\S{1,200}$/),
);
const text = z.string();

const event = z.object({
  event_name: text.catch(''),
  message: z.object({
    message_id: lenient(id),
    from: lenient(z.object({
      id: lenient(id), display_name: lenient(text), name: lenient(text), is_bot: lenient(z.boolean()),
    })),
    chat: lenient(z.object({ id, chat_type: lenient(text) })),
    text: lenient(text),
    caption: lenient(text),
    // Documented as `photo`; live events were seen with `photo_url`.
    photo: lenient(text),
    photo_url: lenient(text),
    url: lenient(text),
    voice_url: lenient(text),
    sticker: lenient(text),
  }),
});

/** One message as Zalo tells it; `messageId` is never empty. */
export interface ZaloBotEvent {
  /** `text` of `message.text.received`; `unknown` for what is not of that form. */
  kind: string;
  messageId: string;
  /** The person's private chat, which has the person's own id. */
  privateChat: string;
  /** The group that it was said in. */
  group?: string;
  senderName?: string;
  /** Another bot, or this one. */
  fromBot: boolean;
  message: z.infer<typeof event>['message'];
}

/** The events in what came: bare or wrapped in `{ ok, result }`, one (as documented) or several; perhaps none. */
export function eventsIn(raw: unknown): unknown[] {
  const content = isObject(raw) && 'result' in raw ? raw['result'] : raw;
  const items = Array.isArray(content) ? content : [content];
  return items.filter((item) => isObject(item) && Object.keys(item).length > 0);
}

/** A checked event; null when there is no message in it or nobody whom it could be answered. */
export function readEvent(raw: unknown): ZaloBotEvent | null {
  const read = event.safeParse(raw).data;
  if (!read) return null;
  const { chat, from, message_id: messageId } = read.message;
  const inGroup = chat?.chat_type?.toUpperCase() === 'GROUP';
  const privateChat = inGroup ? from?.id : (chat?.id ?? from?.id);
  if (!privateChat) return null;
  return {
    kind: kindOf(raw),
    messageId: messageId ?? digestOf(raw),
    privateChat,
    ...(inGroup && chat && { group: chat.id }),
    senderName: from?.display_name ?? from?.name,
    fromBot: from?.is_bot ?? false,
    message: read.message,
  };
}

/** The one thing that may be said of any event: what kind it is. */
export function kindOf(raw: unknown): string {
  const name = isObject(raw) ? raw['event_name'] : undefined;
  return /^message\.([a-z_]{1,32})\.received$/.exec(String(name))?.[1] ?? 'unknown';
}

/** A message without an id is known again by its content. */
function digestOf(raw: unknown): string {
  return `digest-${createHash('sha256').update(JSON.stringify(raw)).digest('hex').slice(0, 32)}`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
