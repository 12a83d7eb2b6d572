/* What MongoDB's manual says of comparing values and matching documents, in the plainest form. */
export type Document = Record<string, any>;

/** What an empty list is sorted and indexed as: less than null. */
const EMPTY = Symbol('an empty list');

/** Whether a value is a document. */
export function isDocument(value: unknown): value is Document {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    && !(value instanceof Date) && !(value instanceof RegExp);
}

/** The order of types ("Comparison/Sort Order" in the manual); a missing field counts as null. */
function rank(value: unknown): number {
  if (value === EMPTY) return 0;
  if (value === undefined || value === null) return 1;
  if (typeof value === 'number') return 2;
  if (typeof value === 'string') return 3;
  if (Array.isArray(value)) return 5;
  if (typeof value === 'boolean') return 8;
  return value instanceof Date ? 9 : 4;
}

/** The order of all values. Documents are compared field by field: by type, then by name, then by value. */
export function compare(a: any, b: any): number {
  if (rank(a) !== rank(b)) return rank(a) - rank(b);
  if (rank(a) <= 1) return 0;
  if (typeof a === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b));
  if (Array.isArray(a)) return compareLists(a, b);
  if (isDocument(a)) return compareLists(flat(a), flat(b));
  return Number(a) - Number(b);
}

function flat(doc: Document): unknown[] {
  return Object.entries(doc).flatMap(([name, value]) => [rank(value), name, value]);
}

/** Lists are compared element by element; of two that begin alike the shorter is less. */
export function compareLists(a: unknown[], b: unknown[]): number {
  const differing = a.findIndex((one, i) => i >= b.length || compare(one, b[i]) !== 0);
  if (differing < 0) return a.length - b.length;
  return differing >= b.length ? 1 : compare(a[differing], b[differing]);
}

/** All that a path stands for: it goes into every document of a list, and `undefined` is what is missing. */
export function leaves(value: unknown, [head, ...rest]: string[]): unknown[] {
  if (head === undefined) return [value];
  if (!Array.isArray(value)) return leaves(isDocument(value) ? value[head] : undefined, rest);
  const numbered = Number(head) < value.length ? leaves(value[Number(head)], rest) : [];
  return [...numbered, ...value.filter(isDocument).flatMap((one) => leaves(one, [head, ...rest]))];
}

const sameType = (a: unknown, b: unknown): boolean => rank(a) === rank(b);

/** Operators on one value. A condition on a list holds when it holds for the list or one of its elements. */
const PLAIN: Record<string, (value: any, arg: any) => boolean> = {
  $eq: (value, arg) => compare(value, arg) === 0,
  // `$gte` and `$lte` with null are equality with null; `$gt` and `$lt` with null hold for nothing.
  $gt: (value, arg) => sameType(value, arg) && compare(value, arg) > 0,
  $gte: (value, arg) => sameType(value, arg) && compare(value, arg) >= 0,
  $lt: (value, arg) => sameType(value, arg) && compare(value, arg) < 0,
  $lte: (value, arg) => sameType(value, arg) && compare(value, arg) <= 0,
  $in: (value, arg) => arg.some((one: unknown) => compare(value, one) === 0),
  $regex: (value, arg) => typeof value === 'string' && new RegExp(arg).test(value),
  // "$mod": fractions are rounded towards zero.
  $mod: (value, [divisor, rest]) => typeof value === 'number' && Math.trunc(value) % divisor === rest,
  $type: (value, arg) => value !== undefined
    && rank(value) === { null: 1, number: 2, string: 3, object: 4, array: 5, bool: 8, date: 9 }[arg as 'null'],
};
/** Operators on a list as a whole. */
const WHOLE: typeof PLAIN = {
  $size: (value, arg) => Array.isArray(value) && value.length === arg,
  $elemMatch: (value, arg) => Array.isArray(value) && value.some((one) => elementMatches(one, arg)),
};

/** Whether a value consists of operators. */
export function isCondition(value: unknown): value is Document {
  return isDocument(value) && Object.keys(value).some((key) => key.startsWith('$'));
}

/** Whether an element of a list satisfies operators, or its fields a filter. */
export function elementMatches(element: unknown, wanted: Document): boolean {
  if (isCondition(wanted)) return matches({ element }, { element: wanted });
  return isDocument(element) && matches(element, wanted);
}

function holds(doc: Document, path: string, operator: string, arg: any): boolean {
  const all = leaves(doc, path.split('.'));
  switch (operator) {
    case '$ne': return !holds(doc, path, '$eq', arg);
    case '$nin': return !holds(doc, path, '$in', arg);
    case '$not': return !matches(doc, { [path]: arg });
    case '$all': return arg.every((one: unknown) => holds(doc, path, '$eq', one));
    case '$exists': return all.some((leaf) => leaf !== undefined) === arg;
    default: {
      const [whole, plain] = [WHOLE[operator], PLAIN[operator]];
      if (whole) return all.some((leaf) => whole(leaf, arg));
      return all.some((leaf) => plain!(leaf, arg) || (Array.isArray(leaf) && leaf.some((one) => plain!(one, arg))));
    }
  }
}

/** Whether a document satisfies a filter. */
export function matches(doc: Document, filter: Document): boolean {
  return Object.entries(filter).every(([key, wanted]) => {
    if (key === '$and') return wanted.every((branch: Document) => matches(doc, branch));
    if (key === '$or') return wanted.some((branch: Document) => matches(doc, branch));
    if (key === '$nor') return !wanted.some((branch: Document) => matches(doc, branch));
    if (wanted instanceof RegExp) return holds(doc, key, '$regex', wanted);
    if (!isCondition(wanted)) return holds(doc, key, '$eq', wanted);
    return Object.entries(wanted).every(([operator, arg]) => holds(doc, key, operator, arg));
  });
}

/** The keys of a field in an index: every element of a list, null for what is missing. */
export function keysOf(doc: Document, path: string): unknown[] {
  const keys = leaves(doc, path.split('.')).flatMap((leaf) => (
    Array.isArray(leaf) ? (leaf.length ? leaf : [EMPTY]) : [leaf ?? null]));
  return keys.length ? keys : [null];
}

/** What a field is sorted by: a list's least element upwards, its greatest downwards. */
export function sortKey(doc: Document, path: string, direction: number): unknown {
  return keysOf(doc, path).sort((a, b) => compare(a, b) * direction)[0];
}
