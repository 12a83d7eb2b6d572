import { DbError } from '../errors.ts';
import { compileFilter, type Matcher } from '../query/matching.ts';
import { isArrayIndex } from '../values/paths.ts';
import { isPlain, own, put, show, toPlain, type Doc } from '../values/values.ts';
import type { Collator } from '../values/order.ts';

/** One place that an update path stands for: a document or an array, and the key in it. */
export interface Place { container: any; key: string }

/** What a path in an update may refer to. */
export interface UpdateScope {
  /** The query that found the document, for the positional `$`. */
  filter: Doc;
  arrayFilters: Doc[];
  collator?: Collator;
  /** The element `$` stands for, by array path: fixed before an earlier operator changes the array. */
  positions: Map<string, number>;
}

/** Every place of a path, with `$`, `$[]` and `$[name]` resolved. With `create`, missing parents are made. */
export function placesOf(doc: Doc, path: string, create: boolean, scope: UpdateScope): Place[] {
  const parts = path.split('.');
  if (parts.some((part) => part === '')) {
    throw new DbError('EmptyFieldName', `The update path '${path}' contains an empty field name, which is not allowed`);
  }
  let containers: any[] = [doc];
  for (let i = 0; ; i++) {
    const places = containers.flatMap((container) => step(container, parts, i, create, scope));
    if (i === parts.length - 1) return places;
    containers = places.flatMap((place) => descend(place, parts[i + 1]!, create));
  }
}

function step(container: any, parts: string[], i: number, create: boolean, scope: UpdateScope): Place[] {
  const part = parts[i]!;
  if (!isMarker(part)) {
    if (!Array.isArray(container) || isArrayIndex(part)) return [{ container, key: part }];
    if (!create) return [];
    throw notViable(part, parts[i - 1]!, container);
  }
  const head = parts.slice(0, i).join('.');
  if (!Array.isArray(container)) throw mustExist(head);
  if (part === '$') return [{ container, key: String(position(container, head, scope)) }];
  const name = part.slice(2, -1);
  const accepts = name === '' ? () => true : elementFilter(name, parts.join('.'), scope);
  return container.flatMap((element, index) => (accepts(element) ? [{ container, key: String(index) }] : []));
}

function notViable(field: string, name: string, value: any): DbError {
  return new DbError('PathNotViable', `Cannot create field '${field}' in element {${name}: ${show(toPlain(value))}}`);
}

function mustExist(path: string): DbError {
  return new DbError('BadValue', `The path '${path}' must exist in the document in order to apply array updates.`);
}

function isMarker(part: string): boolean {
  return part === '$' || (part.startsWith('$[') && part.endsWith(']'));
}

function descend(place: Place, next: string, create: boolean): any[] {
  let value = own(place.container, place.key);
  if (value === undefined) {
    if (!create) return [];
    if (isMarker(next)) throw mustExist(place.key);
    value = {};
    setAt(place, value);
  }
  if (isPlain(value) || Array.isArray(value)) return [value];
  if (!create) return [];
  throw notViable(next, place.key, value);
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

function elementFilter(name: string, path: string, scope: UpdateScope): Matcher {
  const filter = scope.arrayFilters.find((candidate) => mentions(candidate, name));
  if (!filter) throw new DbError('BadValue', `No array filter found for identifier '${name}' in path '${path}'`);
  const test = compileFilter(filter, { collator: scope.collator });
  return (element) => test({ [name]: toPlain(element) });
}

/** True when an array filter speaks of this identifier. */
export function mentions(filter: Doc, name: string): boolean {
  return Object.entries(filter).some(([key, value]) => (
    key === name || key.startsWith(`${name}.`)
    || (Array.isArray(value) && value.some((inner) => isPlain(inner) && mentions(inner, name)))
  ));
}

function position(array: any[], path: string, scope: UpdateScope): number {
  const known = scope.positions.get(path);
  const index = known ?? matchedElement(toPlain(array), path, scope.filter, scope.collator);
  if (index < 0) {
    throw new DbError('BadValue', 'The positional operator did not find the match needed from the query.');
  }
  scope.positions.set(path, index);
  return index;
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
