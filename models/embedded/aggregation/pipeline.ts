import { DbError } from '../errors.ts';
import { isPlain, own } from '../values/values.ts';
import type { MakeStage, PipelineContext, Stage } from './documents.ts';
import { lookup } from './lookup.ts';
import { STAGES } from './stages.ts';

const ALL: Record<string, MakeStage | undefined> = { ...STAGES, $lookup: lookup };

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
  const make: MakeStage | undefined = own(ALL, name);
  if (!make) throw new DbError('Location40324', `Unrecognized pipeline stage name: '${name}' (not supported by the embedded database)`);
  return make(stage[name], context, compilePipeline);
}
