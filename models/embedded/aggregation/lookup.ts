import { DbError } from '../errors.ts';
import { orderKey } from '../values/order.ts';
import { keyValues } from '../values/paths.ts';
import { isPlain, type Doc } from '../values/values.ts';
import {
  collected, gather, onlyFields, spread, withField, type Documents, type MakeStage, type PipelineContext,
} from './documents.ts';
import { evaluator } from './expressions.ts';
import type { Memory } from './memory.ts';
import { checkVariable } from './operator.ts';

/** `$lookup`: the documents of another collection that go with each. */
export const lookup: MakeStage = (spec, context, compile) => {
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
  const inner = compile(pipeline, { ...context, variables });
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
};

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
