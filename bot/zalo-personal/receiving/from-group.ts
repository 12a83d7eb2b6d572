/** What of a group's messages is for the bot; everything else is forgotten here. Pure. */
import { z } from 'zod';
import type { InboundContent, InboundMessage } from '../../../models/message.ts';
import { asksToNote, saidToBot, type FindHashtag } from '../../group-talk.ts';
import { parseJson } from '../../parse-json.ts';
import { toContent } from './content.ts';
import type { Item, Quote } from './read-item.ts';
import { inbound } from './to-inbound.ts';

/** `nothing-said`: the bot was called, and neither words nor a quoted message came with it. */
export type GroupResult = { message: InboundMessage } | 'nothing-said' | null;

/** Type of a photo in a quote. */
const PHOTO = 32;
const quotedFile = z.object({ href: z.string().min(1) });

/** Null when the bot was not meant. The message goes into the sender's private chat. */
export function fromGroup(account: string, item: Item, findHashtag: FindHashtag): GroupResult {
  const { mentions = [], quote, uidFrom } = item;
  const content = toContent(item.msgType, item.content, uidFrom);
  if (!content) return null;
  const said = saidToBot({
    text: 'text' in content ? (content.text ?? '') : '',
    mentions: mentions.filter(({ uid }) => uid === account).map(({ pos, len }) => ({ start: pos, length: len })),
    repliesToBot: quote?.ownerId === account,
  }, findHashtag);
  if (!said) return null;

  const group = said.hashtag === undefined ? {} : { hashtag: said.hashtag };
  const bare = content.kind === 'text' && (said.text === '' || asksToNote(said.text));
  if (!bare) return { message: { ...inbound(account, item, uidFrom, worded(content, said.text)), group } };

  const quoted = quote && quote.ownerId !== account ? fromQuote(quote) : null;
  if (!quote || !quoted) return 'nothing-said';
  const theirs = quote.ownerId !== uidFrom;
  const message = inbound(account, item, uidFrom, quoted);
  return {
    message: { ...message, group, ...(theirs && { forwarded: quote.fromD ? { name: quote.fromD } : {} }) },
  };
}

/** The content with the bot's address taken off its words. */
function worded(content: InboundContent, text: string): InboundContent {
  if (content.kind === 'text') return { kind: 'text', text };
  if (content.kind !== 'media') return content;
  const { text: _, ...rest } = content;
  return { ...rest, ...(text && { text }) };
}

function fromQuote({ msg, attach, cliMsgType }: Quote): InboundContent | null {
  const href = cliMsgType === PHOTO ? quotedFile.safeParse(parseJson(attach ?? '')).data?.href : undefined;
  if (href) return { kind: 'media', files: [{ kind: 'photo', ref: href }], ...(msg && { text: msg }) };
  return msg?.trim() ? { kind: 'text', text: msg } : null;
}
