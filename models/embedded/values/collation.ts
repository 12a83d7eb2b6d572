import { DbError } from '../errors.ts';
import type { Collator } from './order.ts';
import { isPlain, own, show } from './values.ts';

const SENSITIVITY: Record<string, Intl.CollatorOptions['sensitivity']> = { 1: 'base', 2: 'accent', 3: 'variant' };

/** Options beside `locale` and `strength`: only with these values, which ask for nothing. */
const WITHOUT_EFFECT: Record<string, unknown[]> = {
  caseLevel: [false], caseFirst: ['off'], numericOrdering: [false], alternate: ['non-ignorable'],
  maxVariable: ['punct', 'space'], backwards: [false], normalization: [false], version: ['57.1'],
};

/** The comparison that a command's `collation` asks for; undefined for none or `simple`. Throws on a bad one. */
export function createCollator(collation: unknown): Collator {
  if (collation === undefined || collation === null) return undefined;
  if (!isPlain(collation)) throw new DbError('TypeMismatch', 'collation must be an object');
  const { locale, strength = 3, ...more } = collation;
  if (typeof locale !== 'string') throw new DbError('Location40415', 'collation.locale is missing or no string');
  const other = Object.entries(more).find(([name, value]) => !own(WITHOUT_EFFECT, name)?.includes(value));
  if (other) {
    const shown = `collation.${other[0]} = ${show(other[1])}`;
    throw new DbError('BadValue', `${shown} is not supported by the embedded database`);
  }
  const sensitivity = SENSITIVITY[strength];
  if (!sensitivity) throw new DbError('BadValue', 'collation.strength must be 1, 2 or 3 in the embedded database');
  if (locale === 'simple') return undefined;
  try {
    return new Intl.Collator(locale.replaceAll('_', '-').split('@')[0], { sensitivity }).compare;
  } catch {
    throw new DbError('BadValue', `Field 'locale' is invalid in: { locale: "${locale}" }`);
  }
}
