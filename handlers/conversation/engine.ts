/**
 * Plays a conversation, purely: state and input in, state and words out. What every conversation shares lives here
 * once: choices by button, digit or words, cancelling, going back, asking for a person, misunderstandings.
 */
import type { ConversationState } from '../../models/chat.ts';
import type { Choice, InboundContent, OutboundMessage } from '../../models/message.ts';
import { messages } from '../messages.vi.ts';
import type { Answers, Conversation, Input, Question, Situation } from './conversation.ts';
import { matchChoice, universalWish } from './understand.ts';

/** Steps back that are remembered. */
const TRAIL = 10;

export type Outcome =
  | { kind: 'asked'; state: ConversationState; say: OutboundMessage[] }
  | { kind: 'finished'; answers: Answers; say: OutboundMessage[] }
  | { kind: 'cancelled' }
  | { kind: 'person' };

export interface Move {
  situation: Situation;
  /** Names the question that this move leads to, so that an old button is told from a current one. */
  prompt: string;
}

/** Begins a conversation with what is known already. */
export function begin(conversation: Conversation, answers: Answers, move: Move): Outcome {
  return ask(conversation, { answers, trail: [], startedAt: move.situation.now.toISOString() }, move);
}

/** Takes one message of the person into a conversation. */
export function advance(
  conversation: Conversation,
  state: ConversationState,
  content: InboundContent,
  origin: { messageId: string; key: string },
  move: Move,
): Outcome {
  const step = conversation.steps[state.step];
  if (!step || state.version !== conversation.version) {
    const again = begin(conversation, {}, move);
    return again.kind === 'asked' ? { ...again, say: [{ text: messages.engine.startedAgain }, ...again.say] } : again;
  }

  const question = step.ask(state.answers, move.situation);
  const input = interpret(content, origin, question, state.prompt);
  if (input === 'outdated') return reask(state, question, messages.engine.oldButton, move);
  if (input.kind === 'text') {
    const wish = universalWish(input.text);
    if (wish === 'cancel') return { kind: 'cancelled' };
    if (wish === 'person') return { kind: 'person' };
    if (wish === 'back') return back(conversation, state, move);
  }

  const reaction = step.accept(input, state.answers, move.situation);
  if ('cancel' in reaction) return { kind: 'cancelled' };
  if ('quiet' in reaction) {
    return { kind: 'asked', state: { ...state, answers: { ...state.answers, ...reaction.quiet } }, say: [] };
  }
  if ('keep' in reaction) {
    return misunderstood({ ...state, answers: { ...state.answers, ...reaction.keep } }, question, reaction.hint, move);
  }
  if ('again' in reaction) {
    const hint = reaction.hint ?? messages.engine.notUnderstood;
    return misunderstood(state, question, `${hint}\n\n${question.text}`, move);
  }

  const next = ask(
    conversation,
    {
      answers: { ...state.answers, ...reaction.answers },
      trail: [...state.trail, state.answers].slice(-TRAIL),
      startedAt: state.startedAt,
    },
    move,
  );
  return reaction.say && 'say' in next ? { ...next, say: prefix(reaction.say, next.say) } : next;
}

function ask(
  conversation: Conversation,
  { answers, trail, startedAt }: Pick<ConversationState, 'answers' | 'trail' | 'startedAt'>,
  { situation, prompt }: Move,
): Outcome {
  const next = Object.entries(conversation.steps).find(([, step]) => step.needed(answers, situation));
  if (!next) return { kind: 'finished', answers, say: [] };

  const [step, { ask: askStep }] = next;
  const state: ConversationState = {
    name: conversation.name,
    version: conversation.version,
    step, answers, trail, startedAt, prompt,
    misunderstood: 0,
    touchedAt: situation.now.toISOString(),
  };
  return { kind: 'asked', state, say: [{ ...askStep(answers, situation), prompt }] };
}

function back(conversation: Conversation, state: ConversationState, move: Move): Outcome {
  const answers = state.trail.at(-1);
  if (!answers) return { kind: 'cancelled' };
  return ask(conversation, { answers, trail: state.trail.slice(0, -1), startedAt: state.startedAt }, move);
}

/** The first time the question comes again in other words; from the second on a person is offered instead. */
function misunderstood(state: ConversationState, question: Question, firstTime: string, move: Move): Outcome {
  const times = state.misunderstood + 1;
  const text = times === 1
    ? firstTime
    : messages.engine.offerPerson(move.situation.plan, question.choices ?? []);
  return {
    kind: 'asked',
    state: { ...state, misunderstood: times, prompt: move.prompt, touchedAt: move.situation.now.toISOString() },
    say: [{ ...question, text, prompt: move.prompt }],
  };
}

function reask(state: ConversationState, question: Question, hint: string, move: Move): Outcome {
  return {
    kind: 'asked',
    state: { ...state, prompt: move.prompt },
    say: [{ ...question, text: `${hint}\n\n${question.text}`, prompt: move.prompt }],
  };
}

/** The content with the question's choices recognised in it, or `outdated` for a button of an earlier question. */
function interpret(
  content: InboundContent,
  origin: { messageId: string; key: string },
  question: Question,
  prompt: string,
): Input | 'outdated' {
  const choices: readonly Choice[] = question.choices ?? [];
  switch (content.kind) {
    case 'choice': {
      const known = choices.some(({ id }) => id === content.choice);
      return content.prompt === prompt && known ? { kind: 'choice', id: content.choice, ...origin } : 'outdated';
    }
    case 'text': {
      const choice = matchChoice(content.text, choices);
      return choice ? { kind: 'choice', id: choice.id, ...origin } : { ...content, ...origin };
    }
    case 'start': return 'outdated';
    default: return { ...content, ...origin };
  }
}

/** Puts a sentence in front of the next question, in one message: one question a message. */
function prefix(sentence: string, say: OutboundMessage[]): OutboundMessage[] {
  const [first, ...rest] = say;
  return first ? [{ ...first, text: `${sentence}\n\n${first.text}` }, ...rest] : [{ text: sentence }];
}
