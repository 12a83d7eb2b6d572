import { createPhraseBook, MARKED_FROM, saturating, weightOf } from './phrases.ts';
import type { Speller } from './spelling.ts';
import type { TopicId } from './topics.ts';
import type { Reader, Words } from './words.ts';

/** A topic of a plan's own list, with words by which it is known. */
export interface OwnTopic {
  id: string;
  /** Which of the thirteen belong to it; may be none. */
  covers: readonly TopicId[];
  /** `chuyển đổi số`, or with a weight from 1 (a hint) to 5 (certain): `chuyển đổi số*5`. */
  phrases?: readonly string[];
}

/** How sure a phrase without a weight is. */
const USUAL_WEIGHT = 4;

/** Scores a text for each of the own topics, in their order; 0 where no phrase was found. */
export type OwnScorer = (text: Words) => number[];

/** Makes the scorer of a list of topics. */
export function createOwnScorer(topics: readonly OwnTopic[], read: Reader, spell: Speller): OwnScorer {
  const book = createPhraseBook(read, topics.length);
  for (const [group, { phrases = [] }] of topics.entries()) {
    for (const line of phrases) {
      const [phrase = '', weight = ''] = line.split('*');
      book.add(phrase, group, Number(weight) || USUAL_WEIGHT);
    }
  }
  return (text) => {
    const spelled = text.markedShare < MARKED_FROM ? spell(text) : null;
    const found = book.find(text);
    return topics.map((_, group) => (
      saturating(found.map((match) => weightOf(match, group, spelled)).filter((weight) => weight > 0))
    ));
  };
}
