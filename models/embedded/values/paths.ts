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

/** Two of the fields lead through arrays that are not the same one. */
export class ParallelArraysError extends Error {}

/**
 * What a document is sorted by, or found by in an index: a row with one value for each field. Where fields lead through
 * an array there is a row for each of its elements, and `multi` is true. `null` stands for a missing field, `undefined`
 * for an empty array (MongoDB keeps the two apart). @throws ParallelArraysError
 */
export function keyRows(doc: any, fields: ReadonlyArray<readonly string[]>): { rows: any[][]; multi: boolean } {
  const usual: any[] = [];
  for (const [name, ...more] of fields) {
    const value = own(doc, name!);
    if (more.length > 0 || Array.isArray(value)) break;
    usual.push(value ?? null);
  }
  if (usual.length === fields.length) return { rows: [usual], multi: false };
  const ways = fields.map((parts) => wayTo(doc, parts, 0));
  return { rows: rowsOf(ways), multi: ways.some(({ multi }) => multi) };
}

/** The values of one field, as in `keyRows`. */
export function keyValues(doc: any, parts: readonly string[]): any[] {
  return keyRows(doc, [parts]).rows.map(([value]) => value);
}

/** How far a field leads: to its value (`parts` is undefined), or to an array and the parts that are left. */
interface Way { value: any; parts?: readonly string[]; multi: boolean }

function wayTo(start: any, parts: readonly string[], from: number): Way {
  let value = start;
  let multi = false;
  for (let i = from; i < parts.length; i++) {
    const part = parts[i]!;
    if (Array.isArray(value)) {
      multi = true;
      if (!isArrayIndex(part)) return { value, parts: parts.slice(i), multi };
      value = value[Number(part)];
    } else {
      value = isPlain(value) ? own(value, part) : undefined;
    }
  }
  return Array.isArray(value) ? { value, parts: [], multi: true } : { value: value ?? null, multi };
}

function rowsOf(ways: Way[]): any[][] {
  const [array, ...others] = new Set(ways.filter(({ parts }) => parts).map(({ value }) => value as any[]));
  if (!array) return [ways.map(({ value }) => value)];
  if (others.length > 0) throw new ParallelArraysError();
  const whole = ways.some(({ parts }) => parts?.length === 0);
  const elements = whole ? array : array.filter(isPlain);
  return (elements.length > 0 ? elements : [undefined]).flatMap((element) => rowsOf(ways.map((way) => {
    if (!way.parts) return way;
    if (way.parts.length > 0) return wayTo(element, way.parts, 0);
    return { value: element, multi: true };
  })));
}
