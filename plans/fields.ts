/**
 * The pieces that `schema.ts` is made of: zod types whose errors are sentences for the person who writes a plan.
 *
 * A message says what is wrong, what is allowed, and gives an example; the place is added by `read-plan.ts`.
 */
import { z } from 'zod';
import { nearest } from './fold.ts';

/** As much of a zod issue as a sentence needs. */
interface Issue { code?: string; input?: unknown; keys?: string[] }

/** A text that is not empty. Numbers are taken as they are written (a hotline, a year). */
export function text(example: string) {
  return z.preprocess(
    (value) => (typeof value === 'number' ? String(value) : value),
    z.string({ error: (issue) => expected(issue, 'a text', example) })
      .transform((value) => value.normalize('NFC').trim())
      .refine((value) => value !== '', {
        error: `This text is empty; write it, for example ${example}, or leave the line out.`,
      }),
  );
}

/** An id that fits in links and buttons. */
export function id(example: string) {
  return text(example).refine((value) => /^[a-z0-9]+(-[a-z0-9]+)*$/.test(value) && value.length <= 40, {
    error: `An id has at most 40 small letters without diacritics, digits and single hyphens, for example ${example}.`,
  });
}

/** A whole number from `least`. */
export function wholeNumber(example: number, least: number) {
  return z.int({ error: (issue) => expected(issue, 'a whole number', String(example)) })
    .min(least, { error: `This number must be at least ${least}; write for example ${example}.` });
}

export function yesOrNo() {
  return z.boolean({ error: (issue) => expected(issue, 'true or false', 'true') });
}

/** One of some words. */
export function oneOf<const T extends readonly [string, ...string[]]>(words: T) {
  return z.enum(words, { error: ({ input }) => notOneOf(input, words) });
}

/** A list; a single value counts as a list of one. */
export function listOf<T extends z.ZodType>(item: T, example: string) {
  return z.preprocess(
    (value) => (value === undefined || value === null || Array.isArray(value) ? value ?? undefined : [value]),
    z.array(item, { error: (issue) => expected(issue, 'a list', example) }),
  );
}

/** A block with exactly these keys; `short` is the key that a plain text stands for. */
export function block<T extends z.ZodRawShape>(shape: T, options: { example: string; short?: keyof T & string }) {
  const known = Object.keys(shape);
  const strict = z.strictObject(shape, {
    error: (issue) => {
      // One line a key: `read-plan.ts` splits them, so that each gets the line of its own key.
      if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(key, known)).join('\n');
      return expected(issue, `a block with the keys ${known.join(', ')}`, options.example);
    },
  });
  return z.preprocess((value) => {
    if (options.short && (typeof value === 'string' || typeof value === 'number')) return { [options.short]: value };
    return value;
  }, strict);
}

/** What to say about a key that no plan has. */
function unknownKey(key: string, known: readonly string[]): string {
  const guess = nearest(key, known);
  const remedy = guess ? `did you mean "${guess}"? ` : '';
  return `The key "${key}" is not known here; ${remedy}Known are: ${known.join(', ')}.`;
}

/** What to say about a word that is none of those allowed. */
function notOneOf(input: unknown, words: readonly string[]): string {
  if (input === undefined) return `This is missing; write one of: ${words.join(', ')}.`;
  const guess = typeof input === 'string' ? nearest(input, words) : undefined;
  const remedy = guess ? `; did you mean "${guess}"?` : ';';
  return `${shown(input)} is not allowed here${remedy} Allowed are: ${words.join(', ')}.`;
}

function expected(issue: Issue, what: string, example: string): string {
  if (issue.input === undefined || issue.input === null) {
    return `This is missing; write ${what}, for example ${example}.`;
  }
  return `This must be ${what}, not ${shown(issue.input)}; write for example ${example}.`;
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (value !== null && typeof value === 'object') return 'a block of keys';
  return JSON.stringify(value) ?? 'nothing';
}
