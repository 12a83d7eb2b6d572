/** One message in, one turn of the conversation out: the replies and where the chat stands afterwards. */
import { createHash } from 'node:crypto';
import type { Classifier } from '../classifier/index.ts';
import type { Chat, ConversationState } from '../models/chat.ts';
import type { InboundMessage, OutboundMessage } from '../models/message.ts';
import { hasConsented, type Person } from '../models/person.ts';
import type { Stores } from '../models/stores/index.ts';
import type { Plan } from '../plans/plan.ts';
import type { Answers, Finishing, Situation } from './conversation/conversation.ts';
import { unpackDeepLink } from './conversation/deep-link.ts';
import { advance, begin, type Outcome } from './conversation/engine.ts';
import { plain, universalWish } from './conversation/understand.ts';
import { conversationNamed, MENU_PROMPT, WISHES, wishIn, type Wish } from './conversations/index.ts';
import { CONSENT_VERSION, emptyWaiting, keepWaiting, type Waiting } from './conversations/welcome.ts';
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
    if (content.kind === 'unsupported') {
      return { say: [{ text: messages.person.hidden(talk.plan) }], conversation: fresh };
    }
    if (content.kind === 'text') {
      const wish = wishIn(content.text);
      const isCommand = content.text.trim().startsWith('/');
      if (wish && (isCommand || (wish.anytime && wish.name !== fresh?.name))) return wished(talk, wish, fresh);
      const code = codeIn(content.text, talk.plan);
      if (code) return start(talk, code.isPetition ? 'release' : 'look-up', { number: code.number });
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
  if (content.kind !== 'text') return start(talk, 'petition', contentAsAnswers(talk));

  const wish = wishIn(content.text);
  if (wish) return wished(talk, wish, null);
  if (universalWish(content.text) === 'cancel') return { say: [{ text: messages.engine.nothingToCancel }], conversation: null };
  const smallTalk = talk.classifier.screen(content.text) === 'other' && plain(content.text).split(' ').length <= 4;
  if (smallTalk) return talk.plan && consented(talk) ? menu(messages.menu.greeting) : start(talk, 'petition', {});
  return start(talk, 'petition', contentAsAnswers(talk));
}

function contentAsAnswers({ message }: Talk): Answers {
  const { content, key, messageId } = message;
  if (content.kind === 'choice' || content.kind === 'start') return { ...emptyWaiting };
  const album = content.kind === 'media' ? content.album : undefined;
  return { ...(keepWaiting(emptyWaiting, { ...content, key, messageId }) ?? emptyWaiting), ...(album && { album }) };
}

function consented({ person }: Talk): boolean {
  return person !== null && hasConsented(person, CONSENT_VERSION);
}

async function wished(talk: Talk, wish: Wish, active: ConversationState | null): Promise<Turn> {
  if (wish.name === 'help') return { ...menu(messages.menu.help), conversation: active };
  if (wish.name === 'cancel') return { say: [{ text: active ? messages.engine.cancelled : messages.engine.nothingToCancel }], conversation: null };
  if (wish.name === 'person') return callPerson(talk, active);
  if (wish.name === 'change-commune') return changeCommune(talk, active);
  const turn = await start(talk, wish.name, {});
  const draft = active?.name === 'petition' && wish.name !== 'petition';
  return draft ? { ...turn, say: [{ text: messages.engine.draftLeft }, ...turn.say] } : turn;
}

function menu(text: string): Turn {
  const choices = WISHES.filter(({ inMenu }) => inMenu).map(({ command, label }) => ({ id: command, label }));
  return { say: [{ text, choices, prompt: MENU_PROMPT }], conversation: null };
}

/** Asks for the commune again; a petition that is being written goes along. */
async function changeCommune(talk: Talk, active: ConversationState | null): Promise<Turn> {
  const { texts = [], files = [], location, messageIds = [] } = (active?.answers ?? {}) as unknown as Partial<Waiting>;
  const waiting = { texts, files, location, messageIds };
  return settle(talk, 'welcome', begin(conversationNamed('welcome')!, { change: true, waiting }, move(talk)), null);
}

/** A receipt code as the whole message, perhaps with "là kiến nghị" behind it; `TT0042` and `tt 42` will do. */
function codeIn(text: string, plan: Plan | null): { number: number; isPetition: boolean } | null {
  if (!plan) return null;
  const [, number, claim] = new RegExp(`^(?:ma )?${plan.receiptPrefix.toLowerCase()} ?0*(\\d{1,7})( la kien nghi| la y kien)?$`).exec(plain(text)) ?? [];
  return number ? { number: Number(number), isPetition: claim !== undefined } : null;
}

/** Staff are told, and the conversation waits where it is. */
function callPerson(talk: Talk, active: ConversationState | null): Turn {
  const text = talk.plan ? messages.person.called(talk.plan) : messages.engine.offerPerson(null, []);
  return { say: [{ text }], conversation: active, plan: talk.plan?.id, wantsPerson: true };
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
  return conversation ? goOn(talk, conversation) : { say: [], conversation };
}

async function goOn(talk: Talk, state: ConversationState): Promise<Turn> {
  const conversation = conversationNamed(state.name);
  if (!conversation) return idle(talk);
  const { messageId, key, content } = talk.message;
  return settle(talk, state.name, advance(conversation, state, content, { messageId, key }, move(talk)), state);
}

/** Begins a conversation; commune and consent come first where they are missing. */
async function start(talk: Talk, name: string, answers: Answers): Promise<Turn> {
  const conversation = conversationNamed(name)!;
  if (!talk.plan || (conversation.consent && !consented(talk))) {
    const { texts = [], files = [], location, messageIds = [], ...known } = answers as Record<string, never>;
    const waiting = { texts, files, location, messageIds };
    const then = Object.keys(known).length > 0 || name !== 'petition' ? { name, answers } : undefined;
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
    case 'cancelled': return { say: [{ text: messages.engine.cancelled }], conversation: null };
    case 'person': return callPerson(talk, before);
    case 'finished': {
      const ending = await conversationNamed(name)!.finish(outcome.answers, finishing(talk));
      const next = ending.bind || ending.then ? await present(talk, ending.bind ?? talk.plan?.id) : talk;
      const then = ending.then && (await start(next, ending.then.name, ending.then.answers));
      return {
        say: [...outcome.say, ...ending.say, ...(then?.say ?? [])],
        conversation: then?.conversation ?? null,
        plan: then?.plan ?? ending.bind,
        wantsPerson: ending.wantsPerson,
      };
    }
  }
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
