import type { Reader, Words } from './words.ts';

/** From this share of marked words on, marks are taken as typed: `do` is not `đò`. */
export const MARKED_FROM = 0.4;

/** A phrase and what it says for each group of phrases (a topic of the lexicon, an own topic of a plan). */
export interface Phrase {
  /** The words with marks. */
  raw: string[];
  weights: number[];
}

/** Phrases that stand at one place of a text: the same words but for their marks. */
export interface FoundPhrases {
  at: number;
  length: number;
  phrases: Phrase[];
}

/** Phrases that are looked up in texts, longest first. */
export interface PhraseBook {
  add(phrase: string, group: number, weight: number): void;
  find(text: Words): FoundPhrases[];
}

interface Node {
  next: Map<string, Node>;
  phrases: Phrase[];
}

/**
 * In a text without marks a phrase whose guessed spelling agrees counts nearly whole; one that would have to be spelled
 * otherwise (`chua co` is chưa có, not chùa) counts much less, and a single syllable hardly anything.
 */
const AGREED = 0.95;
const OTHER_PHRASE = 0.5;
const OTHER_SYLLABLE = 0.05;

/** Share of each further phrase of the same topic; 0.6 to 1 score alike on short texts, 0.8 best on stories. */
const FURTHER = 0.8;

/** Makes an empty book for phrases of so many groups. */
export function createPhraseBook(read: Reader, groups: number): PhraseBook {
  const root: Node = { next: new Map(), phrases: [] };
  return {
    add(phrase, group, weight) {
      const { words } = read(phrase);
      let node = root;
      for (const word of words) {
        const next = node.next.get(word.folded) ?? { next: new Map(), phrases: [] };
        node.next.set(word.folded, next);
        node = next;
      }
      const raw = words.map((word) => word.raw);
      let known = node.phrases.find((other) => other.raw.every((word, i) => word === raw[i]));
      if (!known) {
        known = { raw, weights: Array.from({ length: groups }, () => 0) };
        node.phrases.push(known);
      }
      known.weights[group] = Math.max(known.weights[group] ?? 0, weight);
    },

    find(text) {
      const { words } = text;
      const found: FoundPhrases[] = [];
      for (let at = 0; at < words.length;) {
        let node: Node | undefined = root;
        let longest: FoundPhrases = { at, length: 1, phrases: [] };
        for (let i = at; i < words.length && node; i += 1) {
          node = node.next.get(words[i]!.folded);
          const fitting = node?.phrases.filter((phrase) => fits(phrase, text, at));
          if (fitting?.length) longest = { at, length: i - at + 1, phrases: fitting };
        }
        if (longest.phrases.length > 0) found.push(longest);
        at += longest.length;
      }
      return found;
    },
  };
}

/** A typed mark must agree; a missing mark is accepted only in a text typed mostly without them. */
function fits(phrase: Phrase, { words, markedShare }: Words, from: number): boolean {
  const strict = markedShare >= MARKED_FROM;
  return phrase.raw.every((raw, i) => {
    const word = words[from + i]!;
    return word.raw === raw || (!strict && word.raw === word.folded);
  });
}

/** The weight of what was found for a group; `spelled` is the guessed spelling of a text without marks. */
export function weightOf({ at, phrases }: FoundPhrases, group: number, spelled: readonly string[] | null): number {
  let weight = 0;
  for (const { raw, weights } of phrases) {
    if (weights[group]! > 0) weight = Math.max(weight, weights[group]! * certainty(raw, spelled, at));
  }
  return weight;
}

function certainty(raw: readonly string[], spelled: readonly string[] | null, at: number): number {
  if (!spelled) return 1;
  if (raw.every((word, i) => spelled[at + i] === word)) return AGREED;
  return raw.length === 1 ? OTHER_SYLLABLE : OTHER_PHRASE;
}

/** The strongest phrase counts whole, each further one less: twenty hints are not ten proofs. */
export function saturating(weights: number[]): number {
  let share = 1;
  let sum = 0;
  for (const weight of weights.sort((a, b) => b - a)) {
    sum += weight * share;
    share *= FURTHER;
  }
  return sum;
}
