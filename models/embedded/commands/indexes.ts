import type { Collection } from '../storage/collection.ts';
import { createCollator } from '../values/collation.ts';
import { DbError } from '../errors.ts';
import { compileFilter } from '../query/matching.ts';
import { orderKey } from '../values/order.ts';
import { isHinted } from '../query/planner.ts';
import type { CollectionIndex, IndexSpec } from '../storage/indexes.ts';
import type { Steps } from '../storage/storage.ts';
import { encode, isPlain, type Doc } from '../values/values.ts';
import { listReply } from './collections.ts';
import type { CommandRequest } from './request.ts';

const OPTIONS = new Set([
  'v', 'key', 'name', 'unique', 'sparse', 'partialFilterExpression', 'expireAfterSeconds', 'hidden', 'background',
  'collation', 'ns',
]);

/** An index as a client asks for it, checked and with what MongoDB adds. */
function readSpec(given: unknown): IndexSpec {
  if (!isPlain(given)) throw new DbError('TypeMismatch', 'an index must be described by an object');
  const unknown = Object.keys(given).find((option) => !OPTIONS.has(option));
  if (unknown) {
    throw new DbError(
      'InvalidIndexSpecificationOption', `The index option '${unknown}' is not supported by the embedded database`,
    );
  }
  const { key, name, unique, sparse, partialFilterExpression, expireAfterSeconds, hidden } = given;
  checkKey(key);
  if (createCollator(given['collation'])) {
    throw new DbError('CannotCreateIndex', 'an index with a collation is not supported by the embedded database');
  }
  if (typeof name !== 'string' || name === '') throw new DbError('FailedToParse', 'an index needs a name');
  if (partialFilterExpression !== undefined) checkPartial(partialFilterExpression);
  if (expireAfterSeconds !== undefined && !(Number(expireAfterSeconds) >= 0)) {
    throw new DbError('CannotCreateIndex', "TTL index 'expireAfterSeconds' must be a number of at least 0");
  }
  return {
    v: 2, key, name, ...(unique ? { unique: true } : {}), ...(sparse ? { sparse: true } : {}),
    ...(partialFilterExpression ? { partialFilterExpression } : {}),
    ...(expireAfterSeconds === undefined ? {} : { expireAfterSeconds: Number(expireAfterSeconds) }),
    ...(hidden ? { hidden: true } : {}),
  };
}

/** What a partial index may ask: nothing whose answer could differ between a document's insertion and its removal. */
const PARTIAL = new Set(['$and', '$eq', '$exists', '$gt', '$gte', '$lt', '$lte', '$in']);

function checkPartial(filter: unknown): void {
  compileFilter(filter);
  JSON.stringify(filter, (key, value: unknown) => {
    if (key[0] !== '$' || (PARTIAL.has(key) && (key !== '$exists' || value === true))) return value;
    throw new DbError('CannotCreateIndex', `a partial index with ${key} is not supported by the embedded database`);
  });
}

function checkKey(key: unknown): asserts key is Doc {
  if (!isPlain(key) || Object.keys(key).length === 0) {
    throw new DbError('CannotCreateIndex', 'the key of an index must name at least one field');
  }
  for (const [path, direction] of Object.entries(key)) {
    if (typeof direction === 'string' || path.includes('$**')) {
      throw new DbError('CannotCreateIndex', `${String(direction)} indexes are not supported by the embedded database`);
    }
    if (typeof direction !== 'number' || direction === 0) {
      throw new DbError('CannotCreateIndex', `Values in the key of an index must be 1 or -1, not ${String(direction)}`);
    }
    if (path === '' || path.split('.').includes('')) {
      throw new DbError('CannotCreateIndex', 'Index keys cannot contain an empty field.');
    }
  }
}

function options({ name, key, v, ...rest }: IndexSpec): string {
  return Object.keys(rest).sort().map((option) => option + orderKey(rest[option as keyof typeof rest])).join();
}

/** True when the index is already there. Throws when one like it has another name or other options. */
function alreadyThere(collection: Collection, spec: IndexSpec): boolean {
  function sameKey(other: IndexSpec): boolean {
    return orderKey(other.key) === orderKey(spec.key);
  }
  if (Object.keys(spec.key).join() === '_id') return true;
  const byName = collection.indexSpecs().find(({ name }) => name === spec.name);
  const byKey = collection.indexSpecs().find((other) => (
    sameKey(other) && orderKey(other.partialFilterExpression) === orderKey(spec.partialFilterExpression)
  ));
  if (byName && sameKey(byName) && options(byName) === options(spec)) return true;
  if (byName && (!sameKey(byName) || byKey !== byName)) {
    throw new DbError('IndexKeySpecsConflict', 'An existing index has the same name as the requested index. When index '
      + `names are not specified, they are auto generated and can cause conflicts. Requested index: ${spec.name}`);
  }
  if (byName || byKey) {
    throw new DbError('IndexOptionsConflict', `Index already exists with a different name or other options: ${
      (byKey ?? byName)!.name}`);
  }
  return false;
}

export async function createIndexesCommand(request: CommandRequest): Promise<Doc> {
  const list: unknown = request.body['indexes'];
  if (!Array.isArray(list) || list.length === 0) {
    throw new DbError('BadValue', 'Must specify at least one index to create');
  }
  const specs = list.map(readSpec);
  const createdCollectionAutomatically = request.collection === undefined;
  try {
    return { createdCollectionAutomatically, ...await request.run(createIndexes(request, specs)) };
  } finally {
    request.server.catalogue.wipe();
  }
}

function* createIndexes(request: CommandRequest, specs: IndexSpec[]): Steps<Doc> {
  const collection = yield* request.ensureCollection();
  const numIndexesBefore = collection.indexSpecs().length;
  const made: CollectionIndex[] = [];
  try {
    for (const spec of specs) {
      // somebody else may just be making it
      while (collection.indexes.some(({ record }) => record.building && record.spec.name === spec.name)) {
        yield;
        collection.assertThere();
      }
      if (!alreadyThere(collection, spec)) made.push(yield* collection.addIndex(request.server.catalogue, spec));
      yield;
    }
  } catch (error) {
    // all of them or none
    for (const index of made) if (collection.indexes.includes(index)) collection.removeIndex(index);
    yield;
    throw error;
  }
  const numIndexesAfter = collection.indexSpecs().length;
  return {
    numIndexesBefore, numIndexesAfter,
    ...(numIndexesAfter === numIndexesBefore ? { note: 'all indexes already exist' } : {}),
  };
}

export async function dropIndexesCommand(request: CommandRequest): Promise<Doc> {
  const wanted: unknown = request.body['index'];
  const nIndexesWas = await request.run(() => {
    const collection = request.existingCollection();
    const before = collection.indexSpecs().length;
    const names = new Set(wanted === '*'
      ? collection.indexSpecs().map(({ name }) => name).filter((name) => name !== '_id_')
      : [wanted].flat().map((one) => nameOf(collection, one)));
    for (const index of collection.indexes.filter(({ spec }) => names.has(spec.name))) collection.removeIndex(index);
    return before;
  });
  request.server.catalogue.wipe();
  return { nIndexesWas };
}

function nameOf(collection: Collection, wanted: unknown): string {
  const spec = collection.indexSpecs().find((one) => isHinted(one, wanted));
  if (spec?.name === '_id_') throw new DbError('InvalidOptions', 'cannot drop _id index');
  if (spec) return spec.name;
  throw new DbError('IndexNotFound', typeof wanted === 'string'
    ? `index not found with name [${wanted}]` : `can't find index with key: ${JSON.stringify(wanted)}`);
}

export async function listIndexesCommand(request: CommandRequest): Promise<Doc | Buffer> {
  const specs = request.existingCollection().indexSpecs();
  return listReply(request, request.namespace, specs.map(encode));
}
