import type { Input } from '../conversation/conversation.ts';
import { countWords } from '../conversation/waiting.ts';

/** More words than this are a sentence, not a name. */
const MAX_WORDS = 6;
/** Letters of an answer in which a name is looked for: with what people say around it. */
const MAX_ANSWER = 200;

/** What people put before their name when they are asked for it. */
const POLITE = '(?:(?:dạ|vâng|da|vang)[\\s,]+)?';
const MY_NAME = '(?:họ (?:và )?tên|ho (?:va )?ten|tên|ten)(?: (?:tôi|toi|của tôi|cua toi))?(?: là| la|:)?';
const I_AM = '(?:tôi|toi|mình|minh) (?:tên )?(?:là|la|tên|ten)';
const BEFORE = new RegExp(`^${POLITE}(?:${MY_NAME}|${I_AM})\\s+`, 'iu');

/** A person's name out of an answer such as "Tôi là Lê Thị Ví Dụ"; null when it looks like none. */
export function readName(input: Input): string | null {
  if (input.kind !== 'text' || input.text.length > MAX_ANSWER) return null;
  const name = input.text.trim().replace(BEFORE, '').replace(/[.,;!]+$/u, '').trim();
  const words = countWords(name);
  const isName = /\p{L}{2}/u.test(name) && name.length <= 60 && words >= 1 && words <= MAX_WORDS;
  return isName ? name : null;
}
