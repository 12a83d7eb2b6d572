import type { AttachmentKind, InboundContent, IncomingFile } from '../../models/message.ts';
import type { TelegramMessage } from './update.ts';

/** Telegram's own sign that a chat was opened; the payload of a deep link is 1–64 of these characters. */
const START = /^\/start(?: ([A-Za-z0-9_-]{1,64}))?\s*$/;

type FileField = 'document' | 'voice' | 'audio' | 'video' | 'video_note';

/** Telegram's fields for files, most telling first; a GIF comes as `document` too. */
const FILE_FIELDS: readonly [field: FileField, kind: AttachmentKind][] = [
  ['document', 'file'],
  ['voice', 'voice'],
  ['audio', 'file'],
  ['video', 'video'],
  ['video_note', 'video'],
];

/** Content that has no meaning here, by the name that staff and sentences may use. */
const UNSUPPORTED = ['sticker', 'poll', 'dice', 'story', 'game', 'animation', 'paid_media', 'invoice', 'checklist'];

/**
 * What the person sent. Words are passed on as they are, character for character. Null for a service message (somebody
 * pinned something): nobody said anything.
 */
export function toContent(message: TelegramMessage): InboundContent | null {
  if (message.text !== undefined) return toText(message.text);
  const files = toFiles(message);
  if (files.length > 0) {
    return {
      kind: 'media',
      files,
      ...(message.caption === undefined ? {} : { text: message.caption }),
      ...(message.media_group_id === undefined ? {} : { album: message.media_group_id }),
    };
  }
  if (message.location) return { kind: 'location', ...message.location };
  if (message.contact) return toContact(message, message.contact);
  if (isService(message)) return null;
  return { kind: 'unsupported', what: UNSUPPORTED.find((field) => field in message) ?? 'unknown' };
}

function toText(text: string): InboundContent {
  const start = START.exec(text);
  if (!start) return { kind: 'text', text };
  return start[1] ? { kind: 'start', payload: start[1] } : { kind: 'start' };
}

function toFiles(message: TelegramMessage): IncomingFile[] {
  if (message.photo) {
    const largest = message.photo.reduce((best, one) => (area(one) > area(best) ? one : best));
    return [{ kind: 'photo', ref: largest.file_id, ...(largest.file_size ? { size: largest.file_size } : {}) }];
  }
  for (const [field, kind] of FILE_FIELDS) {
    const file = message[field];
    if (!file) continue;
    return [{
      kind,
      ref: file.file_id,
      ...(file.file_name ? { name: file.file_name } : {}),
      ...(file.mime_type ? { mime: file.mime_type } : {}),
      ...(file.file_size ? { size: file.file_size } : {}),
    }];
  }
  return [];
}

function area({ width, height }: { width: number; height: number }): number {
  return width * height;
}

/** People also share other people's cards: a number is the sender's own only if Telegram says so. */
function toContact(message: TelegramMessage, contact: NonNullable<TelegramMessage['contact']>): InboundContent {
  const name = fullName(contact);
  return {
    kind: 'contact',
    phone: contact.phone_number,
    ...(name ? { name } : {}),
    own: contact.user_id !== undefined && contact.user_id === message.from?.id,
  };
}

/** First and last name as Telegram shows them; undefined when there is none. */
export function fullName(person: { first_name?: string; last_name?: string }): string | undefined {
  return [person.first_name, person.last_name].filter(Boolean).join(' ') || undefined;
}

/** Fields that mark a notice of Telegram itself in a private chat. */
const SERVICE = [
  'pinned_message', 'message_auto_delete_timer_changed', 'chat_background_set', 'write_access_allowed',
  'proximity_alert_triggered', 'boost_added', 'connected_website', 'web_app_data', 'users_shared', 'chat_shared',
  'successful_payment', 'refunded_payment', 'passport_data', 'giveaway_created', 'giveaway_completed',
];

function isService(message: TelegramMessage): boolean {
  return SERVICE.some((field) => field in message);
}
