import { Timestamp } from 'bson';
import { DbError } from '../errors.ts';
import { compileElement, compileFilter } from '../query/matching.ts';
import { calculate } from '../values/numbers.ts';
import { compareValues, orderKey } from '../values/order.ts';
import { sortDocs } from '../query/sorting.ts';
import { clone, isPlain, show, toPlain, typeName, type Doc } from '../values/values.ts';
import type { UpdateScope } from './paths.ts';

/** Returned by an operator that leaves its place as it is. */
export const UNCHANGED = Symbol('unchanged');

/** The new value of a place, from its old one (`undefined` when missing) and the operator's argument. */
type UpdateOperator = (old: any, arg: any, path: string, scope: UpdateScope & { now: Date }) => any;

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

function push(old: any, arg: any, path: string): any[] {
  const list = old === undefined ? [] : [...asArray(old, path, '$push')];
  const more = modifiers(arg, '$push', ['$each', '$slice', '$sort', '$position']);
  if (!more) return [...list, clone(arg)];
  const { $position, $sort, $slice } = toPlain({ ...more, $each: undefined }) as Doc;
  for (const [name, value] of Object.entries({ $position, $slice })) {
    if (value === undefined || Number.isInteger(value)) continue;
    throw new DbError('BadValue', `The value for ${name} must be a whole number but was of type ${typeName(value)}`);
  }
  list.splice($position ?? list.length, 0, ...clone(more['$each']));
  const ordered = $sort === undefined ? list : sortElements(list, $sort);
  if ($slice === undefined) return ordered;
  return $slice < 0 ? ordered.slice($slice) : ordered.slice(0, $slice);
}

function sortElements(list: any[], by: any): any[] {
  if (isPlain(by)) return sortDocs(list, by);
  if (by !== 1 && by !== -1) throw new DbError('BadValue', 'The $sort element value must be either 1 or -1');
  return list.toSorted((a, b) => compareValues(a, b) * by);
}

function addToSet(old: any, arg: any, path: string): any {
  const list = old === undefined ? [] : [...asArray(old, path, '$addToSet')];
  const seen = new Set(list.map(orderKey));
  const before = list.length;
  for (const value of clone(modifiers(arg, '$addToSet', ['$each'])?.['$each'] ?? [arg])) {
    const key = orderKey(value);
    if (!seen.has(key)) list.push(value);
    seen.add(key);
  }
  return list.length === before && old !== undefined ? UNCHANGED : list;
}

function pull(old: any, arg: any, path: string, scope: UpdateScope): any {
  if (old === undefined) return UNCHANGED;
  const plain = toPlain(arg);
  const accepts = pullTest(plain, scope);
  return asArray(old, path, '$pull').filter((element) => !accepts(toPlain(element)));
}

function pullTest(arg: any, { collator }: UpdateScope): (element: any) => boolean {
  if (arg instanceof RegExp) {
    const test = compileFilter({ element: arg }, { collator });
    return (element) => test({ element });
  }
  if (isPlain(arg)) return compileElement(arg, { collator });
  return (element) => compareValues(element, arg, collator) === 0;
}

function pullAll(old: any, arg: any, path: string): any {
  if (!Array.isArray(arg)) throw new DbError('BadValue', '$pullAll requires an array argument');
  if (old === undefined) return UNCHANGED;
  const out = new Set(arg.map(orderKey));
  return asArray(old, path, '$pullAll').filter((element) => !out.has(orderKey(element)));
}

function pop(old: any, arg: any, path: string): any {
  const end = Number(toPlain(arg));
  if (end !== 1 && end !== -1) throw new DbError('FailedToParse', `$pop expects 1 or -1, found: ${show(toPlain(arg))}`);
  if (old === undefined) return UNCHANGED;
  if (!Array.isArray(old)) throw new DbError('TypeMismatch', `Path '${path}' contains an element of non-array type`);
  return end < 0 ? old.slice(1) : old.slice(0, -1);
}

function currentDate(_old: any, arg: any, path: string, { now }: { now: Date }): any {
  if (arg === true || arg === false || arg?.$type === 'date') return new Date(now);
  if (arg?.$type === 'timestamp') return new Timestamp({ t: Math.floor(now.getTime() / 1000), i: 1 });
  throw new DbError('BadValue', `The '$type' of $currentDate must be 'date' or 'timestamp' (${path})`);
}

/** The operators that turn one value into another. `$unset` and `$rename` move fields and live in update.ts. */
export const UPDATE_OPERATORS: Record<string, UpdateOperator | undefined> = {
  $set: (_old, arg) => clone(arg),
  $inc: (old, arg, path) => calculate('$inc', old, arg, path),
  $mul: (old, arg, path) => calculate('$mul', old, arg, path),
  $min: (old, arg) => (old === undefined || compareValues(arg, old) < 0 ? clone(arg) : UNCHANGED),
  $max: (old, arg) => (old === undefined || compareValues(arg, old) > 0 ? clone(arg) : UNCHANGED),
  $currentDate: currentDate,
  $push: push,
  $addToSet: addToSet,
  $pull: pull,
  $pullAll: pullAll,
  $pop: pop,
};

/** Operators that never create what is missing. */
export const REMOVING = new Set(['$unset', '$pull', '$pullAll', '$pop', '$rename']);
