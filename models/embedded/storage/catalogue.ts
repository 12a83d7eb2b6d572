import { randomBytes } from 'node:crypto';
import { Collection, type CollectionRecord } from './collection.ts';
import { DbError } from '../errors.ts';
import { prefixOf, type IndexRecord, type IndexSpec } from './indexes.ts';
import { LAST } from '../values/order.ts';
import type { Steps, Storage } from './storage.ts';
import type { Doc } from '../values/values.ts';

const ID_INDEX: IndexSpec = { v: 2, key: { _id: 1 }, name: '_id_' };

/** All databases and their collections. One folder holds several databases, as a server does. */
export class Catalogue {
  readonly storage: Storage;
  private readonly databases = new Map<string, Map<string, Collection>>();
  private readonly wiping = new Set<number>();
  private nextId = 1;

  constructor(storage: Storage) {
    this.storage = storage;
    storage.onUndone = () => this.load();
    storage.beforeCommit = () => this.saveNumbers();
    this.load();
    this.wipe();
  }

  /** Reads what is on disk. Whoever is still at work on what was remembered before is told that it is gone. */
  private load(): void {
    for (const collection of this.all()) collection.dropped = true;
    this.databases.clear();
    this.nextId = Number(this.storage.readRecord('next')?.['id'] ?? 1);
    const numbers = new Map(this.storage.records('numbers:').map(({ name, record }) => [name, record]));
    for (const { name, record } of this.storage.records('collection:')) {
      const id = Number(name.slice('collection:'.length));
      const collection = new Collection(id, record as CollectionRecord, this.storage);
      const { count = 0, bytes = 0 } = numbers.get(`numbers:${id}`) ?? {};
      Object.assign(collection, { count, bytes });
      this.database(collection.record.db).set(collection.record.name, collection);
    }
    this.removeUnfinished();
  }

  /** Nobody goes on with an index whose making was interrupted: it is to be made again. */
  private removeUnfinished(): void {
    const unfinished = this.all().flatMap((collection) => (
      collection.indexes.filter(({ record }) => record.building).map((index) => ({ collection, index }))
    ));
    if (unfinished.length === 0) return;
    this.storage.run(() => {
      for (const { collection, index } of unfinished) if (!collection.dropped) collection.removeIndex(index);
    }).then(() => this.wipe(), () => {});
  }

  private saveNumbers(): void {
    for (const collection of this.all()) {
      if (!collection.dirty) continue;
      collection.dirty = false;
      this.storage.putRecord(`numbers:${collection.id}`, { count: collection.count, bytes: collection.bytes });
    }
  }

  /** The collection, or undefined while nobody has made it. */
  find(db: string, name: string): Collection | undefined {
    return this.databases.get(db)?.get(name);
  }

  /** The collection, made now if it is missing: MongoDB makes collections on first use. Only inside a job. */
  ensure(db: string, name: string): Collection {
    return this.find(db, name) ?? this.create(db, name, {});
  }

  /** Only inside a job. */
  create(db: string, name: string, options: Doc): Collection {
    checkName(db, name);
    const ids: IndexRecord = { id: this.newId(), spec: ID_INDEX };
    const record: CollectionRecord = { db, name, uuid: randomBytes(16), indexes: [ids], options };
    const collection = new Collection(this.newId(), record, this.storage);
    collection.save();
    this.database(db).set(name, collection);
    return collection;
  }

  /** A number for an index or a collection, that none had before. Only inside a job. */
  newId(): number {
    this.storage.putRecord('next', { id: this.nextId + 1 });
    return this.nextId++;
  }

  /** Takes a collection away at once; its data follow in the background. Only inside a job. */
  drop(collection: Collection): void {
    for (const id of [collection.id, ...collection.record.indexes.map((index) => index.id)]) {
      this.storage.putRecord(`wipe:${id}`, {});
    }
    this.storage.removeRecord(`collection:${collection.id}`);
    this.storage.removeRecord(`numbers:${collection.id}`);
    collection.dirty = false;
    collection.dropped = true;
    this.forget(collection);
  }

  private forget({ record: { db, name } }: Collection): void {
    const names = this.databases.get(db);
    names?.delete(name);
    if (names?.size === 0) this.databases.delete(db);
  }

  /** Removes in the background what dropped collections and indexes have left. */
  wipe(): void {
    for (const id of this.toWipe().filter((one) => !this.wiping.has(one))) {
      this.wiping.add(id);
      this.storage.run(wipeOne(this.storage, id)).catch(() => {}).finally(() => this.wiping.delete(id));
    }
  }

  private toWipe(): number[] {
    return this.storage.records('wipe:').map(({ name }) => Number(name.slice('wipe:'.length)));
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

function* wipeOne(storage: Storage, id: number): Steps<void> {
  for (const key of storage.keys(prefixOf(id), prefixOf(id) + LAST)) {
    if (storage.closing) return;
    storage.remove(key);
    yield;
  }
  storage.removeRecord(`wipe:${id}`);
}

/** Throws InvalidNamespace for a name that MongoDB would refuse. */
function checkName(db: string, name: string): void {
  if (!/^[^/\\. "$\0]{1,63}$/.test(db)) throw new DbError('InvalidNamespace', `Invalid database name: '${db}'`);
  const bad = name === '' || name.includes('\0') || name.includes('$') || name.startsWith('.') || name.length > 200;
  if (bad) throw new DbError('InvalidNamespace', `Invalid collection name: '${name}'`);
}
