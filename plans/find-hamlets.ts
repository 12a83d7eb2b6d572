/**
 * Which hamlet somebody means: with or without diacritics, with typing errors, inside a sentence.
 *
 * A machine proposes: `score` from `HAMLET_SURE` can be taken over and said back to the person, anything lower is a
 * question ("Có phải thôn Uông Hạ không?"); several results are a choice.
 */
import { decompose, editDistance, fold } from './fold.ts';
import type { Hamlet, Plan } from './plan.ts';

/** A hamlet that may be meant, and how surely. */
export interface HamletMatch {
  hamlet: Hamlet;
  /** From 0 to 1, where 1 is the name itself with its diacritics. */
  score: number;
}

/** From this score on a single match needs no question back. */
export const HAMLET_SURE = 0.85;

/** Results further than this below the best one are left out. */
const MARGIN = 0.06;

/** Words that stand before a hamlet's name all over the country, folded. */
const UNITS = [
  'to dan pho', 'khu dan cu', 'khu pho', 'thon', 'ban', 'buon', 'xom', 'ap', 'lang', 'khu', 'to', 'tdp', 'khom', 'soc',
  'phum', 'plei', 'bon', 'khoi', 't', 'kp', 'kdc',
];

/** What people put around a name when they are asked where they live. */
const AROUND = new Set([
  'a', 'o', 'tai', 'em', 'toi', 'minh', 'chau', 'con', 'bac', 'co', 'chu', 'ong', 'ba', 'anh', 'chi', 'nha', 'la',
  'ben', 'thuoc', 'dung', 'nhe', 'dang', 'song', 'que', 'nguoi', 'dan', 'vang', 'da', 'ah', 'ak', 'ha', 'so', 'cua',
  'day',
]);

/**
 * The hamlets that a text can mean, best first; several when it is ambiguous, none when nothing is near.
 *
 * Never throws and never trims the list to please: an unknown place gives an empty list, and the caller keeps the
 * person's own words.
 */
export function findHamlets(plan: Plan, text: string): HamletMatch[] {
  const said = hear(text, plan);
  if (said.tokens.length === 0) return [];
  const matches = plan.hamlets
    .map((hamlet) => ({ hamlet, score: Math.max(...namesOf(plan, hamlet).map((name) => score(said, name))) }))
    .filter((match) => match.score > 0)
    .sort((a, b) => b.score - a.score);
  const best = matches[0]?.score ?? 0;
  return matches.filter((match) => match.score >= best - MARGIN);
}

/** Name and aliases; "Tổ dân phố 3" is also looked for as "3", because people shorten the unit. */
function namesOf(plan: Plan, hamlet: Hamlet): string[] {
  const unit = `${hamlet.unit ?? plan.hamletUnit} `.toLowerCase();
  return [hamlet.name, ...hamlet.aliases]
    .flatMap((name) => (name.toLowerCase().startsWith(unit) ? [name, name.slice(unit.length)] : [name]));
}

interface Said {
  /** As typed, lower case with diacritics, without unit words around the name. */
  marked: string;
  tokens: string[];
  /** With less and less of the unit and filler words around; a name may itself hold one of them (Uông Hạ, "hả"). */
  cores: string[][];
  units: string[];
}

function hear(text: string, plan: Plan): Said {
  const own = [plan.hamletUnit, ...plan.hamlets.flatMap((hamlet) => hamlet.unit ?? [])].map(fold);
  const units = [...new Set([...own, ...UNITS])];
  const tokens = fold(text.slice(0, 500)).split(' ').filter(Boolean);
  return { marked: markedWords(text.slice(0, 500)), tokens, cores: cores(tokens, units), units };
}

function score(said: Said, name: string): number {
  const wanted = fold(name).split(' ').filter(Boolean);
  if (wanted.length === 0) return 0;
  if (said.cores.some((core) => same(core, wanted))) return markScore(said.marked, name);
  const guesses = said.cores.filter((core) => sameNumbers(core, wanted))
    .map((core) => Math.max(partScore(core, wanted), typoScore(core, wanted)));
  return Math.max(insideScore(said, wanted, name), ...guesses);
}

/** The right syllables: 1 with the right marks, a little less without any, less again with other ones. */
function markScore(marked: string, name: string): number {
  const wanted = markedWords(name);
  if (` ${marked} `.includes(` ${wanted} `)) return 1;
  return marked === fold(marked) ? 0.97 : 0.9;
}

/** The name inside a sentence; one of a single syllable only right after its unit ("thôn Đình", not "gia đình"). */
function insideScore(said: Said, wanted: string[], name: string): number {
  const at = said.tokens
    .findIndex((_, index) => wanted.every((token, offset) => said.tokens[index + offset] === token));
  if (at < 0 || said.tokens.length === wanted.length) return 0;
  const before = said.tokens.slice(0, at).join(' ');
  const afterUnit = said.units.some((unit) => unit.length > 1 && (before === unit || before.endsWith(` ${unit}`)));
  if (wanted.length === 1 && !afterUnit) return 0;
  return markScore(said.marked, name) * (afterUnit ? 0.97 : 0.93);
}

/** Some of the syllables in a row: "Hưng Sơn" for Cõi Hưng Sơn. */
function partScore(said: string[], wanted: string[]): number {
  if (said.length >= wanted.length) return 0;
  const found = wanted.some((_, index) => said.every((token, offset) => wanted[index + offset] === token));
  if (!found || said.join('').length < 2) return 0;
  return 0.6 + 0.2 * (said.length / wanted.length);
}

/** Typing errors and syllables run together. Short names allow no other letter: "kinh" is not "dinh" mistyped. */
function typoScore(said: string[], wanted: string[]): number {
  const [a, b] = [said.join(''), wanted.join('')];
  if (a === b) return 0.95;
  if (b.length < 4 || said.length > wanted.length + 1) return 0;
  const distance = editDistance(a, b);
  const allowed = b.length >= 8 ? 2 : 1;
  if (distance > allowed || a[0] !== b[0]) return 0;
  if (b.length <= 4 && a.length === b.length && !swapped(a, b)) return 0;
  return 0.93 - 0.05 * distance - 0.25 * (distance / b.length);
}

function swapped(a: string, b: string): boolean {
  return [...a].sort().join('') === [...b].sort().join('');
}

/** Every way to take unit and filler words off the front and fillers off the end that leaves something. */
function cores(tokens: string[], units: string[]): string[][] {
  const fronts = [tokens];
  for (let rest = tokens; rest.length > 1;) {
    const unit = units.map((name) => name.split(' '))
      .find((words) => words.length < rest.length && words.every((word, index) => rest[index] === word));
    if (!unit && !AROUND.has(rest[0] ?? '')) break;
    rest = rest.slice(unit?.length ?? 1);
    fronts.push(rest);
  }
  return fronts.flatMap((front) => {
    const all = [front];
    for (let rest = front; rest.length > 1 && AROUND.has(rest.at(-1) ?? '');) {
      rest = rest.slice(0, -1);
      all.push(rest);
    }
    return all;
  });
}

function same(a: string[], b: string[]): boolean {
  return a.length === b.length && a.every((token, index) => token === b[index]);
}

function sameNumbers(a: string[], b: string[]): boolean {
  return a.join(' ').replace(/\D+/g, ' ').trim() === b.join(' ').replace(/\D+/g, ' ').trim();
}

/** Lower case in one composition, with the tone mark's two possible places made one ("hoà" and "hòa"). */
function markedWords(text: string): string {
  const words = decompose(text).toLowerCase().replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ').trim().split(' ');
  return words.map(toneLast).join(' ');
}

const TONES = /[\u0300\u0301\u0303\u0309\u0323]/gu;

function toneLast(word: string): string {
  const tone = word.match(TONES)?.join('') ?? '';
  return word.replace(TONES, '') + tone;
}
