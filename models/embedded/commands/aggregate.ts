import { aggregate, documents, splitPipeline } from '../aggregation/aggregate.ts';
import { evaluator } from '../aggregation/expressions.ts';
import { fieldsReadBy } from '../aggregation/field-use.ts';
import { Memory } from '../aggregation/memory.ts';
import { spread, type PipelineContext } from '../aggregation/documents.ts';
import type { Collection } from '../storage/collection.ts';
import { DbError } from '../errors.ts';
import { orderKey } from '../values/order.ts';
import { count, search, type FindRequest, type Search } from '../query/search.ts';
import { encode, isPlain, toPlain, type Doc } from '../values/values.ts';
import { checkFind, checkHint, cursorOptions, results } from './read.ts';
import { countField, documentField, variablesOf, type CommandRequest } from './request.ts';

/** What drivers send for countDocuments(): answered without reading any document. */
const COUNT_ALL = orderKey({ $group: { _id: 1, n: { $sum: 1 } } });

export async function aggregateCommand(request: CommandRequest): Promise<Doc | Buffer> {
  const { body, typed, server: { cursors }, pacer } = request;
  const { rest, ...head } = splitPipeline(typed['pipeline']);
  const context = contextOf(request);
  if (typeof body['aggregate'] === 'number') return databasePipeline(request, context);
  const stages = aggregate(rest, context);
  if (body['explain'] === true) return { queryPlanner: { winningPlan: { stage: 'COLLSCAN' } } };
  const cursor = documentField(body, 'cursor', 'aggregate');
  if (!cursor) throw new DbError('FailedToParse', "The 'cursor' option is required, except for aggregate with explain");
  const options = cursorOptions(request, countField(cursor, 'batchSize', 'aggregate.cursor'));
  const { collection, namespace: ns } = request;
  checkHint(collection, body['hint']);
  const { collation, variables } = context;
  const wanted: FindRequest = { ...head, collation, hint: body['hint'], variables };
  if (rest.length === 0) return cursors.first(ns, results(collection, wanted, (raw) => raw), options);
  if (!collection) checkFind(wanted);
  if (rest.length === 1 && orderKey(rest[0]) === COUNT_ALL) {
    const n = collection ? await pacer.run(count(collection, wanted)) : 0;
    return cursors.first(ns, (n === 0 ? [] : [encode({ _id: 1, n })]).values(), options);
  }
  const source = documents(found(collection, wanted), fieldsReadBy(toPlain(rest)));
  return cursors.first(ns, stages(source), options);
}

function* found(collection: Collection | undefined, wanted: FindRequest): Search {
  if (collection) yield* search(collection, wanted);
}

function contextOf(request: CommandRequest): PipelineContext {
  const { db, server: { catalogue } } = request;
  return {
    variables: variablesOf(request), collation: request.body['collation'], memory: new Memory(),
    documentsOf: (from, filter = {}) => documents(found(catalogue.find(db, from), { filter }), undefined),
    isIndexed: (from, field) => catalogue.find(db, from)?.indexSpecs().some(
      ({ key, sparse, partialFilterExpression: partial }) => Object.keys(key)[0] === field && !sparse && !partial,
    ) === true,
  };
}

/** A pipeline on a whole database: its documents come from its first stage, `$documents` or `$listLocalSessions`. */
function databasePipeline(request: CommandRequest, context: PipelineContext): Promise<Buffer> {
  const { typed, server } = request;
  const [first, ...rest]: Doc[] = typed['pipeline'];
  const source = isPlain(first) && sourceOf(first, request, context);
  if (!source) throw new DbError('InvalidNamespace', '{aggregate: 1} is not valid for this pipeline');
  const results = aggregate(rest, context)(spread(source));
  return server.cursors.first(`${request.db}.$cmd.aggregate`, results, cursorOptions(request));
}

function sourceOf(first: Doc, { body, typed, server }: CommandRequest, context: PipelineContext): Doc[] | undefined {
  if ('$documents' in first) {
    const list: unknown = evaluator(first['$documents'], context)({});
    return Array.isArray(list) && list.every(isPlain) ? list : undefined;
  }
  if (!('$listLocalSessions' in first)) return undefined;
  if (body['apiStrict'] !== true) return [{ _id: typed['lsid'] ?? {}, lastUse: server.now() }];
  throw new DbError('APIStrictError', 'stage $listLocalSessions is not allowed with apiStrict: true');
}
