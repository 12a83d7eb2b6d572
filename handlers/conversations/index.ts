/** All conversations, by name, and the commands and words that begin them. */
import type { Conversation } from '../conversation/conversation.ts';
import { plain } from '../conversation/understand.ts';
import { messages } from '../messages.vi.ts';
import { conferences } from './conferences.ts';
import { erase } from './erase.ts';
import { lookUp } from './look-up.ts';
import { myData } from './my-data.ts';
import { petition } from './petition.ts';
import { release } from './release.ts';
import { speak } from './speak.ts';
import { welcome } from './welcome.ts';

export const CONVERSATIONS: readonly Conversation[] = [
  welcome, petition, speak, lookUp, conferences, myData, erase, release,
];

export function conversationNamed(name: string): Conversation | undefined {
  return CONVERSATIONS.find((conversation) => conversation.name === name);
}

/** What can be asked for by command, menu, words or deep link. `name` is a conversation or one of the four below. */
export interface Wish {
  command: string;
  name: string | 'cancel' | 'help' | 'person' | 'change-commune';
  label: string;
  /** Whole messages, folded, that mean the same. */
  words: readonly string[];
  inMenu?: boolean;
  /** Do the words mean it in the middle of another conversation, too? */
  anytime?: boolean;
}

/** The commands that exist for those who like them; nobody needs them. */
export const WISHES: readonly Wish[] = [
  {
    command: 'gopy', name: 'petition', label: messages.menu.petition, inMenu: true,
    words: [
      'gop y', 'gui y kien', 'gui kien nghi', 'phan anh', 'kien nghi', 'y kien', 'toi muon gop y', 'toi muon phan anh',
    ],
  },
  {
    command: 'phatbieu', name: 'speak', label: messages.menu.speak, inMenu: true, anytime: true,
    words: [
      'phat bieu', 'dang ky phat bieu', 'dk phat bieu', 'toi muon phat bieu', 'toi muon dang ky phat bieu',
      'xin phat bieu',
    ],
  },
  {
    command: 'tracuu', name: 'look-up', label: messages.menu.lookUp, inMenu: true, anytime: true,
    words: [
      'tra cuu', 'cua toi', 'y kien cua toi', 'xem y kien', 'xem ket qua', 'ket qua', 'tra loi chua', 'da tra loi chua',
    ],
  },
  {
    command: 'hoinghi', name: 'conferences', label: messages.menu.conferences, inMenu: true,
    words: [
      'hoi nghi', 'hoi nghi doi thoai', 'lich hoi nghi', 'bao gio hop', 'khi nao hop', 'hop o dau',
      'thong tin hoi nghi',
    ],
  },
  {
    command: 'dulieu', name: 'my-data', label: messages.menu.myData, inMenu: true, anytime: true,
    words: ['du lieu', 'du lieu cua toi', 'thong tin cua toi', 'luu gi ve toi', 'rut dong y', 'sua thong tin'],
  },
  {
    command: 'xoa', name: 'erase', label: messages.menu.erase, anytime: true,
    words: ['xoa du lieu', 'xoa du lieu cua toi', 'xoa thong tin', 'xoa het du lieu'],
  },
  { command: 'huy', name: 'cancel', label: messages.menu.cancel, words: [] },
  {
    command: 'canbo', name: 'person', label: messages.menu.person, inMenu: true,
    words: ['gap can bo', 'gap nguoi that', 'nguoi that', 'gap nguoi', 'cho gap can bo', 'noi chuyen voi can bo'],
  },
  {
    command: 'trogiup', name: 'help', label: messages.menu.helpCommand, anytime: true,
    words: ['tro giup', 'giup toi', 'huong dan', 'menu', 'help'],
  },
  {
    command: 'doixa', name: 'change-commune', label: messages.menu.changeCommune, anytime: true,
    words: ['doi xa', 'xa khac', 'chon xa khac'],
  },
];

/** Politeness that asks for nothing, folded. */
export const THANKS: readonly string[] = [
  'cam on', 'cam on nhe', 'cam on ban', 'cam on nhieu', 'xin cam on', 'toi cam on', 'ok', 'ok cam on', 'da cam on',
  'vang cam on', 'vang', 'da', 'da vang', 'tot', 'tot qua', 'duoc roi',
];

/** Name of the menu's question: its buttons work at any time. */
export const MENU_PROMPT = 'menu';

/** What a whole message asks for by its words. */
export function wishIn(text: string): Wish | undefined {
  const words = plain(text);
  return WISHES.find((wish) => wish.words.includes(words));
}
