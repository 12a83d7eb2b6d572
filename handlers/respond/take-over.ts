/**
 * Somebody of the commune writes in the chat by hand, on the bot's own account: the bot is silent there for a while.
 *
 * What the person says meanwhile is said to that human being, who has it on the same screen, so it is neither answered
 * nor stored; but staff see in the console that somebody waits until it is answered there.
 */
import type { Chat, ConversationState } from '../../models/chat.ts';
import type { InboundContent, InboundMessage } from '../../models/message.ts';
import type { Talk, Turn } from './talk.ts';
import { commandIn } from './wishes.ts';

/** Silence after the last message that was written by hand. */
export const PAUSE_MS = 2 * 3_600_000;

/** They write themselves, so nobody waits for a human being any more. */
export function takenOver(now: Date, active: ConversationState | null): Turn {
  const pausedUntil = new Date(now.getTime() + PAUSE_MS);
  return { say: [], conversation: active, wantsPerson: false, pausedUntil };
}

/** Is this for the human being who writes there, and not unmistakably for the bot? */
export function isForPerson({ pausedUntil }: Chat, { content, group }: InboundMessage, now: Date): boolean {
  return pausedUntil !== undefined && now < pausedUntil && !group && !isForBot(content);
}

/** A command, a button, an opened deep link: nobody says that to a human being. */
function isForBot(content: InboundContent): boolean {
  return content.kind === 'choice' || content.kind === 'start'
    || (content.kind === 'text' && commandIn(content.text) !== null);
}

/** A petition's new wording is noted all the same; nothing else moves. `tells`: more than a word of thanks. */
export async function leftToPerson(talk: Talk, active: ConversationState | null, tells: boolean): Promise<Turn> {
  const { message: { content, edited, messageId, key }, person, plan } = talk;
  if (edited && person && 'text' in content && content.text) {
    await talk.useCases.petitions.noteEdit(person.id, messageId, content.text, key);
  }
  return { say: [], conversation: active, ...(tells && { wantsPerson: true, plan: plan?.id }) };
}
