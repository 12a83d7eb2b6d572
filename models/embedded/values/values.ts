import { deserialize, serialize } from 'bson';
import { DbError } from '../errors.ts';

/** A document or any part of one. In memory numbers are plain JavaScript numbers ("plain" documents). */
export type Doc = Record<string, any>;

/** The largest document, and about the largest reply, in bytes. */
export const MAX_DOCUMENT_BYTES = 16 * 1024 * 1024;

/** Reads BSON for querying: numbers become JavaScript numbers where they fit. */
export function decode(raw: Uint8Array): Doc {
  return deserialize(raw);
}

/** Reads BSON for rewriting: Int32, Double, Long and regular expressions keep their stored type. */
export function decodeTyped(raw: Uint8Array): Doc {
  return deserialize(raw, { promoteValues: false, bsonRegExp: true });
}

/** BSON bytes of a document in a buffer of its own. Throws BSONObjectTooLarge for what no reply could carry. */
export function encode(doc: Doc): Buffer {
  const bytes = serialized(doc);
  // the serializer's own buffer is a little larger than this, and cuts strings at its end
  if (bytes && bytes.length <= MAX_DOCUMENT_BYTES + 16 * 1024) return Buffer.from(bytes);
  throw new DbError('BSONObjectTooLarge', 'BSONObj size is invalid. Size must be between 0 and 16793600(16MB)');
}

function serialized(doc: Doc): Uint8Array | undefined {
  try {
    return serialize(doc, { ignoreUndefined: true });
  } catch (error) {
    if (error instanceof RangeError && (error as NodeJS.ErrnoException).code === 'ERR_OUT_OF_RANGE') return undefined;
    throw error;
  }
}

/** Which BSON class a value is of (`ObjectId`, `Long` …); undefined for plain JavaScript values. */
export function bsonType(value: any): string | undefined {
  return value?.['_bsontype'];
}

/** True for documents and subdocuments, false for arrays, dates, BSON values and everything else. */
export function isPlain(value: unknown): value is Doc {
  if (value === null || typeof value !== 'object') return false;
  const proto = Object.getPrototypeOf(value);
  return proto === Object.prototype || proto === null;
}

/** True for an object such as `{ $gt: 1 }`. */
export function isOperatorObject(value: unknown): value is Doc {
  return isPlain(value) && Object.keys(value)[0]?.[0] === '$';
}

/** A field of the document itself, never one of its prototype. */
export function own(container: any, key: string): any {
  return Object.hasOwn(container, key) ? container[key] : undefined;
}

/** Sets a field as data, whatever its name (`__proto__` too). */
export function put(container: any, key: string, value: unknown): void {
  if (key !== '__proto__') container[key] = value;
  else Object.defineProperty(container, key, { value, enumerable: true, configurable: true, writable: true });
}

/** A deep copy. BSON values and regular expressions are shared: nothing changes them in place. */
export function clone<T>(value: T): T {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(clone) as T;
  if (value instanceof Date) return new Date(value.getTime()) as T;
  if (!isPlain(value)) return value;
  const copy: Doc = {};
  for (const key of Object.keys(value)) put(copy, key, clone((value as Doc)[key]));
  return copy as T;
}

/** A typed value as queries see it: Int32, Double and Longs that fit become numbers. */
export function toPlain(value: any): any {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(toPlain);
  switch (bsonType(value)) {
    case 'Int32':
    case 'Double':
      return value.value;
    case 'Long': {
      const number = value.toNumber();
      return Number.isSafeInteger(number) ? number : value;
    }
    case 'BSONRegExp':
      return toRegExp(value);
    case undefined:
      break;
    default:
      return value;
  }
  if (!isPlain(value)) return value;
  const copy: Doc = {};
  for (const key of Object.keys(value)) put(copy, key, toPlain(value[key]));
  return copy;
}

function toRegExp(value: { pattern: string; options: string }): RegExp | object {
  try {
    return new RegExp(value.pattern, value.options.replace(/[^ims]/g, ''));
  } catch {
    return value;
  }
}

const TYPE_NAMES: Record<string, string> = {
  ObjectId: 'objectId', Binary: 'binData', Decimal128: 'decimal', Long: 'long', Timestamp: 'timestamp',
  Int32: 'int', Double: 'double', BSONRegExp: 'regex', MinKey: 'minKey', MaxKey: 'maxKey', Code: 'javascript',
  BSONSymbol: 'symbol', DBRef: 'object',
};

/** MongoDB's name for the type of a value, as `$type` and error messages use it. */
export function typeName(value: any): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  switch (typeof value) {
    case 'string': return 'string';
    case 'boolean': return 'bool';
    case 'bigint': return 'long';
    case 'number': return numberTypeName(value);
    default:
  }
  if (Array.isArray(value)) return 'array';
  if (value instanceof Date) return 'date';
  if (value instanceof RegExp) return 'regex';
  if (ArrayBuffer.isView(value)) return 'binData';
  return TYPE_NAMES[bsonType(value) ?? ''] ?? 'object';
}

function numberTypeName(value: number): string {
  if (!Number.isInteger(value)) return 'double';
  return Math.abs(value) < 2 ** 31 ? 'int' : 'long';
}

/** A value for the text of an error message, shortened. */
export function show(value: any): string {
  if (bsonType(value) === 'ObjectId') return `ObjectId('${value.toHexString()}')`;
  if (value instanceof Date) return `new Date(${value.getTime()})`;
  if (Array.isArray(value)) return `[ ${value.map(show).join(', ')} ]`;
  if (isPlain(value)) return `{ ${Object.entries(value).map(([key, v]) => `${key}: ${show(v)}`).join(', ')} }`;
  const text = typeof value === 'bigint' ? value.toString() : JSON.stringify(value) ?? String(value);
  return text.length > 200 ? `${text.slice(0, 200)}...` : text;
}
