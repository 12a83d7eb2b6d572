/* What the differential test does: random documents, filters, updates and commands that shrink to simple ones. */
import * as fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import type { Document } from './plain-filters.ts';
import type { UniqueIndex } from './plain-model.ts';

/** A command with everything it is given. */
export type Operation =
  | { do: 'insert'; docs: Document[]; ordered: boolean }
  | { do: 'update'; filter: Document; update: Document; many: boolean; upsert: boolean; arrayFilters: Document[] }
  | { do: 'findAndModify'; filter: Document; update: Document | null; sort: Sort; upsert: boolean; after: boolean }
  | { do: 'delete'; filter: Document; many: boolean }
  | { do: 'find'; filter: Document; sort: Sort; skip: number; limit: number }
  | { do: 'count'; filter: Document }
  | { do: 'distinct'; field: string; filter: Document }
  | { do: 'createIndex'; index: string }
  | { do: 'dropIndexes' }
  | { do: 'restart' };
type Sort = [string, 1 | -1][];

/** The indexes there may be, by name. */
export const INDEXES: Record<string, { key: Record<string, 1 | -1>; unique?: true } & Omit<UniqueIndex, 'fields'>> = {
  plain: { key: { a: 1 } },
  compound: { key: { b: -1, c: 1 } },
  dotted: { key: { 'sub.x': 1 } },
  elements: { key: { 'list.k': 1, c: -1 } },
  numbered: { key: { 'a.0': 1 } },
  sparse: { key: { c: 1, a: -1 }, sparse: true },
  partial: { key: { b: 1 }, partial: { c: 't1' } },
  unique: { key: { u: 1 }, unique: true },
  uniqueList: { key: { w: 1 }, unique: true, sparse: true },
  uniquePartial: { key: { g: 1 }, unique: true, partial: { c: { $gte: 2 } } },
  uniqueCompound: { key: { g: 1, u: -1 }, unique: true },
};

const whole = fc.nat(5);
/** Halves stay halves whatever they are multiplied with here, so that a number's BSON type follows from its value. */
const scalar: Arbitrary<unknown> = fc.oneof(
  whole, fc.constantFrom('t0', 't1', 't2', 'đ0', 'đ1'), fc.constantFrom(null, true, false),
  fc.constantFrom(0.5, 1.5, 2.5), fc.nat(3).map((ms) => new Date(ms)),
);
const scalars = fc.array(scalar, { maxLength: 3 });
const value = weighted([4, scalar], [2, scalars]);
const element = record({ k: whole, v: fc.oneof(whole, scalar) }, 'all optional');
const id = fc.nat(30);
const letter = fc.constantFrom('r', 's', 't', 'v');
const direction = fc.constantFrom<1 | -1>(1, -1);

/** One of several, each with how often it is taken beside the others. */
function weighted<T>(...choices: [number, Arbitrary<T>][]): Arbitrary<T> {
  return fc.oneof(...choices.map(([weight, arbitrary]) => ({ weight, arbitrary })));
}

function record(fields: Record<string, Arbitrary<unknown>>, optional?: 'all optional'): Arbitrary<Document> {
  return fc.record(fields, { noNullPrototype: true, ...(optional && { requiredKeys: [] }) }) as Arbitrary<Document>;
}

/** `{ [name]: … }`, the names and their values taken from a table. */
function oneOf(table: Record<string, Arbitrary<unknown>>): Arbitrary<Document> {
  return fc.oneof(...Object.entries(table).map(([name, arbitrary]) => arbitrary.map((arg) => ({ [name]: arg }))));
}

function merged(parts: Arbitrary<Document>, maxLength: number, minLength = 0): Arbitrary<Document> {
  return fc.array(parts, { minLength, maxLength }).map((all) => Object.assign({}, ...all) as Document);
}

const fields = {
  a: value, b: scalar, c: scalar,
  sub: weighted<unknown>([5, record({ x: scalar, y: whole }, 'all optional')], [1, scalar]),
  list: fc.array(element, { maxLength: 3 }), u: fc.nat(50), g: fc.nat(9),
};
const w = weighted<unknown>([1, letter], [1, fc.array(letter, { maxLength: 2 })]);
const content = weighted([5, record(fields, 'all optional')], [1, record({ ...fields, w }, 'all optional')]);
const document = fc.tuple(id, content).map(([_id, rest]): Document => ({ _id, ...rest }));

const comparison = oneOf({
  $eq: value, $gt: scalar, $gte: scalar, $lt: scalar, $lte: scalar, $ne: value, $exists: fc.boolean(),
  $in: fc.array(value, { maxLength: 3 }), $nin: fc.array(value, { maxLength: 2 }),
  $type: fc.constantFrom('null', 'number', 'string', 'array', 'object', 'bool', 'date'),
  $regex: fc.constantFrom('^t', '^đ', '1$', '0'), $mod: fc.tuple(fc.constantFrom(2, 3), fc.nat(1)),
});
const range = fc.tuple(fc.constantFrom('$gt', '$gte'), whole, fc.constantFrom('$lt', '$lte'), whole)
  .map(([from, low, to, high]) => ({ [from]: low, [to]: high }));
/** What also holds for a missing field, which a sparse index leaves out. */
const missing = fc.constantFrom(null, { $exists: false }, { $gte: null }, { $lte: null }, { $in: [null, 1] });
const condition = weighted<unknown>(
  [3, value], [1, missing], [4, comparison], [2, range], [1, fc.oneof(comparison, range).map(($not) => ({ $not }))],
  [1, fc.constantFrom(/^t/, /1$/)],
);
const onList = oneOf({
  $size: fc.nat(3), $all: fc.array(scalar, { minLength: 1, maxLength: 2 }), $elemMatch: fc.oneof(comparison, range),
});
const onElementFields = oneOf({ k: condition, v: condition });
const onElement = merged(onElementFields, 2, 1).map((arg) => ({ $elemMatch: arg }));
const negatable = (inner: Arbitrary<Document>) => weighted<Document>([3, inner], [1, inner.map(($not) => ({ $not }))]);
const clause = oneOf({
  a: weighted<unknown>([2, condition], [1, negatable(onList)]),
  'a.0': oneOf({ $eq: whole, $gt: whole, $ne: whole, $exists: fc.boolean() }),
  b: condition, c: condition, 'sub.x': condition,
  sub: fc.oneof(record({ x: scalar }), oneOf({ $exists: fc.boolean(), $type: fc.constant('object') })),
  list: fc.oneof(negatable(onElement), oneOf({ $size: fc.nat(2), $exists: fc.boolean() }), fc.tuple(element)),
  'list.k': condition, 'list.v': condition, u: fc.oneof(fc.nat(50), oneOf({ $lt: fc.nat(50), $gte: fc.nat(50) })),
  w: fc.oneof(letter, oneOf({ $exists: fc.boolean() })), g: condition,
  _id: fc.oneof(id, oneOf({ $lt: id, $gt: id, $in: fc.array(id, { maxLength: 4 }) })),
});

/** `$and`, `$or` and `$nor` inside each other to some depth. */
function filters(depth: number): Arbitrary<Document> {
  const clauses = merged(clause, 2);
  if (depth === 0) return clauses;
  const inner = fc.array(filters(depth - 1), { minLength: 1, maxLength: 3 });
  const nested = merged(oneOf({ $and: inner, $or: inner, $nor: inner }), 1, 1);
  return weighted([3, clauses], [1, fc.tuple(clauses, nested).map(([some, more]) => ({ ...some, ...more }))]);
}
/** As the sparse, the partial and the compound indexes are asked, or almost. */
const narrow = fc.tuple(fc.oneof(fc.constantFrom<unknown>('t1', { $gte: 2 }), missing), oneOf({
  a: condition, b: condition, g: condition,
})).map(([c, other]): Document => ({ c, ...other }));
const single = oneOf({ a: condition, b: condition, c: missing, g: condition });
const filter = weighted([4, filters(2)], [1, narrow], [1, single]);
/** At most one of the fields that hold lists: MongoDB refuses to sort by two lists of one document. */
const sort = fc.tuple(
  merged(oneOf({ a: direction, b: direction }), 1),
  merged(oneOf({ c: direction, 'sub.x': direction, u: direction }), 1), direction,
).map(([first, second, _id]): Sort => Object.entries({ ...first, ...second, _id }));

const step = fc.constantFrom(-1, 1, 2);
const each = fc.array(scalar, { maxLength: 3 });
const pushed = fc.oneof(scalar, fc.record({
  $each: each, $position: fc.nat(3), $slice: fc.integer({ min: -3, max: 3 }), $sort: direction,
}, { noNullPrototype: true, requiredKeys: ['$each'] }));

/** Changes of one field that can be tried on many documents: they touch no field of a unique index. */
const harmless = oneOf({
  $set: oneOf({
    a: value, b: scalar, 'sub.x': scalar, 'sub.y': whole, 'list.$[].v': scalar, list: fields.list, sub: fields.sub,
  }),
  $unset: fc.constantFrom('a', 'b', 'sub.x', 'sub', 'list').map((name) => ({ [name]: '' })),
  $inc: oneOf({ a: step, b: step, 'sub.x': step, 'list.$[].k': step }),
  $mul: oneOf({ b: fc.constantFrom(1, 3), 'sub.y': fc.constant(3) }),
  $min: oneOf({ a: value, b: scalar, 'sub.x': scalar }), $max: oneOf({ a: value, b: scalar, 'sub.x': scalar }),
  $push: oneOf({ a: pushed, b: scalar, list: element }),
  $addToSet: oneOf({ a: fc.oneof(scalar, each.map(($each) => ({ $each }))), list: element }),
  $pull: oneOf({ a: fc.oneof(scalar, comparison, range), b: scalar, list: merged(onElementFields, 2, 1) }),
  $pullAll: oneOf({ a: scalars }), $pop: oneOf({ a: direction, b: direction, list: direction }),
});
const onC = oneOf({ $set: oneOf({ c: scalar }), $unset: fc.constant({ c: '' }) });
const onUnique = oneOf({
  $set: oneOf({ u: fc.nat(50), g: fc.nat(9), w }), $unset: fc.constantFrom({ u: '' }, { w: '' }),
  $inc: oneOf({ u: step, g: step }), $addToSet: oneOf({ w: letter }),
  $rename: fc.constantFrom({ c: 'd' }, { d: 'c' }, { b: 'd' }),
});
/** Two changes in any order: new fields come in the order of their names ("Update Operators", since 5.0). */
const combined = fc.tuple(harmless, fc.oneof(onC, record({ $setOnInsert: record({ u: fc.nat(50) }) })), fc.boolean())
  .map(([some, more, turned]): Document => {
    const [first, second] = turned ? [more, some] : [some, more];
    const [operator, fields] = Object.entries(second)[0]!;
    return { ...first, [operator]: { ...first[operator], ...fields } };
  });
const update = fc.oneof(harmless, onC, onUnique, combined);

const equality = weighted<Document>(
  [2, fc.constant({})], [1, oneOf({ b: scalar, c: scalar, 'sub.x': scalar, u: fc.nat(50), a: value })],
);
/** What names one document at most, as an upsert needs it here to know the new one's `_id`. */
const one = fc.tuple(id, equality, fc.boolean()).map(([_id, some, nested]): Document => (
  nested ? { $and: [{ _id }, some] } : { _id, ...some }));
const byElement = oneOf({ 'list.k': fc.oneof(whole, oneOf({ $gte: whole })) });
/** Where there is no list, `$[e]` and `$[]` are refused. */
const mostlyListed = weighted([3, filter.map((some): Document => ({ ...some, list: { $exists: true } }))], [1, filter]);
const positional = oneOf({
  $set: record({ 'list.$.k': whole, 'list.$.v': scalar }), $inc: oneOf({ 'list.$.k': step }), $unset: fc.constant({ 'list.$.v': '' }),
});
const filtered = oneOf({ $set: record({ 'list.$[e].k': whole, 'list.$[e].v': scalar }), $inc: oneOf({ 'list.$[e].v': step }) });

function command(name: Operation['do'], parts: Record<string, Arbitrary<unknown>> = {}): Arbitrary<Operation> {
  return record({ do: fc.constant(name), ...parts }) as Arbitrary<unknown> as Arbitrary<Operation>;
}

/** An update of one document without more, unless something else is said. */
function updates(parts: Record<string, Arbitrary<unknown>>): Arbitrary<Operation> {
  return command('update', {
    filter: one, update, many: fc.constant(false), upsert: fc.constant(false), arrayFilters: fc.constant([]), ...parts,
  });
}

const many = fc.constant(true);
const elementFilters = fc.tuple(oneOf({ 'e.k': condition }));
const changeOfOne = fc.oneof(update, content);
const modification = { sort, upsert: fc.constant(false), after: fc.boolean() };
const operation = weighted<Operation>(
  [3, command('insert', { docs: fc.array(document, { minLength: 1, maxLength: 4 }), ordered: fc.boolean() })],
  [4, updates({ upsert: fc.boolean() })],
  [1, updates({ update: content, upsert: fc.boolean() })],
  [1, updates({ filter: mostlyListed, update: filtered, many, arrayFilters: elementFilters })],
  [2, updates({ filter, update: fc.oneof(harmless, onC), many })],
  [1, command('findAndModify', { ...modification, filter: one, update: changeOfOne, upsert: fc.boolean() })],
  [1, command('findAndModify', { ...modification, filter: byElement, update: positional })],
  [2, command('findAndModify', { ...modification, filter, update: fc.oneof(changeOfOne, fc.constant(null)) })],
  [1, command('delete', { filter, many })],
  [1, command('delete', { filter: one, many: fc.constant(false) })],
  [5, command('find', { filter, sort, skip: fc.nat(2), limit: fc.nat(12) })],
  [2, command('count', { filter })],
  [1, command('distinct', { field: fc.constantFrom('a', 'b', 'sub.x', 'list.k', 'w'), filter })],
  [2, command('createIndex', { index: fc.constantFrom(...Object.keys(INDEXES)) })],
  [1, fc.constantFrom<Operation>({ do: 'dropIndexes' }, { do: 'restart' })],
);

/** One run: the indexes of the beginning, what is in it, and what is done then. Without bias: runs are mostly long. */
export const run = fc.noBias(fc.record({
  indexes: fc.subarray(Object.keys(INDEXES)), documents: fc.array(document, { maxLength: 40, size: 'max' }),
  operations: fc.array(operation, { minLength: 1, maxLength: 100, size: 'max' }),
}, { noNullPrototype: true }));
