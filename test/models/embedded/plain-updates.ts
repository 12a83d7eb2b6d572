/* What MongoDB's manual says of updates, in the plainest form: a function of one document. */
import { compare, elementMatches, isCondition, isDocument, matches, type Document } from './plain-filters.ts';

/** Why MongoDB refuses a change, by the codes of its error table. */
export class Refusal extends Error {
  readonly code: number;
  constructor(code: number) {
    super(`code ${code}`);
    this.code = code;
  }
}
const [BAD_VALUE, TYPE_MISMATCH, PATH_NOT_VIABLE] = [2, 14, 28];

function numeric(old: any, result: (old: number) => number): number {
  if (typeof old !== 'number') throw new Refusal(TYPE_MISMATCH);
  return result(old);
}

function list(old: any, code = BAD_VALUE): any[] {
  if (!Array.isArray(old)) throw new Refusal(code);
  return old;
}

function isPulled(element: unknown, arg: unknown): boolean {
  return isDocument(arg) ? elementMatches(element, arg) : compare(element, arg) === 0;
}

function push(old: any[], arg: any): any[] {
  if (!isDocument(arg) || !('$each' in arg)) return [...old, arg];
  const { $each, $position = old.length, $sort, $slice } = arg;
  const all = old.toSpliced($position, 0, ...$each);
  if ($sort) all.sort((a, b) => compare(a, b) * $sort);
  if ($slice === undefined) return all;
  return $slice < 0 ? all.slice($slice) : all.slice(0, $slice);
}

/** A field's new value from its old one; `undefined` is a missing field. */
const CHANGES: Record<string, (old: any, arg: any) => unknown> = {
  $set: (_old, arg) => arg,
  $setOnInsert: (_old, arg) => arg,
  $unset: () => undefined,
  $inc: (old = 0, arg) => numeric(old, (number) => number + arg),
  $mul: (old = 0, arg) => numeric(old, (number) => number * arg),
  $min: (old, arg) => (old === undefined || compare(arg, old) < 0 ? arg : old),
  $max: (old, arg) => (old === undefined || compare(arg, old) > 0 ? arg : old),
  $push: (old = [], arg) => push(list(old), arg),
  $addToSet: (old = [], arg) => (arg?.$each ?? [arg]).reduce((all: unknown[], one: unknown) => (
    all.some((other) => compare(one, other) === 0) ? all : [...all, one]), list(old)),
  $pull: (old, arg) => list(old).filter((one) => !isPulled(one, arg)),
  $pullAll: (old, arg) => list(old).filter((one) => arg.every((out: unknown) => compare(one, out) !== 0)),
  $pop: (old, arg) => (arg < 0 ? list(old, TYPE_MISMATCH).slice(1) : list(old, TYPE_MISMATCH).slice(0, -1)),
};
/** Operators that leave a missing field missing. */
const REMOVING = ['$unset', '$pull', '$pullAll', '$pop'];

/** Which elements `$[]`, `$[e]` and `$` stand for. */
type Chosen = (marker: string) => number[];

function changeAt(
  at: any, [head, ...rest]: string[], change: (old: any) => unknown, makes: boolean, chosen: Chosen,
): any {
  if (head === undefined) return change(at);
  if (head.startsWith('$')) {
    const [elements, marked] = [list(at), chosen(head)];
    return elements.map((one, i) => (marked.includes(i) ? changeAt(one, rest, change, makes, chosen) : one));
  }
  if (!isDocument(at) && !makes) return at;
  if (!isDocument(at) && at !== undefined) throw new Refusal(PATH_NOT_VIABLE);
  const { [head]: old, ...others } = at ?? {};
  const value = changeAt(old, rest, change, makes, chosen);
  return value === undefined ? others : { ...at, [head]: value };
}

/** A changed copy. The fields are processed in lexicographic order (the manual's "Update Operators", since 5.0). */
export function changed(
  doc: Document, update: Document, filter: Document, arrayFilters: Document[] = [],
): Document {
  const steps = Object.entries(update).flatMap(([operator, fields]) => (
    Object.entries(fields as Document).flatMap(([path, arg]) => {
      if (operator !== '$rename') return [{ operator, path, arg }];
      if (!(path in doc)) return [];
      return [{ operator: '$unset', path, arg: '' }, { operator: '$set', path: arg as string, arg: doc[path] }];
    })));
  steps.sort((a, b) => (a.path < b.path ? -1 : 1));
  return steps.reduce((result, { operator, path, arg }) => {
    const parts = path.split('.');
    // they are chosen as they were before the first change
    const chosen: Chosen = (marker) => {
      const clause = `${parts[0]}.`;
      const wanted = Object.entries(filter).filter(([key]) => key.startsWith(clause));
      const own = Object.fromEntries(wanted.map(([key, value]) => [key.slice(clause.length), value]));
      const isMeant = (e: unknown): boolean => (
        marker === '$' ? elementMatches(e, own) : marker === '$[]' || matches({ e }, arrayFilters[0]!));
      const meant = list(doc[parts[0]!]).flatMap((e, i) => (isMeant(e) ? [i] : []));
      return marker === '$' ? meant.slice(0, 1) : meant;
    };
    const removes = REMOVING.includes(operator);
    const change = (old: unknown): unknown => (
      removes && old === undefined ? undefined : CHANGES[operator]!(old, structuredClone(arg)));
    return changeAt(result, parts, change, !removes, chosen);
  }, structuredClone(doc));
}

/** What an upsert begins with: the fields that the filter holds equal to something. */
export function equalities(filter: Document): Document {
  return Object.entries(filter).reduce((doc, [key, wanted]) => {
    if (key === '$and') return wanted.reduce((all: Document, one: Document) => ({ ...all, ...equalities(one) }), doc);
    const value = isCondition(wanted) ? wanted['$eq'] : wanted;
    if (key.startsWith('$') || value === undefined || value instanceof RegExp) return doc;
    return changeAt(doc, key.split('.'), () => value, true, () => []);
  }, {} as Document);
}

/** What an update does to a document that is there already. */
export function withoutOnInsert({ $setOnInsert: _, ...update }: Document): Document {
  return update;
}

/** Whether a replacement was given and not an update. */
export function isReplacement(update: Document): boolean {
  return !isCondition(update);
}
