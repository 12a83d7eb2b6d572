/** The stages of a pipeline, a table of small functions: one file, so that what is supported is seen at a glance. */
import { createCollator } from '../values/collation.ts';
import { DbError } from '../errors.ts';
import { compileFilter } from '../query/matching.ts';
import { orderKey } from '../values/order.ts';
import { collision, compileProjection, flatten } from '../query/projection.ts';
import { createSorter, parseSort, TopList } from '../query/sorting.ts';
import { isPlain, own, put, toPlain, type Doc } from '../values/values.ts';
import { ACCUMULATORS } from './accumulators.ts';
import {
  collected, drain, gather, onlyFields, spread, withField, type MakeStage, type PipelineContext, type Stage,
} from './documents.ts';
import { evaluator } from './expressions.ts';

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
    if (!make) throw new DbError('Location15952', `unknown group operator '${operator}' (not supported by the embedded database)`);
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

const sortByCount: MakeStage = (spec, context, compile) => (
  compile([{ $group: { _id: spec, count: { $sum: 1 } } }, { $sort: { count: -1, _id: 1 } }], context)
);

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

const facet: MakeStage = (spec, context, compile) => {
  if (!isPlain(spec) || Object.keys(spec).length === 0) {
    throw new DbError('Location40169', 'the $facet specification must be a non-empty object');
  }
  const branches = Object.entries(spec).map(([name, pipeline]) => {
    if ([pipeline].flat().some((stage) => isPlain(stage) && '$facet' in stage)) {
      throw new DbError('Location40600', '$facet is not allowed to be used within a $facet stage');
    }
    return [name, compile(pipeline, context)] as const;
  });
  const { memory } = context;
  return function* faceted(input) {
    const documents = yield* collected(input, memory);
    const result: Doc = {};
    for (const [name, branch] of branches) put(result, name, yield* collected(branch(spread(documents)), memory));
    yield result;
  };
};

/** The stages by name, beside `$lookup`; everything else is refused. */
export const STAGES: Record<string, MakeStage | undefined> = {
  $match: match, $sort: sort, $skip: skip, $limit: limit, $count: count,
  $project: project, $set: addFields, $addFields: addFields, $unset: unset,
  $replaceRoot: newRoot, $replaceWith: replaceRoot,
  $unwind: unwind, $group: group, $sortByCount: sortByCount, $facet: facet,
};
