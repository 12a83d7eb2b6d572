import { DbError } from '../errors.ts';
import type { Collator } from './order.ts';
import { isPlain, type Doc } from './values.ts';

const SENSITIVITY: Record<number, Intl.CollatorOptions['sensitivity']> = { 1: 'base', 2: 'accent' };

/** The comparison that a command's `collation` asks for; undefined for none or `simple`. Throws on a bad one. */
export function createCollator(collation: unknown): Collator {
  if (collation === undefined || collation === null) return undefined;
  if (!isPlain(collation)) throw new DbError('TypeMismatch', 'collation must be an object');
  const locale: unknown = collation['locale'];
  if (typeof locale !== 'string') throw new DbError('Location40415', 'collation.locale is missing or no string');
  if (locale === 'simple') return undefined;
  try {
    return new Intl.Collator(locale.replaceAll('_', '-').split('@')[0], collatorOptions(collation)).compare;
  } catch {
    throw new DbError('BadValue', `Field 'locale' is invalid in: { locale: "${locale}" }`);
  }
}

function collatorOptions(collation: Doc): Intl.CollatorOptions {
  const strength = Number(collation['strength'] ?? 3);
  const base = collation['caseLevel'] === true && strength === 1 ? 'case' : SENSITIVITY[strength];
  const caseFirst = collation['caseFirst'] === 'upper' || collation['caseFirst'] === 'lower'
    ? collation['caseFirst'] : undefined;
  return {
    sensitivity: base ?? 'variant',
    numeric: collation['numericOrdering'] === true,
    ignorePunctuation: collation['alternate'] === 'shifted',
    caseFirst,
  };
}
