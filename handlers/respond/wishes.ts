/** What is asked for by command, menu, words or code. */
import type { ConversationState } from '../../models/chat.ts';
import type { Plan } from '../../plans/plan.ts';
import { begin } from '../conversation/engine.ts';
import { plain, universalWish } from '../conversation/understand.ts';
import { emptyWaiting, joinWaiting } from '../conversation/waiting.ts';
import { conversationNamed, MENU_PROMPT, WISHES, type Wish } from '../conversations/index.ts';
import { messages } from '../messages.vi.ts';
import { move, type Talk, type Turn } from './talk.ts';
import { callPerson, draftOf, goOn, sayAndRepeat, settle, start, switchTo } from './turns.ts';

/** Does what is wished for; `words` came behind a command. */
export async function wished(talk: Talk, wish: Wish, active: ConversationState | null, words?: string): Promise<Turn> {
  if (wish.name === 'help') return help(talk, active);
  if (wish.name === 'cancel') {
    if (!active) return { say: [{ text: messages.engine.nothingToCancel }], conversation: null };
    return settle(talk, active.name, { kind: 'cancelled' }, active);
  }
  if (wish.name === 'person') return callPerson(talk, active);
  if (wish.name === 'change-commune') return changeCommune(talk, active);
  const ids = [talk.message.messageId];
  const said = words ? { ...emptyWaiting, texts: [words], textIds: ids, messageIds: ids } : emptyWaiting;
  if (wish.name === 'petition') return start(talk, 'petition', { ...joinWaiting(draftOf(active), said) });
  return switchTo(talk, wish.name, words && wish.name === 'speak' ? { content: words, contentIds: ids } : {}, active);
}

/** `/lenh`, `/lenh@bot`, and the words behind it. */
export function commandIn(text: string): { name: string; words: string } | null {
  const [, name, words = ''] = /^\s*\/([a-z_]{2,32})(?:@\w+)?(?:\s+([^]*))?$/i.exec(text) ?? [];
  return name === undefined ? null : { name: name.toLowerCase(), words: words.trim() === '' ? '' : words };
}

/** Follows a command; one that nobody knows is answered with help. */
export function commanded(
  talk: Talk, { name, words }: { name: string; words: string }, fresh: ConversationState | null,
): Promise<Turn> | Turn {
  const code = words && codeIn(words, talk.plan);
  if (code) return switchTo(talk, 'look-up', { number: code.number }, fresh);
  const wish = WISHES.find(({ command }) => command === name);
  if (wish) return wished(talk, wish, fresh, words);
  if (universalWish(`/${name}`) && fresh) return goOn(talk, fresh);
  return help(talk, fresh);
}

/** In the middle of something: what may be said there. Otherwise the menu. */
function help(talk: Talk, active: ConversationState | null): Promise<Turn> | Turn {
  return active ? sayAndRepeat(talk, messages.menu.helpInside, active) : menu(messages.menu.help);
}

/** A receipt code as the whole message, perhaps with "là kiến nghị" behind it; `TT0042` and `tt 42` will do. */
export function codeIn(text: string, plan: Plan | null): { number: number; isPetition: boolean } | null {
  if (!plan) return null;
  const code = `^(?:ma )?${plan.receiptPrefix.toLowerCase()} ?0*(\\d{1,7})( la kien nghi| la y kien)?$`;
  const [, number, claim] = new RegExp(code).exec(plain(text)) ?? [];
  return number ? { number: Number(number), isPetition: claim !== undefined } : null;
}

/** What the menu offers. */
export function menuChoices() {
  return WISHES.filter(({ inMenu }) => inMenu).map(({ command, label, words }) => ({ id: command, label, words }));
}

/** A sentence with the menu below it. */
export function menu(text: string): Turn {
  const choices = menuChoices().map(({ id, label }) => ({ id, label }));
  return { say: [{ text, choices, prompt: MENU_PROMPT }], conversation: null };
}

/** Asks for the commune again; a petition that is being written goes along. */
async function changeCommune(talk: Talk, active: ConversationState | null): Promise<Turn> {
  const begun = begin(conversationNamed('welcome')!, { change: true, waiting: draftOf(active) }, move(talk));
  return settle(talk, 'welcome', begun, null);
}
