import type { InboundContent, InboundMessage } from '../../models/message.ts';
import { unpackCallbackData } from './callback-data.ts';
import { toContent } from './content.ts';
import { forwardedFrom, frame } from './frame.ts';
import type { TelegramMessage, Update } from './update.ts';

/**
 * An update of a private chat as the rest of the program sees it; null when there is nothing to take in: a group's talk
 * (see `from-group.ts`), a change of membership, a service message, a kind of update that this program does not know.
 */
export function toInbound(bot: string, update: Update): InboundMessage | null {
  if (update.message) return fromMessage(bot, update.update_id, update.message, false);
  if (update.edited_message) return fromMessage(bot, update.update_id, update.edited_message, true);
  if (update.callback_query) return fromPress(bot, update.update_id, update.callback_query);
  return null;
}

function fromMessage(bot: string, updateId: number, message: TelegramMessage, edited: boolean): InboundMessage | null {
  if (message.chat.type !== 'private') return null;
  const content = toContent(message);
  if (!content) return null;
  return {
    ...frame(bot, updateId, message.chat.id, String(message.message_id), message.from),
    ...(edited ? { edited: true } : {}),
    ...forwardedFrom(message, message.from),
    content,
  };
}

/** A pressed button is a message of its own: its id is the press, not the message that the button hangs on. */
function fromPress(
  bot: string,
  updateId: number,
  press: NonNullable<Update['callback_query']>,
): InboundMessage | null {
  const chat = press.message?.chat;
  if (chat?.type !== 'private') return null;
  const answer = press.data === undefined ? null : unpackCallbackData(press.data);
  const content: InboundContent = answer ? { kind: 'choice', ...answer } : { kind: 'unsupported', what: 'button' };
  return { ...frame(bot, updateId, chat.id, `press:${press.id}`, press.from), content };
}
