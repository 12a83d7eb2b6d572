import { DbError } from '../errors.ts';
import { isPlain, own, put, type Doc } from '../values/values.ts';
import type { Operator } from './operator.ts';
import { OPERATORS } from './operators.ts';

/** What an expression is evaluated on: a document, and variables by their names. */
export interface Scope { doc: unknown; variables: Doc }

/** A compiled expression. A field that is not there is `undefined`. */
export type Expression = (scope: Scope) => any;

/** Compiles a part of an expression; `names` are further variables that the part may use. */
export type Compile = (expr: any, names?: readonly string[]) => Expression;

const SYSTEM_VARIABLES = ['ROOT', 'CURRENT', 'REMOVE', 'CLUSTER_TIME', 'USER_ROLES'];

/**
 * An aggregation expression as a function of a document, whose numbers may have their BSON types or be JavaScript's.
 * @throws DbError with MongoDB's code for what cannot be read, before anything is evaluated.
 */
export function evaluator(expr: unknown, { variables = {} }: { variables?: Doc } = {}): (doc: any) => any {
  const evaluate = compile(expr, [...SYSTEM_VARIABLES, ...Object.keys(variables)]);
  return (doc) => evaluate({ doc, variables });
}

function compile(expr: any, names: readonly string[]): Expression {
  if (typeof expr === 'string' && expr[0] === '$') {
    return expr[1] === '$' ? compileVariable(expr.slice(2), names) : compileField(expr.slice(1));
  }
  if (Array.isArray(expr)) {
    const elements = expr.map((element) => compile(element, names));
    return (scope) => elements.map((element) => element(scope) ?? null);
  }
  if (!isPlain(expr)) return () => expr;
  const [name, ...more] = Object.keys(expr);
  if (name?.[0] !== '$') return compileObject(expr, names);
  if (more.length > 0) {
    throw new DbError('Location15983', 'an expression specification must contain exactly one field, the name of the '
      + `expression. Found ${more.length + 1} fields in ${name}`);
  }
  const operator: Operator | undefined = own(OPERATORS, name);
  if (!operator) {
    const text = `Unrecognized expression '${name}' (not supported by the embedded database)`;
    throw new DbError('InvalidPipelineOperator', text);
  }
  return operator(expr[name], (part, added = []) => compile(part, [...names, ...added]), name);
}

function compileObject(expr: Doc, names: readonly string[]): Expression {
  const bad = Object.keys(expr).find((key) => key[0] === '$' || key.includes('.'));
  if (bad !== undefined) {
    const code = bad[0] === '$' ? 'Location16410' : 'Location16412';
    throw new DbError(code, `'${bad}' cannot be the name of a field here`);
  }
  const fields = Object.entries(expr).map(([key, value]) => [key, compile(value, names)] as const);
  return (scope) => {
    const result: Doc = {};
    for (const [key, value] of fields) {
      const found = value(scope);
      if (found !== undefined) put(result, key, found);
    }
    return result;
  };
}

function compileField(path: string): Expression {
  if (path === '' || path.split('.').includes('')) {
    throw new DbError('Location40353', `FieldPath '${path}' must not be empty or have empty parts.`);
  }
  const parts = path.split('.');
  return ({ doc }) => fieldAt(doc, parts);
}

function compileVariable(path: string, names: readonly string[]): Expression {
  const [name = '', ...parts] = path.split('.');
  if (!names.includes(name)) throw new DbError('Location17276', `Use of undefined variable: ${name}`);
  switch (name) {
    case 'ROOT':
    case 'CURRENT': return ({ doc }) => fieldAt(doc, parts);
    case 'REMOVE': return () => undefined;
    default: return ({ variables }) => fieldAt(own(variables, name), parts);
  }
}

/** The value of a path; arrays on the way give the array of what their documents (not arrays in them) have there. */
function fieldAt(value: any, parts: readonly string[], from = 0): any {
  if (from === parts.length) return value;
  if (Array.isArray(value)) {
    return value.filter(isPlain).map((element) => fieldAt(element, parts, from)).filter((found) => found !== undefined);
  }
  return isPlain(value) ? fieldAt(own(value, parts[from]!), parts, from + 1) : undefined;
}
