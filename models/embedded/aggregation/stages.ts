/** The stages of a pipeline, a table of small functions: one file, so that what is supported is seen at a glance. */
import { createCollator } from '../values/collation.ts';
import { DbError, type CodeName } from '../errors.ts';
import { compileFilter } from '../query/matching.ts';
import { orderKey } from '../values/order.ts';
import { keyValues } from '../values/paths.ts';
import { collision, compileProjection, flatten } from '../query/projection.ts';
import { createSorter, parseSort, TopList } from '../query/sorting.ts';
import { isPlain, own, put, toPlain, type Doc } from '../values/values.ts';
import { ACCUMULATORS } from './accumulators.ts';
import { evaluator } from './expressions.ts';
import type { Memory } from './memory.ts';
import { checkVariable } from './operator.ts';

/** Documents one by one, with the BSON types of their numbers; nothing where others may have their turn. */
export type Documents = Generator<Doc | undefined, void>;

/** Makes other documents of those that come in, and never writes into one. */
type Stage = (input: Documents) => Documents;

/** What a pipeline may refer to beside its documents. */
export interface PipelineContext {
  variables?: Doc;
  collation?: unknown;
  memory: Memory;
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
  const make: MakeStage | undefined = own(STAGES, name);
  if (!make) throw new DbError('Location40324', `Unrecognized pipeline stage name: '${name}' ${NOT_HERE}`);
  return make(stage[name], context);
}

/** Takes every document of a sequence, giving way between them. */
function* drain(input: Documents, take: (doc: Doc) => void): Generator<undefined, void> {
  for (const doc of input) {
    if (doc) take(doc);
    else yield;
  }
}

/** The same for documents that are kept; what the stages before have held is let go at the end. */
function* gather(input: Documents, memory: Memory, take: (doc: Doc) => void): Generator<undefined, void> {
  const { bytes } = memory;
  let kept = 0;
  yield* drain(input, (doc) => {
    kept -= memory.bytes;
    memory.hold(doc);
    kept += memory.bytes;
    take(doc);
  });
  memory.bytes = bytes + kept;
}

/** All documents of a sequence. */
function* collected(input: Documents, memory: Memory): Generator<undefined, Doc[]> {
  const all: Doc[] = [];
  yield* gather(input, memory, (doc) => all.push(doc));
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

function match(spec: any, { variables, collation }: PipelineContext): Stage {
  const filter = toPlain(spec);
  if (!isPlain(filter)) throw new DbError('Location15959', 'the match filter must be an expression in an object');
  const accept = compileFilter(filter, { collator: createCollator(collation), variables });
  return function* matching(input) {
    for (const doc of input) yield doc && accept(doc) ? doc : undefined;
  };
}

function sort(given: any, { collation, memory }: PipelineContext): Stage {
  const spec = toPlain(given);
  const bad = isPlain(spec) ? Object.values(spec).find((one) => one !== 1 && one !== -1 && !isPlain(one)) : spec;
  if (bad !== undefined) {
    throw new DbError('Location15975', '$sort key ordering must be 1 (ascending) or -1 (descending)');
  }
  if (Object.keys(spec).length === 0) throw new DbError('Location15976', '$sort stage must have at least one sort key');
  const sorter = createSorter(parseSort(spec), createCollator(collation));
  return function* sorted(input) {
    const list = new TopList<Doc>(sorter);
    yield* gather(input, memory, (doc) => list.add(doc, doc));
    yield* spread(list.take());
  };
}

function project(spec: any, { variables }: PipelineContext): Stage {
  if (!isPlain(spec) || Object.keys(spec).length === 0) {
    throw new DbError('Location51272', 'Invalid $project :: projection specification must have at least one field');
  }
  return each(compileProjection(spec, { variables, stage: true }));
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
  const given = flatten(spec);
  const twice = collision(given.map(([path]) => path));
  if (twice !== undefined) throw new DbError('Location40176', `Invalid $addFields: two paths conflict at ${twice}`);
  const fields = given.map(([path, expr]) => [path.split('.'), evaluator(expr, context)] as const);
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

/** Refuses a stage with a field that it does not know. */
function onlyFields(name: string, spec: Doc, known: string[], code: CodeName): void {
  const other = Object.keys(spec).find((key) => !known.includes(key));
  if (other !== undefined) throw new DbError(code, `unknown argument to ${name}: ${other}`);
}

function replaceRoot(expr: unknown, context: PipelineContext): Stage {
  const evaluate = evaluator(expr, context);
  return each((doc) => {
    const root = evaluate(doc);
    if (isPlain(root)) return root;
    throw new DbError('Location40228', "'newRoot' expression must evaluate to an object");
  });
}

function newRoot(spec: any, context: PipelineContext): Stage {
  if (!isPlain(spec)) throw new DbError('Location40229', '$replaceRoot needs a document');
  onlyFields('$replaceRoot', spec, ['newRoot'], 'Location40415');
  if (!('newRoot' in spec)) throw new DbError('Location40414', '$replaceRoot needs a newRoot');
  return replaceRoot(spec['newRoot'], context);
}

function unwind(spec: any): Stage {
  const options = isPlain(spec) ? spec : { path: spec };
  onlyFields('$unwind', options, ['path', 'includeArrayIndex', 'preserveNullAndEmptyArrays'], 'Location28811');
  const { path, includeArrayIndex: index, preserveNullAndEmptyArrays: preserve = false } = options;
  if (typeof path !== 'string') throw new DbError('Location28808', 'expected a string as the path for $unwind stage');
  if (path[0] !== '$') {
    throw new DbError('Location28818', `path option to $unwind stage should be prefixed with a '$': ${path}`);
  }
  if (typeof preserve !== 'boolean') {
    throw new DbError('Location28809', 'expected a boolean for the preserveNullAndEmptyArrays option to $unwind stage');
  }
  if (index !== undefined && (typeof index !== 'string' || index === '')) {
    throw new DbError('Location28810', 'expected a non-empty string for the includeArrayIndex option to $unwind stage');
  }
  if (index?.[0] === '$') {
    throw new DbError('Location28822', `the includeArrayIndex of $unwind must not begin with a '$': ${index}`);
  }
  const parts = path.slice(1).split('.');
  function numbered(doc: Doc, n: number | null): Doc {
    return index ? withField(doc, index.split('.'), n) : doc;
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
  const { memory } = context;
  return function* grouping(input) {
    const groups = new Map<string, { id: any; values: ReturnType<(typeof fields)[number]['make']>[] }>();
    yield* drain(input, (doc) => {
      const id = idOf(doc) ?? null;
      const key = orderKey(id);
      let found = groups.get(key);
      if (!found) {
        groups.set(key, found = { id, values: fields.map(({ make }) => make(memory)) });
        memory.hold([id, key, ...fields.map(({ valueOf }) => valueOf(doc))]);
      }
      for (const [i, { valueOf }] of fields.entries()) found.values[i]!.add(valueOf(doc));
    });
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
    if (name.includes('.')) throw new DbError('Location40235', `The field name '${name}' cannot contain '.'`);
    if (name[0] === '$') throw new DbError('Location40236', `The field name '${name}' cannot be an operator name`);
    const [operator = '', ...more] = isPlain(one) ? Object.keys(one) : [];
    if (operator[0] !== '$') throw new DbError('Location40234', `The field '${name}' must be an accumulator object`);
    if (more.length > 0) throw new DbError('Location40238', `The field '${name}' must specify one accumulator`);
    const make: (typeof ACCUMULATORS)[string] = own(ACCUMULATORS, operator);
    if (!make) throw new DbError('Location15952', `unknown group operator '${operator}' ${NOT_HERE}`);
    const arg = one[operator];
    if (Array.isArray(arg)) throw new DbError('Location40237', `The ${operator} accumulator is a unary operator`);
    if (operator === '$count' && !(isPlain(arg) && Object.keys(arg).length === 0)) {
      throw new DbError('TypeMismatch', '$count takes no arguments, i.e. $count: {}');
    }
    return { name, make, valueOf: evaluator(arg, context) };
  });
  return { idOf: evaluator(_id, context), fields };
}

function count(spec: any): Stage {
  if (typeof spec !== 'string' || spec === '' || spec[0] === '$' || spec.includes('.')) {
    throw new DbError('Location40156', 'the count field must be a non-empty string without a dot or a leading $');
  }
  return function* counted(input) {
    let n = 0;
    yield* drain(input, () => n++);
    if (n > 0) yield { [spec]: n };
  };
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
  if (!isPlain(spec)) throw new DbError('FailedToParse', 'the $lookup specification must be an object');
  onlyFields('$lookup', spec, ['from', 'localField', 'foreignField', 'as', 'pipeline', 'let'], 'FailedToParse');
  const { from, localField, foreignField, as, pipeline = [], let: given = {} } = spec;
  if (typeof from !== 'string') throw new DbError('FailedToParse', "$lookup needs 'from' to be a string");
  if (typeof as !== 'string') throw new DbError('FailedToParse', "$lookup needs 'as' to be a string");
  const fields = [localField, foreignField].filter((field) => field !== undefined);
  if (fields.length === 1 || !fields.every((field) => typeof field === 'string') || !isPlain(given)) {
    throw new DbError('FailedToParse', "$lookup needs 'localField' and 'foreignField' to be strings, 'let' an object");
  }
  if (fields.length === 0 && !('pipeline' in spec)) {
    throw new DbError('FailedToParse', "$lookup needs either 'pipeline' or both 'localField' and 'foreignField'");
  }
  const added = Object.entries(given).map(([name, expr]) => [checkVariable(name), evaluator(expr, context)] as const);
  // the pipeline is compiled once, and finds here what its variables are for the document whose turn it is
  const variables: Doc = { ...context.variables, ...Object.fromEntries(added) };
  const inner = compilePipeline(pipeline, { ...context, variables });
  const { memory } = context;
  return function* joining(input) {
    let partners: ((doc: Doc) => Documents) | undefined;
    for (const doc of input) {
      if (!doc) {
        yield;
        continue;
      }
      Object.assign(variables, context.variables);
      for (const [name, value] of added) variables[name] = value(doc);
      partners ??= yield* partnersOf(from, localField, foreignField, context);
      const { bytes } = memory;
      const list = yield* collected(inner(partners(doc)), memory);
      memory.bytes = bytes;
      yield withField(doc, as.split('.'), list);
    }
  };
}

/** Which foreign documents go with a local one: found by an index, or among all of them, which are read once. */
function* partnersOf(
  from: string, localField: string | undefined, foreignField: string,
  { documentsOf, isIndexed, memory }: PipelineContext,
): Generator<undefined, (doc: Doc) => Documents> {
  if (localField === undefined) return () => documentsOf(from);
  const parts = localField.split('.');
  // undefined stands for an empty list, which has no partners
  const valuesOf = (doc: Doc) => keyValues(doc, parts).filter((value) => value !== undefined);
  if (isIndexed(from, foreignField)) return (doc) => documentsOf(from, { [foreignField]: { $in: valuesOf(doc) } });
  const byKey = yield* byValue(documentsOf(from), foreignField.split('.'), memory);
  return (doc) => {
    const keys = new Set(valuesOf(doc).map(orderKey));
    const found = new Set(Array.from(keys, (key) => byKey.get(key) ?? []).flat());
    const inOrder = keys.size > 1 ? Array.from(found).sort((a, b) => a.at - b.at) : found;
    return spread(Array.from(inOrder, (one) => one.doc));
  };
}

interface Foreign { doc: Doc; at: number }

/** Documents by each value of a field; missing and null are one. */
function* byValue(input: Documents, parts: string[], memory: Memory): Generator<undefined, Map<string, Foreign[]>> {
  const found = new Map<string, Foreign[]>();
  let at = 0;
  yield* gather(input, memory, (doc) => {
    const one = { doc, at: at++ };
    for (const key of new Set(keyValues(doc, parts).map(orderKey))) {
      const list = found.get(key);
      if (list) list.push(one);
      else found.set(key, [one]);
    }
  });
  return found;
}

function facet(spec: any, context: PipelineContext): Stage {
  if (!isPlain(spec) || Object.keys(spec).length === 0) {
    throw new DbError('Location40169', 'the $facet specification must be a non-empty object');
  }
  const branches = Object.entries(spec).map(([name, pipeline]) => {
    if ([pipeline].flat().some((stage) => isPlain(stage) && '$facet' in stage)) {
      throw new DbError('Location40600', '$facet is not allowed to be used within a $facet stage');
    }
    return [name, compilePipeline(pipeline, context)] as const;
  });
  const { memory } = context;
  return function* faceted(input) {
    const documents = yield* collected(input, memory);
    const result: Doc = {};
    for (const [name, branch] of branches) put(result, name, yield* collected(branch(spread(documents)), memory));
    yield result;
  };
}

/** The stages by name; everything else is refused. */
const STAGES: Record<string, MakeStage | undefined> = {
  $match: match, $sort: sort, $skip: skip, $limit: limit, $count: count,
  $project: project, $set: addFields, $addFields: addFields, $unset: unset,
  $replaceRoot: newRoot, $replaceWith: replaceRoot,
  $unwind: unwind, $group: group, $sortByCount: sortByCount, $facet: facet, $lookup: lookup,
};
