import type { InboundContent, InboundMessage } from '../../../models/message.ts';
import { toContent } from './content.ts';
import type { Item } from './read-item.ts';

/** What every chat of this account begins with; nothing begins like this while nobody is signed in. */
export function prefixOf(account: string): string {
  return account === '' ? 'zp::' : `zp:${account}:`;
}

/** The frame of a message in the private chat with `person`. */
export function inbound(
  account: string, { msgId, dName }: Item, person: string, content: InboundContent,
): InboundMessage {
  const prefix = prefixOf(account);
  return {
    key: `${prefix}${msgId}`,
    channel: 'zalo-personal',
    chat: `${prefix}${person}`,
    messageId: msgId,
    ...(dName && { senderName: dName }),
    content,
  };
}

/** A message of a private chat as the rest of the program sees it; null when nobody said anything. */
export function fromPerson(account: string, item: Item): InboundMessage | null {
  const content = toContent(item.msgType, item.content, item.uidFrom);
  return content && inbound(account, item, item.threadId, content);
}

/**
 * A message is taken back, in private or in a group: in the sender's private chat the recall is a message of its own,
 * about the one with the recalled id. Its key does not depend on its own id, which nobody promises to be another one
 * than the recalled message's.
 */
export function fromRecall(account: string, item: Item, recalled: string): InboundMessage {
  const message = inbound(account, item, item.uidFrom, { kind: 'recalled' });
  return { ...message, key: `${prefixOf(account)}recall-${recalled}`, messageId: recalled };
}

/** Somebody of the commune wrote in this chat with the account's phone. Their words are left behind. */
export function fromOperator(account: string, item: Item): InboundMessage | null {
  if (toContent(item.msgType, item.content, item.uidFrom) === null) return null;
  const { senderName, ...message } = inbound(account, item, item.threadId, { kind: 'operator' });
  return message;
}
