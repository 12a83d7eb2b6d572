import { parseRows } from './labelled.ts';

/** A message and how many petitions a person sees in it. */
export interface Counted {
  count: number;
  text: string;
}

/** Shares are 0 to 1. */
export interface MeasuredSplitting {
  /** Messages with several petitions, and the share cut into the right number. */
  several: number;
  rightNumber: number;
  /** Messages with one petition, and the share that is cut at all. */
  single: number;
  cutAtAll: number;
}

/** Rows `count, text` with a heading line; line breaks within a text are written `\n`. */
export function parseCounted(tsv: string): Counted[] {
  return parseRows(tsv).map(({ count = '', parts = '', text = '' }, i) => {
    const number = Number(count || parts);
    if (!(number >= 1)) throw new Error(`row ${i + 2}: no number of petitions`);
    return { count: number, text: text.replaceAll('\\n', '\n') };
  });
}

/** Runs the splitting over messages whose number of petitions is known. */
export function measureSplitting(split: (text: string) => string[], messages: readonly Counted[]): MeasuredSplitting {
  const several = messages.filter(({ count }) => count > 1);
  const single = messages.filter(({ count }) => count === 1);
  return {
    several: several.length,
    rightNumber: several.filter(({ count, text }) => split(text).length === count).length / (several.length || 1),
    single: single.length,
    cutAtAll: single.filter(({ text }) => split(text).length > 1).length / (single.length || 1),
  };
}
