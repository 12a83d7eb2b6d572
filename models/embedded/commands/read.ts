import { checkPipeline, runPipeline } from '../aggregation.ts';
import { createCollator } from '../collation.ts';
import type { Collection } from '../collection.ts';
import { DbError } from '../errors.ts';
import { choose, count, find, type FindRequest } from '../finding.ts';
import { compileFilter } from '../matching.ts';
import { orderKey } from '../order.ts';
import { someAt } from '../paths.ts';
import { compileProjection } from '../projection.ts';
import { parseSort } from '../sorting.ts';
import type { StoredDocument } from '../stored-document.ts';
import { decodeTyped, encode, isPlain, MAX_DOCUMENT_BYTES, type Doc } from '../values.ts';
import { countField, documentField, letVariables, type CommandRequest } from './request.ts';

/** MongoDB's size of a first batch when the client asks for none. */
const FIRST_BATCH = 101;

function batchOptions(request: CommandRequest, batchSize: number | undefined, single = false) {
  return { batchSize: batchSize ?? FIRST_BATCH, single, now: request.server.now().getTime() };
}

/** What drivers send for countDocuments(): answered without reading any document, and without mingo. */
const COUNT_ALL = orderKey({ $group: { _id: 1, n: { $sum: 1 } } });

/** Throws when a command hints at an index that is not there; otherwise the planner knows better. */
export function checkHint(collection: Collection | undefined, hint: unknown): void {
  if (hint === undefined || hint === null || !collection || (isPlain(hint) && Object.keys(hint).length === 0)) return;
  const known = collection.indexSpecs().some(({ name, key }) => (
    typeof hint === 'string' ? hint === name : JSON.stringify(hint) === JSON.stringify(key)
  ));
  if (known || (isPlain(hint) && '$natural' in hint)) return;
  throw new DbError('BadValue', 'error processing query: hint provided does not correspond to an existing index');
}

export async function findCommand(request: CommandRequest): Promise<Doc> {
  const { body, name } = request;
  for (const option of ['tailable', 'awaitData', 'returnKey', 'showRecordId', 'min', 'max'].filter((o) => body[o])) {
    throw new DbError('BadValue', `'${option}' is not supported by the embedded database`);
  }
  const { collection } = request;
  checkHint(collection, body['hint']);
  const given = body['limit'] ?? 0;
  const single = body['singleBatch'] === true || given < 0;
  const filter = request.filter('filter');
  const wanted: FindRequest = {
    filter, sort: body['sort'], skip: countField(body, 'skip', name), limit: Math.abs(given) || undefined,
    collation: body['collation'], variables: letVariables(request),
  };
  const project = projection(documentField(request.typed, 'projection', name), filter, wanted);
  const found = collection ? await find(collection, wanted) : emptyFind(wanted);
  const batchSize = countField(body, 'batchSize', name);
  return request.server.cursors.first(
    request.namespace, found.length, (i) => (found[i]!.gone ? undefined : project(found[i]!)),
    batchOptions(request, batchSize, single),
  );
}

/** A filter that cannot be read is an error even where there is nothing to find. */
function emptyFind({ filter, sort, collation, variables }: FindRequest): StoredDocument[] {
  compileFilter(filter, { collator: createCollator(collation), variables });
  parseSort(sort);
  return [];
}

/** The bytes of a result, cut down by the projection. Without one they go out as stored. */
export function projection(
  spec: Doc | undefined, filter: Doc, { collation, variables }: FindRequest,
): (stored: Pick<StoredDocument, 'raw' | 'doc'>) => Buffer {
  if (!spec || Object.keys(spec).length === 0) return ({ raw }) => raw;
  const cut = compileProjection(spec, { filter, variables, collator: createCollator(collation) });
  return ({ raw, doc }) => encode(cut(decodeTyped(raw), doc));
}

export function getMoreCommand(request: CommandRequest): Doc {
  const { body, server } = request;
  const batchSize = countField(body, 'batchSize', 'getMore') || Infinity;
  return server.cursors.next(
    String(body['getMore']), `${request.db}.${String(body['collection'])}`, batchSize, server.now().getTime(),
  );
}

export function killCursorsCommand(request: CommandRequest): Doc {
  const ids: unknown[] = request.body['cursors'] ?? [];
  const typedIds: unknown[] = request.typed['cursors'] ?? [];
  const killed = ids.map((id) => request.server.cursors.kill(String(id)));
  return {
    cursorsKilled: typedIds.filter((_, i) => killed[i]), cursorsNotFound: typedIds.filter((_, i) => !killed[i]),
    cursorsAlive: [], cursorsUnknown: [],
  };
}

export async function countCommand(request: CommandRequest): Promise<Doc> {
  const { body, collection, name } = request;
  checkHint(collection, body['hint']);
  if (!collection) return { n: 0 };
  return {
    n: await count(collection, {
      filter: request.filter('query'), skip: countField(body, 'skip', name),
      limit: Math.abs(body['limit'] ?? 0) || undefined, collation: body['collation'],
    }),
  };
}

export async function distinctCommand(request: CommandRequest): Promise<Doc> {
  const { body, collection } = request;
  const key: unknown = body['key'];
  if (typeof key !== 'string') throw new DbError('TypeMismatch', "BSON field 'distinct.key' must be a string");
  if (!collection) return { values: [] };
  checkHint(collection, body['hint']);
  const found = await find(collection, { filter: request.filter('query'), collation: body['collation'] });
  const values = distinctValues(found.map(({ doc }) => doc), key.split('.'), createCollator(body['collation']));
  if (encode({ values }).length > MAX_DOCUMENT_BYTES) {
    throw new DbError('Location17217', 'distinct too big, 16mb cap');
  }
  return { values };
}

function distinctValues(docs: Doc[], parts: string[], collator: ReturnType<typeof createCollator>): unknown[] {
  const seen = new Map<string, unknown>();
  function add(value: unknown): void {
    const key = orderKey(value);
    if (seen.has(key)) return;
    const same = collator && typeof value === 'string'
      && [...seen.values()].some((other) => typeof other === 'string' && collator(other, value) === 0);
    if (!same) seen.set(key, value);
  }
  for (const doc of docs) {
    someAt(doc, parts, (leaf) => {
      if (Array.isArray(leaf)) for (const element of leaf) add(element);
      else if (leaf !== undefined) add(leaf);
      return false;
    });
  }
  return [...seen.values()];
}

export async function aggregateCommand(request: CommandRequest): Promise<Doc> {
  const { body } = request;
  const pipeline: unknown = body['pipeline'];
  checkPipeline(pipeline);
  if (body['explain'] === true) return { queryPlanner: { winningPlan: { stage: 'COLLSCAN' } } };
  const cursor = documentField(body, 'cursor', 'aggregate');
  if (!cursor) throw new DbError('FailedToParse', "The 'cursor' option is required, except for aggregate with explain");
  const options = batchOptions(request, countField(cursor, 'batchSize', 'aggregate.cursor'));
  const variables = letVariables(request);
  const collectionless = typeof body['aggregate'] === 'number';
  if (collectionless) return databasePipeline(request, pipeline, variables, options);
  const { collection, namespace: ns } = request;
  checkHint(collection, body['hint']);
  const { head, rest } = splitPipeline(pipeline);
  const wanted: FindRequest = { ...head, collation: body['collation'], variables };
  const found = collection ? await find(collection, wanted) : emptyFind(wanted);
  if (rest.length === 0) {
    return request.server.cursors.first(ns, found.length, (i) => (found[i]!.gone ? undefined : found[i]!.raw), options);
  }
  if (rest.length === 1 && orderKey(rest[0]) === COUNT_ALL) {
    const counted = found.length === 0 ? [] : [encode({ _id: 1, n: found.length })];
    return request.server.cursors.first(ns, counted.length, (i) => counted[i], options);
  }
  const results = runPipeline(rest, found.map(({ doc }) => doc), {
    variables, collation: body['collation'],
    documentsOf: (from) => Array.from(
      request.server.catalogue.find(request.db, from)?.documents.values() ?? [], ({ doc }) => doc,
    ),
  });
  return request.server.cursors.first(ns, results.length, (i) => encode(results[i]!), options);
}

/** A pipeline on a whole database: its documents come from its first stage. */
function databasePipeline(
  request: CommandRequest, pipeline: Doc[], variables: Doc | undefined, options: ReturnType<typeof batchOptions>,
): Doc {
  const sessions = pipeline[0] !== undefined && '$listLocalSessions' in pipeline[0];
  if (sessions && request.body['apiStrict'] === true) {
    throw new DbError('APIStrictError', 'stage $listLocalSessions is not allowed with apiStrict: true');
  }
  const documents = sessions ? [{ _id: request.body['lsid'] ?? {}, lastUse: request.server.now() }] : [];
  const results = runPipeline(sessions ? pipeline.slice(1) : pipeline, documents, { variables });
  return request.server.cursors.first(
    `${request.db}.$cmd.aggregate`, results.length, (i) => encode(results[i]!), options,
  );
}

/** The leading $match, $sort, $skip and $limit of a pipeline are a search, which can use indexes. */
function splitPipeline(pipeline: Doc[]): { head: FindRequest; rest: Doc[] } {
  const head: FindRequest = { filter: {} };
  let at = 0;
  function next(name: string): any {
    return pipeline[at]?.[name];
  }
  if (isPlain(next('$match'))) head.filter = pipeline[at++]!['$match'];
  if (isPlain(next('$sort'))) head.sort = pipeline[at++]!['$sort'];
  if (Number.isInteger(next('$skip')) && next('$skip') >= 0) head.skip = pipeline[at++]!['$skip'];
  if (Number.isInteger(next('$limit')) && next('$limit') > 0) head.limit = pipeline[at++]!['$limit'];
  return { head, rest: pipeline.slice(at) };
}

export function explainCommand(request: CommandRequest): Doc {
  const inner = documentField(request.body, 'explain', 'explain') ?? {};
  const name: unknown = inner['find'] ?? inner['aggregate'] ?? inner['count'] ?? inner['distinct'];
  const filter: Doc = inner['filter'] ?? inner['query'] ?? inner['pipeline']?.[0]?.$match ?? {};
  const collection = typeof name === 'string' ? request.server.catalogue.find(request.db, name) : undefined;
  const sort = parseSort(inner['sort']);
  const chosen = collection && choose(collection, { filter }, sort, inner['limit'] || Infinity);
  const winningPlan = chosen
    ? { stage: 'IXSCAN', indexName: chosen.index.spec.name, keysExamined: chosen.cost, sorted: Boolean(chosen.ordered) }
    : { stage: 'COLLSCAN' };
  return { queryPlanner: { namespace: `${request.db}.${String(name)}`, winningPlan } };
}
