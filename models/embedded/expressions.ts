import { createRequire } from 'node:module';
import type * as Core from 'mingo/core';
import type * as Expression from 'mingo/operators/expression';
import type * as Accumulator from 'mingo/operators/accumulator';
import { conversionOperators } from './conversions.ts';
import { dateOperators } from './dates.ts';
import { DbError } from './errors.ts';
import { compareKeys, orderKey } from './order.ts';
import { compileRegex } from './predicates.ts';
import type { MatchOptions } from './matching.ts';
import { isPlain, own, typeName, type Doc } from './values.ts';

/*
 * mingo evaluates expressions and aggregation stages. It is loaded when the first one comes: a program that only
 * finds and updates starts a fifth of a second earlier and smaller. Deep imports, so that our operators come first.
 */
const load = createRequire(import.meta.url);

type Evaluate = (doc: any) => any;
/** mingo's way of calling an expression operator. */
export type Operator = (doc: any, expr: any, options: any) => any;

/** The most elements that one expression may make: a few megabytes, where MongoDB's own limit is 100 MB. */
export const MAX_ELEMENTS = 200_000;

let core: typeof Core | undefined;
let operators: Record<string, Operator> | undefined;
let onlyExpressions: Core.Context | undefined;

/** mingo's core, loaded on first use. */
export function mingoCore(): typeof Core {
  return core ??= load('mingo/core') as typeof Core;
}

/** The expression operators: mingo's, with ours in place of those that answer wrongly or could hang the program. */
export function expressionOperators(): Record<string, Operator> {
  if (operators) return operators;
  const { evalExpr } = mingoCore();
  return operators = {
    ...(load('mingo/operators/expression') as typeof Expression) as unknown as Record<string, Operator>,
    ...dateOperators(evalExpr as never),
    ...conversionOperators(evalExpr as never),
    $getField: getField,
    $size: size,
    $round: round,
    $eq: comparison((order) => order === 0),
    $ne: comparison((order) => order !== 0),
    $gt: comparison((order) => order > 0),
    $gte: comparison((order) => order >= 0),
    $lt: comparison((order) => order < 0),
    $lte: comparison((order) => order <= 0),
    $cmp: comparison((order) => order),
    $range: range,
    $regexFindAll: regexFindAll,
    $function: ownFunction,
  };
}

/** Whether there is an accumulator of this name. */
export function hasAccumulator(name: string): boolean {
  return name in (load('mingo/operators/accumulator') as object);
}

/** The settings every evaluation shares; `scriptEnabled: false` keeps JavaScript in queries out. */
export function mingoOptions(context: Core.Context, options: MatchOptions & { collation?: Doc }): Doc {
  return {
    context, scriptEnabled: false, variables: { ...SYSTEM_VARIABLES, ...options.variables },
    ...(options.collation ? { collation: options.collation } : {}),
  };
}

const SYSTEM_VARIABLES = { CLUSTER_TIME: null, USER_ROLES: [] };

/** An aggregation expression as a function of a document. */
export function evaluator(expr: any, options: MatchOptions = {}): Evaluate {
  const { Context, evalExpr } = mingoCore();
  onlyExpressions ??= Context.init({
    expression: expressionOperators(),
    accumulator: load('mingo/operators/accumulator') as typeof Accumulator,
  } as never);
  const settings = mingoOptions(onlyExpressions, options);
  return (doc) => evalExpr(doc, expr, settings as never);
}

function operands(doc: any, expr: any, options: any, name: string): any[] {
  const { evalExpr } = mingoCore();
  if (!Array.isArray(expr)) throw new DbError('BadValue', `Expression ${name} takes an array of arguments`);
  return expr.map((part) => evalExpr(doc, part, options));
}

function comparison(answer: (order: number) => unknown): Operator {
  return (doc, expr, options) => {
    const values = operands(doc, expr, options, 'comparison');
    if (values.length !== 2) throw new DbError('BadValue', 'Expression takes exactly 2 arguments');
    return answer(compareKeys(orderKey(values[0]), orderKey(values[1])));
  };
}

function getField(doc: any, expr: any, options: any): unknown {
  const { evalExpr } = mingoCore();
  const given = isPlain(expr) && 'field' in expr ? expr : { field: expr, input: '$$CURRENT' };
  const [field, input] = [given['field'], given['input'] ?? '$$CURRENT'].map((part) => evalExpr(doc, part, options));
  if (typeof field !== 'string') throw new DbError('Location5654602', '$getField needs \'field\' to be a string');
  return isPlain(input) ? own(input, field) : undefined;
}

function size(doc: any, expr: any, options: any): number {
  const value: unknown = mingoCore().evalExpr(doc, expr, options);
  const list = Array.isArray(expr) && expr.length === 1 && Array.isArray(value) ? value[0] : value;
  if (Array.isArray(list)) return list.length;
  throw new DbError('Location17124', `The argument to $size must be an array, but was of type: ${typeName(list)}`);
}

/** Halves go to the even neighbour. */
function round(doc: any, expr: any, options: any): unknown {
  const [value, places = 0] = [mingoCore().evalExpr(doc, expr, options)].flat() as [any, number?];
  if (typeof value !== 'number' || !Number.isFinite(value)) return value ?? null;
  const scaled = Number(`${value}e${places}`);
  if (!Number.isFinite(scaled)) return value; // too large or too fine to be rounded there
  const below = Math.floor(scaled);
  const nearest = scaled - below === 0.5 ? below + Math.abs(below % 2) : Math.round(scaled);
  return Number(`${nearest}e${-places}`);
}

function range(doc: any, expr: any, options: any): number[] {
  const [start, end, step = 1] = operands(doc, expr, options, '$range');
  if (![start, end, step].every(Number.isInteger) || step === 0) {
    throw new DbError('BadValue', '$range requires whole numbers, and a step other than zero');
  }
  const length = Math.max(0, Math.ceil((end - start) / step));
  if (length > MAX_ELEMENTS) throw new DbError('ExceededMemoryLimit', '$range would exceed the memory limit');
  return Array.from({ length }, (_, i) => start + i * step);
}

function regexFindAll(doc: any, expr: any, options: any): Doc[] {
  const { evalExpr } = mingoCore();
  const { input, regex, options: flags } = evalExpr(doc, expr, options) as Doc;
  if (input === null || input === undefined || regex === null || regex === undefined) return [];
  if (typeof input !== 'string') throw new DbError('BadValue', "$regexFindAll needs 'input' to be of type string");
  const pattern = compileRegex(regex, flags ?? undefined);
  const found = input.matchAll(new RegExp(pattern.source, `${pattern.flags}g`));
  return Array.from(found, (match) => ({
    match: match[0],
    idx: Array.from(input.slice(0, match.index)).length,
    captures: match.slice(1).map((capture) => capture ?? null),
  }));
}

/** mingo's window stage works through `$function`; what a client sends is text, and is never run. */
function ownFunction(doc: any, expr: any, options: any): unknown {
  if (typeof expr?.body !== 'function') {
    throw new DbError('BadValue', '$function is not supported by the embedded database');
  }
  return expr.body(...mingoCore().evalExpr(doc, expr.args, options) as unknown[]);
}

