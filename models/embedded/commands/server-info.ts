import { Double } from 'bson';
import { DbError } from '../errors.ts';
import { MAX_DOCUMENT_BYTES, type Doc } from '../values/values.ts';
import { MAX_MESSAGE_BYTES } from '../wire/wire.ts';
import type { CommandRequest } from './request.ts';

/** The MongoDB version whose commands and answers this database follows. */
const VERSION = '7.0.0';
/** The wire protocol version of MongoDB 7.0. */
const WIRE_VERSION = 21;

export function helloCommand(request: CommandRequest): Doc {
  return {
    helloOk: true, ...(request.name === 'hello' ? {} : { ismaster: true }), isWritablePrimary: true,
    maxBsonObjectSize: MAX_DOCUMENT_BYTES, maxMessageSizeBytes: MAX_MESSAGE_BYTES, maxWriteBatchSize: 100_000,
    localTime: request.server.now(), logicalSessionTimeoutMinutes: 30, connectionId: 1,
    minWireVersion: 0, maxWireVersion: WIRE_VERSION, readOnly: false,
  };
}

export function buildInfoCommand(): Doc {
  return {
    version: VERSION, versionArray: [7, 0, 0, 0], gitVersion: 'embedded', modules: ['embedded'], bits: 64, debug: false,
    maxBsonObjectSize: MAX_DOCUMENT_BYTES,
  };
}

export function serverStatusCommand(request: CommandRequest): Doc {
  return {
    host: 'embedded', version: VERSION, process: 'embedded', pid: process.pid, uptime: new Double(process.uptime()),
    localTime: request.server.now(), connections: {}, storageEngine: { name: 'lmdb', persistent: true },
  };
}

export function hostInfoCommand(): Doc {
  return { system: { hostname: 'embedded' }, os: {}, extra: {} };
}

export function connectionStatusCommand(): Doc {
  return { authInfo: { authenticatedUsers: [], authenticatedUserRoles: [], authenticatedUserPrivileges: [] } };
}

export function getParameterCommand(request: CommandRequest): Doc {
  const known: Doc = { featureCompatibilityVersion: { version: '7.0' }, authenticationMechanisms: [] };
  const asked = request.body['getParameter'] === '*' ? Object.keys(known) : Object.keys(request.body);
  const found = Object.fromEntries(asked.filter((key) => key in known).map((key) => [key, known[key]]));
  if (Object.keys(found).length === 0) throw new DbError('InvalidOptions', 'no option found to get');
  return found;
}

export function getLogCommand(): Doc {
  return { totalLinesWritten: 0, log: [] };
}

/** Refused once the disk takes no more, so that whoever asks for the database's health is told. */
export function pingCommand(request: CommandRequest): Doc {
  request.server.catalogue.storage.assertWritable();
  return {};
}

export function nothing(): Doc {
  return {};
}

/** Private: who listens here. A second opener compares the token with the one in the lock file. */
export function embeddedCommand(request: CommandRequest): Doc {
  return { token: request.server.token, pid: process.pid };
}

/** Private: writes a copy of the database to a new file on this machine. */
export async function backupCommand(request: CommandRequest): Promise<Doc> {
  const file: unknown = request.body['file'];
  if (typeof file !== 'string' || file === '') throw new DbError('BadValue', 'backup needs a file name');
  try {
    await request.server.backup(file);
  } catch (error) {
    throw error instanceof DbError ? error : new DbError('InternalError', (error as Error).message);
  }
  return {};
}

/** Private: compares every index of every collection with a full scan. */
export async function checkCommand(request: CommandRequest): Promise<Doc> {
  const problems: string[] = [];
  for (const collection of request.server.catalogue.all()) {
    problems.push(...await request.pacer.run(collection.check()));
  }
  return { problems };
}
