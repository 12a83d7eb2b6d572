/** The stages of a pipeline, a table of small functions: one file, so that what is supported is seen at a glance. */
import { createRequire } from 'node:module';
import type * as LazyModule from 'mingo/lazy';
import { DbError } from './errors.ts';
import { evaluator, MAX_ELEMENTS } from './expressions.ts';
import { checkGroup, Grouper } from './group.ts';
import { compileFilter } from './matching.ts';
import { orderKey } from './order.ts';
import { keyValues } from './paths.ts';
import { compileProjection, flatten } from './projection.ts';
import { sortDocs } from './sorting.ts';
import { isPlain, own, put, type Doc } from './values.ts';
import type { PipelineOptions } from './aggregation.ts';

/*
 * The aggregation stages of our own: those that mingo answers wrongly, writes into stored documents with, or can be
 * made to hang in. A stage takes mingo's lazy sequence and returns one.
 */
const load = createRequire(import.meta.url);

type Sequence = LazyModule.Iterator;
type Stage = (input: Sequence, spec: any, options: any) => Sequence;
type Run = (pipeline: Doc[], documents: Doc[], options: PipelineOptions) => Doc[];

function lazy(documents: Iterable<any> | (() => any)): Sequence {
  return (load('mingo/lazy') as typeof LazyModule).Lazy(documents as never);
}

/** Everything of the input through one function, when the first result is asked for. */
function whole(input: Sequence, make: (documents: Doc[]) => Doc[]): Sequence {
  return input.transform((documents) => lazy(make(documents as Doc[])) as never) as Sequence;
}

/** What our own operators need to know, out of mingo's options. */
function settings(options: any): PipelineOptions & { variables: Doc } {
  const given = options.options.pipelineOptions ?? {};
  return { ...given, variables: { ...options.variables, ...options.local?.variables } };
}

function matchOptions(options: any) {
  return { collator: options.options.collator, variables: settings(options).variables };
}

function match(input: Sequence, spec: any, options: any): Sequence {
  if (!isPlain(spec)) throw new DbError('Location15959', 'the match filter must be an expression in an object');
  const accept = compileFilter(spec, matchOptions(options));
  return input.filter((doc) => accept(doc)) as Sequence;
}

function sort(input: Sequence, spec: any, options: any): Sequence {
  const bad = isPlain(spec) ? Object.values(spec).find((one) => one !== 1 && one !== -1 && !isPlain(one)) : spec;
  if (bad !== undefined) {
    throw new DbError('Location15975', '$sort key ordering must be 1 (ascending) or -1 (descending)');
  }
  return whole(input, (documents) => sortDocs(documents, spec, options.options.collator));
}

function project(input: Sequence, spec: any, options: any): Sequence {
  if (!isPlain(spec) || Object.keys(spec).length === 0) {
    throw new DbError('Location51272', 'Invalid $project :: projection specification must have at least one field');
  }
  const cut = compileProjection(spec, { ...matchOptions(options), stage: true });
  return input.map((doc) => cut(doc as Doc, doc as Doc)) as Sequence;
}

function unset(input: Sequence, spec: any, options: any): Sequence {
  const paths: unknown[] = [spec].flat();
  if (paths.length === 0 || !paths.every((path) => typeof path === 'string' && path !== '')) {
    throw new DbError('Location31002', '$unset specification must be a string or an array of strings');
  }
  return project(input, Object.fromEntries([spec].flat().map((path: string) => [path, 0])), options);
}

function addFields(input: Sequence, spec: any, options: any): Sequence {
  const fields = flatten(spec).map(([path, expr]) => (
    [path.split('.'), evaluator(expr, matchOptions(options))] as const
  ));
  return input.map((doc) => fields.reduce((result, [parts, evaluate]) => (
    withField(result, parts, 0, evaluate(doc))
  ), doc as Doc)) as Sequence;
}

/** A copy with one field set, also in every element of arrays on the way; `undefined` removes the field. */
function withField(value: any, parts: string[], from: number, field: any): any {
  if (from === parts.length) return field;
  if (Array.isArray(value)) return value.map((element) => withField(element, parts, from, field));
  const part = parts[from]!;
  const copy: Doc = isPlain(value) ? { ...value } : {};
  const next = withField(isPlain(value) ? own(value, part) : undefined, parts, from + 1, field);
  if (next === undefined) delete copy[part];
  else put(copy, part, next);
  return copy;
}

function count(input: Sequence, spec: any): Sequence {
  if (typeof spec !== 'string' || spec === '' || spec[0] === '$' || spec.includes('.')) {
    throw new DbError('BadValue', 'the count field must be a non-empty string without a dot or a leading $');
  }
  return whole(input, (documents) => (documents.length === 0 ? [] : [{ [spec]: documents.length }]));
}

/** `$skip` and `$limit`: whole numbers, `$limit` of at least one. */
function counted(name: '$skip' | '$limit'): Stage {
  return (input, spec) => {
    if (!Number.isInteger(spec) || spec < 0) {
      throw new DbError(name === '$skip' ? 'Location5107200' : 'Location5107201', `invalid argument to ${name} stage: `
        + 'Expected a non-negative whole number');
    }
    if (name === '$skip') return input.drop(spec) as Sequence;
    if (spec === 0) throw new DbError('Location15958', 'the limit must be positive');
    return input.take(spec) as Sequence;
  };
}

function group(input: Sequence, spec: any, options: any): Sequence {
  checkGroup(spec);
  if (Grouper.canDo(spec)) {
    return whole(input, (documents) => {
      const groups = new Grouper(spec, matchOptions(options));
      for (const doc of documents) groups.add(doc);
      return groups.result();
    });
  }
  const { $group } = load('mingo/operators/pipeline') as unknown as Record<string, Stage>;
  // the library puts the id last
  return $group!(input, spec, options).map((doc: any) => ({ _id: doc['_id'], ...doc })) as Sequence;
}

/** `$bucket` is a `$group` by the greatest boundary that is not above the value. */
function bucket(input: Sequence, spec: any, options: any): Sequence {
  const { groupBy, boundaries, default: other, output = { count: { $sum: 1 } } } = spec ?? {};
  if (!Array.isArray(boundaries) || boundaries.length < 2) {
    throw new DbError('Location40192', "The $bucket 'boundaries' field must be an array of at least 2 values");
  }
  const keys = boundaries.map(orderKey);
  if (keys.some((key, i) => i > 0 && key <= keys[i - 1]!)) {
    throw new DbError('Location40194', "The 'boundaries' option to $bucket must be sorted, without duplicates");
  }
  const evaluate = evaluator(groupBy, matchOptions(options));
  function bucketOf(doc: any): unknown {
    const key = orderKey(evaluate(doc) ?? null);
    const above = keys.findIndex((boundary) => key < boundary);
    if (above > 0) return boundaries[above - 1];
    if (!('default' in spec)) {
      throw new DbError('Location40066', '$bucket found no matching branch for an input, and no default was given');
    }
    return other;
  }
  return whole(input, (documents) => {
    const groups = new Grouper({ ...output, _id: null }, matchOptions(options), bucketOf);
    for (const doc of documents) groups.add(doc);
    return sortDocs(groups.result(), { _id: 1 });
  });
}

function unwind(input: Sequence, spec: any, options: any): Sequence {
  const path: unknown = isPlain(spec) ? spec['path'] : spec;
  if (typeof path !== 'string') throw new DbError('Location28808', 'expected a string as the path for $unwind stage');
  if (path[0] !== '$') {
    throw new DbError('Location28818', `path option to $unwind stage should be prefixed with a '$': ${path}`);
  }
  return (load('mingo/operators/pipeline') as unknown as Record<string, Stage>)['$unwind']!(input, spec, options);
}

function sample(input: Sequence, spec: any): Sequence {
  const size = Number(spec?.size);
  if (!(size >= 0)) throw new DbError('BadValue', 'the $sample size must be a positive number');
  return whole(input, (documents) => {
    const drawn = [...documents];
    for (let i = 0; i < Math.min(size, drawn.length); i++) {
      const other = i + Math.floor(Math.random() * (drawn.length - i));
      [drawn[i], drawn[other]] = [drawn[other]!, drawn[i]!];
    }
    return drawn.slice(0, size);
  });
}

function lookup(run: Run): Stage {
  return (input, spec, options) => {
    const { localField, foreignField, as } = spec;
    if (typeof as !== 'string') throw new DbError('FailedToParse', "$lookup needs 'as' to be a string");
    if ((localField === undefined) !== (foreignField === undefined)) {
      throw new DbError('FailedToParse', '$lookup requires both or neither of localField and foreignField');
    }
    const given = settings(options);
    const partners = partnersOf(spec, given);
    const variables = Object.entries(spec.let ?? {}).map(([name, expr]) => (
      [name, evaluator(expr, matchOptions(options))] as const
    ));
    return input.map((doc) => {
      const own = { ...given.variables, ...Object.fromEntries(variables.map(([name, value]) => [name, value(doc)])) };
      const joined = partners(doc as Doc);
      const result = spec.pipeline ? run(spec.pipeline, joined, { ...given, variables: own }) : joined;
      return withField(doc, as.split('.'), 0, result);
    }) as Sequence;
  };
}

/** Which foreign documents go with a local one: found by an index, or all of them read once. */
function partnersOf({ from, localField, foreignField }: any, given: PipelineOptions): (doc: Doc) => Doc[] {
  if (typeof from !== 'string' || !given.documentsOf) return () => [];
  const { documentsOf } = given;
  if (localField === undefined || !given.isIndexed?.(from, foreignField)) {
    const foreign = documentsOf(from);
    return localField === undefined ? () => foreign : joiner(foreign, localField, foreignField);
  }
  const parts = localField.split('.');
  return (doc) => {
    const values = keyValues(doc, parts).values.filter((value) => value !== undefined);
    return documentsOf(from, { [foreignField]: { $in: values } });
  };
}

/** The foreign documents that share a value with the local field; missing and null are one. */
function joiner(foreign: Doc[], localField: string, foreignField: string): (doc: Doc) => Doc[] {
  const byKey = new Map<string, Doc[]>();
  const parts = foreignField.split('.');
  for (const doc of foreign) {
    for (const key of new Set(keyValues(doc, parts).values.map(orderKey))) {
      const list = byKey.get(key);
      if (list) list.push(doc);
      else byKey.set(key, [doc]);
    }
  }
  const local = localField.split('.');
  return (doc) => {
    const keys = new Set(keyValues(doc, local).values.map(orderKey));
    if (keys.size === 1) return byKey.get([...keys][0]!) ?? [];
    const found = new Set([...keys].flatMap((key) => byKey.get(key) ?? []));
    return foreign.filter((other) => found.has(other));
  };
}

function sortByCount(input: Sequence, spec: any, options: any): Sequence {
  const counted = group(input, { _id: spec, count: { $sum: 1 } }, options);
  return whole(counted, (documents) => sortDocs(documents, { count: -1, _id: 1 }));
}

/** Refuses a `$densify` or `$bucketAuto` that would never end, and leaves the rest to mingo. */
function guarded(name: string, refuse: (spec: any) => string | undefined): Stage {
  return (input, spec, options) => {
    const reason = refuse(spec);
    if (reason) throw new DbError('BadValue', reason);
    const stages = load('mingo/operators/pipeline') as Record<string, Stage>;
    return stages[name]!(input, spec, options);
  };
}

const UNIT_MS: Record<string, number> = {
  second: 1000, minute: 60_000, hour: 3_600_000, day: 86_400_000, week: 604_800_000, month: 2_419_200_000,
  quarter: 7_257_600_000, year: 31_536_000_000,
};

function refuseDensify(spec: any): string | undefined {
  const { step, bounds, unit } = spec?.range ?? {};
  if (!(Number(step) > 0)) return '$densify needs a positive step';
  if (!Array.isArray(bounds)) return "the embedded database supports $densify only with 'bounds' of two values";
  const steps = (Number(bounds[1]) - Number(bounds[0])) / (step * (UNIT_MS[unit] ?? 1));
  return steps > MAX_ELEMENTS ? '$densify would make too many documents' : undefined;
}

function refuseBucketAuto(spec: any): string | undefined {
  return spec?.granularity === undefined ? undefined : 'granularity is not supported by the embedded database';
}

/** Our stages by name; `run` runs a pipeline inside a stage. */
export function ownStages(run: Run): Record<string, Stage> {
  return {
    $match: match, $sort: sort, $project: project, $unset: unset, $addFields: addFields, $set: addFields, $count: count,
    $skip: counted('$skip'), $limit: counted('$limit'), $group: group, $bucket: bucket, $unwind: unwind,
    $sample: sample, $lookup: lookup(run), $sortByCount: sortByCount,
    $densify: guarded('$densify', refuseDensify), $bucketAuto: guarded('$bucketAuto', refuseBucketAuto),
  };
}
