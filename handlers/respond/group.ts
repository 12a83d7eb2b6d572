/** Something said to the bot in a group: it goes on in the private chat, where the person is told what was taken. */
import type { ConversationState } from '../../models/chat.ts';
import type { InboundMessage } from '../../models/message.ts';
import { communeText } from '../../plans/lookup.ts';
import type { Plan } from '../../plans/plan.ts';
import type { Input } from '../conversation/conversation.ts';
import { isWaiting, joinWaiting, sameAlbum, waitingIn } from '../conversation/waiting.ts';
import { conversationNamed } from '../conversations/index.ts';
import { messages } from '../messages.vi.ts';
import { consented, contentAsAnswers, originOf, type Talk, type Turn } from './talk.ts';
import { draftOf, goOn, sayAndRepeat, startAgain, withBefore } from './turns.ts';

/** The plan whose hashtag the message carries, among those that are served. */
export function planTagged(plans: readonly Plan[], { group }: InboundMessage): Plan | undefined {
  return group?.hashtag === undefined ? undefined : plans.find(({ hashtag }) => hashtag === group.hashtag);
}

/**
 * Never an answer to a question that is open in the private chat (a "có" among neighbours is no consent): what tells
 * something is kept beside it. `idle` begins when nothing is under way.
 */
export async function saidInGroup(
  talk: Talk, active: ConversationState | null, tells: boolean, idle: () => Promise<Turn> | Turn,
): Promise<Turn> {
  if (!active) {
    const turn = await idle();
    const taken = isWaiting(draftOf(turn.conversation));
    return taken ? { ...turn, say: withBefore(whence(talk, turn), turn.say) } : turn;
  }
  if (!tells) return { say: [], conversation: active };
  return keptBeside(talk, active);
}

/** Kept until the conversation is over, and then taken up; its question is asked again. */
async function keptBeside(talk: Talk, state: ConversationState): Promise<Turn> {
  if (conversationNamed(state.name)?.version !== state.version) return startAgain(talk, state);
  const input = { ...talk.message.content, ...originOf(talk.message) } as Input;
  if (sameAlbum(waitingIn(state.answers), input)) return goOn(talk, state);
  const place = state.name === 'welcome' ? 'waiting' : 'aside';
  const before = waitingIn(state.answers[place] as object | undefined);
  const more = contentAsAnswers(talk);
  const kept = { ...state, answers: { ...state.answers, [place]: joinWaiting(before, more) } };
  if (sameAlbum(before, input)) return { say: [], conversation: kept };
  return sayAndRepeat(talk, `${whence(talk)} ${messages.group.later}`, kept);
}

/**
 * Where this comes from, and to whom, when that is another commune. With its words unless what follows shows them, or
 * they may not be kept yet: what is said is kept longer than what waits for a consent.
 */
function whence(talk: Talk, turn?: Turn): string {
  const { message: { content, forwarded }, plan, plans } = talk;
  const text = 'text' in content && content.text ? content.text : '';
  const shown = !consented(talk) || turn?.say[0]?.text.includes(text) ? '' : text;
  const tagged = planTagged(plans, talk.message);
  const elsewhere = tagged && plan && tagged.commune.id !== plan.commune.id
    ? ` ${messages.group.otherCommune(communeText(tagged), communeText(plan))}` : '';
  return messages.group[forwarded ? 'relayed' : 'heard'](shown) + elsewhere;
}
