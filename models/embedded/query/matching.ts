import { DbError } from '../errors.ts';
import { evaluator } from '../aggregation/expressions.ts';
import type { Collator } from '../values/order.ts';
import { isTrue } from '../values/numbers.ts';
import { LEAF_OPERATORS, type LeafTest } from './predicates.ts';
import { someAt } from '../values/paths.ts';
import { bsonType, isOperatorObject, isPlain, own, type Doc } from '../values/values.ts';

export type Matcher = (doc: any) => boolean;

/** What a query may refer to beside the document. */
export interface MatchOptions {
  collator?: Collator;
  /** Variables of the command's `let`, for `$expr`. */
  variables?: Doc;
}

/** A filter as a function of a document. Throws a DbError for a filter that MongoDB would refuse, too. */
export function compileFilter(filter: unknown, options: MatchOptions = {}): Matcher {
  if (!isPlain(filter)) throw new DbError('BadValue', 'the match filter must be an expression in an object');
  const tests = Object.entries(filter).map(([key, value]) => compileClause(key, value, options));
  if (tests.length === 1) return tests[0]!;
  return (doc) => tests.every((test) => test(doc));
}

/** The paths that a filter looks at; one that begins with `$` when it may look at anything. */
export function filterPaths(filter: Doc): string[] {
  return Object.entries(filter).flatMap(([key, value]) => (
    ['$and', '$or', '$nor'].includes(key) && Array.isArray(value) ? value.flatMap(filterPaths) : [key]
  ));
}

/** Fields of a reference to a document elsewhere, which begin with `$` and are no operators. */
const REFERENCE = new Set(['$ref', '$id', '$db']);

function compileClause(key: string, value: any, options: MatchOptions): Matcher {
  if (key[0] !== '$' || REFERENCE.has(key)) return compileField(key, value, options);
  switch (key) {
    case '$and': {
      const all = compileList(key, value, options);
      return (doc) => all.every((test) => test(doc));
    }
    case '$or': {
      const any = compileList(key, value, options);
      return (doc) => any.some((test) => test(doc));
    }
    case '$nor': {
      const none = compileList(key, value, options);
      return (doc) => !none.some((test) => test(doc));
    }
    case '$expr': {
      const evaluate = evaluator(value, options);
      return (doc) => isTrue(evaluate(doc));
    }
    case '$comment':
      return () => true;
    case '$where':
    case '$text':
    case '$jsonSchema':
      throw new DbError('BadValue', `${key} is not supported by the embedded database`);
    default:
      throw new DbError('BadValue', `unknown top level operator: ${key}`);
  }
}

function compileList(key: string, list: unknown, options: MatchOptions): Matcher[] {
  if (!Array.isArray(list)) throw new DbError('BadValue', `${key} must be an array`);
  if (list.length === 0) throw new DbError('BadValue', '$and/$or/$nor must be a nonempty array');
  return list.map((entry) => {
    if (!isPlain(entry)) throw new DbError('BadValue', '$or/$and/$nor entries need to be full objects');
    return compileFilter(entry, options);
  });
}

function compileField(path: string, value: any, options: MatchOptions): Matcher {
  const parts = path.split('.');
  if (!isOperatorObject(value) || '$ref' in value || '$id' in value) {
    const operator = value instanceof RegExp || bsonType(value) === 'BSONRegExp' ? '$regex' : '$eq';
    return at(parts, leafTest(operator, value, {}, options));
  }
  const tests = Object.entries(value).map(([name, arg]) => compileOperator(parts, name, arg, value, options));
  return tests.length === 1 ? tests[0]! : (doc) => tests.every((test) => test(doc));
}

function compileOperator(parts: string[], name: string, arg: any, all: Doc, options: MatchOptions): Matcher {
  switch (name) {
    case '$ne':
      if (arg instanceof RegExp) throw new DbError('BadValue', "Can't have regex as arg to $ne.");
      return negated(at(parts, leafTest('$eq', arg, all, options)));
    case '$nin':
      return negated(at(parts, leafTest('$in', arg, all, options)));
    case '$not':
      return negated(compileNot(parts, arg, options));
    case '$all':
      return compileAll(parts, arg, options);
    case '$elemMatch':
      return at(parts, elementTest(arg, options));
    case '$options':
      if (!('$regex' in all)) throw new DbError('BadValue', '$options needs a $regex');
      return () => true;
    case '$comment':
      return () => true;
    case '$exists': {
      const exists = at(parts, (leaf) => leaf !== undefined);
      return arg === false || arg === 0 || arg === null ? negated(exists) : exists;
    }
    default:
      return at(parts, leafTest(name, arg, all, options));
  }
}

function negated(test: Matcher): Matcher {
  return (doc) => !test(doc);
}

/** A leaf test on one path; a path without dots is looked up directly, being the usual one. */
function at(parts: string[], test: LeafTest): Matcher {
  if (parts.length > 1) return (doc) => someAt(doc, parts, test);
  const name = parts[0]!;
  if (REFERENCE.has(name)) return (doc) => someAt(doc, parts, test);
  return (doc) => test(own(doc, name));
}

function leafTest(name: string, arg: any, all: Doc, options: MatchOptions): LeafTest {
  const operator = LEAF_OPERATORS[name];
  if (!operator) throw new DbError('BadValue', `unknown operator: ${name}`);
  return operator(arg, options.collator, all);
}

function compileNot(parts: string[], arg: any, options: MatchOptions): Matcher {
  if (arg instanceof RegExp) return at(parts, leafTest('$regex', arg, {}, options));
  if (!isPlain(arg) || Object.keys(arg).length === 0) throw new DbError('BadValue', '$not needs a regex or a document');
  const tests = Object.entries(arg).map(([name, inner]) => {
    if (name[0] !== '$') throw new DbError('BadValue', `unknown operator: ${name}`);
    return compileOperator(parts, name, inner, arg, options);
  });
  return (doc) => tests.every((test) => test(doc));
}

function compileAll(parts: string[], list: any, options: MatchOptions): Matcher {
  if (!Array.isArray(list)) throw new DbError('BadValue', '$all needs an array');
  const tests = list.map((wanted) => {
    if (isPlain(wanted) && '$elemMatch' in wanted) return at(parts, elementTest(wanted['$elemMatch'], options));
    return at(parts, leafTest(wanted instanceof RegExp ? '$regex' : '$eq', wanted, {}, options));
  });
  return tests.length === 0 ? () => false : (doc) => tests.every((test) => test(doc));
}

/** `$elemMatch`: one element that satisfies everything, given as operators on it or as a filter of its fields. */
function elementTest(arg: any, options: MatchOptions): LeafTest {
  const test = compileElement(arg, options);
  return (leaf) => Array.isArray(leaf) && leaf.some(test);
}

/** The test of `$elemMatch` for one element, also for projections. */
export function compileElement(arg: any, options: MatchOptions): Matcher {
  if (!isPlain(arg)) throw new DbError('BadValue', '$elemMatch needs an Object');
  const first = Object.keys(arg)[0];
  if (first?.[0] === '$' && !['$and', '$or', '$nor', '$expr', '$where'].includes(first) && !REFERENCE.has(first)) {
    const test = compileFilter({ element: arg }, options);
    return (element) => test({ element });
  }
  const test = compileFilter(arg, options);
  return (element) => (isPlain(element) || Array.isArray(element) || bsonType(element) === 'DBRef') && test(element);
}
