import { DbError } from '../errors.ts';
import { evaluator } from '../aggregation/expressions.ts';
import { compileElement, type MatchOptions } from './matching.ts';
import { matchedElement } from '../update/paths.ts';
import { bsonType, clone, isOperatorObject, isPlain, own, put, toPlain, type Doc } from '../values/values.ts';

/** `true` for a whole field, otherwise the fields below it. */
type Tree = Map<string, Tree | true>;
type Special = (container: Doc, key: string, doc: Doc) => void;

/** What a projection may refer to. */
export interface ProjectionOptions extends MatchOptions {
  /** The query, for the positional `$`. */
  filter?: Doc;
  /** In an aggregation: `$slice` and `$elemMatch` are expressions there, and documents make nested fields. */
  stage?: boolean;
}

/** A projection as a function, which makes a new document of one (typed, so that numbers keep their type). */
export function compileProjection(spec: unknown, options: ProjectionOptions = {}): (doc: Doc) => Doc {
  if (!isPlain(spec)) throw new DbError('TypeMismatch', 'the projection must be an object');
  const marks: Array<[string, boolean]> = [];
  const specials: Array<[string, Special]> = [];
  let onlySlices = true;
  for (const [path, value] of flatten(spec)) {
    if (path.endsWith('.$') && !options.stage) {
      specials.push([path.slice(0, -2), positional(path.slice(0, -2), options)]);
      onlySlices = false;
    } else if (isPlain(value) && Object.keys(value).length === 0) {
      throw new DbError('Location51270', `the projection of ${path} is an empty object`);
    } else if (isFlag(value)) {
      marks.push([path, Boolean(toPlain(value))]);
    } else {
      specials.push([path, special(value, options)]);
      onlySlices &&= isPlain(value) && ('$slice' in value || '$meta' in value) && !options.stage;
    }
  }
  const include = isInclusion(marks, specials.length > 0 && !onlySlices, specials.length > 0);
  const twice = collision([...marks, ...specials].map(([path]) => path));
  if (twice !== undefined) throw new DbError('Location31249', `Path collision at ${twice}`);
  const tree = buildTree(include, marks, specials.map(([path]) => path));
  const paths = specials.map(([path, apply]) => [path.split('.'), apply] as const);
  return (doc) => {
    const result = cut(doc, tree, include);
    for (const [parts, apply] of paths) applySpecial(result, parts, 0, doc, apply, include);
    return result;
  };
}

function isFlag(value: any): boolean {
  if (typeof value === 'boolean' || typeof value === 'number') return true;
  return ['Int32', 'Double', 'Long'].includes(bsonType(value) ?? '');
}

/** Nested documents name nested fields: `{ a: { b: 1 } }` is `{ 'a.b': 1 }`. */
export function flatten(spec: Doc, prefix = ''): Array<[string, any]> {
  return Object.entries(spec).flatMap(([key, value]): Array<[string, any]> => {
    if (key[0] === '$') throw new DbError('Location16410', `FieldPath field names may not start with '$': ${key}`);
    const nested = isPlain(value) && Object.keys(value).length > 0 && !isOperatorObject(value);
    return nested ? flatten(value, `${prefix}${key}.`) : [[prefix + key, value]];
  });
}

/** A path that is there twice, or that leads into another one. */
export function collision(paths: string[]): string | undefined {
  const all = new Set(paths);
  if (all.size < paths.length) return paths.find((path, i) => paths.indexOf(path) < i);
  return paths.find((path) => path.split('.').some((_, i, parts) => all.has(parts.slice(0, i).join('.'))));
}

function isInclusion(marks: Array<[string, boolean]>, including: boolean, anySpecial: boolean): boolean {
  const fields = marks.filter(([path]) => path !== '_id');
  const included = fields.find(([, on]) => on);
  const excluded = fields.find(([, on]) => !on);
  if (included || including) {
    if (excluded) throw mixed(excluded[0]);
    return true;
  }
  return fields.length === 0 && !anySpecial && marks.some(([, on]) => on);
}

function mixed(path: string): DbError {
  return new DbError('Location31254', `Cannot do exclusion on field ${path} in inclusion projection`);
}

function buildTree(include: boolean, marks: Array<[string, boolean]>, specials: string[]): Tree {
  const hideId = marks.some(([path, on]) => path === '_id' && !on);
  const paths = include
    ? [...(hideId ? [] : ['_id']), ...marks.filter(([, on]) => on).map(([path]) => path), ...specials]
    : marks.filter(([, on]) => !on).map(([path]) => path);
  const root: Tree = new Map();
  for (const path of paths) addPath(root, path.split('.'));
  return root;
}

function addPath(root: Tree, parts: string[]): void {
  let at = root;
  for (const part of parts.slice(0, -1)) {
    const next = at.get(part);
    if (next === true) return;
    if (next) at = next;
    else at.set(part, at = new Map());
  }
  at.set(parts.at(-1)!, true);
}

function cut(value: any, tree: Tree, include: boolean): any {
  if (Array.isArray(value)) {
    const kept = include ? value.filter((element) => isPlain(element) || Array.isArray(element)) : value;
    return kept.map((element) => cut(element, tree, include));
  }
  if (!isPlain(value)) return value;
  const result: Doc = {};
  for (const key of Object.keys(value)) {
    const branch = tree.get(key);
    if (branch === undefined ? !include : branch === true && include) put(result, key, clone(value[key]));
    else if (branch instanceof Map && (!include || isPlain(value[key]) || Array.isArray(value[key]))) {
      put(result, key, cut(value[key], branch, include));
    }
  }
  return result;
}

function applySpecial(at: any, parts: string[], from: number, doc: Doc, apply: Special, create: boolean): void {
  if (Array.isArray(at)) {
    for (const element of at) applySpecial(element, parts, from, doc, apply, create);
    return;
  }
  if (!isPlain(at)) return;
  const part = parts[from]!;
  if (from === parts.length - 1) {
    apply(at, part, doc);
    return;
  }
  if (own(at, part) === undefined && create) put(at, part, {});
  applySpecial(own(at, part), parts, from + 1, doc, apply, create);
}

function special(value: any, options: ProjectionOptions): Special {
  if (isPlain(value) && !options.stage) {
    if ('$slice' in value) return slice(toPlain(value['$slice']));
    if ('$elemMatch' in value) return elemMatch(toPlain(value['$elemMatch']), options);
    if ('$meta' in value) throw new DbError('BadValue', '$meta is not supported by the embedded database');
  }
  const evaluate = evaluator(value, options);
  return (container, key, doc) => {
    const result = evaluate(doc);
    if (result === undefined) delete container[key];
    else put(container, key, clone(result));
  };
}

function slice(arg: any): Special {
  const [from, count] = Array.isArray(arg) ? arg : arg < 0 ? [arg, -arg] : [0, arg];
  if (!Number.isFinite(from) || !Number.isFinite(count)) throw new DbError('BadValue', '$slice needs whole numbers');
  return (container, key) => {
    const list = own(container, key);
    if (!Array.isArray(list)) return;
    const start = from < 0 ? Math.max(0, list.length + from) : from;
    container[key] = list.slice(start, start + count);
  };
}

function elemMatch(arg: any, options: ProjectionOptions): Special {
  const test = compileElement(arg, options);
  return (container, key) => keepOne(container, key, (list) => list.findIndex((element) => test(toPlain(element))));
}

function positional(path: string, options: ProjectionOptions): Special {
  return (container, key) => keepOne(container, key, (list) => (
    matchedElement(toPlain(list), path, options.filter ?? {}, options.collator)
  ));
}

function keepOne(container: Doc, key: string, find: (list: any[]) => number): void {
  const list = own(container, key);
  const index = Array.isArray(list) ? find(list) : -1;
  if (index < 0) delete container[key];
  else container[key] = [list[index]];
}
