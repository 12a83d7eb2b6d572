import { fieldKey, type CollectionIndex, type IndexField } from './collection-index.ts';
import { endOfClass, inverted, orderKey } from './order.ts';
import type { SortField } from './sorting.ts';
import type { StoredDocument } from './stored-document.ts';
import { bsonType, isPlain, type Doc } from './values.ts';

/** What a filter says about one field in a way an index can use. */
export interface Constraint {
  /** Values the field must equal (one of). */
  values?: any[];
  lower?: any;
  upper?: any;
}

/** A way to the documents that may match: ranges of one index. */
export interface Plan {
  index: CollectionIndex;
  ranges: Array<[from: string, to: string]>;
  /** At most this many entries are read. */
  cost: number;
  /** Set when the ranges give the documents in the wanted order. */
  ordered?: 'forwards' | 'backwards';
}

const LAST = '\uffff';
/** More combinations of `$in` values than this are not worth separate ranges. */
const MAX_RANGES = 5000;

/** Reads what a filter pins down, also below `$and`. Arrays, null ranges, patterns and `$or` are left to the filter. */
export function constraintsOf(filter: Doc, found = new Map<string, Constraint>()): Map<string, Constraint> {
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
  indexes: CollectionIndex[], filter: Doc, sort: SortField[], total: number, limit: number,
): Plan | undefined {
  const constraints = constraintsOf(filter);
  const candidates = indexes
    .filter((index) => !index.spec.hidden && usable(index, filter, constraints))
    .flatMap((index) => planFor(index, constraints, sort) ?? []);
  const matches = candidates.reduce((least, { cost }) => Math.min(least, cost), total) || 1;
  let best: Plan | undefined;
  for (const candidate of candidates) {
    if (!best || price(candidate, limit, matches) < price(best, limit, matches)) best = candidate;
  }
  if (!best) return undefined;
  return best.ordered || best.cost < total ? best : undefined;
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
      key in filter && orderKey(filter[key]) === orderKey(value)
    ));
    if (!said) return false;
  }
  if (!sparse) return true;
  return index.fields.some(({ path }) => {
    const constraint = constraints.get(path);
    if (!constraint) return false;
    if (constraint.values) return constraint.values.every((value) => value !== null);
    return constraint.lower !== undefined || constraint.upper !== undefined;
  });
}

function planFor(index: CollectionIndex, constraints: Map<string, Constraint>, sort: SortField[]): Plan | undefined {
  let heads = [''];
  let pinned = 0;
  const usableFields = index.multikey ? index.fields.slice(0, 1) : index.fields;
  for (const { path, descending } of usableFields) {
    const values = constraints.get(path)?.values;
    if (!values || heads.length * values.length > MAX_RANGES) break;
    const keys = [...new Set(values.map((value) => fieldKey(value, descending)))];
    heads = heads.flatMap((head) => keys.map((key) => head + key));
    pinned++;
  }
  const next = usableFields[pinned];
  const bounds = next && rangeOf(next, constraints.get(next.path), index.multikey);
  const ordered = index.multikey || heads.length !== 1 ? undefined : orderOf(index.fields, pinned, sort);
  if (pinned === 0 && !bounds && !ordered) return undefined;
  const ranges = heads.map((head): [string, string] => (
    bounds ? [head + bounds[0], head + bounds[1]] : [head, head + LAST]
  ));
  const cost = ranges.reduce((sum, [from, to]) => sum + index.keys.count(from, to), 0);
  return { index, ranges, cost, ordered };
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

/** The documents of a plan, each once, in the plan's order. */
export function* follow(chosen: Plan): Generator<StoredDocument> {
  const backwards = chosen.ordered === 'backwards';
  if (chosen.ranges.length === 1 && !chosen.index.multikey) {
    yield* chosen.index.keys.range(...chosen.ranges[0]!, backwards);
    return;
  }
  const seen = new Set<StoredDocument>();
  for (const [from, to] of chosen.ranges) {
    for (const stored of chosen.index.keys.range(from, to, backwards)) {
      if (!seen.has(stored)) yield stored;
      seen.add(stored);
    }
  }
}
