import type { Collection } from '../storage/collection.ts';
import { asDbError, DbError } from '../errors.ts';
import { rawDocument } from '../wire/raw-bson.ts';
import { decode, decodeTyped, isPlain, type Doc } from '../values/values.ts';
import type { Steps, Storage } from '../storage/storage.ts';
import { kindOfUpdate } from '../update/update.ts';
import { removeMatches, updateMany, updateOne, type Change, type UpdateRequest } from '../update/writing.ts';
import { checkHint, projection } from './read.ts';
import { documentField, variablesOf, type CommandRequest } from './request.ts';

const MAX_STATEMENTS = 100_000;

/** Runs the statements of a write one by one; an error becomes a write error, and ends an ordered run. */
async function eachStatement(
  request: CommandRequest, field: string, step: (statement: Buffer, index: number) => Steps<void>,
): Promise<Doc> {
  const statements = request.documents(field);
  if (statements.length === 0 || statements.length > MAX_STATEMENTS) {
    throw new DbError('InvalidLength', `Write batch sizes must be between 1 and ${MAX_STATEMENTS}. `
      + `Got ${statements.length} operations.`);
  }
  const { storage } = request.server.catalogue;
  const writeErrors = await request.run(runStatements(storage, statements, step, request.body['ordered'] !== false));
  return writeErrors.length > 0 ? { writeErrors } : {};
}

function* runStatements(
  storage: Storage, statements: Buffer[], step: (statement: Buffer, index: number) => Steps<void>, ordered: boolean,
): Steps<Doc[]> {
  const writeErrors: Doc[] = [];
  for (const [index, statement] of statements.entries()) {
    try {
      yield* step(statement, index);
    } catch (error) {
      if (storage.halfMade) throw error;
      const { code, message, extra } = asDbError(error);
      writeErrors.push({ index, code, errmsg: message, ...extra });
      if (ordered) break;
    }
    yield;
  }
  return writeErrors;
}

export async function insertCommand(request: CommandRequest): Promise<Doc> {
  let n = 0;
  const errors = await eachStatement(request, 'documents', function* insertOne(bytes) {
    (yield* request.ensureCollection()).insert(bytes);
    n++;
  });
  return { n, ...errors };
}

const UPDATE_FIELDS = new Set(['q', 'u', 'c', 'multi', 'upsert', 'collation', 'arrayFilters', 'hint']);
const DELETE_FIELDS = new Set(['q', 'limit', 'collation', 'hint']);

function checkFields(statement: Doc, known: Set<string>, where: string): void {
  const unknown = Object.keys(statement).find((key) => !known.has(key));
  if (unknown) throw new DbError('Location40415', `BSON field '${where}.${unknown}' is an unknown field.`);
  if (isPlain(statement['q'])) return;
  throw new DbError('Location40414', `BSON field '${where}.q' is missing but a required field`);
}

export async function updateCommand(request: CommandRequest): Promise<Doc> {
  const upserted: Doc[] = [];
  let n = 0;
  let nModified = 0;
  const errors = await eachStatement(request, 'updates', function* updateStatement(bytes, index) {
    const statement = decode(bytes);
    checkFields(statement, UPDATE_FIELDS, 'update.updates');
    const collection = yield* request.ensureCollection();
    const wanted = updateRequest(collection, request, statement, decodeTyped(bytes));
    const done = yield* (statement['multi'] === true ? many(collection, wanted) : one(collection, wanted));
    n += done.upsertedId === undefined ? done.matched : 1;
    nModified += done.modified;
    if (done.upsertedId !== undefined) upserted.push({ index, _id: done.upsertedId });
  });
  return { n, nModified, ...(upserted.length > 0 ? { upserted } : {}), ...errors };
}

function many(collection: Collection, wanted: UpdateRequest) {
  if (kindOfUpdate(wanted.update) === 'replacement') {
    throw new DbError('FailedToParse', 'multi update is not supported for replacement-style update');
  }
  return updateMany(collection, wanted);
}

function* one(
  collection: Collection, wanted: UpdateRequest,
): Steps<{ matched: number; modified: number; upsertedId?: unknown }> {
  const change = yield* updateOne(collection, wanted);
  if (!change) return { matched: 0, modified: 0 };
  return { matched: change.before ? 1 : 0, modified: change.modified ? 1 : 0, upsertedId: change.upsertedId };
}

function updateRequest(collection: Collection, request: CommandRequest, statement: Doc, typed: Doc): UpdateRequest {
  checkHint(collection, statement['hint']);
  return {
    filter: statement['q'], typedFilter: typed['q'], update: typed['u'], upsert: statement['upsert'] === true,
    arrayFilters: statement['arrayFilters'] ?? [], collation: statement['collation'], now: request.server.now(),
    variables: { ...variablesOf(request), ...statement['c'] },
  };
}

export async function deleteCommand(request: CommandRequest): Promise<Doc> {
  let n = 0;
  const errors = await eachStatement(request, 'deletes', function* deleteStatement(bytes) {
    const statement = decode(bytes);
    checkFields(statement, DELETE_FIELDS, 'delete.deletes');
    if (statement['limit'] !== 0 && statement['limit'] !== 1) {
      throw new DbError('FailedToParse', `The limit field in delete objects must be 0 or 1. Got ${statement['limit']}`);
    }
    const { collection } = request;
    if (!collection) return;
    checkHint(collection, statement['hint']);
    const { removed } = yield* removeMatches(collection, {
      filter: statement['q'], limit: statement['limit'] || undefined, collation: statement['collation'],
      variables: variablesOf(request),
    });
    n += removed;
  });
  return { n, ...errors };
}

export async function findAndModifyCommand(request: CommandRequest): Promise<Doc> {
  const { body, typed } = request;
  if (body['remove'] === true && body['update'] !== undefined) {
    throw new DbError('FailedToParse', "Cannot specify both an 'update' and 'remove'=true");
  }
  if (body['remove'] !== true && body['update'] === undefined) {
    throw new DbError('FailedToParse', "Either an 'update' or 'remove'=true must be specified");
  }
  const removing = body['remove'] === true;
  const wanted: UpdateRequest = {
    filter: request.filter('query'), typedFilter: typed['query'] ?? {}, update: typed['update'],
    upsert: body['upsert'] === true, arrayFilters: body['arrayFilters'] ?? [], collation: body['collation'],
    sort: body['sort'], now: request.server.now(), variables: variablesOf(request),
  };
  const project = projection(documentField(typed, 'fields', request.name), wanted.filter, wanted);
  const change = await request.run((function* findAndModify(): Steps<Change | undefined> {
    const collection = yield* request.ensureCollection();
    checkHint(collection, body['hint']);
    return yield* removing ? removeOne(collection, wanted) : updateOne(collection, wanted);
  })());
  const bytes = body['new'] === true ? change?.after : change?.before;
  return { lastErrorObject: lastError(change, removing), value: bytes ? rawDocument(project(bytes)) : null };
}

function* removeOne(collection: Collection, wanted: UpdateRequest): Steps<Change | undefined> {
  const { before } = yield* removeMatches(collection, { ...wanted, limit: 1 });
  return before && { before, modified: true };
}

function lastError(change: Change | undefined, removing: boolean): Doc {
  if (removing) return { n: change ? 1 : 0 };
  return {
    n: change ? 1 : 0, updatedExisting: change?.before !== undefined,
    ...(change?.upsertedId === undefined ? {} : { upserted: change.upsertedId }),
  };
}
