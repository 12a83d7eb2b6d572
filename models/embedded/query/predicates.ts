import { DbError } from '../errors.ts';
import { classOf, compareValues, orderKey, type Collator } from '../values/order.ts';
import { bsonType, isPlain, toPlain, typeName, type Doc } from '../values/values.ts';

/** Tests the value at the end of a path: `undefined` when missing, arrays whole. */
export type LeafTest = (leaf: any) => boolean;
type LeafOperator = (arg: any, collator: Collator, all: Doc) => LeafTest;

/** Accepts an array when it or one of its elements passes, as MongoDB's comparisons do. */
function orElements(test: LeafTest): LeafTest {
  return (leaf) => test(leaf) || (Array.isArray(leaf) && leaf.some(test));
}

function equal(arg: any, collator: Collator): LeafTest {
  if (arg === null || arg === undefined) return orElements((leaf) => leaf === null || leaf === undefined);
  if (collator) return orElements((leaf) => leaf !== undefined && compareValues(leaf, arg, collator) === 0);
  if (typeof arg === 'string' || typeof arg === 'boolean') return orElements((leaf) => leaf === arg);
  const key = orderKey(arg);
  return orElements((leaf) => {
    if (typeof leaf === 'string' || leaf === null || leaf === undefined) return false;
    return leaf === arg || orderKey(leaf) === key;
  });
}

function within(list: any, collator: Collator): LeafTest {
  if (!Array.isArray(list)) throw new DbError('BadValue', '$in needs an array');
  if (list.some((value) => isPlain(value) && Object.keys(value)[0]?.[0] === '$')) {
    throw new DbError('BadValue', 'cannot nest $ under $in');
  }
  const patterns = list.filter((value) => value instanceof RegExp).map((pattern) => regex(pattern, undefined, {}));
  const values = list.filter((value) => !(value instanceof RegExp));
  const nullWanted = values.some((value) => value === null || value === undefined);
  if (collator) {
    const tests = values.map((value) => equal(value, collator));
    return (leaf) => tests.some((test) => test(leaf)) || patterns.some((test) => test(leaf));
  }
  const keys = new Set(values.map(orderKey));
  const hit = orElements((leaf) => {
    if (leaf === undefined || leaf === null) return nullWanted;
    return keys.has(orderKey(leaf));
  });
  return patterns.length === 0 ? hit : (leaf) => hit(leaf) || patterns.some((test) => test(leaf));
}

/** Ordering comparisons stay inside one type class; null is only ever equal to null. */
function ordering(accept: (order: number) => boolean): LeafOperator {
  return (arg, collator) => {
    if (arg instanceof RegExp) throw new DbError('BadValue', 'Can\'t have RegEx as arg to predicate over a field.');
    const wanted = classOf(arg);
    if (arg === null) return accept(0) ? equal(null, collator) : () => false;
    const extreme = bsonType(arg) === 'MinKey' || bsonType(arg) === 'MaxKey';
    return orElements((leaf) => {
      if (leaf === undefined || (!extreme && classOf(leaf) !== wanted)) return false;
      if (typeof leaf === 'number' && typeof arg === 'number') return compareNumbers(leaf, arg, accept);
      return accept(compareValues(leaf, arg, collator));
    });
  };
}

function compareNumbers(a: number, b: number, accept: (order: number) => boolean): boolean {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) && Number.isNaN(b) && accept(0);
  return accept(a - b || 0);
}

function regex(arg: any, _collator: Collator, all: Doc): LeafTest {
  const pattern = compileRegex(arg, all['$options']);
  const source = arg instanceof RegExp ? orderKey(arg) : '';
  return orElements((leaf) => {
    if (typeof leaf === 'string') return pattern.test(leaf);
    return source !== '' && leaf instanceof RegExp && orderKey(leaf) === source;
  });
}

/** A pattern of the query language as a JavaScript one. Throws BadValue on one that cannot be read. */
function compileRegex(arg: any, options?: unknown): RegExp {
  const source = bsonType(arg) === 'BSONRegExp' ? arg.pattern : arg instanceof RegExp ? arg.source : arg;
  const given = bsonType(arg) === 'BSONRegExp' ? arg.options : arg instanceof RegExp ? arg.flags : '';
  if (typeof source !== 'string') throw new DbError('BadValue', '$regex has to be a string');
  if (options !== undefined && typeof options !== 'string') {
    throw new DbError('BadValue', '$options has to be a string');
  }
  const flags = options ?? given;
  if (/[^imsxu]/.test(flags.replace(/[gy]/g, ''))) {
    throw new DbError('Location51108', `invalid flag in regex options: ${flags}`);
  }
  const text = flags.includes('x') ? source.replace(/\\.|\s+|#.*$/gm, (m: string) => (m[0] === '\\' ? m : '')) : source;
  const inline = /^\(\?([ims]+)\)/.exec(text);
  const wanted = new Set([...flags.replace(/[^ims]/g, ''), ...(inline?.[1] ?? '')]);
  try {
    return new RegExp(inline ? text.slice(inline[0].length) : text, [...wanted].join(''));
  } catch (error) {
    throw new DbError('Location51091', `Regular expression is invalid: ${(error as Error).message}`);
  }
}

function modulo(arg: any): LeafTest {
  if (!Array.isArray(arg) || arg.length !== 2) throw new DbError('BadValue', 'malformed mod, needs two elements');
  const [divisor, remainder] = arg.map((n) => Math.trunc(Number(n)));
  if (!divisor || Number.isNaN(remainder)) throw new DbError('BadValue', 'divisor cannot be 0');
  return orElements((leaf) => {
    const number = toPlain(leaf);
    return typeof number === 'number' && Math.trunc(number) % divisor === remainder;
  });
}

function size(arg: any): LeafTest {
  if (!Number.isInteger(arg) || arg < 0) throw new DbError('BadValue', '$size must be a non-negative whole number');
  return (leaf) => Array.isArray(leaf) && leaf.length === arg;
}

const TYPE_NUMBERS: Record<number, string> = {
  1: 'double', 2: 'string', 3: 'object', 4: 'array', 5: 'binData', 7: 'objectId', 8: 'bool', 9: 'date', 10: 'null',
  11: 'regex', 13: 'javascript', 14: 'symbol', 16: 'int', 17: 'timestamp', 18: 'long', 19: 'decimal', [-1]: 'minKey',
  127: 'maxKey',
};
const KNOWN_TYPES = new Set([
  ...Object.values(TYPE_NUMBERS), 'number', 'undefined', 'dbPointer', 'javascriptWithScope',
]);

/** Needs the numbers of the document with their BSON types (see `asksForNumberTypes`). */
function type(arg: any): LeafTest {
  const wanted = new Set<string>([arg].flat().map((name) => {
    const known = TYPE_NUMBERS[name] ?? name;
    if (!KNOWN_TYPES.has(known)) throw new DbError('BadValue', `Unknown type name alias: ${String(name)}`);
    return known;
  }));
  return orElements((leaf) => typesOf(leaf).some((name) => wanted.has(name)));
}

/** Whether a filter tells ints, longs and doubles apart: then documents must be read with the types of numbers. */
export function asksForNumberTypes(filter: unknown): boolean {
  if (Array.isArray(filter)) return filter.some(asksForNumberTypes);
  if (!isPlain(filter)) return false;
  return Object.entries(filter).some(([key, value]) => key === '$type' || asksForNumberTypes(value));
}

function typesOf(value: any): string[] {
  const name = typeName(value);
  return ['int', 'long', 'double', 'decimal'].includes(name) ? [name, 'number'] : [name];
}

function bits(accept: (mask: bigint, value: bigint) => boolean): LeafOperator {
  return (arg) => {
    const mask = bitMask(arg);
    return orElements((leaf) => {
      const bits = bitsOf(toPlain(leaf));
      return bits !== undefined && accept(mask, bits);
    });
  };
}

function bitsOf(value: any): bigint | undefined {
  if (Number.isInteger(value)) return BigInt(value);
  if (bsonType(value) === 'Long') return value.toBigInt();
  return bsonType(value) === 'Binary' ? littleEndian(value.buffer.subarray(0, value.position)) : undefined;
}

function littleEndian(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).reverse().toString('hex') || '0'}`);
}

function bitMask(arg: any): bigint {
  if (Array.isArray(arg)) {
    if (!arg.every((position) => Number.isInteger(position) && position >= 0)) {
      throw new DbError('BadValue', 'bit positions must be whole numbers of at least 0');
    }
    return arg.reduce((mask: bigint, position: number) => mask | (1n << BigInt(Math.min(position, 100_000))), 0n);
  }
  if (Number.isInteger(arg) && arg >= 0) return BigInt(arg);
  if (bsonType(arg) === 'Binary') return littleEndian(arg.buffer.subarray(0, arg.position));
  throw new DbError('BadValue', 'bit tests need a whole number, a list of positions or binary data');
}

/** The query operators that judge one value. */
export const LEAF_OPERATORS: Record<string, LeafOperator | undefined> = {
  $eq: equal,
  $in: within,
  $gt: ordering((order) => order > 0),
  $gte: ordering((order) => order >= 0),
  $lt: ordering((order) => order < 0),
  $lte: ordering((order) => order <= 0),
  $regex: regex,
  $mod: modulo,
  $size: size,
  $type: type,
  $bitsAllSet: bits((mask, value) => (value & mask) === mask),
  $bitsAnySet: bits((mask, value) => (value & mask) !== 0n),
  $bitsAllClear: bits((mask, value) => (value & mask) === 0n),
  $bitsAnyClear: bits((mask, value) => (value & mask) !== mask),
};
