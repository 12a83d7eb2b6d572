/** The expression operators, a table of small functions: one file, so that what is supported is seen at a glance. */
import { DbError } from '../errors.ts';
import { arithmetic, divide, isNumeric, isTrue, type Arithmetic } from '../values/numbers.ts';
import { compareKeys, orderKey } from '../values/order.ts';
import { bsonType, isPlain, MAX_DOCUMENT_BYTES, put, typeName } from '../values/values.ts';
import { ACCUMULATORS } from './accumulators.ts';
import { dateToString } from './dates.ts';
import type { Expression, Scope } from './expressions.ts';
import { Memory } from './memory.ts';
import { checkVariable, isMissing, lazy, named, on, onValues, type Operator } from './operator.ts';

function compared(answer: (order: number) => unknown): Operator {
  return on(2, 2, (a, b) => answer(compareKeys(orderKey(a), orderKey(b))));
}

function number(value: any, name: string): any {
  if (isNumeric(value)) return value;
  throw new DbError('TypeMismatch', `${name} only supports numeric types, not ${typeName(value)}`);
}

/** A sum or a product; one date may take part in a sum, as its milliseconds. */
function folded(operation: Arithmetic, name: string): Operator {
  return onValues(0, Infinity, (...args) => {
    const dates = args.filter((value) => value instanceof Date);
    if (dates.length > 1 || (dates.length > 0 && operation !== 'add')) {
      throw new DbError('TypeMismatch', `only one date allowed in an ${name} expression`);
    }
    const total = args.reduce((sum, value) => (
      arithmetic(operation, sum, value instanceof Date ? value.getTime() : number(value, name))
    ), operation === 'add' ? 0 : 1);
    return dates.length > 0 ? new Date(Number(total)) : total;
  });
}

function subtract(a: any, b: any): any {
  if (a instanceof Date) {
    const ms = a.getTime() - Number(b instanceof Date ? b.getTime() : number(b, '$subtract'));
    return b instanceof Date ? ms : new Date(ms);
  }
  return arithmetic('subtract', number(a, '$subtract'), number(b, '$subtract'));
}

/** To so many digits after the point, halves to the even neighbour; the type of the number stays. */
function round(value: any, digits: any = 0): any {
  const place = Number(digits);
  if (!Number.isInteger(place)) throw new DbError('Location51082', '$round needs a whole number of digits');
  const [text, exponent = 0] = String(Number(number(value, '$round'))).split('e');
  const scaled = Number(`${text}e${Number(exponent) + place}`);
  if (!Number.isSafeInteger(Math.round(scaled)) || Number.isInteger(scaled)) return value;
  const up = Math.round(scaled);
  const even = Math.abs(scaled % 1) === 0.5 && up % 2 !== 0 ? up - 1 : up;
  return arithmetic('add', Number(`${even}e${-place}`), arithmetic('multiply', value, 0));
}

function concat(...texts: any[]): string {
  const wrong = texts.find((text) => typeof text !== 'string');
  if (wrong !== undefined) throw new DbError('Location16702', `$concat only supports strings, not ${typeName(wrong)}`);
  if (texts.reduce((sum, { length }) => sum + length, 0) > MAX_DOCUMENT_BYTES) {
    throw new DbError('BSONObjectTooLarge', '$concat would make a string of more than 16 MB');
  }
  return texts.join('');
}

function text(value: any, name: string): string {
  if (typeof value === 'string') return value;
  throw new DbError('Location34471', `${name} requires a string argument, found: ${typeName(value)}`);
}

/** What `$toString`, and the operators of letters, make of a value. */
function toText(value: any): string {
  if (value instanceof Date) return value.toISOString();
  if (bsonType(value) === 'ObjectId') return value.toHexString();
  if (typeof value === 'string' || typeof value === 'boolean' || isNumeric(value)) return String(value);
  throw new DbError('ConversionFailure', `Unsupported conversion from ${typeName(value)} to string in $convert`);
}

function list(value: any, name: string): any[] {
  if (Array.isArray(value)) return value;
  throw new DbError('Location28724', `${name} needs an array, but was given: ${typeName(value)}`);
}

function size(value: any): number {
  if (Array.isArray(value)) return value.length;
  throw new DbError('Location17124', `The argument to $size must be an array, but was of type: ${typeName(value)}`);
}

function elementAt(array: any, at: any): any {
  if (isNumeric(at) && Number.isInteger(Number(at))) return list(array, '$arrayElemAt').at(Number(at));
  throw new DbError('Location28690', `$arrayElemAt's second argument must be a whole number, but is ${typeName(at)}`);
}

function contains(value: any, array: any): boolean {
  if (!Array.isArray(array)) {
    throw new DbError('Location40081', `$in requires an array as a second argument, found: ${typeName(array)}`);
  }
  const key = orderKey(value);
  return array.some((element) => orderKey(element) === key);
}

/** Of the elements of one list, or of the arguments: as the accumulator of the same name. */
function accumulated(name: '$sum' | '$avg' | '$min' | '$max'): Operator {
  return on(0, Infinity, (...args) => {
    const accumulator = ACCUMULATORS[name]!(new Memory());
    for (const value of args.length === 1 && Array.isArray(args[0]) ? args[0] : args) accumulator.add(value);
    return accumulator.result();
  });
}

const cond: Operator = (arg, compile, name) => {
  const branches = Array.isArray(arg) ? { if: arg[0], then: arg[1], else: arg[2] } : arg;
  if (Array.isArray(arg) && arg.length !== 3) {
    throw new DbError('Location16020', `Expression $cond takes exactly 3 arguments. ${arg.length} were passed in.`);
  }
  return named(['if', 'then', 'else'], [], (parts) => {
    const [condition, yes, no] = [compile(parts['if']), compile(parts['then']), compile(parts['else'])];
    return (scope) => (isTrue(condition(scope)) ? yes(scope) : no(scope));
  })(branches, compile, name);
};

function ifNull(args: Expression[], scope: Scope): any {
  let value: any;
  for (const arg of args) if (!isMissing(value = arg(scope))) break;
  return value;
}

/** An operator that looks at the elements of a list one by one, each as a variable. */
function overElements(part: 'in' | 'cond', gather: (items: any[], evaluate: (item: any) => any) => any): Operator {
  return named(['input', part], ['as'], ({ input, as = 'this', [part]: inner }, compile) => {
    const items = compile(input);
    const body = compile(inner, [checkVariable(as)]);
    return (scope) => {
      const given = items(scope);
      if (isMissing(given)) return null;
      return gather(list(given, '$map and $filter'), (item) => (
        body({ ...scope, variables: { ...scope.variables, [as]: item } })
      ));
    };
  });
}

const setField = named(['field', 'input', 'value'], [], ({ field, input, value }, compile) => {
  const [name, document, next] = [compile(field), compile(input), compile(value)];
  return (scope) => {
    const before = document(scope);
    if (isMissing(before)) return null;
    if (!isPlain(before)) throw new DbError('Location4161105', '$setField requires its input to be a document');
    const key: unknown = name(scope);
    if (typeof key !== 'string') throw new DbError('Location4161107', '$setField requires its field to be a string');
    const after = { ...before };
    const found = next(scope);
    if (found === undefined) delete after[key];
    else put(after, key, found);
    return after;
  };
});

/** The operators by name; everything else is refused. */
export const OPERATORS: Record<string, Operator | undefined> = {
  $literal: (arg) => () => arg,

  $eq: compared((order) => order === 0),
  $ne: compared((order) => order !== 0),
  $gt: compared((order) => order > 0),
  $gte: compared((order) => order >= 0),
  $lt: compared((order) => order < 0),
  $lte: compared((order) => order <= 0),
  $cmp: compared((order) => order),

  $and: lazy(0, Infinity, (args, scope) => args.every((value) => isTrue(value(scope)))),
  $or: lazy(0, Infinity, (args, scope) => args.some((value) => isTrue(value(scope)))),
  $not: on(1, 1, (value) => !isTrue(value)),
  $cond: cond,
  $ifNull: lazy(2, Infinity, ifNull),

  $add: folded('add', '$add'),
  $multiply: folded('multiply', '$multiply'),
  $subtract: onValues(2, 2, subtract),
  $divide: onValues(2, 2, (a, b) => divide(number(a, '$divide'), number(b, '$divide'))),
  $round: onValues(1, 2, round),
  $rand: () => () => Math.random(),
  $sum: accumulated('$sum'),
  $avg: accumulated('$avg'),
  $min: accumulated('$min'),
  $max: accumulated('$max'),

  $concat: onValues(0, Infinity, concat),
  $toLower: on(1, 1, (value) => (isMissing(value) ? '' : toText(value).toLowerCase())),
  $toUpper: on(1, 1, (value) => (isMissing(value) ? '' : toText(value).toUpperCase())),
  $strLenCP: on(1, 1, (value) => Array.from(text(value, '$strLenCP')).length),
  $toString: onValues(1, 1, toText),
  $type: on(1, 1, typeName),
  $dateToString: dateToString,

  $size: on(1, 1, size),
  $isArray: on(1, 1, Array.isArray),
  $in: on(2, 2, contains),
  $arrayElemAt: onValues(2, 2, elementAt),
  $first: onValues(1, 1, (array) => list(array, '$first')[0]),
  $map: overElements('in', (items, evaluate) => items.map((item) => evaluate(item) ?? null)),
  $filter: overElements('cond', (items, evaluate) => items.filter((item) => isTrue(evaluate(item)))),

  $setField: setField,
};
