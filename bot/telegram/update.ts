/**
 * The part of a Telegram update that this program reads, checked. The frame (who, where, which) must be right, or the
 * update is malformed; content that does not look as documented is dropped field by field, so that the message still
 * arrives as `unsupported` and the person gets an answer.
 */
import { z } from 'zod';

function lenient<T extends z.ZodType>(schema: T) {
  return schema.optional().catch(undefined);
}

const id = z.number().int();
const text = z.string();
const user = z.object({ id, is_bot: lenient(z.boolean()), first_name: lenient(text), last_name: lenient(text) });
const chat = z.object({ id, type: text, title: lenient(text) });

const file = z.object({
  file_id: text,
  file_name: lenient(text),
  mime_type: lenient(text),
  file_size: lenient(z.number()),
});
const photoSize = z.object({ file_id: text, width: z.number(), height: z.number(), file_size: lenient(z.number()) });

/** Places in a text are counted in UTF-16 units, as in JavaScript. */
const entities = z.array(z.object({ type: text, offset: z.number(), length: z.number(), user: lenient(user) }));

const ownParts = {
  message_id: id,
  from: lenient(user),
  chat,
  text: lenient(text),
  caption: lenient(text),
  media_group_id: lenient(text),
  photo: lenient(z.array(photoSize).min(1)),
  document: lenient(file),
  voice: lenient(file),
  audio: lenient(file),
  video: lenient(file),
  video_note: lenient(file),
  location: lenient(z.object({ latitude: z.number(), longitude: z.number() })),
  contact: lenient(
    z.object({ phone_number: text, first_name: lenient(text), last_name: lenient(text), user_id: lenient(id) }),
  ),
  forward_origin: lenient(
    z.object({
      sender_user: lenient(user),
      sender_user_name: lenient(text),
      sender_chat: lenient(chat),
      chat: lenient(chat),
    }),
  ),
};

const message = z.looseObject({
  ...ownParts,
  /** Who speaks in place of a person: a hidden administrator (the group itself), a channel. */
  sender_chat: lenient(chat),
  entities: lenient(entities),
  caption_entities: lenient(entities),
  reply_to_message: lenient(z.looseObject({ ...ownParts, sender_chat: lenient(chat) })),
  /** The part of the answered message that the sender chose. */
  quote: lenient(z.object({ text, is_manual: lenient(z.boolean()) })),
});

const update = z.object({
  update_id: id,
  message: message.optional(),
  edited_message: message.optional(),
  callback_query: z
    .object({
      id: text,
      from: lenient(user),
      message: lenient(z.object({ chat })),
      data: lenient(text),
    })
    .optional(),
  my_chat_member: z
    .object({
      chat,
      old_chat_member: z.object({ status: text }),
      new_chat_member: z.object({ status: text }),
    })
    .optional(),
});

export type Update = z.infer<typeof update>;
export type TelegramMessage = z.infer<typeof message>;
export type TelegramUser = z.infer<typeof user>;
export type TelegramChat = z.infer<typeof chat>;

/** The kinds of update that are asked for; everything else is not sent at all. */
export const ALLOWED_UPDATES = ['message', 'edited_message', 'callback_query', 'my_chat_member'] as const;

/** A checked update, or null when its frame is damaged. */
export function readUpdate(raw: unknown): Update | null {
  return update.safeParse(raw).data ?? null;
}

/** The one thing that may be said of a damaged update. */
export function updateIdOf(raw: unknown): number | undefined {
  return z.object({ update_id: id }).safeParse(raw).data?.update_id;
}

/** The chat that an update belongs to, if any. */
export function chatOf(update: Update): TelegramChat | undefined {
  const { message, edited_message, callback_query, my_chat_member } = update;
  return (message ?? edited_message ?? callback_query?.message ?? my_chat_member)?.chat;
}
