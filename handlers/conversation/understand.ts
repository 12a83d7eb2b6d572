/** Recognising what short answers mean: digits, words with or without diacritics, small typing errors. */
import { fold } from '../../classifier/index.ts';
import type { Choice } from '../../models/message.ts';

/** Words alone: folded, without punctuation, one blank between. */
export function plain(text: string): string {
  return fold(text).replaceAll(/[^\p{L}\p{N}/]+/gu, ' ').trim();
}

const CANCEL = ['huy', 'huy bo', 'thoi', 'thoi khong gui', 'dung lai', 'bo qua het', '/huy', 'cancel'];
const BACK = ['quay lai', 'lui lai', 'tro lai', 'back', '/quaylai'];
const EDIT = ['sua', 'sua lai', 'toi muon sua', 'toi muon sua lai', 'viet lai', 'toi viet nham', 'nham roi', '/sua'];
const PERSON = [
  'gap can bo', 'gap nguoi that', 'nguoi that', 'noi chuyen voi can bo', 'gap nguoi', 'cho gap can bo', 'goi can bo',
  '/canbo',
];

export type UniversalWish = 'cancel' | 'back' | 'edit' | 'person';

const UNIVERSAL: readonly [UniversalWish, readonly string[]][] = [
  ['cancel', CANCEL], ['back', BACK], ['edit', EDIT], ['person', PERSON],
];

/** Letters of a phrase in which one typing error still leaves no doubt. */
const LONG_PHRASE = 6;

/** What may be said at any step: cancel, back, correct, or a person instead of the bot. */
export function universalWish(text: string): UniversalWish | null {
  const words = plain(text);
  const exact = UNIVERSAL.find(([, phrases]) => phrases.includes(words));
  if (exact) return exact[0];
  const near = UNIVERSAL.find(([, phrases]) =>
    phrases.some((phrase) => phrase.length >= LONG_PHRASE && oneTypoApart(words, phrase)));
  return near?.[0] ?? null;
}

/** Letters of an answer in which typing errors are looked for; what is longer tells a story. */
const MAX_ANSWER = 60;

/**
 * The choice that a text means: its number ("2", "so 2", "2."), its label or one of its words, with or without
 * diacritics, with one typing error in words of four letters and more. Null when it means none or several.
 */
export function matchChoice(text: string, choices: readonly Choice[]): Choice | null {
  const words = plain(text);
  if (words === '') return null;

  const number = /^(?:so |chon |cau |muc )?(\d{1,2})$/.exec(words)?.[1];
  if (number !== undefined) return choices[Number(number) - 1] ?? null;

  const named = choices.map((choice) => ({ choice, names: [choice.label, ...(choice.words ?? [])].map(plain) }));
  const exact = named.find(({ names }) => names.includes(words));
  if (exact) return exact.choice;
  if (words.length > MAX_ANSWER) return null;
  const near = named.filter(({ names }) => names.some((name) => name.length >= 4 && oneTypoApart(words, name)));
  return near.length === 1 ? near[0]!.choice : null;
}

/** Equal but for one letter changed, added, left out or swapped with its neighbour. */
function oneTypoApart(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let endA = a.length;
  let endB = b.length;
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) { endA--; endB--; }
  const restA = a.slice(start, endA);
  const restB = b.slice(start, endB);
  if (restA.length <= 1 && restB.length <= 1) return true;
  return restA.length === 2 && restB.length === 2 && restA[0] === restB[1] && restA[1] === restB[0];
}
