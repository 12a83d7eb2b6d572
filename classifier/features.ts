import { MARKED_FROM } from './phrases.ts';
import { STOP_WORDS } from './stop-words.ts';
import type { Reader, Words } from './words.ts';

/** Words as typed, or without their marks. */
export type Form = 'raw' | 'folded';

/** What a learned model reads of a text: single words and pairs, with repetitions. */
export type Features = (text: Words, form: Form) => string[];

/** Marks are read when enough words have them; one stray mark in an unmarked text does not count. */
export function formOf({ markedShare }: Words): Form {
  return markedShare >= MARKED_FROM ? 'raw' : 'folded';
}

/** Makes the feature reader; stop words are read like any text, so that they are spelled alike. */
export function createFeatures(read: Reader): Features {
  const stop: Record<Form, ReadonlySet<string>> = {
    raw: new Set([...STOP_WORDS].flatMap((word) => read(word).words.map(({ raw }) => raw))),
    folded: new Set([...STOP_WORDS].flatMap((word) => read(word).words.map(({ folded }) => folded))),
  };

  return function features({ words }, form) {
    const kept = words.map((word) => word[form]).filter((word) => !stop[form].has(word));
    const pairs = kept.slice(1).map((word, i) => `${kept[i]}_${word}`);
    // A number alone says nothing; beside a word ("cấp #", "# tuổi") it does.
    return [...kept.filter((word) => word !== '#'), ...pairs.filter((pair) => pair !== '#_#')];
  };
}
