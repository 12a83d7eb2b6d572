import type { Choice, OutboundMessage } from '../models/message.ts';

/** A text with its choices as numbered lines below it: what is left of buttons where there are none. */
export function withNumbers(text: string, choices: readonly Choice[] = []): string {
  if (choices.length === 0) return text;
  return [text, ...choices.map(({ label }, index) => `${index + 1}. ${label}`)].join('\n');
}

/** A message for a network without buttons: its choices are part of the text, and are split with it. */
export function printed(message: OutboundMessage): OutboundMessage {
  return { text: withNumbers(message.text, message.choices) };
}
