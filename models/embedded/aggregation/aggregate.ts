import { DbError } from '../errors.ts';
import { decodeFields, type FieldNames } from '../values/raw-fields.ts';
import type { Search } from '../query/search.ts';
import { decodeTyped, encode, isPlain, toPlain, type Doc } from '../values/values.ts';
import { Memory } from './memory.ts';
import { spread, type Documents, type PipelineContext } from './documents.ts';
import { compilePipeline } from './pipeline.ts';

/**
 * A pipeline as a function that makes results, as bytes and in steps, of documents. Every stage gives way to others
 * while it works, and takes one document at a time where it can.
 * @throws DbError for a pipeline that cannot be read, whatever there is to find.
 */
export function aggregate(
  pipeline: Doc[], context: PipelineContext,
): (source: Documents) => Generator<Buffer | undefined, void> {
  const stages = compilePipeline(pipeline, context);
  return function* results(source) {
    for (const doc of stages(source)) yield doc && encode(doc);
  };
}

/** What a search finds, with the BSON types of numbers; `names` are the fields that are wanted. */
export function* documents(found: Search, names: FieldNames): Documents {
  for (const hit of found) yield hit && decodeFields(hit.raw, names, decodeTyped);
}

const UPDATE_STAGES = new Set(['$set', '$addFields', '$unset', '$project', '$replaceRoot', '$replaceWith']);

/** An update given as a pipeline, as a function of a document. @throws DbError for what cannot be read. */
export function updateByPipeline(pipeline: unknown, variables?: Doc): (doc: Doc) => Doc {
  const context = { variables, memory: new Memory(), documentsOf: () => spread([]), isIndexed: () => false };
  const stages = compilePipeline(pipeline, context);
  const foreign = (pipeline as Doc[]).map((stage) => Object.keys(stage)[0]!).find((name) => !UPDATE_STAGES.has(name));
  if (foreign) throw new DbError('InvalidOptions', `${foreign} is not allowed to be used within an update`);
  return (doc) => {
    const [next = {}] = stages(spread([doc])) as Iterable<Doc>;
    return next;
  };
}

/** A pipeline whose first stages are a search, which can use indexes, and the stages that are left. */
interface Split { filter: Doc; sort?: unknown; skip?: number; limit?: number; rest: Doc[] }

/** Takes the leading $match, $sort, $skip and $limit off a pipeline. @throws DbError when it is no list. */
export function splitPipeline(pipeline: unknown): Split {
  if (!Array.isArray(pipeline)) throw new DbError('TypeMismatch', "'pipeline' option must be specified as an array");
  const split: Split = { filter: {}, rest: pipeline };
  function take(name: 'filter' | 'sort' | 'skip' | 'limit', stage: string, accepts: (spec: any) => boolean): void {
    const [first] = split.rest;
    const spec = toPlain(first?.[stage]);
    if (spec === undefined || !accepts(spec) || Object.keys(first!).length > 1) return;
    split[name] = spec;
    split.rest = split.rest.slice(1);
  }
  take('filter', '$match', isPlain);
  take('sort', '$sort', (spec) => isPlain(spec) && Object.keys(spec).length > 0
    && Object.values(spec).every((one) => one === 1 || one === -1));
  take('skip', '$skip', (spec) => Number.isInteger(spec) && spec >= 0);
  take('limit', '$limit', (spec) => Number.isInteger(spec) && spec > 0);
  return split;
}
