/**
 * Plays a conversation, purely: state and input in, state and words out. What every conversation shares lives here
 * once: choices by button, digit or words, cancelling, going back, asking for a person, misunderstandings.
 */
import type { ConversationState } from '../../models/chat.ts';
import type { Choice, InboundContent, OutboundMessage } from '../../models/message.ts';
import type { Plan } from '../../plans/plan.ts';
import { messages } from '../messages.vi.ts';
import type { Answers, Conversation, Input, Origin, Question, Situation } from './conversation.ts';
import { matchChoice, universalWish } from './understand.ts';
import { countWords, keepWaiting, sameAlbum, waitingIn } from './waiting.ts';

/** Steps back that are remembered. */
const TRAIL = 10;

export type Outcome =
  | { kind: 'asked'; state: ConversationState; say: OutboundMessage[] }
  | { kind: 'finished'; answers: Answers; say: OutboundMessage[] }
  | { kind: 'cancelled' }
  | { kind: 'person' }
  /** The person writes about something else, and nothing is lost by following. */
  | { kind: 'left' }
  /** The state is of an older version: it cannot be gone on with. */
  | { kind: 'outdated' };

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
  origin: Origin,
  move: Move,
): Outcome {
  const step = conversation.steps[state.step];
  if (!step || state.version !== conversation.version) return { kind: 'outdated' };

  const question = step.ask(state.answers, move.situation);
  const input = interpret(content, origin, question, state.prompt);
  if (input === 'outdated') return reask(state, question, messages.engine.oldButton, move);
  if (input.kind === 'text') {
    switch (universalWish(input.text)) {
      case 'cancel': return { kind: 'cancelled' };
      case 'person': return { kind: 'person' };
      case 'back': return back(conversation, state, question, move);
      case 'edit': return edit(conversation, state, question, move);
    }
  }

  const reaction = step.accept(input, state.answers, move.situation);
  if ('cancel' in reaction) return { kind: 'cancelled' };
  if ('quiet' in reaction) return quietly(state, reaction.quiet);
  if ('keep' in reaction) {
    const kept = { ...state, answers: asJson({ ...state.answers, ...reaction.keep }) };
    // Nothing was misunderstood when there was something to keep; the question is still open.
    const taken = Object.keys(reaction.keep).length > 0;
    return misunderstood(kept, question, reaction.hint, move, taken ? messages.engine.stillKept : undefined);
  }
  if ('again' in reaction) {
    if (conversation.light && isMatter(input, move.situation)) return { kind: 'left' };
    if (input.kind === 'media' || input.kind === 'location') return setAside(state, question, input, move);
    const hint = reaction.hint ?? messages.engine.notUnderstood;
    return misunderstood(state, question, `${hint}\n\n${question.text}`, move);
  }

  const next = resume(conversation, state, { ...state.answers, ...reaction.answers }, move);
  return reaction.say && 'say' in next ? { ...next, say: prefix(reaction.say, next.say) } : next;
}

/** Goes on with other answers, which "quay lại" takes back. */
export function resume(conversation: Conversation, state: ConversationState, answers: Answers, move: Move): Outcome {
  const trail = [...state.trail, state.answers].slice(-TRAIL);
  return ask(conversation, { answers, trail, startedAt: state.startedAt }, move);
}

/** Asks the present question once more, with a sentence before it. */
export function repeat(conversation: Conversation, state: ConversationState, sentence: string, move: Move): Outcome {
  const step = conversation.steps[state.step];
  if (!step || state.version !== conversation.version) return { kind: 'outdated' };
  return reask(state, step.ask(state.answers, move.situation), sentence, move);
}

/** The state with something taken out of its answers, and of those that "quay lại" would bring back. */
export function strike(state: ConversationState, without: (answers: Answers) => Answers): ConversationState {
  return {
    ...state,
    answers: asJson(without(state.answers)),
    trail: state.trail.map((answers) => asJson(without(answers))),
  };
}

/** Asks what the answers as they stand now still lack. */
export function goOnFrom(conversation: Conversation, state: ConversationState, move: Move): Outcome {
  return state.version === conversation.version ? ask(conversation, state, move) : { kind: 'outdated' };
}

function quietly(state: ConversationState, more: Answers): Outcome {
  return { kind: 'asked', state: { ...state, answers: asJson({ ...state.answers, ...more }) }, say: [] };
}

/** Answers as they will be read again: a database may turn "undefined" into "null", which would be an answer. */
function asJson(answers: Answers): Answers {
  return JSON.parse(JSON.stringify(answers)) as Answers;
}

/** Words that tell something, a photo, a place: not an answer to a question, but something to be taken in. */
function isMatter(input: Input, { classifier }: Situation): boolean {
  if (input.kind === 'media' || input.kind === 'location') return true;
  return input.kind === 'text' && countWords(input.text) >= 4 && classifier.screen(input.text) !== 'other';
}

/** A photo or place that this conversation has no use for is kept, and asked about when it is over. */
function setAside(state: ConversationState, question: Question, input: Input, move: Move): Outcome {
  const before = waitingIn(state.answers['aside'] as object | undefined);
  const aside = keepWaiting(before, input)!;
  if (sameAlbum(before, input)) return quietly(state, { aside });
  return reask({ ...state, answers: asJson({ ...state.answers, aside }) }, question, messages.engine.setAside, move);
}

function ask(
  conversation: Conversation,
  { answers: given, trail, startedAt }: Pick<ConversationState, 'answers' | 'trail' | 'startedAt'>,
  { situation, prompt }: Move,
): Outcome {
  const answers = asJson(given);
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

function back(conversation: Conversation, state: ConversationState, question: Question, move: Move): Outcome {
  const answers = state.trail.at(-1);
  if (!answers) return edit(conversation, state, question, move);
  // What was put aside meanwhile is no answer, and stays.
  const { aside } = state.answers;
  const before = { ...answers, ...(aside !== undefined && { aside }) };
  return ask(conversation, { answers: before, trail: state.trail.slice(0, -1), startedAt: state.startedAt }, move);
}

/** "Sửa": what the conversation lets be corrected, else the question before, else this one. */
function edit(conversation: Conversation, state: ConversationState, question: Question, move: Move): Outcome {
  const corrected = conversation.edit?.(state.answers);
  if (corrected) return resume(conversation, state, { ...state.answers, ...corrected }, move);
  if (conversation.edit || state.trail.length === 0) return reask(state, question, messages.engine.firstQuestion, move);
  return back(conversation, state, question, move);
}

/** First the question comes again in other words; then a person is offered, and no prompt comes twice in a row. */
function misunderstood(
  state: ConversationState, question: Question, firstTime: string, move: Move,
  second: (plan: Plan | null, choices: readonly Choice[]) => string = messages.engine.offerPerson,
): Outcome {
  const times = state.misunderstood + 1;
  const again = times % 2 === 0 ? second : messages.engine.stillUnclear;
  const text = times === 1 ? firstTime : again(move.situation.plan, question.choices ?? []);
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
  origin: Origin,
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
    case 'start': case 'recalled': case 'operator': return 'outdated';
    default: return { ...content, ...origin };
  }
}

/** Puts a sentence in front of the next question, in one message: one question a message. */
function prefix(sentence: string, say: OutboundMessage[]): OutboundMessage[] {
  const [first, ...rest] = say;
  return first ? [{ ...first, text: `${sentence}\n\n${first.text}` }, ...rest] : [{ text: sentence }];
}
