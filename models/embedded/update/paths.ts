import { DbError } from '../errors.ts';
import { compileFilter, type Matcher } from '../query/matching.ts';
import { isArrayIndex } from '../values/paths.ts';
import { isPlain, own, put, show, toPlain, type Doc } from '../values/values.ts';
import type { Collator } from '../values/order.ts';

/** One place that an update path stands for: a document or an array, and the key in it. */
interface Place { container: any; key: string }

/** What an update refers to beside the document. */
export interface UpdateScope {
  /** The query that found the document, for the positional `$`. */
  filter: Doc;
  /** Which elements `$[name]` stands for; those of `$[]` have an empty name. */
  elements: Map<string, Matcher>;
  collator?: Collator;
  now: Date;
}

/** True for `$`, `$[]` and `$[name]`. */
export function isMarker(part: string): boolean {
  return part === '$' || (part.startsWith('$[') && part.endsWith(']'));
}

/** The paths without markers that a path stands for in a document. */
export function resolve(doc: Doc, parts: string[], scope: UpdateScope): string[][] {
  const at = parts.findIndex(isMarker);
  if (at < 0) return [parts];
  const [head, marker, rest] = [parts.slice(0, at), parts[at]!, parts.slice(at + 1)];
  const place = placeAt(doc, head, false);
  const array = place && own(place.container, place.key);
  const path = head.join('.');
  if (!Array.isArray(array)) {
    throw new DbError('BadValue', `The path '${path}' must exist in the document in order to apply array updates.`);
  }
  const chosen = marker === '$' ? [position(array, path, scope)] : chosenBy(array, marker, scope);
  return chosen.flatMap((index) => resolve(doc, [...head, String(index), ...rest], scope));
}

function position(array: any[], path: string, { filter, collator }: UpdateScope): number {
  const index = matchedElement(toPlain(array), path, filter, collator);
  if (index >= 0) return index;
  throw new DbError('BadValue', 'The positional operator did not find the match needed from the query.');
}

function chosenBy(array: any[], marker: string, { elements }: UpdateScope): number[] {
  const accepts = elements.get(marker.slice(2, -1))!;
  return array.flatMap((element, index) => (accepts(element) ? [index] : []));
}

/** The place of a path without markers. With `create`, missing parents are made; without, there may be none. */
export function placeAt(doc: Doc, parts: string[], create: boolean): Place | undefined {
  let container: any = doc;
  for (const [i, key] of parts.entries()) {
    if (!isPlain(container) && !(Array.isArray(container) && isArrayIndex(key))) {
      if (!create) return undefined;
      const element = `{${parts[i - 1]}: ${show(toPlain(container))}}`;
      throw new DbError('PathNotViable', `Cannot create field '${key}' in element ${element}`);
    }
    const place = { container, key };
    if (i === parts.length - 1) return place;
    if (create && own(container, key) === undefined) setAt(place, {});
    container = own(container, key);
  }
  return undefined;
}

/** Writes a value; an array that is too short is filled with nulls, within reason. */
export function setAt({ container, key }: Place, value: unknown): void {
  if (Array.isArray(container)) {
    const gap = Number(key) - container.length;
    if (gap > 1_500_000) throw new DbError('BadValue', `can't backfill more than 1500000 elements (index ${key})`);
    while (container.length < Number(key)) container.push(null);
  }
  put(container, key, value);
}

/** Takes a field away; an element leaves a null. */
export function removeAt({ container, key }: Place): void {
  if (!Array.isArray(container)) delete container[key];
  else if (Number(key) < container.length) container[Number(key)] = null;
}

/** True when a path leads to an element of an array, or into one. */
export function entersArray(doc: Doc, parts: string[]): boolean {
  let value: any = doc;
  return parts.some((part) => {
    if (Array.isArray(value)) return true;
    value = isPlain(value) ? own(value, part) : undefined;
    return false;
  });
}

/** Reads array filters. @throws DbError for one that speaks of several names or of none, or of the name of another. */
export function elementTests(arrayFilters: Doc[], collator?: Collator): Map<string, Matcher> {
  const tests = new Map<string, Matcher>([['', () => true]]);
  for (const filter of arrayFilters) {
    const test = compileFilter(filter, { collator });
    const [name = '', ...more] = new Set(identifiers(filter));
    if (more.length > 0 || tests.has(name)) {
      throw new DbError('FailedToParse', `Each array filter needs one top-level field name of its own: ${show(filter)}`);
    }
    tests.set(name, (element) => test({ [name]: toPlain(element) }));
  }
  return tests;
}

function identifiers(filter: Doc): string[] {
  return Object.entries(filter).flatMap(([key, value]): string[] => {
    if (key[0] !== '$') return [key.split('.')[0]!];
    return Array.isArray(value) ? value.flatMap(identifiers) : [];
  });
}

/** The first element of an array that satisfies what a query says about its path; -1 when the query says nothing. */
export function matchedElement(array: any[], path: string, filter: Doc, collator?: Collator): number {
  const clauses = clausesOn(filter, path);
  if (clauses.length === 0) return -1;
  const tests = clauses.map((clause) => compileFilter(clause, { collator }));
  return array.findIndex((element) => {
    const wrapped = path.split('.').reduceRight((inner: any, part) => ({ [part]: inner }), [element]);
    return tests.every((test) => test(wrapped));
  });
}

function clausesOn(filter: Doc, path: string): Doc[] {
  return Object.entries(filter).flatMap(([key, value]): Doc[] => {
    if (key === '$and') return value.flatMap((inner: Doc) => clausesOn(inner, path));
    return key === path || key.startsWith(`${path}.`) ? [{ [key]: value }] : [];
  });
}
