/** One message in, one turn of the conversation out: the replies and where the chat stands afterwards. */
import { createHash } from 'node:crypto';
import type { Classifier } from '../classifier/index.ts';
import type { Chat, ConversationState } from '../models/chat.ts';
import type { InboundMessage, OutboundMessage } from '../models/message.ts';
import { hasConsented, type Person } from '../models/person.ts';
import type { Stores } from '../models/stores/index.ts';
import type { Plan } from '../plans/plan.ts';
import type { Answers, Finishing, Input, Situation } from './conversation/conversation.ts';
import { unpackDeepLink } from './conversation/deep-link.ts';
import { advance, begin, repeat, resume, type Outcome } from './conversation/engine.ts';
import { matchChoice, plain, universalWish } from './conversation/understand.ts';
import {
  countWords, emptyWaiting, isWaiting, joinWaiting, keepWaiting, reword, waitingIn, type Waiting,
} from './conversation/waiting.ts';
import { conversationNamed, MENU_PROMPT, THANKS, WISHES, wishIn, type Wish } from './conversations/index.ts';
import { MAX_TEXT } from './conversations/petition.ts';
import { readPhone } from './conversations/phone.ts';
import { CONSENT_VERSION } from './conversations/welcome.ts';
import { messages } from './messages.vi.ts';
import type { UseCases } from './use-cases.ts';

/** A conversation that was left waits this long (product.md: "waits a day"). */
export const CONVERSATION_LIFETIME_MS = 24 * 3_600_000;

/** What handling one message comes to. */
export interface Turn {
  say: OutboundMessage[];
  conversation: ConversationState | null;
  plan?: string;
  wantsPerson?: boolean;
}

export interface RespondDeps {
  stores: Stores;
  plans: readonly Plan[];
  classifier: Classifier;
  useCases: UseCases;
}

/** Who is talking, and the message at hand. */
interface Talk extends RespondDeps { chat: Chat; message: InboundMessage; now: Date; plan: Plan | null; person: Person | null }

/** Decides what to answer. Whatever it stores is stored under the message's key, so doing it again changes nothing. */
export function createRespond(deps: RespondDeps) {
  return async function respond(chat: Chat, message: InboundMessage, now: Date): Promise<Turn> {
    const talk = await present({ ...deps, chat, message, now, plan: null, person: null }, chat.plan);
    const { content } = message;
    if (message.edited) return edited(talk);
    if (content.kind === 'start') return started(talk, content.payload);

    const active = chat.conversation;
    const fresh = active && now.getTime() - Date.parse(active.touchedAt) < CONVERSATION_LIFETIME_MS ? active : null;
    if (content.kind === 'unsupported') return unreadable(talk, content.what, fresh);
    if (content.kind === 'contact' && !(fresh?.name === 'my-data' && fresh.step === 'phone')) {
      return contactShared(talk, content, fresh);
    }
    if (content.kind === 'text') {
      if (content.text.length > MAX_TEXT) return { say: [{ text: messages.petition.tooLong(MAX_TEXT) }], conversation: fresh };
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
    if (fresh) return goOn(talk, fresh);
    return idle(talk);
  };
}

/** Fills in plan and person of the chat; a single plan needs no asking. */
async function present(talk: Talk, planId: string | undefined): Promise<Talk> {
  const only = talk.plans.length === 1 ? talk.plans[0]! : null;
  const plan = talk.plans.find(({ id }) => id === planId) ?? only;
  const person = plan && (await talk.stores.people.ofChat(plan.commune.id, talk.chat.id));
  return { ...talk, plan, person };
}

/** Nothing is under way: a wish by its words, small talk, or the first sentence of a petition. */
function idle(talk: Talk): Promise<Turn> | Turn {
  const { content } = talk.message;
  if (content.kind === 'choice') return menu(messages.engine.oldButton);
  if (content.kind !== 'text') return start(talk, 'petition', { ...contentAsAnswers(talk) });

  const wish = wishIn(content.text) ?? WISHES.find(({ command }) => command === matchChoice(content.text, menuChoices())?.id);
  if (wish) return wished(talk, wish, null);
  if (universalWish(content.text) === 'cancel') return { say: [{ text: messages.engine.nothingToCancel }], conversation: null };
  if (consented(talk) && THANKS.includes(plain(content.text))) return { say: [{ text: messages.engine.thanks }], conversation: null };
  const smallTalk = talk.classifier.screen(content.text) === 'other' && countWords(content.text) <= 4;
  if (smallTalk) return talk.plan && consented(talk) ? menu(messages.menu.greeting) : start(talk, 'petition', {});
  return start(talk, 'petition', { ...contentAsAnswers(talk) });
}

/** What the message holds for a petition. */
function contentAsAnswers({ message }: Talk): Waiting {
  const { content, key, messageId } = message;
  if (content.kind === 'choice' || content.kind === 'start') return emptyWaiting;
  return keepWaiting(emptyWaiting, { ...content, key, messageId } as Input) ?? emptyWaiting;
}

function consented({ person }: Talk): boolean {
  return person !== null && hasConsented(person, CONSENT_VERSION);
}

async function wished(talk: Talk, wish: Wish, active: ConversationState | null, words?: string): Promise<Turn> {
  if (wish.name === 'help') return active ? sayAndRepeat(talk, messages.menu.helpInside, active) : menu(messages.menu.help);
  if (wish.name === 'cancel') {
    if (!active) return { say: [{ text: messages.engine.nothingToCancel }], conversation: null };
    return settle(talk, active.name, { kind: 'cancelled' }, active);
  }
  if (wish.name === 'person') return callPerson(talk, active);
  if (wish.name === 'change-commune') return changeCommune(talk, active);
  const said = words ? { ...emptyWaiting, texts: [words], textIds: [talk.message.messageId], messageIds: [talk.message.messageId] } : emptyWaiting;
  if (wish.name === 'petition') return start(talk, 'petition', { ...joinWaiting(draftOf(active), said) });
  return switchTo(talk, wish.name, words && wish.name === 'speak' ? { content: words } : {}, active);
}

/** What is being written and not sent yet, in whichever conversation it is. */
function draftOf(state: ConversationState | null): Waiting {
  if (!state) return emptyWaiting;
  const { waiting, aside } = state.answers as { waiting?: object; aside?: object };
  return joinWaiting(joinWaiting(waitingIn(waiting), waitingIn(state.answers)), waitingIn(aside));
}

/** Begins another conversation; what is being written goes along and is taken up when that one is over. */
async function switchTo(talk: Talk, name: string, answers: Answers, active: ConversationState | null): Promise<Turn> {
  const aside = draftOf(active);
  if (!isWaiting(aside)) return start(talk, name, answers);
  const turn = await start(talk, name, { ...answers, aside });
  // When that one was over at once, the petition is asked about already.
  if (!turn.conversation || turn.conversation.name === 'petition' || turn.conversation.name === 'welcome') return turn;
  return { ...turn, say: [{ text: messages.engine.draftLeft }, ...turn.say] };
}

/** `/lenh`, `/lenh@bot`, and the words behind it. */
function commandIn(text: string): { name: string; words: string } | null {
  const [, name, words = ''] = /^\s*\/([a-z_]{2,32})(?:@\w+)?(?:\s+([^]*))?$/i.exec(text) ?? [];
  return name === undefined ? null : { name: name.toLowerCase(), words: words.trim() === '' ? '' : words };
}

function commanded(talk: Talk, { name, words }: { name: string; words: string }, fresh: ConversationState | null): Promise<Turn> | Turn {
  const code = words && codeIn(words, talk.plan);
  if (code) return switchTo(talk, 'look-up', { number: code.number }, fresh);
  const wish = WISHES.find(({ command }) => command === name);
  if (wish) return wished(talk, wish, fresh, words);
  if (universalWish(`/${name}`) && fresh) return goOn(talk, fresh);
  return fresh ? sayAndRepeat(talk, messages.menu.helpInside, fresh) : menu(messages.menu.help);
}

function menuChoices() {
  return WISHES.filter(({ inMenu }) => inMenu).map(({ command, label, words }) => ({ id: command, label, words }));
}

function menu(text: string): Turn {
  return { say: [{ text, choices: menuChoices().map(({ id, label }) => ({ id, label })), prompt: MENU_PROMPT }], conversation: null };
}

/** Says something in the middle of a conversation, and its question again. */
function sayAndRepeat(talk: Talk, text: string, state: ConversationState): Promise<Turn> | Turn {
  const conversation = conversationNamed(state.name);
  if (!conversation) return { say: [{ text }], conversation: null };
  return settle(talk, state.name, repeat(conversation, state, text, move(talk)), state);
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
  return consented(talk) ? { say: [{ text: `${text} ${messages.petition.what}` }], conversation: null } : start(talk, 'petition', {});
}

/** Asks for the commune again; a petition that is being written goes along. */
async function changeCommune(talk: Talk, active: ConversationState | null): Promise<Turn> {
  const begun = begin(conversationNamed('welcome')!, { change: true, waiting: draftOf(active) }, move(talk));
  return settle(talk, 'welcome', begun, null);
}

/** A receipt code as the whole message, perhaps with "là kiến nghị" behind it; `TT0042` and `tt 42` will do. */
function codeIn(text: string, plan: Plan | null): { number: number; isPetition: boolean } | null {
  if (!plan) return null;
  const [, number, claim] = new RegExp(`^(?:ma )?${plan.receiptPrefix.toLowerCase()} ?0*(\\d{1,7})( la kien nghi| la y kien)?$`).exec(plain(text)) ?? [];
  return number ? { number: Number(number), isPetition: claim !== undefined } : null;
}

/** Staff are told, and the conversation waits where it is. */
async function callPerson(talk: Talk, active: ConversationState | null): Promise<Turn> {
  if (talk.plan) return { say: [{ text: messages.person.called(talk.plan) }], conversation: active, wantsPerson: true };
  const state = active ?? (await start(talk, 'petition', {})).conversation;
  const { choices, prompt } = state ? (await sayAndRepeat(talk, '', state)).say[0]! : {};
  const conversation = state && { ...state, prompt: prompt ?? state.prompt };
  return { say: [{ text: messages.person.whichCommune, choices, prompt }], conversation, wantsPerson: true };
}

/** The chat was opened: a deep link binds it to a commune and may begin a conversation. */
async function started(talk: Talk, payload: string | undefined): Promise<Turn> {
  const link = payload === undefined ? null : unpackDeepLink(payload);
  const bound = link && talk.plans.some(({ id }) => id === link.plan) ? await present(talk, link.plan) : talk;
  const plan = bound.plan?.id;
  const wish = WISHES.find(({ command }) => command === link?.command);
  const known: Answers = { ...(link?.hamlet && { hamlet: link.hamlet }), ...(link?.conference && { conference: link.conference }) };
  if (wish && conversationNamed(wish.name)) return { plan, ...(await start(bound, wish.name, known)) };
  if (Object.keys(known).length > 0) return { plan, ...(await start(bound, 'petition', known)) };
  if (!bound.plan || !consented(bound)) return { plan, ...(await start(bound, 'petition', {})) };
  return { plan, ...menu(messages.menu.greeting) };
}

/** A message was changed: the petition that it became keeps the old words and gets the new ones as an addition. */
async function edited(talk: Talk): Promise<Turn> {
  const { chat, message, person } = talk;
  const conversation = chat.conversation;
  const text = message.content.kind === 'text' ? message.content.text : message.content.kind === 'media' ? message.content.text : undefined;
  if (!text) return { say: [], conversation };
  const petition = person && (await talk.useCases.petitions.noteEdit(person.id, message.messageId, text, message.key));
  if (petition) return { say: [{ text: messages.petition.edited(petition.code) }], conversation };
  return conversation ? reworded(talk, conversation, text) : { say: [], conversation };
}

/** A message that is not handed in yet was changed: its new words count. Any other edited answer is a new answer. */
async function reworded(talk: Talk, state: ConversationState, text: string): Promise<Turn> {
  const { messageId } = talk.message;
  const { waiting, aside } = state.answers as { waiting?: Waiting; aside?: Waiting };
  const draft = reword(waitingIn(state.answers), messageId, text);
  if (draft) {
    const outcome = resume(conversationNamed(state.name)!, state, { ...state.answers, ...draft, split: undefined }, move(talk));
    const turn = await settle(talk, state.name, outcome, state);
    return outcome.kind === 'asked' ? { ...turn, say: withBefore(messages.engine.reworded, turn.say) } : turn;
  }
  const changed = {
    ...(waiting && { waiting: reword(waiting, messageId, text) ?? waiting }),
    ...(aside && { aside: reword(aside, messageId, text) ?? aside }),
  };
  const same = changed.waiting === waiting && changed.aside === aside;
  if (same) return goOn(talk, state);
  return { say: [{ text: messages.engine.reworded }], conversation: { ...state, answers: { ...state.answers, ...changed } } };
}

async function goOn(talk: Talk, state: ConversationState): Promise<Turn> {
  const conversation = conversationNamed(state.name);
  if (!conversation) return idle(talk);
  const { messageId, key, content } = talk.message;
  return settle(talk, state.name, advance(conversation, state, content, { messageId, key }, move(talk)), state);
}

/** The stored state is of an older program: says sorry and asks again, with all that was written kept. */
async function startAgain(talk: Talk, state: ConversationState): Promise<Turn> {
  const { then } = state.answers as { then?: { name: string; answers: Answers } };
  const { content } = talk.message;
  const tells = content.kind === 'media' || content.kind === 'location' || (content.kind === 'text' && countWords(content.text) >= 4);
  const draft = tells ? joinWaiting(draftOf(state), contentAsAnswers(talk)) : draftOf(state);
  const name = state.name === 'welcome' ? (then?.name ?? 'petition') : state.name;
  const known = conversationNamed(name) ? name : 'petition';
  const answers = known === 'petition' ? { ...then?.answers, ...draft } : { ...then?.answers, ...(isWaiting(draft) && { aside: draft }) };
  const turn = await start(talk, known, answers);
  return { ...turn, say: [{ text: messages.engine.startedAgain }, ...turn.say] };
}

/** Begins a conversation; commune and consent come first where they are missing. */
async function start(talk: Talk, name: string, answers: Answers): Promise<Turn> {
  const conversation = conversationNamed(name)!;
  if (!talk.plan || (conversation.consent && !consented(talk))) {
    const { texts: _, textIds: __, files: ___, location: ____, messageIds: _____, album: ______, ...known } = answers;
    const waiting = name === 'petition' ? waitingIn(answers) : emptyWaiting;
    const then = Object.keys(known).length > 0 || name !== 'petition' ? { name, answers: known } : undefined;
    return settle(talk, 'welcome', begin(conversationNamed('welcome')!, { waiting, then }, move(talk)), null);
  }
  const opened = conversation.open ? await conversation.open(answers, finishing(talk)) : {};
  const filled = name === 'petition' ? { ...emptyWaiting, ...answers } : answers;
  return settle(talk, name, begin(conversation, { ...filled, ...opened }, move(talk)), null);
}

/** Turns the engine's outcome into a turn; a finished conversation does what it was about. */
async function settle(talk: Talk, name: string, outcome: Outcome, before: ConversationState | null): Promise<Turn> {
  switch (outcome.kind) {
    case 'asked': return { say: outcome.say, conversation: outcome.state };
    case 'outdated': return startAgain(talk, before!);
    case 'person': return callPerson(talk, before);
    case 'cancelled': {
      const aside = asideOf(name, before?.answers);
      return takeUp(talk, [{ text: isWaiting(aside) ? messages.engine.stopped : messages.engine.cancelled }], aside);
    }
    case 'left': {
      const turn = await start(talk, 'petition', { ...joinWaiting(asideOf(name, before?.answers), contentAsAnswers(talk)) });
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

/** What was put aside for a petition; somebody who had everything erased is not asked about it. */
function asideOf(name: string, answers: Answers | undefined): Waiting {
  const erased = name === 'erase' && answers?.['sure'] === true;
  return erased ? emptyWaiting : waitingIn(answers?.['aside'] as object | undefined);
}

/** After a conversation, goes on with the petition that waits, if one does. */
async function takeUp(talk: Talk, say: OutboundMessage[], waiting: Waiting): Promise<Turn> {
  if (!isWaiting(waiting)) return { say, conversation: null };
  const turn = await start(talk, 'petition', { ...waiting });
  return { ...turn, say: [...say, ...withBefore(messages.engine.takeUp, turn.say)] };
}

/** A sentence in front of what is said, in one message with it. */
function withBefore(sentence: string, [first, ...rest]: OutboundMessage[]): OutboundMessage[] {
  return first ? [{ ...first, text: `${sentence}\n\n${first.text}` }, ...rest] : [];
}

function situation({ plan, plans, person, now, classifier }: Talk): Situation {
  return { plan, plans, person, now, classifier };
}

function finishing(talk: Talk): Finishing {
  const { useCases, chat, message } = talk;
  return { ...situation(talk), useCases, chat: chat.id, channel: message.channel, origin: message.key };
}

/** The next question's name follows from the message, so that handling it twice asks the same question. */
function move(talk: Talk): { situation: Situation; prompt: string } {
  return { situation: situation(talk), prompt: createHash('sha256').update(talk.message.key).digest('base64url').slice(0, 8) };
}
