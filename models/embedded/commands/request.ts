import type { Catalogue } from '../storage/catalogue.ts';
import type { Collection } from '../storage/collection.ts';
import type { Cursors } from './cursors.ts';
import { DbError } from '../errors.ts';
import { evaluator } from '../aggregation/expressions.ts';
import { checkVariable } from '../aggregation/operator.ts';
import { Pacer } from './pacer.ts';
import type { Steps } from '../storage/storage.ts';
import { decode, decodeTyped, encode, type Doc } from '../values/values.ts';
import type { WireRequest } from '../wire/wire.ts';

/** What commands work with. */
export interface ServerState {
  catalogue: Catalogue;
  cursors: Cursors;
  now: () => Date;
  /** Writes a copy of the database; the private command `backup` calls it. */
  backup: (file: string) => Promise<void>;
  /** Set when the database is being closed: what still reads ends at its next rest. */
  ending: AbortSignal;
  /** A random name of this running database, by which others recognise it. */
  token: string;
}

/** A command on its way: its fields as queries see them, and with their sent types where that matters. */
export class CommandRequest {
  readonly server: ServerState;
  readonly body: Doc;
  readonly name: string;
  readonly db: string;
  /** Keeps what the command reads in short slices. */
  readonly pacer: Pacer;
  private readonly wire: WireRequest;
  private typedBody: Doc | undefined;

  constructor(server: ServerState, wire: WireRequest) {
    this.server = server;
    this.wire = wire;
    this.body = decode(wire.body);
    this.name = Object.keys(this.body)[0] ?? '';
    this.pacer = new Pacer(Number(this.body['maxTimeMS']) || undefined, server.ending);
    this.db = typeof this.body['$db'] === 'string' ? this.body['$db'] : 'admin';
  }

  /** The command's fields with Int32, Double and Long kept apart. */
  get typed(): Doc {
    return this.typedBody ??= decodeTyped(this.wire.body);
  }

  /** The collection that the command names. Throws InvalidNamespace when it names none. */
  get collectionName(): string {
    const name: unknown = this.body[this.name];
    if (typeof name === 'string' && name !== '') return name;
    throw new DbError('InvalidNamespace', `${this.name}: the collection name must be a non-empty string`);
  }

  get namespace(): string {
    return `${this.db}.${this.collectionName}`;
  }

  /** The collection if it exists. */
  get collection(): Collection | undefined {
    return this.server.catalogue.find(this.db, this.collectionName);
  }

  /** The collection, made now if need be. What follows without a `yield` can rely on it. Only inside a job. */
  * ensureCollection(): Steps<Collection> {
    for (;;) {
      const { collection } = this;
      if (collection) return collection;
      this.server.catalogue.ensure(this.db, this.collectionName);
      yield;
    }
  }

  /** Makes a change, at once or in steps, within the time that the client gives; resolves when it is on disk. */
  run<T>(work: Steps<T> | (() => T)): Promise<T> {
    return this.server.catalogue.storage.run(typeof work === 'function' ? work : this.pacer.timed(work));
  }

  /** The collection; NamespaceNotFound when it does not exist. */
  existingCollection(): Collection {
    const found = this.collection;
    if (!found) throw new DbError('NamespaceNotFound', `ns does not exist: ${this.namespace}`);
    return found;
  }

  /** The documents of a field such as `documents` or `updates`, as bytes. */
  documents(field: string): Buffer[] {
    const sent = this.wire.sequences.get(field);
    if (sent) return sent;
    const list: unknown = this.typed[field];
    if (!Array.isArray(list)) {
      throw new DbError('Location40414', `BSON field '${this.name}.${field}' is missing but a required field`);
    }
    return list.map(encode);
  }

  /** Names of all fields of the command, those sent beside the body too. */
  fieldNames(): string[] {
    return [...Object.keys(this.body), ...this.wire.sequences.keys()];
  }

  /** The filter in a field, an empty one when it is missing. */
  filter(field: string): Doc {
    return documentField(this.body, field, this.name) ?? {};
  }
}

/** A field that must be a document if it is there. */
export function documentField(source: Doc, field: string, command: string): Doc | undefined {
  const value: unknown = source[field];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw new DbError('TypeMismatch', `BSON field '${command}.${field}' is the wrong type, expected type 'object'`);
  }
  return value as Doc;
}

/** The variables of a command: `NOW`, and those of its `let`, whose values are expressions that need no document. */
export function variablesOf(request: CommandRequest): Doc {
  const variables: Doc = { NOW: request.server.now() };
  if (request.body['let'] === undefined) return variables;
  for (const [name, expr] of Object.entries(documentField(request.typed, 'let', request.name) ?? {})) {
    variables[checkVariable(name)] = evaluator(expr, { variables })({});
  }
  return variables;
}

/** A field that must be a whole number of at least zero if it is there. */
export function countField(source: Doc, field: string, command: string): number | undefined {
  const value: unknown = source[field];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'number') {
    throw new DbError('TypeMismatch', `BSON field '${command}.${field}' is the wrong type, expected a number`);
  }
  if (value < 0) {
    throw new DbError('Location51024', `BSON field '${field}' value must be >= 0, actual value '${value}'`);
  }
  return Math.floor(value);
}

/** A field that is true or false, or a number, of which 0 is false; `missing` when it is not there. */
export function flag(source: Doc, field: string, command: string, missing = false): boolean {
  const value: unknown = source[field] ?? missing;
  if (typeof value === 'boolean' || typeof value === 'number') return Boolean(value);
  throw new DbError('TypeMismatch', `BSON field '${command}.${field}' is the wrong type, expected a boolean`);
}

/** Answers one command: with the reply's fields, or with all of its BSON. */
export type Command = (request: CommandRequest) => Doc | Buffer | Promise<Doc | Buffer>;

/** A command and the fields it understands, beside those that every command may have. */
export interface CommandEntry { run: Command; fields: Set<string>; stable?: boolean }
