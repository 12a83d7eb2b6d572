import { updateByPipeline } from '../aggregation/aggregate.ts';
import { DbError } from '../errors.ts';
import type { FindRequest } from '../query/search.ts';
import { createCollator } from '../values/collation.ts';
import { compareValues } from '../values/order.ts';
import { isArrayIndex } from '../values/paths.ts';
import { bsonType, clone, isOperatorObject, isPlain, own, put, type Doc } from '../values/values.ts';
import { REMOVING, UNCHANGED, UPDATE_OPERATORS, type ValueChange } from './operators.ts';
import {
  elementTests, entersArray, isMarker, placeAt, removeAt, resolve, setAt, type UpdateScope,
} from './paths.ts';

/** Makes the new document of a typed copy of the old one. `inserting` is true for the document of an upsert. */
export type Update = (doc: Doc, inserting: boolean) => Doc;

/** One change that operators make. A `$rename` has the new path as its own, and the old one. */
interface Change { operator: string; parts: string[]; value?: ValueChange; from?: string[] }

/**
 * Reads an update: a replacement, operators or a pipeline. `now` is the date of `$currentDate`.
 * @throws DbError for what cannot be read, whatever there is to change.
 */
export function compileUpdate(
  update: unknown, { filter, collation, variables }: FindRequest,
  { arrayFilters, multi, now }: { arrayFilters: Doc[]; multi: boolean; now: Date },
): Update {
  const collator = createCollator(collation);
  const scope: UpdateScope = { filter, collator, elements: elementTests(arrayFilters, collator), now };
  const changes = isOperatorObject(update) ? changesOf(update, scope) : [];
  checkNames(changes, scope);
  checkConflicts(changes);
  if (isOperatorObject(update)) return keepingId((doc, inserting) => applyAll(doc, changes, inserting, scope));
  const next = Array.isArray(update) ? updateByPipeline(update, variables) : replacement(update, multi);
  return keepingId((doc) => ({ _id: doc['_id'], ...next(doc) }));
}

function keepingId(update: Update): Update {
  return (doc, inserting) => {
    const id = clone(doc['_id']);
    const next = update(doc, inserting);
    if (id === undefined || ('_id' in next && compareValues(next['_id'], id) === 0)) return next;
    throw new DbError(
      'ImmutableField', "Performing an update on the path '_id' would modify the immutable field '_id'",
    );
  };
}

function replacement(update: unknown, multi: boolean): () => Doc {
  if (!isPlain(update)) throw new DbError('FailedToParse', 'Update argument must be either an object or an array');
  if (multi) throw new DbError('FailedToParse', 'multi update is not supported for replacement-style update');
  const bad = Object.keys(update).find((key) => key[0] === '$');
  if (bad) throw new DbError('DollarPrefixedFieldName', `The dollar ($) prefixed field '${bad}' is not allowed here`);
  return () => update;
}

function changesOf(update: Doc, scope: UpdateScope): Change[] {
  return Object.entries(update).flatMap(([operator, fields]) => {
    if (operator !== '$rename' && !(operator in UPDATE_OPERATORS)) {
      throw new DbError('FailedToParse', `Unknown modifier: ${operator}. Expected a valid update modifier or `
        + 'pipeline-style update specified as an array');
    }
    if (!isPlain(fields)) {
      throw new DbError('FailedToParse', `Modifiers operate on fields but we found another type for ${operator}`);
    }
    return Object.entries(fields).map(([path, arg]): Change => (operator === '$rename' ? renaming(path, arg) : {
      operator, parts: partsOf(path), value: UPDATE_OPERATORS[operator]!(arg, path, scope),
    }));
  });
}

function partsOf(path: string): string[] {
  const parts = path.split('.');
  if (parts.includes('')) {
    throw new DbError('EmptyFieldName', `The update path '${path}' contains an empty field name, which is not allowed`);
  }
  if (!isMarker(parts[0]!)) return parts;
  throw new DbError('BadValue', `Cannot have positional (i.e. '$') element in the first position in path '${path}'`);
}

function renaming(path: string, to: unknown): Change {
  if (typeof to !== 'string') throw new DbError('BadValue', `The 'to' field for $rename must be a string: ${path}`);
  const [from, parts] = [partsOf(path), partsOf(to)];
  if ([...from, ...parts].some(isMarker)) {
    throw new DbError('BadValue', `The fields of a $rename may not be dynamic: '${path}', '${to}'`);
  }
  if (path === to) throw new DbError('BadValue', `The source and target field for $rename must differ: ${path}`);
  return { operator: '$rename', parts, from };
}

/** Refuses names that no array filter has, and array filters that nothing uses. */
function checkNames(changes: Change[], { elements }: UpdateScope): void {
  const named = changes.flatMap(({ parts }) => parts.filter(isMarker).map((marker) => marker.slice(2, -1)));
  const unknown = named.find((name) => !elements.has(name));
  if (unknown !== undefined) throw new DbError('BadValue', `No array filter found for identifier '${unknown}'`);
  const unused = [...elements.keys()].find((name) => name !== '' && !named.includes(name));
  if (unused === undefined) return;
  throw new DbError('FailedToParse', `The array filter for identifier '${unused}' was not used in the update`);
}

/** Refuses two changes at one path. */
function checkConflicts(changes: Change[]): void {
  const paths = changes.flatMap(({ parts, from }) => (from ? [parts, from] : [parts]));
  const ordered = paths.map((parts) => `${parts.join('.')}.`).sort();
  for (let i = 1; i < ordered.length; i++) {
    if (!ordered[i]!.startsWith(ordered[i - 1]!)) continue;
    const [path, other] = [ordered[i]!.slice(0, -1), ordered[i - 1]!.slice(0, -1)];
    const conflict = `Updating the path '${path}' would create a conflict at '${other}'`;
    throw new DbError('ConflictingUpdateOperators', conflict);
  }
}

/** What paths stand for is settled before anything is changed. */
function applyAll(doc: Doc, changes: Change[], inserting: boolean, scope: UpdateScope): Doc {
  const wanted = changes.filter(({ operator }) => inserting || operator !== '$setOnInsert');
  const all = wanted.flatMap((change) => resolve(doc, change.parts, scope).map((parts) => ({ ...change, parts })));
  checkConflicts(all);
  all.sort((a, b) => comparePaths(a.parts, b.parts));
  for (const change of all) applyOne(doc, change);
  return doc;
}

/** New fields come in the order of their names, whatever was written first; those named by numbers as numbers. */
function comparePaths(a: string[], b: string[]): number {
  const at = a.findIndex((part, i) => part !== b[i]);
  if (at < 0) return a.length - b.length;
  const [one, other] = [a[at]!, b[at] ?? ''];
  if (isArrayIndex(one) && isArrayIndex(other)) return Number(one) - Number(other);
  return one < other ? -1 : 1;
}

function applyOne(doc: Doc, { operator, parts, value, from }: Change): void {
  if (from) return rename(doc, from, parts);
  const place = placeAt(doc, parts, !REMOVING.has(operator));
  const old = place && own(place.container, place.key);
  if (!place || (old === undefined && REMOVING.has(operator))) return;
  const next = value!(old);
  if (next === undefined) removeAt(place);
  else if (next !== UNCHANGED) setAt(place, next);
}

function rename(doc: Doc, from: string[], to: string[]): void {
  refuseElement(doc, from, 'source');
  const place = placeAt(doc, from, false);
  const value = place && own(place.container, place.key);
  if (value === undefined) return;
  refuseElement(doc, to, 'destination');
  removeAt(place!);
  setAt(placeAt(doc, to, true)!, value);
}

function refuseElement(doc: Doc, parts: string[], name: string): void {
  if (!entersArray(doc, parts)) return;
  throw new DbError('BadValue', `The ${name} field cannot be an array element: '${parts.join('.')}'`);
}

/** The fields that an upsert takes from its query: what the query says must be equal. */
export function seedFromFilter(filter: Doc): Doc {
  const seed: Doc = {};
  const found = equalities(filter);
  checkMatchedOnce(found.map(([path]) => path));
  for (const [path, value] of found) {
    const parts = path.split('.');
    const leaf = parts.pop()!;
    let at = seed;
    for (const part of parts) {
      if (!isPlain(own(at, part))) put(at, part, {});
      at = own(at, part);
    }
    put(at, leaf, clone(value));
  }
  return seed;
}

function checkMatchedOnce(paths: string[]): void {
  const twice = paths.find((path, i) => paths.some((other, k) => k !== i && `${path}.`.startsWith(`${other}.`)));
  if (twice === undefined) return;
  throw new DbError('NotSingleValueField', `cannot infer query fields to set, path '${twice}' is matched twice`);
}

function equalities(filter: Doc): Array<[string, any]> {
  return Object.entries(filter).flatMap(([key, value]): Array<[string, any]> => {
    if (key === '$and') return value.flatMap(equalities);
    if (key === '$or' && value.length === 1) return equalities(value[0]);
    if (key[0] === '$' || value instanceof RegExp || bsonType(value) === 'BSONRegExp') return [];
    if (!isPlain(value) || Object.keys(value)[0]?.[0] !== '$') return [[key, value]];
    if ('$eq' in value) return [[key, value['$eq']]];
    if (Array.isArray(value['$in']) && value['$in'].length === 1) return [[key, value['$in'][0]]];
    if (Array.isArray(value['$all']) && value['$all'].length === 1) return [[key, value['$all'][0]]];
    return [];
  });
}
