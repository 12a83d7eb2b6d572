import { DbError } from '../errors.ts';
import { compareValues, type Collator } from '../values/order.ts';
import { isArrayIndex } from '../values/paths.ts';
import { bsonType, clone, isPlain, own, put, type Doc } from '../values/values.ts';
import { REMOVING, UNCHANGED, UPDATE_OPERATORS } from './operators.ts';
import { mentions, placesOf, setAt, type UpdateScope } from './paths.ts';

/** What an update runs with, beside the document. */
export interface UpdateContext {
  filter: Doc;
  arrayFilters: Doc[];
  collator?: Collator;
  /** True for the document that an upsert makes: `$setOnInsert` counts, and `_id` may be set. */
  inserting: boolean;
  now: Date;
}

/** A replacement document, an update of operators, or an aggregation pipeline. */
type UpdateKind = 'replacement' | 'operators' | 'pipeline';

/** Tells the three kinds of update apart. Throws when operators and fields are mixed. */
export function kindOfUpdate(update: unknown): UpdateKind {
  if (Array.isArray(update)) return 'pipeline';
  if (!isPlain(update)) throw new DbError('FailedToParse', 'Update argument must be either an object or an array');
  const keys = Object.keys(update);
  const operators = keys.filter((key) => key[0] === '$');
  if (operators.length === 0) return 'replacement';
  const field = keys.find((key) => key[0] !== '$');
  if (!field) return 'operators';
  if (keys[0]![0] === '$') throw unknownModifier(field);
  throw new DbError('DollarPrefixedFieldName', `The dollar ($) prefixed field '${operators[0]}' is not allowed here`);
}

function unknownModifier(name: string): DbError {
  return new DbError('FailedToParse', `Unknown modifier: ${name}. Expected a valid update modifier or pipeline-style `
    + 'update specified as an array');
}

/** Applies update operators to a typed document, in place; the document must be a copy of the stored one. */
export function applyOperators(doc: Doc, update: Doc, context: UpdateContext): void {
  checkOperators(update, context);
  const scope: UpdateScope & { now: Date } = {
    filter: context.filter, arrayFilters: context.arrayFilters, collator: context.collator,
    positions: new Map(), now: context.now,
  };
  const changes = Object.entries(update).flatMap(([operator, fields]) => {
    if (operator === '$setOnInsert' && !context.inserting) return [];
    const name = operator === '$setOnInsert' ? '$set' : operator;
    return Object.entries(fields as Doc).map(([path, arg]) => ({ name, path, arg, parts: path.split('.') }));
  });
  changes.sort((a, b) => comparePaths(a.parts, b.parts));
  for (const { name, path, arg } of changes) applyOne(doc, name, path, arg, scope, context.inserting);
}

/** New fields come in the order of their names, whatever was written first; those named by numbers as numbers. */
function comparePaths(a: string[], b: string[]): number {
  const at = a.findIndex((part, i) => part !== b[i]);
  if (at < 0) return a.length - b.length;
  const [one, other] = [a[at]!, b[at] ?? ''];
  if (isArrayIndex(one) && isArrayIndex(other)) return Number(one) - Number(other);
  return one < other ? -1 : 1;
}

function applyOne(
  doc: Doc, operator: string, path: string, arg: any, scope: UpdateScope & { now: Date }, inserting: boolean,
): void {
  if (path === '_id' || path.startsWith('_id.')) {
    const same = operator === '$set' && '_id' in doc && compareValues(doc['_id'], arg) === 0;
    if (same) return;
    if (!inserting || '_id' in doc || operator !== '$set') throw immutableId();
  }
  for (const place of placesOf(doc, path, !REMOVING.has(operator), scope)) {
    const old = own(place.container, place.key);
    if (operator === '$unset') {
      remove(place.container, place.key);
    } else if (operator === '$rename') {
      if (old !== undefined) rename(doc, path, arg, old, scope);
    } else {
      const value = UPDATE_OPERATORS[operator]!(old, arg, path, scope);
      if (value !== UNCHANGED) setAt(place, value);
    }
  }
}

function immutableId(): DbError {
  return new DbError(
    'ImmutableField', "Performing an update on the path '_id' would modify the immutable field '_id'",
  );
}

function remove(container: any, key: string): void {
  if (!Array.isArray(container)) delete container[key];
  else if (Number(key) < container.length) container[Number(key)] = null;
}

function rename(doc: Doc, from: string, to: any, value: any, scope: UpdateScope): void {
  for (const { container, key } of placesOf(doc, from, false, scope)) remove(container, key);
  for (const { container, key } of placesOf(doc, to, true, scope)) put(container, key, value);
}

/** Refuses unknown operators, two operators on one path, and array filters that nothing uses. */
function checkOperators(update: Doc, { arrayFilters }: UpdateContext): void {
  const paths: string[] = [];
  for (const [operator, fields] of Object.entries(update)) {
    const known = operator in UPDATE_OPERATORS || ['$unset', '$rename', '$setOnInsert'].includes(operator);
    if (!known) throw unknownModifier(operator);
    if (!isPlain(fields)) {
      throw new DbError('FailedToParse', `Modifiers operate on fields but we found another type for ${operator}`);
    }
    paths.push(...Object.keys(fields));
    if (operator === '$rename') paths.push(...renameTargets(fields));
  }
  checkConflicts(paths);
  const unused = arrayFilters.find((filter) => !paths.some((path) => (
    [...path.matchAll(/\$\[([^\]]+)\]/g)].some((match) => mentions(filter, match[1]!))
  )));
  if (unused) {
    const name = Object.keys(unused)[0]?.split('.')[0];
    throw new DbError('FailedToParse', `The array filter for identifier '${name}' was not used in the update`);
  }
}

function renameTargets(fields: Doc): string[] {
  return Object.entries(fields).map(([from, to]) => {
    if (typeof to !== 'string') throw new DbError('BadValue', `The 'to' field for $rename must be a string: ${from}`);
    if (to === from) {
      throw new DbError('BadValue', `The source and target field for $rename must differ: ${from}`);
    }
    return to;
  });
}

function checkConflicts(paths: string[]): void {
  const ordered = paths.map((path) => `${path}.`).sort();
  for (let i = 1; i < ordered.length; i++) {
    if (!ordered[i]!.startsWith(ordered[i - 1]!)) continue;
    const [path, other] = [ordered[i]!.slice(0, -1), ordered[i - 1]!.slice(0, -1)];
    const conflict = `Updating the path '${path}' would create a conflict at '${other}'`;
    throw new DbError('ConflictingUpdateOperators', conflict);
  }
}

/** The document that a replacement leaves: the new fields under the old `_id`. */
export function applyReplacement(doc: Doc, replacement: Doc): Doc {
  if ('_id' in replacement && '_id' in doc && compareValues(replacement['_id'], doc['_id']) !== 0) {
    throw new DbError('ImmutableField', "After applying the update, the (immutable) field '_id' was found to have been "
      + 'altered');
  }
  return '_id' in doc ? { _id: doc['_id'], ...clone(withoutId(replacement)) } : clone(replacement);
}

function withoutId(doc: Doc): Doc {
  const { _id, ...rest } = doc;
  return rest;
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
