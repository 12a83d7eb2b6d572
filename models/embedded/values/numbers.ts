import { Decimal128, Double, Int32, Long } from 'bson';
import { DbError } from '../errors.ts';
import { bsonType, show } from './values.ts';

type Kind = 'int' | 'long' | 'double' | 'decimal';
/** What two numbers can be brought together by. */
export type Arithmetic = 'add' | 'subtract' | 'multiply';

function kindOf(value: any): Kind | undefined {
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) return 'double';
    return Math.abs(value) < 2 ** 31 ? 'int' : 'long';
  }
  if (typeof value === 'bigint') return 'long';
  switch (bsonType(value)) {
    case 'Int32': return 'int';
    case 'Long': return 'long';
    case 'Double': return 'double';
    case 'Decimal128': return 'decimal';
    default: return undefined;
  }
}

/** True for every kind of BSON number. */
export function isNumeric(value: any): boolean {
  return kindOf(value) !== undefined;
}

function toBig(value: any): bigint {
  return bsonType(value) === 'Long' ? value.toBigInt() : BigInt(Number(value));
}

function toFloat(value: any): number {
  return typeof value === 'object' ? Number(value.toString()) : Number(value);
}

/** True for an int: a whole number that takes four bytes. */
export function isWhole(value: any): boolean {
  return kindOf(value) === 'int';
}

/** Whether a value counts as true: everything but false, null, nothing and zero. */
export function isTrue(value: any): boolean {
  if (value === false || value === null || value === undefined) return false;
  return !isNumeric(value) || toFloat(value) !== 0;
}

const FLOATS: Record<Arithmetic, (a: number, b: number) => number> = {
  add: (a, b) => a + b, subtract: (a, b) => a - b, multiply: (a, b) => a * b,
};
const WHOLES: Record<Arithmetic, (a: bigint, b: bigint) => bigint> = {
  add: (a, b) => a + b, subtract: (a, b) => a - b, multiply: (a, b) => a * b,
};

/**
 * Two numbers as MongoDB calculates them: whole numbers stay whole (int grows to long, and to double beyond it),
 * doubles win over those, decimals over all.
 */
export function arithmetic(operation: Arithmetic, a: any, b: any): Int32 | Long | Double | Decimal128 {
  const kinds = [kindOf(a), kindOf(b)];
  const float = FLOATS[operation];
  if (kinds.includes('decimal')) return decimal(float(toFloat(a), toFloat(b)));
  if (kinds.includes('double')) return new Double(float(toFloat(a), toFloat(b)));
  const result = WHOLES[operation](toBig(a), toBig(b));
  if (BigInt.asIntN(64, result) !== result) return new Double(Number(result));
  const fitsInt = BigInt.asIntN(32, result) === result && !kinds.includes('long');
  return fitsInt ? new Int32(Number(result)) : Long.fromBigInt(result);
}

/** A quotient: a double, or a decimal when one of the two is. */
export function divide(a: any, b: any): Double | Decimal128 {
  if (toFloat(b) === 0) throw new DbError('BadValue', "can't $divide by zero");
  const result = toFloat(a) / toFloat(b);
  return [a, b].some((value) => kindOf(value) === 'decimal') ? decimal(result) : new Double(result);
}

/** Decimals are calculated as doubles with 15 significant digits; enough for what a petition counts. */
function decimal(result: number): Decimal128 {
  return Decimal128.fromString(String(Number(result.toPrecision(15))));
}

/**
 * `$inc` and `$mul`. Throws TypeMismatch for anything that is no number, BadValue when a whole number overflows.
 */
export function calculate(operator: '$inc' | '$mul', old: any, by: any, path: string): any {
  if (!isNumeric(by)) {
    const verb = operator === '$inc' ? 'increment' : 'multiply';
    throw new DbError('TypeMismatch', `Cannot ${verb} with non-numeric argument: {${path}: ${show(by)}}`);
  }
  const before = old === undefined ? new Int32(0) : old;
  if (!isNumeric(before)) {
    const shown = `{${path}: ${show(old)}}`;
    throw new DbError('TypeMismatch', `Cannot apply ${operator} to a value of non-numeric type. ${shown}`);
  }
  const result = arithmetic(operator === '$inc' ? 'add' : 'multiply', before, by);
  const whole = [before, by].every((value) => ['int', 'long'].includes(kindOf(value)!));
  if (whole && kindOf(result) === 'double') {
    throw new DbError('BadValue', `Failed to apply ${operator} operations to current value (${show(before)})`);
  }
  return result;
}
