import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseLabelled, type Labelled } from '../../classifier/evaluation/labelled.ts';
import type { Screening } from '../../classifier/index.ts';

/** A file beside this one. */
export function read(name: string): string {
  return readFileSync(join(import.meta.dirname, name), 'utf8');
}

/**
 * Labelled petitions written apart from the corpus: `held-out` (short), `stories` (long, the request at the end) and
 * `oblique` (without the usual words). The gaps that the last two showed were closed, so they guard, not measure.
 */
export function petitions(name: 'held-out' | 'stories' | 'oblique'): (Labelled & { style: string })[] {
  return parseLabelled(read(`${name}.tsv`));
}

/** Messages with the screening that a person gave them. */
export function screenings(
  name: 'screening' | 'screening-wide' = 'screening',
): { want: Screening; text: string }[] {
  return read(`${name}.tsv`).trim().split('\n').map((line) => {
    const [want = '', text = ''] = line.split('\t');
    return { want: want as Screening, text };
  });
}
