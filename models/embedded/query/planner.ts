import type { Collection } from '../storage/collection.ts';
import { fieldKey, type CollectionIndex, type IndexField, type IndexSpec } from '../storage/indexes.ts';
import { endOfClass, inverted, LAST, LONGEST_PREFIX, orderKey } from '../values/order.ts';
import type { SortField } from './sorting.ts';
import { bsonType, isPlain, type Doc } from '../values/values.ts';

/** What a filter says about one field in a way an index can use. */
interface Constraint {
  /** Values the field must equal (one of). */
  values?: any[];
  lower?: any;
  upper?: any;
}

/** A way to the documents that may match: ranges of one index. */
export interface Plan {
  index: CollectionIndex;
  ranges: Array<[from: string, to: string]>;
  /** The fields whose constraints the ranges stand for. */
  used: string[];
  /** Whether every entry in the ranges, of an index in order, is a match: the filter says nothing more. */
  exact: boolean;
  /** How many entries are read; only counted where plans have to be compared. */
  cost: number;
  /** Set when the ranges give the documents in the wanted order. */
  ordered?: 'forwards' | 'backwards';
  /** Ways to further documents that may match: the other branches of an `$or`. */
  others?: Plan[];
}

/** More combinations of `$in` values than this are not worth separate ranges. */
const MAX_RANGES = 5000;
/** So many entries are quicker counted one by one than by the store. */
const FEW = 50;

/** Reads what a filter pins down, also below `$and`. Arrays, null ranges and patterns are left to the filter. */
function constraintsOf(filter: Doc, found = new Map<string, Constraint>()): Map<string, Constraint> {
  for (const [key, value] of Object.entries(filter)) {
    if (key === '$and') for (const inner of value) constraintsOf(inner, found);
    else if (key[0] !== '$') add(found, key, value);
  }
  return found;
}

function isScalar(value: any): boolean {
  if (value === undefined || Array.isArray(value) || value instanceof RegExp) return false;
  return value === null || typeof value !== 'object' || value instanceof Date || bsonType(value) !== undefined;
}

function add(found: Map<string, Constraint>, path: string, value: any): void {
  const constraint = found.get(path) ?? {};
  found.set(path, constraint);
  if (isScalar(value)) {
    narrow(constraint, [value]);
    return;
  }
  if (!isPlain(value)) return;
  if (isScalar(value['$eq'])) narrow(constraint, [value['$eq']]);
  if (Array.isArray(value['$in']) && value['$in'].every(isScalar)) narrow(constraint, value['$in']);
  for (const [operator, side] of [['$gt', 'lower'], ['$gte', 'lower'], ['$lt', 'upper'], ['$lte', 'upper']] as const) {
    const bound = value[operator];
    if (bound === null || !isScalar(bound) || /^M..Key$/.test(bsonType(bound) ?? '')) continue;
    constraint[side] ??= bound;
  }
}

function narrow(constraint: Constraint, values: any[]): void {
  if (!constraint.values || values.length < constraint.values.length) constraint.values = values;
}

/** The cheapest index for a filter and, when wanted, a sort; undefined when reading everything is as good. */
export function plan(
  collection: Collection, filter: Doc, sort: SortField[], limit: number, hint?: unknown,
): Plan | undefined {
  const constraints = constraintsOf(filter);
  const hinted = collection.indexes.find(({ spec }) => isHinted(spec, hint));
  if (hinted) return planFor(hinted, constraints, sort) ?? wholeIndex(hinted);
  const candidates = collection.indexes
    .filter(({ spec, record }) => !spec.hidden && !record.building)
    .filter((index) => usable(index, filter, constraints))
    .flatMap((index) => planFor(index, constraints, sort) ?? []);
  // nothing is better than an index that answers the whole filter, in the wanted order
  const perfect = candidates.find((one) => (one.ordered || sort.length === 0) && answersAll(one, filter));
  if (perfect) return { ...perfect, exact: isExact(perfect, filter) };
  for (const one of candidates) one.cost = costOf(one, collection);
  candidates.push(...unionOf(collection, filter));
  const total = collection.count;
  const matches = candidates.reduce((least, { cost }) => Math.min(least, cost), total) || 1;
  let best: Plan | undefined;
  for (const candidate of candidates) {
    if (!best || price(candidate, limit, matches) < price(best, limit, matches)) best = candidate;
  }
  if (!best) return undefined;
  return best.ordered || best.cost < total ? best : undefined;
}

/** The way of a filter with `$or`: a plan for each branch, where each has one. */
function unionOf(collection: Collection, { $or: branches, ...rest }: Doc): Plan[] {
  if (!Array.isArray(branches)) return [];
  const plans: Plan[] = [];
  for (const branch of branches) {
    const one = isPlain(branch) && plan(collection, { ...rest, ...branch }, [], Infinity);
    if (!one) return [];
    plans.push(one, ...one.others ?? []);
  }
  const [first, ...others] = plans.map((one) => ({ ...one, cost: costOf(one, collection), exact: false }));
  return first ? [{ ...first, others, cost: others.reduce((sum, { cost }) => sum + cost, first.cost) }] : [];
}

/** Whether a hint, the name of an index or its key, means this one. */
export function isHinted({ name, key }: IndexSpec, hint: unknown): boolean {
  if (hint === undefined || typeof hint === 'string') return hint === name;
  return JSON.stringify(hint) === JSON.stringify(key);
}

function wholeIndex(index: CollectionIndex): Plan {
  return { index, ranges: [[index.prefix, index.prefix + LAST]], used: [], exact: false, cost: 0 };
}

function answersAll({ index, used }: Plan, filter: Doc): boolean {
  return Object.keys(filter).every((path) => used.includes(path) || Object.hasOwn(index.spec.partialFilterExpression ?? {}, path));
}

/** Equality with values other than null, of a length that keys keep, is all that keys alone decide. */
function isExact({ used, ranges }: Plan, filter: Doc): boolean {
  return used.every((path) => isScalar(filter[path]) && filter[path] !== null)
    && ranges.every(([from]) => from.length < LONGEST_PREFIX);
}

/** How many entries a plan reads. Exact, but for those of unique indexes, where each value has one at most. */
export function costOf({ index, ranges, used }: Plan, collection: Collection): number {
  if (used.length === 0) return collection.count;
  const values = ranges.every(([from, to]) => to === from + LAST);
  if (index.unique && values && index.fields.length === used.length) return ranges.length;
  let cost = 0;
  for (const [from, to] of ranges) {
    const few = collection.countBetween(from, to, FEW);
    cost += few < FEW ? few : collection.countBetween(from, to);
  }
  return cost;
}

/** An ordered plan saves sorting and stops at its limit: sooner the larger the part of its entries that match. */
function price({ ordered, cost }: Plan, limit: number, matches: number): number {
  return ordered ? Math.min(cost, limit * Math.max(1, cost / matches)) : cost * 1.5 + 1;
}

/** A sparse or partial index serves only queries that cannot want what it leaves out. */
function usable(index: CollectionIndex, filter: Doc, constraints: Map<string, Constraint>): boolean {
  const { sparse, partialFilterExpression } = index.spec;
  if (partialFilterExpression) {
    const said = Object.entries(partialFilterExpression).every(([key, value]) => (
      (Object.hasOwn(filter, key) && orderKey(filter[key]) === orderKey(value))
      || (value?.$exists === true && Object.keys(value).length === 1 && wantsSome(constraints.get(key)))
    ));
    if (!said) return false;
  }
  return !sparse || index.fields.some(({ path }) => wantsSome(constraints.get(path)));
}

/** Whether a field must be there to satisfy what is said of it. */
function wantsSome(constraint: Constraint | undefined): boolean {
  if (!constraint) return false;
  if (constraint.values) return constraint.values.every((value) => value !== null);
  return constraint.lower !== undefined || constraint.upper !== undefined;
}

function planFor(index: CollectionIndex, constraints: Map<string, Constraint>, sort: SortField[]): Plan | undefined {
  let heads = [index.prefix];
  let pinned = 0;
  const { multikey } = index.record;
  const usableFields = multikey ? index.fields.slice(0, 1) : index.fields;
  for (const { path, descending } of usableFields) {
    const values = constraints.get(path)?.values;
    if (!values || heads.length * values.length > MAX_RANGES) break;
    const keys = [...new Set(values.map((value) => fieldKey(value, descending)))].sort();
    heads = heads.flatMap((head) => keys.map((key) => head + key));
    pinned++;
  }
  const next = usableFields[pinned];
  const bounds = next && rangeOf(next, constraints.get(next.path), multikey === true);
  const ordered = index.ordered && heads.length === 1 ? orderOf(index.fields, pinned, sort) : undefined;
  if (pinned === 0 && !bounds && !ordered) return undefined;
  const ranges = heads.map((head): [string, string] => (
    bounds
      ? [shortened(head + bounds[0]), shortened(head + bounds[1], LAST)]
      : [shortened(head), shortened(head) + LAST]
  ));
  const used = index.fields.slice(0, pinned + (bounds ? 1 : 0)).map(({ path }) => path);
  return { index, ranges, used, exact: false, cost: 0, ordered };
}

/** A bound no longer than what every stored key keeps of its beginning. */
function shortened(bound: string, end = ''): string {
  return bound.length <= LONGEST_PREFIX ? bound : bound.slice(0, LONGEST_PREFIX) + end;
}

function rangeOf(
  field: IndexField, constraint: Constraint | undefined, multikey: boolean,
): [string, string] | undefined {
  if (!constraint) return undefined;
  const { lower } = constraint;
  // the elements of an array may satisfy the two bounds one by one
  const upper = multikey && lower !== undefined ? undefined : constraint.upper;
  if (lower === undefined && upper === undefined) return undefined;
  const lowKey = lower === undefined ? undefined : orderKey(lower);
  const highKey = upper === undefined ? undefined : orderKey(upper);
  if (lowKey && highKey && lowKey[0] !== highKey[0]) return undefined;
  const from = lowKey ?? highKey![0]!;
  const to = highKey === undefined ? endOfClass(lowKey!) : highKey + LAST;
  if (!field.descending) return [from, to];
  // a bare class turned round ends where the class before it begins
  const end = from.length === 1 ? inverted(String.fromCharCode(from.charCodeAt(0) - 1)) : inverted(from) + LAST;
  return [highKey === undefined ? inverted(to) : inverted(highKey), end];
}

/** Whether the index, behind its pinned fields, runs in the order of the sort, or exactly against it. */
function orderOf(fields: IndexField[], pinned: number, sort: SortField[]): Plan['ordered'] {
  const open = sort.filter(({ parts }) => !fields.slice(0, pinned).some(({ path }) => path === parts.join('.')));
  if (sort.length === 0) return undefined;
  if (open.length === 0) return 'forwards';
  const rest = fields.slice(pinned);
  if (open.length > rest.length) return undefined;
  const turns = open.map(({ parts, direction }, i) => (
    rest[i]!.path === parts.join('.') ? (direction < 0) !== rest[i]!.descending : undefined
  ));
  if (turns.some((turn) => turn === undefined || turn !== turns[0])) return undefined;
  return turns[0] ? 'backwards' : 'forwards';
}

/** The numbers of a plan's documents, each once, in the plan's order. */
export function* follow({ ranges, ordered, others = [] }: Plan, collection: Collection): Generator<number> {
  const backwards = ordered === 'backwards';
  const seen = new Set<number>();
  for (const [from, to] of [...ranges, ...others.flatMap((other) => other.ranges)]) {
    for (const seq of collection.between(from, to, backwards)) {
      if (seen.has(seq)) continue;
      seen.add(seq);
      yield seq;
    }
  }
}
