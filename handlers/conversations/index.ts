/** All conversations, by name, and the commands and words that begin them. */
import type { Conversation } from '../conversation/conversation.ts';
import { plain } from '../conversation/understand.ts';
import { messages } from '../messages.vi.ts';
import { petition } from './petition.ts';
import { welcome } from './welcome.ts';

export const CONVERSATIONS: readonly Conversation[] = [welcome, petition];

export function conversationNamed(name: string): Conversation | undefined {
  return CONVERSATIONS.find((conversation) => conversation.name === name);
}

/** What can be asked for by command, menu, words or deep link. `name` is a conversation or one of the three below. */
export interface Wish {
  command: string;
  name: string | 'cancel' | 'help' | 'person';
  label: string;
  /** Whole messages, folded, that mean the same. */
  words: readonly string[];
  inMenu: boolean;
}

/** The commands that exist for those who like them (product.md, "The conversation"); nobody needs them. */
export const WISHES: readonly Wish[] = [
  { command: 'gopy', name: 'petition', label: messages.menu.petition, inMenu: true, words: ['gop y', 'gui y kien', 'gui kien nghi', 'phan anh', 'kien nghi', 'y kien'] },
  { command: 'huy', name: 'cancel', label: messages.menu.cancel, inMenu: false, words: [] },
  { command: 'canbo', name: 'person', label: messages.menu.person, inMenu: true, words: ['gap can bo', 'gap nguoi that', 'nguoi that', 'gap nguoi', 'cho gap can bo'] },
  { command: 'trogiup', name: 'help', label: messages.menu.helpCommand, inMenu: false, words: ['tro giup', 'giup', 'giup toi', 'huong dan', 'menu', 'help'] },
];

/** Name of the menu's question: its buttons work at any time. */
export const MENU_PROMPT = 'menu';

/** What a whole message asks for: `/lenh`, `/lenh@bot`, or one of the words. */
export function wishIn(text: string): Wish | undefined {
  const words = plain(text);
  const command = /^\/(\p{L}+)/u.exec(text.trim())?.[1]?.toLowerCase();
  return WISHES.find((wish) => wish.command === command || wish.words.includes(words));
}
