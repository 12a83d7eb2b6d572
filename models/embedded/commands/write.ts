import type { Collection } from '../storage/collection.ts';
import { asDbError, DbError } from '../errors.ts';
import { rawDocument } from '../wire/raw-bson.ts';
import { decode, decodeTyped, isPlain, type Doc } from '../values/values.ts';
import type { Steps, Storage } from '../storage/storage.ts';
import type { FindRequest } from '../query/search.ts';
import { compileUpdate } from '../update/update.ts';
import { removeMatches, updateMany, updateOne, type Change } from '../update/writing.ts';
import { checkFind, checkHint, projection } from './read.ts';
import { documentField, flag, variablesOf, type CommandRequest } from './request.ts';

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
  const writeErrors = await request.run(runStatements(storage, statements, step, flag(request.body, 'ordered', request.name, true)));
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
    const { matched, modified, upsertedId } = yield* update(request, decode(bytes), decodeTyped(bytes));
    n += upsertedId === undefined ? matched : 1;
    nModified += modified;
    if (upsertedId !== undefined) upserted.push({ index, _id: upsertedId });
  });
  return { n, nModified, ...(upserted.length > 0 ? { upserted } : {}), ...errors };
}

function* update(request: CommandRequest, statement: Doc, typed: Doc): Steps<Change> {
  checkFields(statement, UPDATE_FIELDS, 'update.updates');
  return yield* change(request, {
    find: findRequest(request, statement['q'], statement), source: statement, where: 'update.updates',
    typedFilter: typed['q'], update: typed['u'], multi: flag(statement, 'multi', 'update.updates'),
  });
}

/** Updates with what a statement or a command says (`source`, called `where` in errors). */
function* change(request: CommandRequest, { find, source, where, typedFilter, update, multi }: {
  find: FindRequest; source: Doc; where: string; typedFilter: Doc; update: unknown; multi: boolean;
}): Steps<Change> {
  const upsert = flag(source, 'upsert', where);
  const compiled = compileUpdate(update, find, {
    arrayFilters: source['arrayFilters'] ?? [], multi, now: request.server.now(),
  });
  const collection = yield* target(request, find, upsert);
  if (!collection) return { matched: 0, modified: 0 };
  return yield* (multi ? updateMany : updateOne)(collection, { ...find, typedFilter, update: compiled, upsert });
}

function findRequest(request: CommandRequest, filter: Doc, { sort, collation, hint, c }: Doc): FindRequest {
  return { filter, sort, collation, hint, variables: { ...variablesOf(request), ...c } };
}

/** The collection to change. Only an upsert makes it; a filter that cannot be read is refused without it, too. */
function* target(request: CommandRequest, find: FindRequest, upsert: boolean): Steps<Collection | undefined> {
  if (!request.collection) checkFind(find);
  const collection = upsert ? yield* request.ensureCollection() : request.collection;
  checkHint(collection, find.hint);
  return collection;
}

export async function deleteCommand(request: CommandRequest): Promise<Doc> {
  let n = 0;
  const errors = await eachStatement(request, 'deletes', function* deleteStatement(bytes) {
    const statement = decode(bytes);
    checkFields(statement, DELETE_FIELDS, 'delete.deletes');
    const { q, limit } = statement;
    if (limit !== 0 && limit !== 1) {
      throw new DbError('FailedToParse', `The limit field in delete objects must be 0 or 1. Got ${limit}`);
    }
    n += (yield* remove(request, { ...findRequest(request, q, statement), limit: limit || undefined })).removed;
  });
  return { n, ...errors };
}

function* remove(request: CommandRequest, find: FindRequest): Steps<{ removed: number; before?: Buffer }> {
  const collection = yield* target(request, find, false);
  return collection ? yield* removeMatches(collection, find) : { removed: 0 };
}

export async function findAndModifyCommand(request: CommandRequest): Promise<Doc> {
  const { body, typed, name } = request;
  const [removing, fresh] = [flag(body, 'remove', name), flag(body, 'new', name)];
  const other = ['update', 'upsert', 'new', 'arrayFilters'].find((field) => body[field]);
  if (removing && other) throw new DbError('FailedToParse', `Cannot specify both '${other}' and 'remove'=true`);
  if (!removing && body['update'] === undefined) {
    throw new DbError('FailedToParse', "Either an 'update' or 'remove'=true must be specified");
  }
  const find = findRequest(request, request.filter('query'), body);
  const project = projection(documentField(typed, 'fields', name), find.filter, find);
  const shown = (bytes?: Buffer) => (bytes ? rawDocument(project(bytes)) : null);
  if (removing) {
    const { removed, before } = await request.run(remove(request, { ...find, limit: 1 }));
    return { lastErrorObject: { n: removed }, value: shown(before) };
  }
  const { matched, upsertedId, before, after } = await request.run(change(request, {
    find, source: body, where: name, typedFilter: typed['query'] ?? {}, update: typed['update'], multi: false,
  }));
  const upserted = upsertedId === undefined ? {} : { upserted: upsertedId };
  return {
    lastErrorObject: { n: upsertedId === undefined ? matched : 1, updatedExisting: matched > 0, ...upserted },
    value: shown(fresh ? after : before),
  };
}
