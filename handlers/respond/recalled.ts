/** A message was taken back at its sender's: it leaves the draft, or its petition is withdrawn and its author told. */
import type { ConversationState } from '../../models/chat.ts';
import type { Answers } from '../conversation/conversation.ts';
import { goOnFrom, strike } from '../conversation/engine.ts';
import { isWaiting, takeBack, waitingIn } from '../conversation/waiting.ts';
import { conversationNamed } from '../conversations/index.ts';
import type { SpeakAnswers } from '../conversations/speak.ts';
import { messages } from '../messages.vi.ts';
import type { Recalled } from '../recall.ts';
import { move, type Talk, type Turn } from './talk.ts';
import { draftOf, settle, takeUp, withBefore } from './turns.ts';

/** Null when nothing that is being written came in that message. */
export async function takenFromDraft(talk: Talk, active: ConversationState | null): Promise<Turn | null> {
  const { messageId } = talk.message;
  if (!active) return null;
  const isSpeech = speechIds(active.answers).includes(messageId);
  if (!isSpeech && !draftOf(active).messageIds.includes(messageId)) return null;
  const state = strike(active, (answers) => without(answers, messageId));
  const { aside, then } = state.answers as { aside?: object; then?: object };

  const wasOwn = waitingIn(active.answers).messageIds.includes(messageId);
  if (isSpeech || (wasOwn && isWaiting(waitingIn(state.answers)))) {
    const conversation = conversationNamed(state.name);
    const outcome = conversation ? goOnFrom(conversation, state, move(talk)) : { kind: 'outdated' as const };
    const turn = await settle(talk, state.name, outcome, state);
    return { ...turn, say: withBefore(messages.recall.draft, turn.say) };
  }
  const left = isWaiting(draftOf(state));
  const text = left ? messages.recall.draft : messages.recall.wholeDraft;
  if (wasOwn) return takeUp(talk, [{ text }], waitingIn(aside));
  // Before the consent there was nothing else to go on with.
  const over = state.name === 'welcome' && !left && !then;
  return { say: [{ text }], conversation: over ? null : state };
}

/** What was handed in already: withdrawn where it can be, and noted; without a word when nobody knows the message. */
export async function takenFromPetitions(talk: Talk, active: ConversationState | null): Promise<Turn> {
  const { person, message, now, useCases } = talk;
  const recalled = person ? await useCases.petitions.recall(person.id, message.messageId, now) : [];
  const codes = (what: Recalled) => recalled.filter(({ became }) => became === what).map(({ code }) => code).join(', ');
  const sentences = (['withdrawn', 'noted', 'too-late'] as const)
    .flatMap((what) => (codes(what) ? [messages.recall[what](codes(what))] : []));
  const text = sentences.join('\n\n');
  return { say: text ? [{ text }] : [], conversation: active };
}

/** Messages in which somebody who is registering to speak has said what about. */
function speechIds(answers: Answers): readonly string[] {
  return (answers as Pick<SpeakAnswers, 'contentIds'>).contentIds ?? [];
}

/** Answers without what came in a message, wherever a draft is kept in them. */
function without(answers: Answers, messageId: string): Answers {
  const { waiting, aside, then } = answers as { waiting?: object; aside?: object; then?: { answers: Answers } };
  const own = takeBack(waitingIn(answers), messageId);
  const less = (draft: object) => takeBack(waitingIn(draft), messageId) ?? draft;
  return {
    ...answers,
    // Whether to split is asked anew.
    ...(own && { location: undefined, locationId: undefined, ...own, split: undefined }),
    ...(speechIds(answers).includes(messageId) && { content: undefined, contentIds: undefined }),
    ...(waiting && { waiting: less(waiting) }),
    ...(aside && { aside: less(aside) }),
    ...(then && { then: { ...then, answers: without(then.answers, messageId) } }),
  };
}
