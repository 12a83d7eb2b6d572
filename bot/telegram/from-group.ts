/** What of a group's talk is for the bot, as messages of private chats; everything else is forgotten here. Pure. */
import { createHash } from 'node:crypto';
import type { InboundContent, InboundMessage } from '../../models/message.ts';
import type { BoundedSet } from '../bounded-set.ts';
import { asksToNote, saidToBot, type FindHashtag, type Stretch } from '../group-talk.ts';
import { toContent } from './content.ts';
import { forwardedFrom, frame, nameOfSender } from './frame.ts';
import type { TelegramMessage } from './update.ts';

/** How the bot is called in groups. */
export interface Called {
  id: string;
  username: string;
  findHashtag: FindHashtag;
  /** Albums of which a part was for the bot, and so are the others, which carry no words. */
  albums: Pick<BoundedSet, 'has' | 'add'>;
}

/** `nothing-taken`: the bot was called, but nothing was said, or nobody stands behind it who has a private chat. */
export type GroupResult = { message: InboundMessage } | 'nothing-taken' | null;

/** Null when the bot was not meant. The message goes into the sender's private chat. */
export function fromGroup(called: Called, updateId: number, message: TelegramMessage, edited: boolean): GroupResult {
  const { from, sender_chat: hiddenBehind } = message;
  const said = read(called, message);
  if (!said) return null;
  // Another bot: two machines could talk for ever.
  if (from?.is_bot && !hiddenBehind) return null;
  if (!from || hiddenBehind) return 'nothing-taken';

  const taken = said.content ?? quoted(called, message);
  if (!taken) return 'nothing-taken';
  const { hashtag } = said;
  return {
    message: {
      ...frame(called.id, updateId, from.id, messageIdOf(message), from),
      ...(edited && { edited }),
      ...(taken === said.content ? forwardedFrom(message, from) : authorOf(message)),
      group: { ...(hashtag !== undefined && { hashtag }) },
      content: taken,
    },
  };
}

/** What is taken from a group; a phone number, for example, is not. */
const TAKEN: readonly InboundContent['kind'][] = ['text', 'media', 'location', 'start'];

/** Null when the bot was not meant; no content when nothing was said but "write this down". */
function read(called: Called, message: TelegramMessage): { content: InboundContent | null; hashtag?: string } | null {
  const content = toContent(message);
  if (!content || !TAKEN.includes(content.kind)) return null;
  const text = message.text ?? message.caption ?? '';
  const said = saidToBot({
    text,
    mentions: mentionsOf(called, message, text),
    repliesToBot: String(message.reply_to_message?.from?.id) === called.id,
  }, called.findHashtag);
  const album = albumOf(message);
  if (said && album) called.albums.add(album);
  if (!said) return album && called.albums.has(album) ? { content } : null;

  const { hashtag } = said;
  if (content.kind === 'media') {
    const { text: _, ...files } = content;
    return { content: { ...files, ...(said.text && { text: said.text }) }, hashtag };
  }
  if (content.kind === 'location') return { content, hashtag };
  // "/start" is what a group's administrators send who want to see whether it works.
  const bare = said.text === '' || /^\/start\b/.test(said.text) || asksToNote(said.text);
  return { content: bare ? null : { kind: 'text', text: said.text }, hashtag };
}

/** `@name`, the name as a link, and the `@name` behind a command. */
function mentionsOf({ id, username }: Called, message: TelegramMessage, text: string): Stretch[] {
  const name = `@${username}`.toLowerCase();
  return (message.entities ?? message.caption_entities ?? []).flatMap(({ type, offset, length, user }): Stretch[] => {
    if (type === 'text_mention') return String(user?.id) === id ? [{ start: offset, length }] : [];
    const written = text.slice(offset, offset + length).toLowerCase();
    if (type === 'mention') return written === name ? [{ start: offset, length }] : [];
    const suffix = type === 'bot_command' && written.endsWith(name);
    return suffix ? [{ start: offset + length - name.length, length: name.length }] : [];
  });
}

/** What the message answers, unless that is the bot's own: the part that was chosen, or the whole. */
function quoted({ id }: Called, { reply_to_message: answered, quote }: TelegramMessage): InboundContent | null {
  if (!answered || String(answered.from?.id) === id) return null;
  if (quote?.is_manual && quote.text.trim() !== '') return { kind: 'text', text: quote.text };
  const content = toContent(answered);
  return content && content.kind !== 'start' && TAKEN.includes(content.kind) ? content : null;
}

/** Whose words the answered message holds, when they are not the sender's own. */
function authorOf({ from, reply_to_message: answered }: TelegramMessage): Pick<InboundMessage, 'forwarded'> {
  if (!answered) return {};
  if (answered.forward_origin) return forwardedFrom(answered, from);
  if (answered.from?.id === from?.id && !answered.sender_chat) return {};
  const name = answered.sender_chat?.title ?? nameOfSender(answered.from);
  return { forwarded: { ...(name && { name }) } };
}

/**
 * Messages of a group are counted apart from those of the private chat. An edit has to find its message again, but of
 * which group it was is not kept.
 */
function messageIdOf({ chat, message_id: id }: TelegramMessage): string {
  return `group:${createHash('sha256').update(`${chat.id}:${id}`).digest('base64url').slice(0, 16)}`;
}

function albumOf({ chat, media_group_id: album }: TelegramMessage): string | undefined {
  return album === undefined ? undefined : `${chat.id}:${album}`;
}
