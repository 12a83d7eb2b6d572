import { randomBytes } from 'node:crypto';
import { Collection, type CollectionRecord } from './collection.ts';
import { DbError } from './errors.ts';
import { DecodedDocuments } from './stored-document.ts';
import { decode, type Doc } from './values.ts';
import type { WriteLog } from './write-log.ts';

/** All databases and their collections. One folder holds several databases, as a server does. */
export class Catalogue {
  readonly log: WriteLog;
  private readonly databases = new Map<string, Map<string, Collection>>();
  private readonly cache = new DecodedDocuments();
  private nextId = 1;

  constructor(log: WriteLog) {
    this.log = log;
    const byId = new Map<number, Collection>();
    for (const { id, value } of log.readCatalogue()) {
      const record = decode(value) as CollectionRecord;
      const collection = new Collection(id, record, log, this.cache);
      byId.set(id, collection);
      this.database(record.db).set(record.name, collection);
      this.nextId = Math.max(this.nextId, id + 1);
    }
    for (const { collection, seq, raw } of log.readDocuments()) byId.get(collection)?.restore(seq, raw);
    for (const collection of byId.values()) collection.restoreIndexes();
  }

  /** The collection, or undefined while nobody has made it. */
  find(db: string, name: string): Collection | undefined {
    return this.databases.get(db)?.get(name);
  }

  /** The collection, made now if it is missing: MongoDB makes collections on first use. */
  ensure(db: string, name: string): Collection {
    return this.find(db, name) ?? this.create(db, name, {});
  }

  create(db: string, name: string, options: Doc): Collection {
    checkName(db, name);
    const record: CollectionRecord = { db, name, uuid: randomBytes(16), indexes: [], options };
    const collection = new Collection(this.nextId, record, this.log, this.cache);
    collection.save();
    this.nextId++;
    this.database(db).set(name, collection);
    return collection;
  }

  /** Throws when the database no longer takes changes. */
  assertWritable(): void {
    this.log.assertWritable();
  }

  drop(collection: Collection): void {
    this.log.assertWritable();
    collection.drop();
    const { db, name } = collection.record;
    const names = this.databases.get(db);
    names?.delete(name);
    if (names?.size === 0) this.databases.delete(db);
  }

  rename(collection: Collection, db: string, name: string): void {
    checkName(db, name);
    this.log.assertWritable();
    this.databases.get(collection.record.db)?.delete(collection.record.name);
    collection.record.db = db;
    collection.record.name = name;
    collection.save();
    this.database(db).set(name, collection);
  }

  collections(db: string): Collection[] {
    return [...this.databases.get(db)?.values() ?? []];
  }

  databaseNames(): string[] {
    return [...this.databases.keys()].filter((db) => this.databases.get(db)!.size > 0).sort();
  }

  /** All collections of all databases. */
  all(): Collection[] {
    return [...this.databases.values()].flatMap((collections) => [...collections.values()]);
  }

  private database(db: string): Map<string, Collection> {
    let collections = this.databases.get(db);
    if (!collections) this.databases.set(db, collections = new Map());
    return collections;
  }
}

function checkName(db: string, name: string): void {
  if (!/^[^/\\. "$\0]{1,63}$/.test(db)) throw new DbError('InvalidNamespace', `Invalid database name: '${db}'`);
  const bad = name === '' || name.includes('\0') || name.includes('$') || name.startsWith('.') || name.length > 200;
  if (bad) throw new DbError('InvalidNamespace', `Invalid collection name: '${name}'`);
}
