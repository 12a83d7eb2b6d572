import type { InboundMessage } from '../../models/message.ts';
import { fullName } from './content.ts';
import type { TelegramMessage, TelegramUser } from './update.ts';

/** What every message of this bot has in common. */
export function frame(
  bot: string, updateId: number, chatId: number, messageId: string, from: TelegramUser | undefined,
): Omit<InboundMessage, 'content'> {
  const senderName = nameOfSender(from);
  return {
    key: `tg:${bot}:${updateId}`,
    channel: 'telegram',
    chat: `tg:${bot}:${chatId}`,
    messageId,
    ...(senderName ? { senderName } : {}),
  };
}

export function nameOfSender(from: TelegramUser | undefined): string | undefined {
  return from && fullName(from);
}

/** Whose words a forwarded message holds; nothing when they are the sender's own. */
export function forwardedFrom(
  { forward_origin: origin }: Pick<TelegramMessage, 'forward_origin'>, sender: TelegramUser | undefined,
): Pick<InboundMessage, 'forwarded'> {
  if (!origin || (origin.sender_user && origin.sender_user.id === sender?.id)) return {};
  const named = nameOfSender(origin.sender_user) ?? origin.sender_user_name;
  const name = named ?? (origin.sender_chat ?? origin.chat)?.title;
  return { forwarded: name ? { name } : {} };
}
