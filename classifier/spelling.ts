import { fold } from './fold.ts';
import { MARKED_FROM } from './phrases.ts';
import type { Word, Words } from './words.ts';

/** How often words and pairs of words were seen in sentences typed with marks. */
export interface SpellingCounts {
  words: Map<string, number>;
  /** `first second` → times. */
  pairs: Map<string, number>;
}

/** Guesses how a text typed without marks would be spelled with them; a typed mark is never changed. */
export type Speller = (text: Words) => string[];

/** Weight of a word's own frequency beside what stood before it. */
const OWN = 2;

/** A phrase of the lexicon is no sentence: its words count little, as pairs they teach the spelling. */
const PHRASE = 0.3;

/** Counts words and pairs within a clause of texts with marks, and of the lexicon's phrases. */
export function countSpellings(texts: readonly Words[], phrases: readonly Words[]): SpellingCounts {
  const counts = { words: new Map<string, number>(), pairs: new Map<string, number>() };
  for (const text of texts) if (text.markedShare >= MARKED_FROM) count(text, 1, counts);
  for (const phrase of phrases) count(phrase, PHRASE, counts);
  return counts;
}

function count({ words: read }: Words, times: number, { words, pairs }: SpellingCounts): void {
  for (const [i, { raw, clause }] of read.entries()) {
    words.set(raw, (words.get(raw) ?? 0) + times);
    const before = read[i - 1];
    if (before?.clause !== clause) continue;
    const pair = `${before.raw} ${raw}`;
    pairs.set(pair, (pairs.get(pair) ?? 0) + times);
  }
}

/** Makes the guesser: the likeliest chain of spellings by pairs of words (Viterbi). */
export function createSpeller({ words, pairs }: SpellingCounts): Speller {
  const total = [...words.values()].reduce((sum, count) => sum + count, 0) || 1;
  const spellings = new Map<string, string[]>();
  for (const raw of words.keys()) {
    const folded = fold(raw);
    spellings.set(folded, [...(spellings.get(folded) ?? []), raw]);
  }

  function choices({ raw, folded }: Word): readonly string[] {
    return raw === folded ? spellings.get(folded) ?? [raw] : [raw];
  }

  function logOf(before: string | null, raw: string): number {
    const own = ((words.get(raw) ?? 0) + 0.1) / total;
    if (before === null) return Math.log(own);
    return Math.log(((pairs.get(`${before} ${raw}`) ?? 0) + OWN * own) / ((words.get(before) ?? 0) + OWN));
  }

  return function spell({ words: read }) {
    const steps: { raw: string; score: number; from: number }[][] = [];
    for (const [i, word] of read.entries()) {
      const before = i > 0 && read[i - 1]!.clause === word.clause ? steps[i - 1]! : null;
      const last = i > 0 ? steps[i - 1]! : [];
      const best = last.reduce((most, step, k) => (step.score > (last[most]?.score ?? -Infinity) ? k : most), 0);
      steps.push(choices(word).map((raw) => {
        if (!before) return { raw, score: (last[best]?.score ?? 0) + logOf(null, raw), from: best };
        let from = 0;
        let score = -Infinity;
        for (const [k, step] of before.entries()) {
          const here = step.score + logOf(step.raw, raw);
          if (here > score) [score, from] = [here, k];
        }
        return { raw, score, from };
      }));
    }
    const out: string[] = [];
    let at = -1;
    for (let i = steps.length - 1; i >= 0; i -= 1) {
      const step = steps[i]!;
      if (at < 0) at = step.reduce((most, { score }, k) => (score > step[most]!.score ? k : most), 0);
      out[i] = step[at]!.raw;
      at = step[at]!.from;
    }
    return out;
  };
}
