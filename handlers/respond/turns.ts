/** Plays conversations for a talk: begins them, goes on with them, and takes up afterwards what waits. */
import type { ConversationState } from '../../models/chat.ts';
import type { OutboundMessage } from '../../models/message.ts';
import type { Answers } from '../conversation/conversation.ts';
import { advance, begin, repeat, resume, type Outcome } from '../conversation/engine.ts';
import {
  countWords, emptyWaiting, isWaiting, joinWaiting, reword, waitingIn, type Waiting,
} from '../conversation/waiting.ts';
import { conversationNamed } from '../conversations/index.ts';
import { messages } from '../messages.vi.ts';
import { consented, contentAsAnswers, finishing, move, originOf, present, type Talk, type Turn } from './talk.ts';

/** Keys of what is written, as against what is known about it. */
const KEPT: Record<keyof Waiting, true> = {
  texts: true, textIds: true, files: true, fileIds: true, location: true, locationId: true, messageIds: true,
  relayedIds: true, album: true,
};

/** Begins a conversation; commune and consent come first where they are missing. */
export async function start(talk: Talk, name: string, answers: Answers): Promise<Turn> {
  const conversation = conversationNamed(name)!;
  if (!talk.plan || (conversation.consent && !consented(talk))) {
    const waiting = name === 'petition' ? waitingIn(answers) : emptyWaiting;
    const known = Object.fromEntries(Object.entries(answers).filter(([key]) => !(key in KEPT)));
    const then = Object.keys(known).length > 0 || name !== 'petition' ? { name, answers: known } : undefined;
    return settle(talk, 'welcome', begin(conversationNamed('welcome')!, { waiting, then }, move(talk)), null);
  }
  const opened = conversation.open ? await conversation.open(answers, finishing(talk)) : {};
  const filled = name === 'petition' ? { ...emptyWaiting, ...answers } : answers;
  return settle(talk, name, begin(conversation, { ...filled, ...opened }, move(talk)), null);
}

/** Begins another conversation; what is being written goes along and is taken up when that one is over. */
export async function switchTo(
  talk: Talk, name: string, answers: Answers, active: ConversationState | null,
): Promise<Turn> {
  const aside = draftOf(active);
  if (!isWaiting(aside)) return start(talk, name, answers);
  const turn = await start(talk, name, { ...answers, aside });
  // When that one was over at once, the petition is asked about already.
  if (!turn.conversation || turn.conversation.name === 'petition' || turn.conversation.name === 'welcome') return turn;
  return { ...turn, say: [{ text: messages.engine.draftLeft }, ...turn.say] };
}

/** Takes the message into the conversation that is under way. */
export async function goOn(talk: Talk, state: ConversationState): Promise<Turn> {
  const conversation = conversationNamed(state.name);
  if (!conversation) return startAgain(talk, state);
  const { message } = talk;
  return settle(talk, state.name, advance(conversation, state, message.content, originOf(message), move(talk)), state);
}

/** Says something in the middle of a conversation, and its question again. */
export function sayAndRepeat(talk: Talk, text: string, state: ConversationState): Promise<Turn> | Turn {
  const conversation = conversationNamed(state.name);
  if (!conversation) return startAgain(talk, state);
  return settle(talk, state.name, repeat(conversation, state, text, move(talk)), state);
}

/** Staff are told, and the conversation waits where it is. */
export async function callPerson(talk: Talk, active: ConversationState | null): Promise<Turn> {
  if (talk.plan) {
    const say = [{ text: messages.person.called(talk.plan) }];
    return { say, conversation: active, wantsPerson: true, plan: talk.plan.id };
  }
  const state = active ?? (await start(talk, 'petition', {})).conversation;
  const { choices, prompt } = state ? (await sayAndRepeat(talk, '', state)).say[0]! : {};
  const conversation = state && { ...state, prompt: prompt ?? state.prompt };
  return { say: [{ text: messages.person.whichCommune, choices, prompt }], conversation, wantsPerson: true };
}

/** A message that is not handed in yet was changed: its new words count. Any other edited answer is a new answer. */
export async function reworded(talk: Talk, state: ConversationState, text: string): Promise<Turn> {
  const { messageId } = talk.message;
  const { waiting, aside } = state.answers as { waiting?: Waiting; aside?: Waiting };
  const draft = reword(waitingIn(state.answers), messageId, text);
  if (draft) {
    const answers = { ...state.answers, ...draft, split: undefined };
    const outcome = resume(conversationNamed(state.name)!, state, answers, move(talk));
    const turn = await settle(talk, state.name, outcome, state);
    return outcome.kind === 'asked' ? { ...turn, say: withBefore(messages.engine.reworded, turn.say) } : turn;
  }
  const changed = {
    ...(waiting && { waiting: reword(waiting, messageId, text) ?? waiting }),
    ...(aside && { aside: reword(aside, messageId, text) ?? aside }),
  };
  const same = changed.waiting === waiting && changed.aside === aside;
  if (same) return goOn(talk, state);
  const conversation = { ...state, answers: { ...state.answers, ...changed } };
  return { say: [{ text: messages.engine.reworded }], conversation };
}

/** The stored state is of an older program: says sorry and asks again, with all that was written kept. */
export async function startAgain(talk: Talk, state: ConversationState): Promise<Turn> {
  const { then } = state.answers as { then?: { name: string; answers: Answers } };
  const { content } = talk.message;
  const tells = content.kind === 'text'
    ? countWords(content.text) >= 4
    : content.kind === 'media' || content.kind === 'location';
  const draft = tells ? joinWaiting(draftOf(state), contentAsAnswers(talk)) : draftOf(state);
  const name = state.name === 'welcome' ? (then?.name ?? 'petition') : state.name;
  const known = conversationNamed(name) ? name : 'petition';
  const kept = known === 'petition' ? draft : isWaiting(draft) && { aside: draft };
  const turn = await start(talk, known, { ...then?.answers, ...kept });
  return { ...turn, say: [{ text: messages.engine.startedAgain }, ...turn.say] };
}

/** Turns the engine's outcome into a turn; a finished conversation does what it was about. */
export async function settle(
  talk: Talk, name: string, outcome: Outcome, before: ConversationState | null,
): Promise<Turn> {
  switch (outcome.kind) {
    case 'asked': return { say: outcome.say, conversation: outcome.state };
    case 'outdated': return startAgain(talk, before!);
    case 'person': return callPerson(talk, before);
    case 'cancelled': {
      const aside = asideOf(name, before?.answers);
      return takeUp(talk, [{ text: isWaiting(aside) ? messages.engine.stopped : messages.engine.cancelled }], aside);
    }
    case 'left': {
      const matter = joinWaiting(asideOf(name, before?.answers), contentAsAnswers(talk));
      const turn = await start(talk, 'petition', { ...matter });
      return name === 'erase' ? { ...turn, say: withBefore(messages.myData.notErased, turn.say) } : turn;
    }
    case 'finished': {
      const ending = await conversationNamed(name)!.finish(outcome.answers, finishing(talk));
      const say = [...outcome.say, ...ending.say];
      const aside = asideOf(name, outcome.answers);
      // What was just done may have changed the person, whom the next conversation asks only for what is missing.
      const goesOn = ending.bind || ending.then || isWaiting(aside);
      const next = goesOn ? await present(talk, ending.bind ?? talk.plan?.id) : talk;
      if (!ending.then) {
        const turn = await takeUp(next, say, aside);
        return { ...turn, plan: turn.plan ?? ending.bind, wantsPerson: ending.wantsPerson };
      }
      const then = await start(next, ending.then.name, { ...(isWaiting(aside) && { aside }), ...ending.then.answers });
      return { ...then, say: [...say, ...then.say], plan: then.plan ?? ending.bind, wantsPerson: ending.wantsPerson };
    }
  }
}

/** What is being written and not sent yet, in whichever conversation it is. */
export function draftOf(state: ConversationState | null): Waiting {
  if (!state) return emptyWaiting;
  const { waiting, aside, then } = state.answers as { waiting?: object; aside?: object; then?: { answers: Answers } };
  return [waiting, state.answers, aside, then?.answers['aside'] as object | undefined]
    .map(waitingIn).reduce(joinWaiting);
}

/** What was put aside for a petition; somebody who had everything erased is not asked about it. */
function asideOf(name: string, answers: Answers | undefined): Waiting {
  const erased = name === 'erase' && answers?.['sure'] === true;
  return erased ? emptyWaiting : waitingIn(answers?.['aside'] as object | undefined);
}

/** After a conversation, goes on with the petition that waits, if one does. */
export async function takeUp(talk: Talk, say: OutboundMessage[], waiting: Waiting): Promise<Turn> {
  if (!isWaiting(waiting)) return { say, conversation: null };
  const turn = await start(talk, 'petition', { ...waiting });
  return { ...turn, say: [...say, ...withBefore(messages.engine.takeUp, turn.say)] };
}

/** A sentence in front of what is said, in one message with it. */
export function withBefore(sentence: string, [first, ...rest]: OutboundMessage[]): OutboundMessage[] {
  return first ? [{ ...first, text: `${sentence}\n\n${first.text}` }, ...rest] : [];
}
