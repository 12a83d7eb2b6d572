import { Decimal128, Double, Int32, Long, ObjectId } from 'bson';
import { DbError } from './errors.ts';
import type { Operator } from './expressions.ts';
import { isNumeric } from './numbers.ts';
import { bsonType, typeName, type Doc } from './values.ts';

/* Conversions of our own: mingo's do not know ObjectId and Decimal128. */
type Convert = (value: any) => any;

function failure(value: any, to: string): DbError {
  return new DbError('ConversionFailure', `Unsupported conversion from ${typeName(value)} to ${to} in $convert`);
}

function toNumber(value: any, to: string): number {
  if (typeof value === 'boolean') return Number(value);
  if (value instanceof Date) return value.getTime();
  if (isNumeric(value)) return Number(value.toString());
  if (typeof value === 'string' && /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value)) return Number(value);
  if (typeof value !== 'string') throw failure(value, to);
  throw new DbError('ConversionFailure', `Failed to parse number '${value}' in $convert with no onError value`);
}

function toWhole(value: any, to: string, limit: number): number {
  if (typeof value === 'string' && !/^[+-]?\d+$/.test(value)) {
    throw new DbError('ConversionFailure', `Failed to parse number '${value}' in $convert with no onError value`);
  }
  const whole = Math.trunc(toNumber(value, to));
  if (Math.abs(whole) <= limit) return whole;
  throw new DbError('ConversionFailure', `Conversion would overflow target type in $convert: ${String(value)}`);
}

function toText(value: any): string {
  if (value instanceof Date) return value.toISOString();
  if (bsonType(value) === 'ObjectId') return value.toHexString();
  if (['string', 'boolean'].includes(typeof value) || isNumeric(value)) return String(value);
  throw failure(value, 'string');
}

function toObjectId(value: any): ObjectId {
  if (bsonType(value) === 'ObjectId') return value;
  if (typeof value === 'string' && /^[0-9a-f]{24}$/i.test(value)) return new ObjectId(value);
  if (typeof value !== 'string') throw failure(value, 'objectId');
  throw new DbError('ConversionFailure', `Failed to parse objectId '${value}' in $convert with no onError value`);
}

function toDate(value: any): Date {
  if (value instanceof Date) return value;
  if (bsonType(value) === 'ObjectId') return value.getTimestamp();
  if (bsonType(value) === 'Timestamp') return new Date(value.getHighBitsUnsigned() * 1000);
  if (typeof value !== 'string' && !isNumeric(value)) throw failure(value, 'date');
  const date = new Date(typeof value === 'string' ? value : Number(value.toString()));
  if (!Number.isNaN(date.getTime())) return date;
  throw new DbError('ConversionFailure', `Error parsing date string '${String(value)}'`);
}

const CONVERSIONS: Record<string, Convert> = {
  double: (value) => new Double(toNumber(value, 'double')).value, string: toText, objectId: toObjectId,
  bool: (value) => (isNumeric(value) ? Number(value.toString()) !== 0 : value !== false),
  date: toDate, int: (value) => new Int32(toWhole(value, 'int', 2 ** 31)).value,
  long: (value) => (bsonType(value) === 'Long' ? value : toWhole(value, 'long', Number(Long.MAX_VALUE))),
  decimal: (value) => (bsonType(value) === 'Decimal128' ? value : Decimal128.fromString(
    typeof value === 'string' ? value : String(toNumber(value, 'decimal')))),
};
const NUMBERS: Record<number, string> = {
  1: 'double', 2: 'string', 7: 'objectId', 8: 'bool', 9: 'date', 16: 'int', 18: 'long', 19: 'decimal',
};
const SHORT = {
  $toDouble: 'double', $toString: 'string', $toObjectId: 'objectId', $toBool: 'bool', $toDate: 'date', $toInt: 'int',
  $toLong: 'long', $toDecimal: 'decimal',
};

function convert({ input, to: given, onError, onNull = null }: Doc, hasOnError: boolean): unknown {
  if (input === null || input === undefined) return onNull;
  const to = NUMBERS[given] ?? given;
  const change = CONVERSIONS[to];
  if (!change) throw new DbError('FailedToParse', `Unknown type name: ${String(given)}`);
  try {
    return change(input);
  } catch (error) {
    if (hasOnError) return onError;
    throw error;
  }
}

/** The conversion operators by name, and `$type`. */
export function conversionOperators(evaluate: (doc: any, expr: any, options: any) => any): Record<string, Operator> {
  function only(value: any): any {
    return Array.isArray(value) && value.length === 1 ? value[0] : value;
  }
  return {
    ...Object.fromEntries(Object.entries(SHORT).map(([name, to]): [string, Operator] => [
      name, (doc, expr, options) => convert({ input: only(evaluate(doc, expr, options)), to }, false),
    ])),
    $convert: (doc, expr, options) => convert(evaluate(doc, expr, options) as Doc, 'onError' in expr),
    $type: (doc, expr, options) => typeName(evaluate(doc, Array.isArray(expr) ? expr[0] : expr, options)),
  };
}
