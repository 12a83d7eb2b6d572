import { ABBREVIATIONS, PAPERWORK_BEFORE_HS } from './abbreviations.ts';
import { dropHeapedMarks, dropInvisible, fold } from './fold.ts';

/** One word of a text as the classifier sees it. */
export interface Word {
  /** Normalised: NFC, lower case, one place for the tone mark, `i` for a final `y`, digits as `#`. */
  raw: string;
  /** The same without diacritics. */
  folded: string;
  /** Which sentence of the text it stands in, from 0. */
  sentence: number;
  /** Which clause, counted through the text: commas divide too. */
  clause: number;
}

/** The words of a text and how much of it was typed with diacritics. */
export interface Words {
  words: Word[];
  /** Share of the typed words that carry a mark, 0 to 1: about 0.75 in correct Vietnamese. */
  markedShare: number;
}

/** Reads a text into words. Make one and keep it: it remembers the words it has seen. */
export type Reader = (text: string) => Words;

/**
 * Longer texts are read at both ends only: the request stands there, and the cost stays bounded
 * whatever is pasted into a chat.
 */
const HEAD_CHARACTERS = 4_000;
const TAIL_CHARACTERS = 3_000;

/** A commune's messages use a few thousand different words; past this the memory is emptied. */
const REMEMBERED_WORDS = 20_000;

const TAG = /<\/?[a-z][^<>]{0,200}>/giu;
const ENTITY = /&(?:nbsp|amp|lt|gt|quot|#\d{1,5});/giu;
const LINK = /(?:https?:\/\/|www\.)\S+/giu;
const TOKEN = /[\p{L}\p{N}]+|[.,!?;:\n…]/gu;
const LETTER_OR_DIGIT = /^[\p{L}\p{N}]/u;
const DIGITS = /\p{N}+/gu;
const NUMBER = /^\p{N}+$/u;
const FINAL_Y = /^(h|k|l|m|s|t)([yỳýỷỹỵ])$/u;
const TONE_ON_LAST = /^(?!qu)(.*[^aeiouy])?(?:(o)([àáảãạèéẻẽẹ])|(u)([ỳýỷỹỵ]))$/u;
const Y_TO_I: Record<string, string> = { y: 'i', ỳ: 'ì', ý: 'í', ỷ: 'ỉ', ỹ: 'ĩ', ỵ: 'ị' };
const TONED = ['àáảãạ', 'èéẻẽẹ', 'ỳýỷỹỵ'];
const BASE = 'aey';
const TONED_FIRST: Record<string, string> = { o: 'òóỏõọ', u: 'ùúủũụ' };

/** `hoà` and `hòa`, `kỹ` and `kĩ` are the same word: one spelling is chosen. */
function oneSpelling(word: string): string {
  const final = FINAL_Y.exec(word);
  if (final) return `${final[1]}${Y_TO_I[final[2]!]}`;
  const toned = TONE_ON_LAST.exec(word);
  if (!toned) return word;
  const vowel = toned[3] ?? toned[5]!;
  const row = TONED.findIndex((set) => set.includes(vowel));
  const first = TONED_FIRST[toned[2] ?? toned[4]!]![TONED[row]!.indexOf(vowel)];
  return `${toned[1] ?? ''}${first}${BASE[row]}`;
}

/** Both ends of a long text, cleaned of tags, links and characters that nobody sees. */
function readable(text: string): string {
  const short = text.length > HEAD_CHARACTERS + TAIL_CHARACTERS
    ? `${text.slice(0, HEAD_CHARACTERS)} ${text.slice(-TAIL_CHARACTERS)}`
    : text;
  return dropInvisible(dropHeapedMarks(short).normalize('NFKC'))
    .replace(TAG, ' ')
    .replace(ENTITY, ' ')
    .replace(LINK, ' ')
    .toLowerCase();
}

type Spelling = Pick<Word, 'raw' | 'folded'>;

/** Makes a reader with its own memory of words. */
export function createReader(): Reader {
  const known = new Map<string, Spelling>();

  function look(word: string): Spelling {
    const found = known.get(word);
    if (found) return found;
    const raw = NUMBER.test(word) ? '#' : oneSpelling(word.replace(DIGITS, '#'));
    const made = { raw, folded: fold(raw) };
    if (known.size >= REMEMBERED_WORDS) known.clear();
    known.set(word, made);
    return made;
  }

  return function read(text) {
    const words: Word[] = [];
    let sentence = 0;
    let clause = 0;
    let typed = 0;
    let marked = 0;
    let before = '';
    for (const token of readable(text).match(TOKEN) ?? []) {
      if (!LETTER_OR_DIGIT.test(token)) {
        clause += 1;
        if (token !== ',' && token !== ':') sentence += 1;
        continue;
      }
      const { raw, folded } = look(token);
      if (raw !== '#') typed += 1;
      if (raw !== folded) marked += 1;
      const meant = token === 'hs'
        ? (PAPERWORK_BEFORE_HS.has(before) ? ['hồ', 'sơ'] : ['học', 'sinh'])
        : ABBREVIATIONS.get(token);
      if (meant) for (const word of meant) words.push({ ...look(word), sentence, clause });
      else words.push({ raw, folded, sentence, clause });
      before = token;
    }
    return { words, markedShare: typed === 0 ? 0 : marked / typed };
  };
}
