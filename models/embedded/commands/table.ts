import { asDbError, DbError } from '../errors.ts';
import type { Doc } from '../values/values.ts';
import { aggregateCommand } from './aggregate.ts';
import * as collections from './collections.ts';
import * as indexes from './indexes.ts';
import * as info from './server-info.ts';
import * as read from './read.ts';
import * as write from './write.ts';
import type { Command, CommandEntry, CommandRequest } from './request.ts';

/** Fields that every command may have. Durability is always granted; routing means nothing here. */
const COMMON = new Set([
  '$db', 'lsid', '$clusterTime', '$readPreference', 'readConcern', 'writeConcern', 'comment', 'maxTimeMS', 'apiVersion',
  'apiStrict', 'apiDeprecationErrors', '$audit', '$client', '$configServerState', 'allowImplicitCollectionCreation',
  'mayBypassWriteBlocking', 'serialization', 'txnNumber', 'stmtId', 'stmtIds', 'autocommit', 'startTransaction',
]);

/** A command, the fields it understands, and whether MongoDB's stable API (version 1) has it. */
function entry(run: Command, fields: string, stable = false): CommandEntry {
  return { run, fields: new Set(fields.split(' ')), stable };
}

const ANY = '*';

const COMMANDS: Record<string, CommandEntry> = {
  find: entry(read.findCommand, 'find filter sort projection hint skip limit batchSize singleBatch max min returnKey '
    + 'showRecordId tailable awaitData oplogReplay noCursorTimeout allowPartialResults collation allowDiskUse '
    + 'let', true),
  getMore: entry(read.getMoreCommand, 'getMore collection batchSize', true),
  killCursors: entry(read.killCursorsCommand, 'killCursors cursors', true),
  aggregate: entry(aggregateCommand, 'aggregate pipeline explain allowDiskUse cursor bypassDocumentValidation '
    + 'collation hint let', true),
  count: entry(read.countCommand, 'count query limit skip hint collation fields', true),
  distinct: entry(read.distinctCommand, 'distinct key query collation hint'),
  explain: entry(read.explainCommand, 'explain verbosity', true),
  insert: entry(write.insertCommand, 'insert documents ordered bypassDocumentValidation', true),
  update: entry(write.updateCommand, 'update updates ordered bypassDocumentValidation let', true),
  delete: entry(write.deleteCommand, 'delete deletes ordered let', true),
  findAndModify: entry(write.findAndModifyCommand, 'findAndModify findandmodify query sort remove update new fields '
    + 'upsert bypassDocumentValidation collation arrayFilters hint let', true),
  create: entry(collections.createCommand, 'create capped size max timeseries viewOn pipeline clusteredIndex validator '
    + 'validationLevel validationAction collation encryptedFields changeStreamPreAndPostImages expireAfterSeconds '
    + 'indexOptionDefaults storageEngine autoIndexId', true),
  drop: entry(collections.dropCommand, 'drop', true),
  dropDatabase: entry(collections.dropDatabaseCommand, 'dropDatabase', true),
  collMod: entry(collections.collModCommand, 'collMod index', true),
  listCollections: entry(collections.listCollectionsCommand, 'listCollections filter nameOnly cursor '
    + 'authorizedCollections', true),
  listDatabases: entry(collections.listDatabasesCommand, 'listDatabases filter nameOnly authorizedDatabases', true),
  validate: entry(collections.validateCommand, 'validate full repair metadata checkBSONConformance'),
  createIndexes: entry(indexes.createIndexesCommand, 'createIndexes indexes commitQuorum '
    + 'ignoreUnknownIndexOptions', true),
  dropIndexes: entry(indexes.dropIndexesCommand, 'dropIndexes index', true),
  listIndexes: entry(indexes.listIndexesCommand, 'listIndexes cursor', true),
  hello: entry(info.helloCommand, ANY, true),
  isMaster: entry(info.helloCommand, ANY),
  ping: entry(info.pingCommand, ANY, true),
  buildInfo: entry(info.buildInfoCommand, ANY),
  serverStatus: entry(info.serverStatusCommand, ANY),
  hostInfo: entry(info.hostInfoCommand, ANY),
  connectionStatus: entry(info.connectionStatusCommand, ANY),
  getParameter: entry(info.getParameterCommand, ANY),
  getLog: entry(info.getLogCommand, ANY),
  endSessions: entry(info.nothing, ANY, true),
  killSessions: entry(info.nothing, ANY),
  refreshSessions: entry(info.nothing, ANY, true),
  embedded: entry(info.embeddedCommand, 'embedded'),
  backup: entry(info.backupCommand, 'backup file'),
  check: entry(info.checkCommand, 'check'),
};

const BY_NAME = new Map(Object.entries(COMMANDS).map(([name, command]) => [name.toLowerCase(), command]));

/** Runs a command. Never throws: what goes wrong is a reply with `ok: 0`, as drivers expect. */
export async function runCommand(request: CommandRequest): Promise<Doc | Buffer> {
  try {
    const command = BY_NAME.get(request.name.toLowerCase());
    if (!command) throw new DbError('CommandNotFound', `no such command: '${request.name}'`);
    checkOptions(request, command);
    return await command.run(request);
  } catch (error) {
    const { message, code, codeName, extra } = asDbError(error);
    return { ok: 0, errmsg: message, code, codeName, ...extra };
  }
}

function checkOptions(request: CommandRequest, command: CommandEntry): void {
  const { body, name } = request;
  if (body['startTransaction'] !== undefined || body['autocommit'] !== undefined || body['txnNumber'] !== undefined) {
    throw new DbError('IllegalOperation', 'Transaction numbers are only allowed on a replica set member or mongos');
  }
  if (typeof (body['maxTimeMS'] ?? 0) !== 'number') {
    throw new DbError('TypeMismatch', "BSON field 'maxTimeMS' is the wrong type, expected a number");
  }
  if (body['maxTimeMS'] < 0) throw new DbError('BadValue', 'maxTimeMS must be at least 0');
  const { apiVersion, apiStrict } = body;
  if (apiVersion !== undefined && apiVersion !== '1') {
    throw new DbError('APIVersionError', `API version must be "1", not "${String(apiVersion)}"`);
  }
  if (apiVersion === undefined && apiStrict !== undefined) {
    throw new DbError('InvalidOptions', "Provided apiStrict without passing 'apiVersion'");
  }
  if (apiStrict === true && !command.stable) {
    throw new DbError('APIStrictError', `Provided apiStrict:true, but the command ${name} is not in API Version 1.`);
  }
  if (command.fields.has(ANY)) return;
  const unknown = request.fieldNames().find((field) => !COMMON.has(field) && !command.fields.has(field));
  if (unknown) throw new DbError('Location40415', `BSON field '${name}.${unknown}' is an unknown field.`);
}
