import { Timestamp } from 'bson';
import { DbError } from '../errors.ts';
import { compileElement, compileFilter } from '../query/matching.ts';
import { calculate } from '../values/numbers.ts';
import { compareValues, orderKey, type Collator } from '../values/order.ts';
import { sortDocs } from '../query/sorting.ts';
import { clone, isPlain, show, toPlain, typeName, type Doc } from '../values/values.ts';

/** Returned by an operator that leaves its place as it is. */
export const UNCHANGED = Symbol('unchanged');

/** The new value of a place from its old one; `undefined` when it is, or becomes, missing. */
export type ValueChange = (old: any) => any;

/** Reads an operator's argument. @throws DbError for one that cannot be read. */
type UpdateOperator = (arg: any, path: string, scope: { collator?: Collator; now: Date }) => ValueChange;

function asArray(value: any, path: string, operator: string): any[] {
  if (Array.isArray(value)) return value;
  throw new DbError(
    'BadValue', `The field '${path}' must be an array but is of type ${typeName(toPlain(value))} (${operator})`,
  );
}

function modifiers(arg: any, operator: string, known: string[]): Doc | undefined {
  if (!isPlain(arg) || !('$each' in arg)) return undefined;
  const unknown = Object.keys(arg).find((key) => !known.includes(key));
  if (unknown) throw new DbError('BadValue', `Unrecognized clause in ${operator}: ${unknown}`);
  if (!Array.isArray(arg['$each'])) {
    throw new DbError('BadValue', `The argument to $each in ${operator} must be an array but it was of type: `
      + typeName(toPlain(arg['$each'])));
  }
  return arg;
}

function push(arg: any, path: string): ValueChange {
  const more = modifiers(arg, '$push', ['$each', '$slice', '$sort', '$position']) ?? { $each: [arg] };
  const { $position, $sort, $slice } = toPlain({ ...more, $each: undefined }) as Doc;
  for (const [name, value] of Object.entries({ $position, $slice })) {
    if (value === undefined || Number.isInteger(value)) continue;
    throw new DbError('BadValue', `The value for ${name} must be a whole number but was of type ${typeName(value)}`);
  }
  if ($sort !== undefined && !isPlain($sort) && $sort !== 1 && $sort !== -1) {
    throw new DbError('BadValue', 'The $sort element value must be either 1 or -1');
  }
  return (old = []) => {
    const list = asArray(old, path, '$push');
    const all = list.toSpliced($position ?? list.length, 0, ...clone(more['$each']));
    const ordered = $sort === undefined ? all : sortElements(all, $sort);
    if ($slice === undefined) return ordered;
    return $slice < 0 ? ordered.slice($slice) : ordered.slice(0, $slice);
  };
}

function sortElements(list: any[], by: any): any[] {
  return isPlain(by) ? sortDocs(list, by) : list.toSorted((a, b) => compareValues(a, b) * by);
}

function addToSet(arg: any, path: string): ValueChange {
  const values: any[] = modifiers(arg, '$addToSet', ['$each'])?.['$each'] ?? [arg];
  return (old) => {
    const list = old === undefined ? [] : [...asArray(old, path, '$addToSet')];
    const seen = new Set(list.map(orderKey));
    const before = list.length;
    for (const value of clone(values)) {
      const key = orderKey(value);
      if (!seen.has(key)) list.push(value);
      seen.add(key);
    }
    return list.length === before && old !== undefined ? UNCHANGED : list;
  };
}

function pull(arg: any, path: string, { collator }: { collator?: Collator }): ValueChange {
  const accepts = pullTest(toPlain(arg), collator);
  return (old) => asArray(old, path, '$pull').filter((element) => !accepts(toPlain(element)));
}

function pullTest(arg: any, collator?: Collator): (element: any) => boolean {
  if (arg instanceof RegExp) {
    const test = compileFilter({ element: arg }, { collator });
    return (element) => test({ element });
  }
  if (isPlain(arg)) return compileElement(arg, { collator });
  return (element) => compareValues(element, arg, collator) === 0;
}

function pullAll(arg: any, path: string): ValueChange {
  if (!Array.isArray(arg)) throw new DbError('BadValue', '$pullAll requires an array argument');
  const out = new Set(arg.map(orderKey));
  return (old) => asArray(old, path, '$pullAll').filter((element) => !out.has(orderKey(element)));
}

function pop(arg: any, path: string): ValueChange {
  const end = Number(toPlain(arg));
  if (end !== 1 && end !== -1) throw new DbError('FailedToParse', `$pop expects 1 or -1, found: ${show(toPlain(arg))}`);
  return (old) => {
    if (!Array.isArray(old)) throw new DbError('TypeMismatch', `Path '${path}' contains an element of non-array type`);
    return end < 0 ? old.slice(1) : old.slice(0, -1);
  };
}

function currentDate(arg: any, path: string, { now }: { now: Date }): ValueChange {
  if (arg === true || arg === false || arg?.$type === 'date') return () => new Date(now);
  if (arg?.$type === 'timestamp') return () => new Timestamp({ t: Math.floor(now.getTime() / 1000), i: 1 });
  throw new DbError('BadValue', `The '$type' of $currentDate must be 'date' or 'timestamp' (${path})`);
}

function calculation(operator: '$inc' | '$mul'): UpdateOperator {
  return (arg, path) => {
    calculate(operator, undefined, arg, path);
    return (old) => calculate(operator, old, arg, path);
  };
}

function set(arg: any): ValueChange {
  return () => clone(arg);
}

/** The operators that change one value. `$rename` is in update.ts. */
export const UPDATE_OPERATORS: Record<string, UpdateOperator | undefined> = {
  $set: set,
  $setOnInsert: set,
  $unset: () => () => undefined,
  $inc: calculation('$inc'),
  $mul: calculation('$mul'),
  $min: (arg) => (old) => (old === undefined || compareValues(arg, old) < 0 ? clone(arg) : UNCHANGED),
  $max: (arg) => (old) => (old === undefined || compareValues(arg, old) > 0 ? clone(arg) : UNCHANGED),
  $currentDate: currentDate,
  $push: push,
  $addToSet: addToSet,
  $pull: pull,
  $pullAll: pullAll,
  $pop: pop,
};

/** Operators that leave a missing place missing. */
export const REMOVING = new Set(['$unset', '$pull', '$pullAll', '$pop']);
