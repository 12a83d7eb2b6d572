import { Binary, Long } from 'bson';
import type { Collection } from '../storage/collection.ts';
import type { CollectionIndex } from '../storage/indexes.ts';
import type { Steps } from '../storage/storage.ts';
import { DbError } from '../errors.ts';
import { isHinted } from '../query/planner.ts';
import { compileFilter } from '../query/matching.ts';
import { bsonType, decode, encode, show, type Doc } from '../values/values.ts';
import { documentField, type CommandRequest } from './request.ts';

/** Kinds of collection that MongoDB has and this database does not: refused, never accepted in silence. */
const KINDS: Record<string, string> = {
  capped: 'capped collections', size: 'capped collections', max: 'capped collections',
  timeseries: 'time series collections',
  viewOn: 'views', pipeline: 'views', clusteredIndex: 'clustered collections', validator: 'validators',
  collation: 'collections with a collation of their own', encryptedFields: 'encrypted collections',
  changeStreamPreAndPostImages: 'change streams', expireAfterSeconds: 'clustered and time series collections',
};

export async function createCommand(request: CommandRequest): Promise<Doc> {
  const option = Object.keys(KINDS).find((key) => request.body[key] !== undefined && request.body[key] !== false);
  if (option && !(option === 'collation' && request.body['collation']?.locale === 'simple')) {
    throw new DbError('CommandNotSupported', `${KINDS[option]} are not supported by the embedded database`);
  }
  await request.run(() => {
    if (request.collection) throw new DbError('NamespaceExists', `Collection ${request.namespace} already exists.`);
    request.server.catalogue.create(request.db, request.collectionName, {});
  });
  return {};
}

export async function dropCommand(request: CommandRequest): Promise<Doc> {
  const { catalogue } = request.server;
  const nIndexesWas = await request.run(() => {
    const { collection } = request;
    if (!collection) return 0;
    catalogue.drop(collection);
    return collection.indexSpecs().length;
  });
  catalogue.wipe();
  return nIndexesWas > 0 ? { nIndexesWas, ns: request.namespace } : {};
}

export async function dropDatabaseCommand(request: CommandRequest): Promise<Doc> {
  const { catalogue } = request.server;
  const dropped = await request.run(() => {
    const collections = catalogue.collections(request.db);
    for (const collection of collections) catalogue.drop(collection);
    return collections.length;
  });
  catalogue.wipe();
  return dropped > 0 ? { dropped: request.db } : {};
}

const CHANGEABLE = new Set(['name', 'keyPattern', 'hidden', 'prepareUnique', 'unique']);

/** Hides an index, or makes it unique in the two steps that MongoDB has for it. */
export async function collModCommand(request: CommandRequest): Promise<Doc> {
  const wanted = documentField(request.body, 'index', 'collMod');
  if (!wanted) {
    request.existingCollection();
    return {};
  }
  return await request.run(changeIndex(request, wanted));
}

function* changeIndex(request: CommandRequest, wanted: Doc): Steps<Doc> {
  const collection = request.existingCollection();
  const unknown = Object.keys(wanted).find((key) => !CHANGEABLE.has(key));
  if (unknown) throw new DbError('Location40415', `BSON field 'collMod.index.${unknown}' is an unknown field.`);
  const index = collection.indexes.find(({ spec }) => isHinted(spec, wanted['name'] ?? wanted['keyPattern']));
  if (!index) throw new DbError('IndexNotFound', `cannot find index ${show(wanted)} for ns ${request.namespace}`);
  if (wanted['unique'] === true) yield* checkConvertible(collection, index);
  if (wanted['hidden'] !== undefined) index.spec.hidden = wanted['hidden'] === true;
  if (wanted['prepareUnique'] !== undefined) index.spec.prepareUnique = wanted['prepareUnique'] === true;
  if (wanted['unique'] === true) {
    delete index.spec.prepareUnique;
    index.spec.unique = true;
  }
  collection.save();
  return {};
}

function* checkConvertible(collection: Collection, index: CollectionIndex): Steps<void> {
  if (!index.unique) throw new DbError('InvalidOptions', "collMod 'unique' needs 'prepareUnique' to be set first");
  const groups = yield* collection.collisions(index, 1000);
  if (groups.length === 0) return;
  throw new DbError('CannotConvertIndexToUnique', 'Cannot convert the index to unique. Please resolve conflicting '
    + 'documents before running collMod again.', {
    violations: groups.map((group) => ({ ids: group.map(({ raw }) => decode(raw)['_id']) })),
  });
}

export function listCollectionsCommand(request: CommandRequest): Promise<Doc | Buffer> {
  const accept = compileFilter(request.filter('filter'));
  const nameOnly = request.body['nameOnly'] === true;
  const list = request.server.catalogue.collections(request.db).map(describe).filter(accept)
    .map((doc) => encode(nameOnly ? { name: doc['name'], type: doc['type'] } : doc));
  return listReply(request, `${request.db}.$cmd.listCollections`, list);
}

/** The reply that lists what is known at once. */
export function listReply(request: CommandRequest, ns: string, list: Buffer[]): Promise<Buffer> {
  const { server, pacer, body } = request;
  const batchSize: number = body['cursor']?.batchSize ?? Infinity;
  return server.cursors.first(ns, list.values(), { batchSize, now: server.now().getTime(), pacer });
}

function describe({ record }: Collection): Doc {
  return {
    name: record.name, type: 'collection', options: record.options,
    info: { readOnly: false, uuid: new Binary(binaryBytes(record.uuid), Binary.SUBTYPE_UUID) },
    idIndex: { v: 2, key: { _id: 1 }, name: '_id_' },
  };
}

/** A catalogue entry read from disk holds a BSON Binary, one just made a Buffer. */
function binaryBytes(value: any): Uint8Array {
  return bsonType(value) === 'Binary' ? value.buffer : value;
}

export function listDatabasesCommand(request: CommandRequest): Doc {
  const { catalogue } = request.server;
  const accept = compileFilter(request.filter('filter'));
  const databases = catalogue.databaseNames().map((name) => {
    const sizeOnDisk = catalogue.collections(name).reduce((sum, { bytes }) => sum + bytes, 0);
    return { name, sizeOnDisk, empty: sizeOnDisk === 0 };
  }).filter(accept);
  if (request.body['nameOnly'] === true) return { databases: databases.map(({ name }) => ({ name })) };
  const totalSize = databases.reduce((sum, { sizeOnDisk }) => sum + sizeOnDisk, 0);
  return {
    databases: databases.map((one) => ({ ...one, sizeOnDisk: Long.fromNumber(one.sizeOnDisk) })),
    totalSize: Long.fromNumber(totalSize), totalSizeMb: Long.fromNumber(Math.floor(totalSize / 2 ** 20)),
  };
}

/** Compares the indexes of a collection with a full scan. */
export async function validateCommand(request: CommandRequest): Promise<Doc> {
  const collection = request.existingCollection();
  const nrecords = collection.count;
  const errors = await request.pacer.run(collection.check());
  return {
    ns: request.namespace, nrecords, nIndexes: collection.indexSpecs().length, valid: errors.length === 0, errors,
    warnings: [],
  };
}
