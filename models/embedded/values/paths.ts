import { bsonType, isPlain, own } from './values.ts';

const INDEX = /^(0|[1-9]\d*)$/;

/** True for a path part that can also be an array index. */
export function isArrayIndex(part: string): boolean {
  return INDEX.test(part);
}

/**
 * Calls `test` with each value that a query's path stands for, until one is accepted. Arrays on the way are entered;
 * an array at the end is handed over whole. A field that is not there is `undefined`.
 */
export function someAt(value: any, parts: string[], test: (leaf: any) => boolean, from = 0): boolean {
  if (from === parts.length) return test(value);
  const part = parts[from]!;
  if (Array.isArray(value)) return someInArray(value, parts, test, from);
  if (isPlain(value)) return someAt(own(value, part), parts, test, from + 1);
  if (bsonType(value) === 'DBRef') return someAt(own(value.toJSON(), part), parts, test, from + 1);
  return test(undefined);
}

function someInArray(array: any[], parts: string[], test: (leaf: any) => boolean, from: number): boolean {
  const part = parts[from]!;
  if (isArrayIndex(part) && Number(part) < array.length && someAt(array[Number(part)], parts, test, from + 1)) {
    return true;
  }
  return array.some((element) => (
    (isPlain(element) || bsonType(element) === 'DBRef') && someAt(element, parts, test, from)
  ));
}

/**
 * The values of a path for an index or a sort: the elements of an array one by one, `null` for a missing field,
 * `undefined` for an empty array (MongoDB keeps the two apart).
 */
export function keyValues(doc: any, parts: string[]): { values: any[]; multi: boolean } {
  if (parts.length === 1) {
    const only = own(doc, parts[0]!);
    if (!Array.isArray(only)) return { values: [only ?? null], multi: false };
  }
  const values: any[] = [];
  let multi = false;
  collect(doc, parts, 0, (leaf, viaArray) => {
    multi ||= viaArray;
    values.push(leaf);
  });
  return { values: values.length ? values : [null], multi };
}

type Collect = (leaf: any, viaArray: boolean) => void;

function collect(value: any, parts: string[], from: number, add: Collect): void {
  if (from === parts.length) {
    if (!Array.isArray(value)) add(value ?? null, false);
    else if (value.length === 0) add(undefined, true);
    else for (const element of value) add(element ?? null, true);
    return;
  }
  const part = parts[from]!;
  if (!Array.isArray(value)) {
    collect(isPlain(value) ? own(value, part) : undefined, parts, from + 1, add);
    return;
  }
  if (isArrayIndex(part)) {
    collect(value[Number(part)], parts, from + 1, (leaf) => add(leaf, true));
    return;
  }
  const documents = value.filter(isPlain);
  if (documents.length === 0) add(null, true);
  for (const element of documents) collect(element, parts, from, (leaf) => add(leaf, true));
}

/** The value of a path as error messages and `keyValue` show it: arrays on the way give arrays. */
export function valueAt(value: any, parts: string[], from = 0): any {
  if (from === parts.length) return value;
  const part = parts[from]!;
  if (Array.isArray(value)) {
    if (isArrayIndex(part)) return valueAt(value[Number(part)], parts, from + 1);
    return value.filter(isPlain).map((element) => valueAt(element, parts, from)).filter((v) => v !== undefined);
  }
  return isPlain(value) ? valueAt(own(value, part), parts, from + 1) : undefined;
}
