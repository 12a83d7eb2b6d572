import { Decimal128, Double, Int32, Long } from 'bson';
import { DbError } from './errors.ts';
import { bsonType, show } from './values.ts';

type Kind = 'int' | 'long' | 'double' | 'decimal';
type Arithmetic = '$inc' | '$mul';

function kindOf(value: any): Kind | undefined {
  if (typeof value === 'number') return Number.isInteger(value) && Math.abs(value) < 2 ** 31 ? 'int' : 'double';
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

/**
 * `$inc` and `$mul` on typed numbers: whole numbers stay whole (int grows to long), doubles win over those,
 * decimals over all. Throws TypeMismatch for anything that is no number, BadValue when a long overflows.
 */
export function calculate(operator: Arithmetic, old: any, by: any, path: string): any {
  const byKind = kindOf(by);
  if (!byKind) {
    const verb = operator === '$inc' ? 'increment' : 'multiply';
    throw new DbError('TypeMismatch', `Cannot ${verb} with non-numeric argument: {${path}: ${show(by)}}`);
  }
  const before = old === undefined ? new Int32(0) : old;
  const oldKind = kindOf(before);
  if (!oldKind) {
    const shown = `{${path}: ${show(old)}}`;
    throw new DbError('TypeMismatch', `Cannot apply ${operator} to a value of non-numeric type. ${shown}`);
  }
  if (oldKind === 'decimal' || byKind === 'decimal') return decimal(operator, before, by);
  if (oldKind === 'double' || byKind === 'double') {
    const [a, b] = [toFloat(before), toFloat(by)];
    return new Double(operator === '$inc' ? a + b : a * b);
  }
  const result = operator === '$inc' ? toBig(before) + toBig(by) : toBig(before) * toBig(by);
  if (BigInt.asIntN(64, result) !== result) {
    throw new DbError('BadValue', `Failed to apply ${operator} operations to current value (${show(before)})`);
  }
  const fitsInt = BigInt.asIntN(32, result) === result && oldKind === 'int' && byKind === 'int';
  return fitsInt ? new Int32(Number(result)) : Long.fromBigInt(result);
}

/** Decimals are calculated as doubles with 15 significant digits; enough for what a petition counts. */
function decimal(operator: Arithmetic, a: any, b: any): Decimal128 {
  const result = operator === '$inc' ? toFloat(a) + toFloat(b) : toFloat(a) * toFloat(b);
  return Decimal128.fromString(String(Number(result.toPrecision(15))));
}

/** `$bit`: and, or, xor on whole numbers. */
export function combineBits(old: any, operation: string, by: any, path: string): any {
  for (const value of [old ?? new Int32(0), by]) {
    const kind = kindOf(value);
    if (kind !== 'int' && kind !== 'long') {
      throw new DbError('BadValue', `Cannot apply $bit to a value of non-integral type. {${path}: ${show(value)}}`);
    }
  }
  const [a, b] = [toBig(old ?? 0), toBig(by)];
  const result = operation === 'and' ? a & b : operation === 'or' ? a | b : a ^ b;
  if (!['and', 'or', 'xor'].includes(operation)) {
    throw new DbError('BadValue', `The $bit modifier only supports 'and', 'or', and 'xor', not '${operation}'`);
  }
  const wide = kindOf(old) === 'long' || kindOf(by) === 'long';
  return wide ? Long.fromBigInt(result) : new Int32(Number(BigInt.asIntN(32, result)));
}
