import { createCollator } from '../values/collation.ts';
import type { Collection } from '../storage/collection.ts';
import { DbError } from '../errors.ts';
import type { CursorOptions, Results } from './cursors.ts';
import { compileFilter } from '../query/matching.ts';
import { orderKey } from '../values/order.ts';
import { costOf, isHinted } from '../query/planner.ts';
import { someAt } from '../values/paths.ts';
import { compileProjection } from '../query/projection.ts';
import { decodeFields, fieldNames } from '../values/raw-fields.ts';
import { parseSort } from '../query/sorting.ts';
import { choose, count, search, type FindRequest } from '../query/search.ts';
import { decodeTyped, encode, isPlain, type Doc } from '../values/values.ts';
import { countField, documentField, variablesOf, type CommandRequest } from './request.ts';

/** MongoDB's size of a first batch when the client asks for none. */
const FIRST_BATCH = 101;

/** How the results of a command go out. */
export function cursorOptions({ server, pacer }: CommandRequest, batchSize = FIRST_BATCH, single = false): CursorOptions {
  return { batchSize, single, now: server.now().getTime(), pacer };
}

/** Throws when a command hints at an index that is not there. */
export function checkHint(collection: Collection | undefined, hint: unknown): void {
  if (hint === undefined || hint === null || !collection || (isPlain(hint) && Object.keys(hint).length === 0)) return;
  const known = collection.indexSpecs().some((spec) => isHinted(spec, hint));
  if (known || (isPlain(hint) && '$natural' in hint)) return;
  throw new DbError('BadValue', 'error processing query: hint provided does not correspond to an existing index');
}

export async function findCommand(request: CommandRequest): Promise<Doc | Buffer> {
  const { body, name } = request;
  for (const option of ['tailable', 'awaitData', 'returnKey', 'showRecordId', 'min', 'max'].filter((o) => body[o])) {
    throw new DbError('BadValue', `'${option}' is not supported by the embedded database`);
  }
  const { collection } = request;
  checkHint(collection, body['hint']);
  const given: unknown = body['limit'] ?? 0;
  if (typeof given !== 'number') throw new DbError('TypeMismatch', "BSON field 'find.limit' must be a number");
  const single = body['singleBatch'] === true || given < 0;
  const filter = request.filter('filter');
  const wanted: FindRequest = {
    filter, sort: body['sort'], skip: countField(body, 'skip', name), limit: Math.abs(given) || undefined,
    collation: body['collation'], hint: body['hint'], variables: variablesOf(request),
  };
  const project = projection(documentField(request.typed, 'projection', name), filter, wanted);
  const batchSize = countField(body, 'batchSize', name);
  return request.server.cursors.first(
    request.namespace, results(collection, wanted, project), cursorOptions(request, batchSize, single),
  );
}

/** What a search finds, cut down. */
export function* results(
  collection: Collection | undefined, wanted: FindRequest, project: (raw: Buffer) => Buffer,
): Results & Iterable<Buffer | undefined> {
  if (!collection) {
    checkFind(wanted);
    return;
  }
  for (const hit of search(collection, wanted)) yield hit && project(hit.raw);
}

/** A filter that cannot be read is an error even where there is nothing to find. */
export function checkFind({ filter, sort, collation, variables }: FindRequest): void {
  compileFilter(filter, { collator: createCollator(collation), variables });
  parseSort(sort);
}

/** The bytes of a result, cut down by the projection. Without one they go out as stored. */
export function projection(
  spec: Doc | undefined, filter: Doc, { collation, variables }: FindRequest,
): (raw: Buffer) => Buffer {
  if (!spec || Object.keys(spec).length === 0) return (raw) => raw;
  const cut = compileProjection(spec, { filter, variables, collator: createCollator(collation) });
  return (raw) => encode(cut(decodeTyped(raw)));
}

export function getMoreCommand(request: CommandRequest): Promise<Doc | Buffer> {
  const { body, server } = request;
  const batchSize = countField(body, 'batchSize', 'getMore') || Infinity;
  return server.cursors.next(
    String(body['getMore']), `${request.db}.${String(body['collection'])}`, cursorOptions(request, batchSize),
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
  const wanted: FindRequest = {
    filter: request.filter('query'), skip: countField(body, 'skip', name),
    limit: Math.abs(body['limit'] ?? 0) || undefined, collation: body['collation'], hint: body['hint'],
    variables: variablesOf(request),
  };
  return { n: await request.pacer.run(count(collection, wanted)) };
}

export async function distinctCommand(request: CommandRequest): Promise<Doc> {
  const { body, collection } = request;
  const key: unknown = body['key'];
  if (typeof key !== 'string') throw new DbError('TypeMismatch', "BSON field 'distinct.key' must be a string");
  if (!collection) return { values: [] };
  checkHint(collection, body['hint']);
  const parts = key.split('.');
  const names = fieldNames([key]);
  const values = new DistinctValues(createCollator(body['collation']));
  const wanted: FindRequest = {
    filter: request.filter('query'), collation: body['collation'], variables: variablesOf(request),
  };
  await request.pacer.run(search(collection, wanted), ({ raw }) => {
    someAt(decodeFields(raw, names), parts, (leaf) => values.addLeaf(leaf));
  });
  return { values: values.list };
}

class DistinctValues {
  private readonly seen = new Map<string, unknown>();
  private readonly collator: ReturnType<typeof createCollator>;

  constructor(collator: ReturnType<typeof createCollator>) {
    this.collator = collator;
  }

  get list(): unknown[] {
    return [...this.seen.values()];
  }

  /** Adds the value at the end of a path; the elements of an array one by one. Never stops a search for more. */
  addLeaf(leaf: unknown): false {
    if (Array.isArray(leaf)) for (const element of leaf) this.add(element);
    else if (leaf !== undefined) this.add(leaf);
    return false;
  }

  private add(value: unknown): void {
    const { collator } = this;
    const key = orderKey(value);
    if (this.seen.has(key)) return;
    const same = collator && typeof value === 'string'
      && this.list.some((other) => typeof other === 'string' && collator(other, value) === 0);
    if (!same) this.seen.set(key, value);
  }
}

export function explainCommand(request: CommandRequest): Doc {
  const inner = documentField(request.body, 'explain', 'explain') ?? {};
  const name: unknown = inner['find'] ?? inner['aggregate'] ?? inner['count'] ?? inner['distinct'];
  const filter: Doc = inner['filter'] ?? inner['query'] ?? inner['pipeline']?.[0]?.$match ?? {};
  const collection = typeof name === 'string' ? request.server.catalogue.find(request.db, name) : undefined;
  const { sort, limit, collation, hint } = inner;
  const chosen = collection && choose(collection, { filter, sort, limit, collation, hint });
  const scans = chosen ? [chosen, ...chosen.others ?? []].map((one) => ({
    stage: 'IXSCAN', indexName: one.index.spec.name, keysExamined: costOf(one, collection!),
    sorted: Boolean(one.ordered),
  })) : [{ stage: 'COLLSCAN' }];
  const winningPlan = scans.length === 1 ? scans[0] : { stage: 'OR', inputStages: scans };
  return { queryPlanner: { namespace: `${request.db}.${String(name)}`, winningPlan } };
}
