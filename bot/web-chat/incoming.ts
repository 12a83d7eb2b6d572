/** What a page sends, checked, as the message that the rest of the program knows. Pure. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { InboundContent, InboundMessage, IncomingFile } from '../../models/message.ts';

/** Every chat of the page: `web:<chat id>`. */
export const CHAT_PREFIX = 'web:';

/** The page's own id of a message: sending it again under the same id is a repetition, not a second message. */
const messageId = z.string().regex(/^[\w-]{8,64}$/);
/** Ids of questions and choices travel through people's browsers: short, plain and never trusted further. */
const shortId = z.string().regex(/^[\x21-\x7e]{1,64}$/);

/**
 * No cap on the text's length here: the request's size limit holds back what is too long, and what passed it is a
 * message like any other (an empty one too, so that the person gets an answer in words).
 */
const bodySchema = z.discriminatedUnion('kind', [
  z.strictObject({ id: messageId, kind: z.literal('text'), text: z.string() }),
  z.strictObject({ id: messageId, kind: z.literal('choice'), prompt: shortId, choice: shortId }),
  z.strictObject({
    id: messageId,
    kind: z.literal('location'),
    latitude: z.number().min(-90).max(90),
    longitude: z.number().min(-180).max(180),
  }),
  // The payload of a deep link has Telegram's shape, so that one QR code's payload serves both networks.
  z.strictObject({ id: messageId, kind: z.literal('start'), payload: z.string().regex(/^[\w-]{1,64}$/).optional() }),
]);

/** Fields beside an uploaded file; files that were chosen together share `album`. */
const fileFieldsSchema = z.object({
  id: messageId,
  // Forms end their lines with CR and LF, whatever the person's own line breaks are.
  text: z.string().max(4000).transform((text) => text.replaceAll('\r\n', '\n')).optional(),
  album: messageId.optional(),
});

/** The message that a posted body stands for, or null when it is none. */
export function toInbound(chatId: string, body: unknown): InboundMessage | null {
  const parsed = bodySchema.safeParse(body);
  if (!parsed.success) return null;
  const { id, ...content } = parsed.data;
  return inbound(chatId, id, content);
}

export type FileFields = z.infer<typeof fileFieldsSchema>;

/** The fields of an upload, or null when they are none of the page's. */
export function toFileFields(fields: unknown): FileFields | null {
  return fileFieldsSchema.safeParse(fields).data ?? null;
}

/** The message that an upload stands for, once the file is stored. */
export function toMediaInbound(chatId: string, { id, text, album }: FileFields, file: IncomingFile): InboundMessage {
  return inbound(chatId, id, { kind: 'media', files: [file], ...(text && { text }), ...(album && { album }) });
}

/** Letters of a file's name that are looked at; its ending is what tells something. */
const MAX_NAME = 300;

/** The file's own name, shortened and without folders and control characters; none rather than an empty one. */
export function tidyName(name: string): string | undefined {
  const last = (name.split(/[/\\]/).at(-1) ?? '').slice(-MAX_NAME).normalize('NFC');
  // oxlint-disable-next-line no-control-regex
  const plain = last.replace(/[\u0000-\u001f\u007f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/g, '').trim();
  return plain.length > 100 ? plain.slice(-100) : plain || undefined;
}

function inbound(chatId: string, id: string, content: InboundContent): InboundMessage {
  const chat = `${CHAT_PREFIX}${chatId}`;
  return { key: keyOf(chat, id), channel: 'web', chat, messageId: id, content };
}

/** A digest: keys stand in logs and outlive an erasure, so they must not tell the chat. */
function keyOf(chat: string, id: string): string {
  return `${CHAT_PREFIX}${createHash('sha256').update(`${chat}:${id}`).digest('base64url').slice(0, 22)}`;
}
