import type { InboundContent, InboundMessage } from '../../models/message.ts';
import { saidToBot, type FindHashtag, type Stretch } from '../group-talk.ts';
import type { ZaloBotEvent } from './update.ts';

/** How the bot is recognised in a group's words. */
export interface Address {
  /** As people see it, and so what stands behind `@`; unknown until Zalo was reached. */
  botName?: string;
  findHashtag: FindHashtag;
}

/**
 * An event as the rest of the program sees it; null when there is nothing to take in: another bot's words, a reaction,
 * a mention in a group with nothing said. Zalo shows a bot only what in a group is meant for it (a mention, a reply to
 * it); the quoted message does not come along.
 */
export function toInbound(account: string, event: ZaloBotEvent, address: Address): InboundMessage | null {
  if (event.fromBot || event.kind === 'reaction') return null;
  const content = toContent(event);
  const { messageId, privateChat, senderName } = event;
  const frame = {
    key: `zb:${account}:${messageId}`,
    channel: 'zalo-bot' as const,
    chat: `zb:${account}:${privateChat}`,
    messageId,
    ...(senderName && { senderName }),
  };
  return event.group === undefined ? { ...frame, content } : fromGroup({ ...frame, content }, address);
}

function fromGroup(message: InboundMessage, { botName, findHashtag }: Address): InboundMessage | null {
  const { content } = message;
  if (!('text' in content) || content.text === undefined) return { ...message, group: {} };
  const { text } = content;
  const said = saidToBot({ text, mentions: mentionsOf(botName, text), repliesToBot: true }, findHashtag);
  if (!said) return null;
  const group = { ...(said.hashtag !== undefined && { hashtag: said.hashtag }) };
  if (content.kind === 'media') {
    const { text: _, ...media } = content;
    return { ...message, group, content: { ...media, ...(said.text !== '' && { text: said.text }) } };
  }
  return said.text === '' ? null : { ...message, group, content: { kind: 'text', text: said.text } };
}

/** Zalo tells no places of mentions: they are found by the bot's name. */
function mentionsOf(botName: string | undefined, text: string): Stretch[] {
  if (!botName) return [];
  const mention = new RegExp(`@${botName.replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&')}`, 'giu');
  return [...text.matchAll(mention)].map(({ index, 0: found }) => ({ start: index, length: found.length }));
}

function toContent({ kind, message }: ZaloBotEvent): InboundContent {
  if (kind === 'unsupported') return { kind: 'unsupported', what: 'hidden' };
  const { text, caption } = message;
  const words = text || caption;
  const photo = message.photo_url || message.photo || (kind === 'image' && message.url);
  if (photo) return { kind: 'media', files: [{ kind: 'photo', ref: photo }], ...(words && { text: words }) };
  if (message.voice_url) {
    return { kind: 'media', files: [{ kind: 'voice', ref: message.voice_url }], ...(words && { text: words }) };
  }
  if (message.sticker || kind === 'sticker') return { kind: 'unsupported', what: 'sticker' };
  return words ? { kind: 'text', text: words } : { kind: 'unsupported', what: kind };
}
