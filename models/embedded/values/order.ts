import { createHash } from 'node:crypto';
import { bsonType, isPlain } from './values.ts';

/*
 * One string of bytes (characters 0 to 255) per value, that sorts as MongoDB orders values, and is equal exactly for
 * equal values. It is what index entries are made of, and serves identity ($in, $group, $addToSet), sorting and
 * ranges alike. Each key starts with the character of its type class, so that a class is a contiguous range, and no
 * key is the beginning of another, so that keys of several fields can be joined.
 */
const CLASS = {
  minKey: '\x01', missing: '\x03', null: '\x05', number: '\x0a', string: '\x0f', object: '\x14', array: '\x19',
  binary: '\x1e', objectId: '\x23', bool: '\x28', date: '\x2d', timestamp: '\x32', regex: '\x37', code: '\x3c',
  maxKey: '\x7f',
} as const;

/** Above everything that a key can go on with. */
export const LAST = '\xff';

/** Compares two strings by a language's rules; undefined means binary comparison. */
export type Collator = ((a: string, b: string) => number) | undefined;

const float = new Float64Array(1);
const floatBytes = new Uint8Array(float.buffer);

function numberBytes(value: number): string {
  if (Number.isNaN(value)) return '\0\0\0\0\0\0\0\0';
  float[0] = value === 0 ? 0 : value;
  const b = floatBytes as unknown as [number, number, number, number, number, number, number, number];
  // big-endian order; negative numbers inverted, positive ones above them
  const flip = b[7] & 0x80 ? 0xff : 0;
  return String.fromCharCode(
    b[7] ^ (flip || 0x80), b[6] ^ flip, b[5] ^ flip, b[4] ^ flip, b[3] ^ flip, b[2] ^ flip, b[1] ^ flip, b[0] ^ flip,
  );
}

const EXACT = '\x80';

/** What a double cannot say of a number follows it: nothing, or whether and how far the number lies below or above. */
function exactKey(near: number, rest: number): string {
  const tail = rest === 0 ? EXACT : (rest < 0 ? '\x7f' : '\x81') + numberBytes(rest);
  return CLASS.number + numberBytes(near) + tail;
}

function longKey(value: any): string {
  const exact: bigint = typeof value === 'bigint' ? value : value.toBigInt();
  const near = Number(exact);
  return exactKey(near, Number(exact - BigInt(near)));
}

/** A decimal as its nearest double, and its distance from that one (exact to another 15 digits). */
function decimalKey(text: string): string {
  const near = Number(text);
  if (!Number.isFinite(near) || near === 0 && !/[1-9]/.test(text.replace(/E.*/i, ''))) return exactKey(near, 0);
  const [mantissa = '0', exponent = '0'] = text.split(/E/i);
  const [whole = '0', fraction = ''] = mantissa.split('.');
  const scale = fraction.length - Number(exponent);
  // A double is a whole number times a power of two: brought to one denominator, both are whole.
  let twos = 0;
  let doubled = near;
  while (!Number.isInteger(doubled)) {
    doubled *= 2;
    twos++;
  }
  const tens = 10n ** BigInt(Math.abs(scale));
  const exact = (BigInt(whole + fraction) * (scale < 0 ? tens : 1n)) << BigInt(twos);
  const rest = exact - BigInt(doubled) * (scale > 0 ? tens : 1n);
  return exactKey(near, rest === 0n ? 0 : quotient(rest, (scale > 0 ? tens : 1n) << BigInt(twos)));
}

function quotient(a: bigint, b: bigint): number {
  const bits = b.toString(2).length + 64;
  return Number((a << BigInt(bits)) / b) / 2 ** bits || (a < 0n ? -Number.MIN_VALUE : Number.MIN_VALUE);
}

// eslint-disable-next-line no-control-regex
const ASCII = /^[\x01-\x7f]*$/;

function terminated(text: string): string {
  if (ASCII.test(text)) return `${text}\0\0`;
  // MongoDB compares the bytes of UTF-8
  const bytes = Buffer.from(text, 'utf8').toString('latin1');
  return `${bytes.includes('\0') ? bytes.replaceAll('\0', '\0\x01') : bytes}\0\0`;
}

function objectKey(value: Record<string, unknown>): string {
  let key: string = CLASS.object;
  for (const name of Object.keys(value)) {
    const inner = orderKey(value[name]);
    key += `\x01${inner[0]}${terminated(name)}${inner}`;
  }
  return `${key}\0`;
}

function arrayKey(value: unknown[]): string {
  let key: string = CLASS.array;
  for (const element of value) key += `\x01${orderKey(element)}`;
  return `${key}\0`;
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

function binaryKey(bytes: Uint8Array, subtype: number): string {
  return CLASS.binary + numberBytes(bytes.byteLength) + String.fromCharCode(subtype) + latin1(bytes);
}

function bsonKey(value: any): string {
  switch (bsonType(value)) {
    case 'ObjectId': return CLASS.objectId + latin1(value.id);
    case 'Int32':
    case 'Double': return exactKey(value.value, 0);
    case 'Long': return longKey(value);
    case 'Decimal128': return decimalKey(value.toString());
    case 'Binary': return binaryKey(value.buffer.subarray(0, value.position), value.sub_type);
    case 'Timestamp':
      return CLASS.timestamp + numberBytes(value.getHighBitsUnsigned()) + numberBytes(value.getLowBitsUnsigned());
    case 'MinKey': return CLASS.minKey;
    case 'MaxKey': return CLASS.maxKey;
    case 'BSONRegExp': return CLASS.regex + terminated(value.pattern) + terminated(value.options);
    case 'BSONSymbol': return CLASS.string + terminated(value.value);
    case 'DBRef': return objectKey(value.toJSON());
    default: return CLASS.code + terminated(JSON.stringify(value) ?? '');
  }
}

/** The order key of one value. Missing (`undefined`) sorts before null; sorting and indexes pass null for it. */
export function orderKey(value: any): string {
  switch (typeof value) {
    case 'string': return CLASS.string + terminated(value);
    case 'number': return CLASS.number + numberBytes(value) + EXACT;
    case 'boolean': return CLASS.bool + (value ? '\x01' : '\0');
    case 'undefined': return CLASS.missing;
    case 'bigint': return longKey(value);
    default:
  }
  if (value === null) return CLASS.null;
  if (Array.isArray(value)) return arrayKey(value);
  if (value instanceof Date) return CLASS.date + numberBytes(value.getTime());
  if (value instanceof RegExp) return CLASS.regex + terminated(value.source) + terminated(value.flags);
  if (ArrayBuffer.isView(value)) return binaryKey(value as Uint8Array, 0);
  return bsonType(value) ? bsonKey(value) : objectKey(value);
}

/** The first key above all values of the same type class: the end of a range such as `{ $gt: 5 }`. */
export function endOfClass(key: string): string {
  return String.fromCharCode(key.charCodeAt(0) + 1);
}

/** The same key turned round, for a descending field of an index or a sort. */
export function inverted(key: string): string {
  let turned = '';
  for (let i = 0; i < key.length; i++) turned += String.fromCharCode(0xff - key.charCodeAt(i));
  return turned;
}

/** LMDB takes keys of up to 1,978 bytes, some of which are ours. */
const LONGEST_KEY = 1900;
const HASH_BYTES = 32;
/** What a stored key keeps of its beginning in any case, with the four bytes in front of it. */
export const LONGEST_PREFIX = LONGEST_KEY - HASH_BYTES;

/** A key that fits into the store: a longer one keeps its beginning, and ends with a hash of all of it. */
export function fitted(key: string): string {
  if (key.length <= LONGEST_KEY) return key;
  const hash = createHash('sha256').update(key, 'latin1').digest().toString('latin1');
  return key.slice(0, LONGEST_PREFIX) + hash;
}

function compareLists(a: unknown[], b: unknown[], collator: Collator): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    const order = compareValues(a[i], b[i], collator);
    if (order) return order;
  }
  return a.length - b.length;
}

/** MongoDB's order of any two values: negative, zero or positive. With a collator, strings follow its language. */
export function compareValues(a: any, b: any, collator?: Collator): number {
  if (collator && typeof a === 'string' && typeof b === 'string') return collator(a, b);
  if (collator && Array.isArray(a) && Array.isArray(b)) return compareLists(a, b, collator);
  if (collator && isPlain(a) && isPlain(b)) {
    return compareLists(Object.entries(a).flat(), Object.entries(b).flat(), collator);
  }
  return compareKeys(orderKey(a), orderKey(b));
}

/** Plain string order, for keys. */
export function compareKeys(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** The type class of a value, for comparisons that never cross types. */
export function classOf(value: any): string {
  switch (typeof value) {
    case 'string': return CLASS.string;
    case 'number': return CLASS.number;
    case 'boolean': return CLASS.bool;
    case 'undefined': return CLASS.null;
    default:
  }
  if (value === null) return CLASS.null;
  if (Array.isArray(value)) return CLASS.array;
  if (value instanceof Date) return CLASS.date;
  return isPlain(value) ? CLASS.object : orderKey(value)[0]!;
}
