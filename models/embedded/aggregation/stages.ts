/** The stages of a pipeline, a table of small functions: one file, so that what is supported is seen at a glance. */
import { createCollator } from '../values/collation.ts';
import { DbError } from '../errors.ts';
import { compileFilter } from '../query/matching.ts';
import { orderKey } from '../values/order.ts';
import { keyValues } from '../values/paths.ts';
import { compileProjection, flatten } from '../query/projection.ts';
import { createSorter, parseSort, TopList } from '../query/sorting.ts';
import { isPlain, own, put, toPlain, type Doc } from '../values/values.ts';
import { ACCUMULATORS } from './accumulators.ts';
import { evaluator } from './expressions.ts';

/** Documents one by one, with the BSON types of their numbers; nothing where others may have their turn. */
export type Documents = Generator<Doc | undefined, void>;

/** Makes other documents of those that come in, and never writes into one. */
export type Stage = (input: Documents) => Documents;

/** What a pipeline may refer to beside its documents. */
export interface PipelineContext {
  variables?: Doc;
  collation?: unknown;
  /** The documents of another collection that match, for `$lookup`. */
  documentsOf: (collection: string, filter?: Doc) => Documents;
  /** Whether an index finds the documents of a collection by this field. */
  isIndexed: (collection: string, field: string) => boolean;
}

/** Reads a stage's specification. @throws DbError with MongoDB's code for one that cannot be read. */
type MakeStage = (spec: any, context: PipelineContext) => Stage;

/** Said of what MongoDB may know, and this database does not. */
const NOT_HERE = '(not supported by the embedded database)';

/** Others may have their turn after so many documents that come out of memory. */
const STEP = 64;

/** Reads a pipeline into one stage. @throws DbError for what cannot be read or is not supported. */
export function compilePipeline(pipeline: unknown, context: PipelineContext): Stage {
  if (!Array.isArray(pipeline)) throw new DbError('TypeMismatch', "'pipeline' option must be specified as an array");
  const stages = pipeline.map((stage) => compileStage(stage, context));
  return (input) => stages.reduce((documents, stage) => stage(documents), input);
}

function compileStage(stage: unknown, context: PipelineContext): Stage {
  if (!isPlain(stage)) throw new DbError('TypeMismatch', "Each element of the 'pipeline' array must be an object");
  const [name, ...more] = Object.keys(stage);
  if (!name || more.length > 0) {
    throw new DbError('Location40323', 'A pipeline stage specification object must contain exactly one field.');
  }
  if (name === '$changeStream') {
    throw new DbError('Location40573', 'The $changeStream stage is only supported on replica sets');
  }
  if (name === '$out' || name === '$merge') {
    throw new DbError('CommandNotSupported', `${name} is not supported by the embedded database`);
  }
  const make = STAGES[name];
  if (!make) throw new DbError('Location40324', `Unrecognized pipeline stage name: '${name}' ${NOT_HERE}`);
  return make(stage[name], context);
}

/** All documents of a sequence. */
export function* collected(input: Documents): Generator<undefined, Doc[]> {
  const all: Doc[] = [];
  for (const doc of input) {
    if (doc) all.push(doc);
    else yield;
  }
  return all;
}

/** A list as a sequence. */
export function* spread(list: Iterable<Doc>): Documents {
  let n = 0;
  for (const doc of list) {
    yield doc;
    if (++n % STEP === 0) yield;
  }
}

function each(change: (doc: Doc) => Doc): Stage {
  return function* changed(input) {
    for (const doc of input) yield doc && change(doc);
  };
}

/** A stage that needs to see everything before the first result. */
function whole(make: (documents: Doc[]) => Iterable<Doc>): Stage {
  return function* made(input) {
    yield* spread(make(yield* collected(input)));
  };
}

function match(spec: any, { variables, collation }: PipelineContext): Stage {
  const filter = toPlain(spec);
  if (!isPlain(filter)) throw new DbError('Location15959', 'the match filter must be an expression in an object');
  const accept = compileFilter(filter, { collator: createCollator(collation), variables });
  return function* matching(input) {
    for (const doc of input) yield doc && accept(doc) ? doc : undefined;
  };
}

function sort(given: any, { collation }: PipelineContext): Stage {
  const spec = toPlain(given);
  const bad = isPlain(spec) ? Object.values(spec).find((one) => one !== 1 && one !== -1 && !isPlain(one)) : spec;
  if (bad !== undefined) {
    throw new DbError('Location15975', '$sort key ordering must be 1 (ascending) or -1 (descending)');
  }
  const sorter = createSorter(parseSort(spec), createCollator(collation));
  return function* sorted(input) {
    const list = new TopList<Doc>(sorter);
    for (const doc of input) {
      if (doc) list.add(doc, doc);
      else yield;
    }
    yield* spread(list.take());
  };
}

function project(spec: any, { variables }: PipelineContext): Stage {
  if (!isPlain(spec) || Object.keys(spec).length === 0) {
    throw new DbError('Location51272', 'Invalid $project :: projection specification must have at least one field');
  }
  const cut = compileProjection(spec, { variables, stage: true });
  return each((doc) => cut(doc, doc));
}

function unset(spec: any, context: PipelineContext): Stage {
  const paths: unknown[] = [spec].flat();
  if (paths.length === 0 || !paths.every((path) => typeof path === 'string' && path !== '')) {
    throw new DbError('Location31002', '$unset specification must be a string or an array of strings');
  }
  return project(Object.fromEntries(paths.map((path) => [path, 0])), context);
}

function addFields(spec: any, context: PipelineContext): Stage {
  if (!isPlain(spec)) throw new DbError('Location40272', '$addFields specification stage must be an object');
  const fields = flatten(spec).map(([path, expr]) => [path.split('.'), evaluator(expr, context)] as const);
  return each((doc) => fields.reduce((result, [parts, evaluate]) => withField(result, parts, evaluate(doc)), doc));
}

/** A copy with one field set, also in every element of arrays on the way; `undefined` removes the field. */
function withField(value: any, parts: string[], field: any, from = 0): any {
  if (from === parts.length) return field;
  if (Array.isArray(value)) return value.map((element) => withField(element, parts, field, from));
  const part = parts[from]!;
  const copy: Doc = isPlain(value) ? { ...value } : {};
  const next = withField(isPlain(value) ? own(value, part) : undefined, parts, field, from + 1);
  if (next === undefined) delete copy[part];
  else put(copy, part, next);
  return copy;
}

function replaceRoot(expr: unknown, context: PipelineContext): Stage {
  const evaluate = evaluator(expr, context);
  return each((doc) => {
    const root = evaluate(doc);
    if (isPlain(root)) return root;
    throw new DbError('Location40228', "'newRoot' expression must evaluate to an object");
  });
}

function unwind(spec: any): Stage {
  const { path, includeArrayIndex: index, preserveNullAndEmptyArrays: preserve } = isPlain(spec) ? spec : { path: spec };
  if (typeof path !== 'string') throw new DbError('Location28808', 'expected a string as the path for $unwind stage');
  if (path[0] !== '$') {
    throw new DbError('Location28818', `path option to $unwind stage should be prefixed with a '$': ${path}`);
  }
  const parts = path.slice(1).split('.');
  function numbered(doc: Doc, n: number | null): Doc {
    return typeof index === 'string' ? withField(doc, index.split('.'), n) : doc;
  }
  function* unwound(doc: Doc): Generator<Doc> {
    const value = parts.reduce<any>((at, part) => (isPlain(at) ? own(at, part) : undefined), doc);
    if (Array.isArray(value) && value.length > 0) {
      for (const [n, element] of value.entries()) yield numbered(withField(doc, parts, element), n);
    } else if (value !== undefined && value !== null && !Array.isArray(value)) {
      yield numbered(doc, null);
    } else if (preserve) {
      yield numbered(Array.isArray(value) ? withField(doc, parts, undefined) : doc, null);
    }
  }
  return function* unwinding(input) {
    for (const doc of input) {
      if (doc) yield* spread(unwound(doc));
      yield;
    }
  };
}

/** `$group`, fed with one document at a time, so that it needs the memory of its groups only. */
function group(spec: any, context: PipelineContext): Stage {
  const { idOf, fields } = readGroup(spec, context);
  return function* grouping(input) {
    const groups = new Map<string, { id: any; values: ReturnType<(typeof fields)[number]['make']>[] }>();
    for (const doc of input) {
      if (!doc) {
        yield;
        continue;
      }
      const id = idOf(doc) ?? null;
      const key = orderKey(id);
      let found = groups.get(key);
      if (!found) groups.set(key, found = { id, values: fields.map(({ make }) => make()) });
      for (const [i, { valueOf }] of fields.entries()) found.values[i]!.add(valueOf(doc));
    }
    for (const { id, values } of groups.values()) {
      yield { _id: id, ...Object.fromEntries(fields.map(({ name }, i) => [name, values[i]!.result()])) };
      yield;
    }
  };
}

function readGroup(spec: any, context: PipelineContext) {
  if (!isPlain(spec)) throw new DbError('Location15947', "a group's fields must be specified in an object");
  if (!('_id' in spec)) throw new DbError('Location15955', 'a group specification must include an _id');
  const { _id, ...given } = spec;
  const fields = Object.entries(given).map(([name, one]) => {
    const [operator = '', ...more] = isPlain(one) ? Object.keys(one) : [];
    if (operator[0] !== '$') throw new DbError('Location40234', `The field '${name}' must be an accumulator object`);
    if (more.length > 0) throw new DbError('Location40238', `The field '${name}' must specify one accumulator`);
    const make = ACCUMULATORS[operator];
    if (!make) throw new DbError('Location15952', `unknown group operator '${operator}' ${NOT_HERE}`);
    return { name, make, valueOf: evaluator(one[operator], context) };
  });
  return { idOf: evaluator(_id, context), fields };
}

function count(spec: any): Stage {
  if (typeof spec !== 'string' || spec === '' || spec[0] === '$' || spec.includes('.')) {
    throw new DbError('BadValue', 'the count field must be a non-empty string without a dot or a leading $');
  }
  return whole((documents) => (documents.length === 0 ? [] : [{ [spec]: documents.length }]));
}

function sortByCount(spec: any, context: PipelineContext): Stage {
  return compilePipeline([{ $group: { _id: spec, count: { $sum: 1 } } }, { $sort: { count: -1, _id: 1 } }], context);
}

function wholeNumber(name: '$skip' | '$limit', given: any): number {
  const n = toPlain(given);
  if (Number.isInteger(n) && n >= 0) return n;
  const code = name === '$skip' ? 'Location5107200' : 'Location5107201';
  throw new DbError(code, `invalid argument to ${name} stage: Expected a non-negative whole number`);
}

function skip(spec: any): Stage {
  const first = wholeNumber('$skip', spec);
  return function* skipping(input) {
    let n = 0;
    for (const doc of input) yield doc && n++ >= first ? doc : undefined;
  };
}

function limit(spec: any): Stage {
  const most = wholeNumber('$limit', spec);
  if (most === 0) throw new DbError('Location15958', 'the limit must be positive');
  return function* limited(input) {
    let n = 0;
    for (const doc of input) {
      yield doc;
      if (doc && ++n >= most) return;
    }
  };
}

function lookup(spec: any, context: PipelineContext): Stage {
  const { from, localField, foreignField, as, pipeline, let: given = {} } = isPlain(spec) ? spec : {};
  if (typeof from !== 'string') throw new DbError('FailedToParse', "$lookup needs 'from' to be a string");
  if (typeof as !== 'string') throw new DbError('FailedToParse', "$lookup needs 'as' to be a string");
  if ((localField === undefined) !== (foreignField === undefined)) {
    throw new DbError('FailedToParse', '$lookup requires both or neither of localField and foreignField');
  }
  const variables = Object.entries(given).map(([name, expr]) => [name, evaluator(expr, context)] as const);
  function inner(doc: Doc): Stage {
    const own = Object.fromEntries(variables.map(([name, value]) => [name, value(doc)]));
    return compilePipeline(pipeline ?? [], { ...context, variables: { ...context.variables, ...own } });
  }
  inner({}); // what cannot be read is an error, whatever there is
  return function* joining(input) {
    const partners = partnersOf(from, localField, foreignField, context);
    for (const doc of input) {
      if (!doc) {
        yield;
        continue;
      }
      yield withField(doc, as.split('.'), yield* collected(inner(doc)(partners(doc))));
    }
  };
}

/** Which foreign documents go with a local one: found by an index, or all of them read once. */
function partnersOf(
  from: string, localField: string | undefined, foreignField: string, { documentsOf, isIndexed }: PipelineContext,
): (doc: Doc) => Documents {
  if (localField === undefined) return () => documentsOf(from);
  const local = localField.split('.');
  if (isIndexed(from, foreignField)) {
    // undefined stands for an empty list, which has no partners
    return (doc) => documentsOf(from, {
      [foreignField]: { $in: keyValues(doc, local).filter((value) => value !== undefined) },
    });
  }
  let foreign: Doc[] | undefined;
  let byKey: Map<string, Doc[]>;
  return function* joined(doc) {
    if (!foreign) byKey = byValue(foreign = yield* collected(documentsOf(from)), foreignField.split('.'));
    const keys = [...new Set(keyValues(doc, local).map(orderKey))];
    const found = new Set(keys.flatMap((key) => byKey.get(key) ?? []));
    yield* spread(keys.length > 1 ? foreign.filter((other) => found.has(other)) : found);
  };
}

/** Documents by each value of a field; missing and null are one. */
function byValue(documents: Doc[], parts: string[]): Map<string, Doc[]> {
  const found = new Map<string, Doc[]>();
  for (const doc of documents) {
    for (const key of new Set(keyValues(doc, parts).map(orderKey))) {
      const list = found.get(key);
      if (list) list.push(doc);
      else found.set(key, [doc]);
    }
  }
  return found;
}

function facet(spec: any, context: PipelineContext): Stage {
  if (!isPlain(spec)) throw new DbError('Location40169', 'the $facet specification must be a non-empty object');
  const branches = Object.entries(spec).map(([name, pipeline]) => [name, compilePipeline(pipeline, context)] as const);
  return function* faceted(input) {
    const documents = yield* collected(input);
    const result: Doc = {};
    for (const [name, branch] of branches) put(result, name, yield* collected(branch(spread(documents))));
    yield result;
  };
}

/** The stages by name; everything else is refused. */
const STAGES: Record<string, MakeStage | undefined> = {
  $match: match, $sort: sort, $skip: skip, $limit: limit, $count: count,
  $project: project, $set: addFields, $addFields: addFields, $unset: unset,
  $replaceRoot: (spec, context) => replaceRoot(spec?.newRoot, context), $replaceWith: replaceRoot,
  $unwind: unwind, $group: group, $sortByCount: sortByCount, $facet: facet, $lookup: lookup,
};
