import type { Choice, OutboundMessage } from '../../models/message.ts';
import { withNumbers } from '../printed-choices.ts';
import { packCallbackData } from './callback-data.ts';

/** Telegram draws at most a hundred buttons; more choices than that are printed as numbered lines. */
const MAX_BUTTONS = 100;

interface InlineKeyboard {
  inline_keyboard: { text: string; callback_data: string }[][];
}

interface ReplyKeyboard {
  keyboard: { text: string; request_contact?: boolean }[][];
  resize_keyboard: true;
  one_time_keyboard: true;
}

/** The payload of `sendMessage`. */
export interface SendMessagePayload {
  chat_id: number;
  text: string;
  link_preview_options: { is_disabled: true };
  reply_markup: InlineKeyboard | ReplyKeyboard | { remove_keyboard: true };
}

/**
 * A message as Telegram takes it: plain text (no `parse_mode`, so that nobody's `<b>` or `_` means anything), one
 * button a line. Choices whose data does not fit into a button are printed as numbered lines instead.
 *
 * Asking for the phone number needs the other keyboard, the one below the text field; it cannot stand beside inline
 * buttons, so choices become keys of it and arrive as their words. It goes away with the next message without choices.
 */
export function fromOutbound(chatId: number, message: OutboundMessage, contactLabel: string): SendMessagePayload {
  const choices = message.choices ?? [];
  const base = { chat_id: chatId, link_preview_options: { is_disabled: true as const } };
  if (message.askContact) {
    const keys = [{ text: contactLabel, request_contact: true }, ...choices.map(({ label }) => ({ text: label }))];
    return {
      ...base,
      text: message.text,
      reply_markup: { keyboard: keys.map((key) => [key]), resize_keyboard: true, one_time_keyboard: true },
    };
  }
  const buttons = toButtons(choices, message.prompt ?? '');
  if (buttons) return { ...base, text: message.text, reply_markup: buttons };
  return { ...base, text: withNumbers(message.text, choices), reply_markup: { remove_keyboard: true } };
}

function toButtons(choices: readonly Choice[], prompt: string): InlineKeyboard | null {
  if (choices.length === 0 || choices.length > MAX_BUTTONS) return null;
  const rows: InlineKeyboard['inline_keyboard'] = [];
  for (const { id, label } of choices) {
    const data = packCallbackData(prompt, id);
    if (data === null || label.trim() === '') return null;
    rows.push([{ text: label, callback_data: data }]);
  }
  return { inline_keyboard: rows };
}
