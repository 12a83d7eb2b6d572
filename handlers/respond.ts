/** One message in, one turn of the conversation out: the replies and where the chat stands afterwards. */
import type { Chat, ConversationState } from '../models/chat.ts';
import type { InboundMessage } from '../models/message.ts';
import type { Answers } from './conversation/conversation.ts';
import { unpackDeepLink } from './conversation/deep-link.ts';
import { matchChoice, plain, universalWish } from './conversation/understand.ts';
import { countWords, isWaiting } from './conversation/waiting.ts';
import { conversationNamed, MENU_PROMPT, THANKS, WISHES, wishIn } from './conversations/index.ts';
import { readPhone } from './conversations/phone.ts';
import { messages } from './messages.vi.ts';
import { planTagged, saidInGroup } from './respond/group.ts';
import { tooMuch } from './respond/limits.ts';
import { takenFromDraft, takenFromPetitions } from './respond/recalled.ts';
import { isForPerson, leftToPerson, takenOver } from './respond/take-over.ts';
import { consented, contentAsAnswers, present, type RespondDeps, type Talk, type Turn } from './respond/talk.ts';
import { draftOf, goOn, reworded, sayAndRepeat, start, switchTo } from './respond/turns.ts';
import { codeIn, commanded, commandIn, menu, menuChoices, wished } from './respond/wishes.ts';

export type { RespondDeps, Turn } from './respond/talk.ts';

/** A conversation that was left waits this long; after it, its unsent words are dropped. */
export const CONVERSATION_LIFETIME_MS = 24 * 3_600_000;

/** Decides what to answer. Whatever it stores is stored under the message's key, so doing it again changes nothing. */
export function createRespond(deps: RespondDeps) {
  return async function respond(chat: Chat, message: InboundMessage, now: Date): Promise<Turn> {
    const plan = chat.plan ?? planTagged(deps.plans, message)?.id;
    const talk = await present({ ...deps, chat, message, now, plan: null, person: null }, plan);
    const active = chat.conversation;
    const fresh = active && now.getTime() - Date.parse(active.touchedAt) < CONVERSATION_LIFETIME_MS ? active : null;

    if (message.content.kind === 'operator') return takenOver(now, fresh);
    const forPerson = isForPerson(chat, message, now);
    if (message.content.kind === 'recalled') {
      await deps.stores.inbox.takenBack(chat.id, message.messageId);
      const turn = await takenFromDraft(talk, fresh);
      if (turn) return forPerson ? { ...turn, say: [] } : turn;
      return takenFromPetitions(talk, fresh);
    }
    if (forPerson) return leftToPerson(talk, fresh, tells(talk));
    const turn = await answer(talk, fresh);
    const binds = turn.plan ?? (chat.plan ? undefined : plan);
    return { ...turn, plan: binds, ...(chat.pausedUntil && { pausedUntil: null }) };
  };

  async function answer(talk: Talk, fresh: ConversationState | null): Promise<Turn> {
    const { message } = talk;
    const { content } = message;
    // In a group, an edit may be what names the bot: then the message is a new one here.
    if (message.edited && (!message.group || (await isKnown(talk)))) return edited(talk);
    if (content.kind === 'start') return started(talk, content.payload, fresh);
    if (content.kind === 'unsupported') return unreadable(talk, content.what, fresh);
    if (content.kind === 'contact' && !(fresh?.name === 'my-data' && fresh.step === 'phone')) {
      return contactShared(talk, content, fresh);
    }
    const excess = tooMuch(content, draftOf(fresh));
    if (excess) return { say: [{ text: excess }], conversation: fresh };
    if (content.kind === 'text') {
      const command = commandIn(content.text);
      if (command) return commanded(talk, command, fresh);
      const wish = wishIn(content.text);
      if (wish?.anytime && wish.name !== fresh?.name) return wished(talk, wish, fresh);
      const code = codeIn(content.text, talk.plan);
      if (code) return switchTo(talk, code.isPetition ? 'release' : 'look-up', { number: code.number }, fresh);
    }
    if (content.kind === 'choice' && content.prompt === MENU_PROMPT) {
      const wish = WISHES.find(({ command }) => command === content.choice);
      if (wish) return wished(talk, wish, fresh);
    }
    if (message.group) return saidInGroup(talk, fresh, tells(talk), () => idle(talk));
    if (fresh) return goOn(talk, fresh);
    return idle(talk);
  }
}

/** More than a greeting or thanks? */
function tells({ message: { content }, classifier }: Talk): boolean {
  if (content.kind !== 'text') return content.kind !== 'unsupported';
  const smallTalk = classifier.screen(content.text) === 'other' && countWords(content.text) <= 4;
  return !smallTalk && !THANKS.includes(plain(content.text));
}

/** Nothing is under way: a wish by its words, small talk, or the first sentence of a petition. */
function idle(talk: Talk): Promise<Turn> | Turn {
  const { content } = talk.message;
  if (content.kind === 'choice') return menu(messages.engine.oldButton);
  if (content.kind !== 'text') return start(talk, 'petition', { ...contentAsAnswers(talk) });

  const chosen = matchChoice(content.text, menuChoices());
  const wish = wishIn(content.text) ?? WISHES.find(({ command }) => command === chosen?.id);
  if (wish) return wished(talk, wish, null);
  if (universalWish(content.text) === 'cancel') return only(messages.engine.nothingToCancel);
  if (consented(talk) && THANKS.includes(plain(content.text))) return only(messages.engine.thanks);
  if (!tells(talk)) return talk.plan && consented(talk) ? menu(messages.menu.greeting) : start(talk, 'petition', {});
  return start(talk, 'petition', { ...contentAsAnswers(talk) });
}

function only(text: string): Turn {
  return { say: [{ text }], conversation: null };
}

/** Something that the network hides, or a button of nobody knows what. */
function unreadable(talk: Talk, what: string, fresh: ConversationState | null): Promise<Turn> | Turn {
  if (what !== 'button') return { say: [{ text: messages.person.hidden(talk.plan) }], conversation: fresh };
  return fresh ? sayAndRepeat(talk, messages.engine.oldButton, fresh) : menu(messages.engine.oldButton);
}

/** A number shared without being asked for: the own one is kept for whoever calls back, nobody else's. */
async function contactShared(
  talk: Talk, { phone: written, own }: { phone: string; own: boolean }, fresh: ConversationState | null,
): Promise<Turn> {
  const phone = own && consented(talk) ? readPhone(written) : null;
  if (phone) await talk.useCases.privacy.correct(talk.person!, { phone });
  const text = phone ? messages.engine.contactKept : messages.engine.contactNotKept;
  if (fresh) return sayAndRepeat(talk, text, fresh);
  return consented(talk) ? only(`${text} ${messages.petition.what}`) : start(talk, 'petition', {});
}

/** The chat was opened: a deep link binds it to a commune and may begin a conversation. A draft goes along. */
async function started(talk: Talk, payload: string | undefined, active: ConversationState | null): Promise<Turn> {
  const link = payload === undefined ? null : unpackDeepLink(payload);
  const bound = link && talk.plans.some(({ id }) => id === link.plan) ? await present(talk, link.plan) : talk;
  const plan = bound.plan?.id;
  const wish = WISHES.find(({ command }) => command === link?.command);
  // Anybody can write a link: what the commune does not have is asked as if the link had not named it.
  const hamlet = bound.plan?.hamlets.find(({ id }) => id === link?.hamlet)?.id;
  const conference = bound.plan?.conferences.find(({ id }) => id === link?.conference)?.id;
  const known: Answers = { ...(hamlet && { hamlet }), ...(conference && { conference }) };
  const draft = draftOf(active);
  if (wish && wish.name !== 'petition' && conversationNamed(wish.name)) {
    return { plan, ...(await switchTo(bound, wish.name, known, active)) };
  }
  const begins = wish || isWaiting(draft) || Object.keys(known).length > 0 || !bound.plan || !consented(bound);
  if (!begins) return { plan, ...menu(messages.menu.greeting) };
  return { plan, ...(await start(bound, 'petition', { ...known, ...(isWaiting(draft) && draft) })) };
}

/** A message was changed: the petition that it became keeps the old words and gets the new ones as an addition. */
async function edited(talk: Talk): Promise<Turn> {
  const { chat: { conversation }, message: { messageId, content, key }, person } = talk;
  const text = 'text' in content ? content.text : undefined;
  if (!text) return { say: [], conversation };
  const petition = person && (await talk.useCases.petitions.noteEdit(person.id, messageId, text, key));
  if (petition) return { say: [{ text: messages.petition.edited(petition.code) }], conversation };
  return conversation ? reworded(talk, conversation, text) : { say: [], conversation };
}

/** Is the message part of what is being written, or of a petition? */
async function isKnown({ chat, message: { messageId }, person, useCases }: Talk): Promise<boolean> {
  if (draftOf(chat.conversation).messageIds.includes(messageId)) return true;
  return person !== null && (await useCases.petitions.ofMessage(person.id, messageId)).length > 0;
}
