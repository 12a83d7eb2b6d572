import { DbError, type CodeName } from '../errors.ts';
import { isPlain, own, put, type Doc } from '../values/values.ts';
import type { Memory } from './memory.ts';

/** Documents one by one, with the BSON types of their numbers; nothing where others may have their turn. */
export type Documents = Generator<Doc | undefined, void>;

/** Makes other documents of those that come in, and never writes into one. */
export type Stage = (input: Documents) => Documents;

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

/**
 * Reads a stage's specification; `compile` reads a pipeline inside it.
 * @throws DbError with MongoDB's code for one that cannot be read.
 */
export type MakeStage = (
  spec: any, context: PipelineContext, compile: (pipeline: unknown, context: PipelineContext) => Stage,
) => Stage;

/** Others may have their turn after so many documents that come out of memory. */
const STEP = 64;

/** Takes every document of a sequence, giving way between them. */
export function* drain(input: Documents, take: (doc: Doc) => void): Generator<undefined, void> {
  for (const doc of input) {
    if (doc) take(doc);
    else yield;
  }
}

/** The same for documents that are kept; what the stages before have held is let go at the end. */
export function* gather(input: Documents, memory: Memory, take: (doc: Doc) => void): Generator<undefined, void> {
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
export function* collected(input: Documents, memory: Memory): Generator<undefined, Doc[]> {
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

/** A copy with one field set, also in every element of arrays on the way; `undefined` removes the field. */
export function withField(value: any, parts: string[], field: any, from = 0): any {
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
export function onlyFields(name: string, spec: Doc, known: string[], code: CodeName): void {
  const other = Object.keys(spec).find((key) => !known.includes(key));
  if (other !== undefined) throw new DbError(code, `unknown argument to ${name}: ${other}`);
}
