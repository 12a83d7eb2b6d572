import { createRequire } from 'node:module';
import type * as Accumulator from 'mingo/operators/accumulator';
import type * as Pipeline from 'mingo/operators/pipeline';
import type * as Window from 'mingo/operators/window';
import type { Context } from 'mingo/core';
import type * as AggregatorModule from 'mingo/aggregator';
import { createCollator } from './collation.ts';
import type { Stored } from './collection.ts';
import { DbError } from './errors.ts';
import { fieldsReadBy } from './field-use.ts';
import { Grouper } from './group.ts';
import { expressionOperators, mingoCore, mingoOptions } from './expressions.ts';
import type { Pacer } from './pacer.ts';
import { decodeFields } from './raw-fields.ts';
import { ownStages } from './stages.ts';
import { clone, isPlain, own, put, toPlain, type Doc } from './values.ts';

const load = createRequire(import.meta.url);

/** What a pipeline may refer to beside its documents. */
export interface PipelineOptions {
  variables?: Doc;
  collation?: Doc;
  /** The documents of another collection that match, for `$lookup`, `$graphLookup` and `$unionWith`. */
  documentsOf?: (collection: string, filter?: Doc) => Doc[];
  /** Whether an index finds the documents of a collection by this field. */
  isIndexed?: (collection: string, field: string) => boolean;
}

/** Stages whose mingo versions write into the documents they are given: they get copies. */
const WRITING_STAGES = new Set(['$setWindowFields', '$fill', '$densify', '$redact', '$graphLookup', '$bucketAuto']);

const REFUSED: Record<string, string> = {
  $out: '$out is not supported by the embedded database', $merge: '$merge is not supported by the embedded database',
};

let context: Context | undefined;

function aggregationContext(): Context {
  return context ??= mingoCore().Context.init({
    accumulator: load('mingo/operators/accumulator') as typeof Accumulator,
    expression: expressionOperators(),
    window: load('mingo/operators/window') as typeof Window,
    pipeline: { ...load('mingo/operators/pipeline') as typeof Pipeline, ...ownStages(runPipeline) },
  } as never);
}

/** Refuses what is no pipeline, and stages that this database does not have, before anything runs. */
export function checkPipeline(pipeline: unknown): asserts pipeline is Doc[] {
  if (!Array.isArray(pipeline)) throw new DbError('TypeMismatch', "'pipeline' option must be specified as an array");
  for (const stage of pipeline) {
    if (!isPlain(stage)) {
      throw new DbError('TypeMismatch', "Each element of the 'pipeline' array must be an object");
    }
    const [name, ...more] = Object.keys(stage);
    if (!name || more.length > 0) {
      throw new DbError('Location40323', 'A pipeline stage specification object must contain exactly one field.');
    }
    if (name === '$changeStream') {
      throw new DbError('Location40573', 'The $changeStream stage is only supported on replica sets');
    }
    if (REFUSED[name]) throw new DbError('CommandNotSupported', REFUSED[name]);
    if (name === '$listLocalSessions' && stage === pipeline[0]) continue;
    if (!aggregationContext().getOperator('pipeline' as never, name)) {
      throw new DbError('Location40324', `Unrecognized pipeline stage name: '${name}'`);
    }
  }
}

/** Runs a pipeline over documents that it must not change. Returns plain documents. */
export function runPipeline(pipeline: Doc[], documents: Doc[], options: PipelineOptions): Doc[] {
  if (pipeline.length === 0) return documents;
  const { Aggregator } = load('mingo/aggregator') as typeof AggregatorModule;
  const writes = pipeline.some((stage) => WRITING_STAGES.has(Object.keys(stage)[0]!));
  const aggregator = new Aggregator(pipeline, {
    ...mingoOptions(aggregationContext(), options),
    collator: createCollator(options.collation),
    collectionResolver: options.documentsOf && ((name: string) => options.documentsOf!(name)),
    pipelineOptions: options,
  } as never);
  return aggregator.run((writes ? clone(documents) : documents) as never) as Doc[];
}

/** Stages that look at one document at a time: they can be run on a part of the documents after another. */
const SINGLE_STAGES = new Set([
  '$match', '$project', '$set', '$addFields', '$unset', '$unwind', '$replaceRoot', '$replaceWith',
]);
/** So many documents go through them together. */
const PART = 100;

/**
 * Runs a pipeline over what a search finds. Its first stages, up to the end of the first `$group`, take the documents
 * part by part, with rests in between; the others have all that is left at once.
 */
export async function aggregate(
  pipeline: Doc[], found: Generator<Stored | undefined>, pacer: Pacer, options: PipelineOptions,
): Promise<Doc[]> {
  const names = fieldsReadBy(pipeline);
  runPipeline(pipeline, [], options); // a stage that cannot be read is an error, whatever there is
  const singles = pipeline.findIndex((stage) => !SINGLE_STAGES.has(Object.keys(stage)[0]!));
  const head = singles < 0 ? pipeline : pipeline.slice(0, singles);
  const rest = pipeline.slice(head.length);
  const groups = Grouper.canDo(rest[0]?.['$group'])
    ? new Grouper(rest[0]!['$group'], { variables: options.variables }) : undefined;
  const results: Doc[] = [];
  let part: Doc[] = [];

  function flush(): void {
    for (const doc of runPipeline(head, part, options)) {
      if (groups) groups.add(doc);
      else results.push(doc);
    }
    part = [];
  }

  await pacer.run(found, ({ raw }) => {
    part.push(decodeFields(raw, names));
    if (part.length >= PART) flush();
  });
  flush();
  return groups ? runPipeline(rest.slice(1), groups.result(), options) : runPipeline(rest, results, options);
}

const UPDATE_STAGES = new Set(['$set', '$addFields', '$unset', '$project', '$replaceRoot', '$replaceWith']);

/** An update given as a pipeline. Unchanged numbers keep their stored type. */
export function updateByPipeline(typed: Doc, plain: Doc, pipeline: Doc[], variables?: Doc): Doc {
  checkPipeline(pipeline);
  const foreign = pipeline.map((stage) => Object.keys(stage)[0]!).find((name) => !UPDATE_STAGES.has(name));
  if (foreign) throw new DbError('InvalidOptions', `${foreign} is not allowed to be used within an update`);
  const next = clone(runPipeline(pipeline, [plain], { variables })[0] ?? {});
  if ('_id' in plain) next['_id'] = typed['_id'];
  return retype(next, typed);
}

/** Puts back the stored type of every number that a pipeline left as it was. */
function retype(value: any, typed: any): any {
  if (typed === null || typeof typed !== 'object') return value;
  if (typeof value === 'number') return toPlain(typed) === value ? typed : value;
  if (Array.isArray(value)) return Array.isArray(typed) ? value.map((inner, i) => retype(inner, typed[i])) : value;
  if (!isPlain(value) || !isPlain(typed)) return value;
  for (const key of Object.keys(value)) put(value, key, retype(value[key], own(typed, key)));
  return value;
}
