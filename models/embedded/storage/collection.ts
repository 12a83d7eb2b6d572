/**
 * Documents and their index entries, kept in step. Longer than other files on purpose: every way to change a document
 * stands beside the others, since each must keep the same promise about the indexes.
 */
import { ObjectId } from 'bson';
import { CollectionIndex, prefixOf, type IndexRecord, type IndexSpec } from './indexes.ts';
import { DbError } from '../errors.ts';
import { LAST } from '../values/order.ts';
import { decodeFields, fieldNames, type FieldNames } from '../values/raw-fields.ts';
import type { Reader, Steps, Storage } from './storage.ts';
import { decode, decodeTyped, encode, isPlain, MAX_DOCUMENT_BYTES, show, typeName, type Doc } from '../values/values.ts';

/** What the catalogue on disk keeps of a collection. */
export interface CollectionRecord {
  db: string;
  name: string;
  uuid: Uint8Array;
  indexes: IndexRecord[];
  options: Doc;
}

/** A stored document: its number, by the order of insertion, and its bytes. */
export interface Stored { seq: number; raw: Buffer }

const SEQ_BYTES = 6;
const NOTHING = new Uint8Array(0);

function seqKey(seq: number): string {
  const high = Math.floor(seq / 2 ** 32);
  return String.fromCharCode((high >>> 8) & 0xff, high & 0xff) + prefixOf(seq % 2 ** 32);
}

/** The number of the document that a key of the store, of a document or of an index entry, ends with. */
function seqOf(key: Buffer): number {
  return key.readUIntBE(key.length - SEQ_BYTES, SEQ_BYTES);
}

/**
 * One collection in the store: documents under its number and theirs, and for each index an entry a key. Changes are
 * made inside a job of the storage; a method that changes something checks everything before it does.
 */
export class Collection {
  readonly id: number;
  readonly record: CollectionRecord;
  indexes: CollectionIndex[];
  /** How many documents there are, and how many bytes of BSON. */
  count = 0;
  bytes = 0;
  /** Set when the collection was dropped while somebody was still at work on it. */
  dropped = false;
  /** Set by a change, until the numbers above have been saved. */
  dirty = false;
  private readonly storage: Storage;
  private readonly prefix: string;
  private readonly end: string;
  private names: FieldNames;
  private nextSeq: number;

  constructor(id: number, record: CollectionRecord, storage: Storage) {
    this.id = id;
    this.record = record;
    this.storage = storage;
    this.prefix = prefixOf(id);
    this.end = this.prefix + LAST;
    this.indexes = record.indexes.map((index) => new CollectionIndex(index));
    this.names = this.indexedFields();
    const last = storage.first(this.prefix, this.end, true);
    this.nextSeq = last ? seqOf(last) + 1 : 1;
  }

  get namespace(): string {
    return `${this.record.db}.${this.record.name}`;
  }

  // ---- reading

  get(seq: number): Buffer | undefined {
    return this.storage.get(this.prefix + seqKey(seq));
  }

  /** All documents in the order of insertion, or against it. */
  * documents(backwards = false): Generator<Stored> {
    const { storage, prefix, end } = this;
    for (const { key, value } of storage.entries(prefix, end, backwards)) yield { seq: seqOf(key), raw: value };
  }

  /** The numbers of the documents between two keys of an index, in the order of the keys. */
  * between(from: string, to: string, backwards = false): Generator<number> {
    for (const key of this.storage.keys(from, to, backwards)) yield seqOf(key);
  }

  /** How many index entries lie between two keys; with a limit, at most that many are counted. */
  countBetween(from: string, to: string, limit?: number): number {
    return this.storage.count(from, to, limit);
  }

  // ---- changing documents

  /** Inserts a document from its BSON bytes; without `_id` it gets one. Throws DuplicateKey. */
  insert(bytes: Buffer): Stored {
    this.assertThere();
    const raw = withIdFirst(bytes);
    const doc = decode(raw);
    checkId(doc['_id']);
    const added = this.indexes.map((index) => ({ index, ...index.keysOf(doc) }));
    for (const { index, keys } of added) this.checkUnique(index, keys, doc);
    const seq = this.nextSeq++;
    for (const { index, keys, multikey, cut } of added) {
      this.note(index, multikey, cut);
      for (const key of keys) this.storage.put(key + seqKey(seq), NOTHING);
    }
    this.storage.put(this.prefix + seqKey(seq), raw);
    this.changed(1, raw.length);
    return { seq, raw };
  }

  /** Replaces a document's contents by a typed document. Returns its new bytes; the old ones when nothing differs. */
  replace({ seq, raw: before }: Stored, next: Doc): Buffer {
    this.assertThere();
    const raw = checkedSize(encode(next));
    if (raw.equals(before)) return before;
    const [old, doc] = [decodeFields(before, this.names), decodeFields(raw, this.names)];
    const moves = this.indexes.flatMap((index) => {
      const [from, to] = [index.keysOf(old), index.keysOf(doc)];
      const [before, after] = [new Set(from.keys), new Set(to.keys)];
      const removed = from.keys.filter((key) => !after.has(key));
      const added = to.keys.filter((key) => !before.has(key));
      return removed.length > 0 || added.length > 0 || to.multikey ? [{ index, ...to, removed, added }] : [];
    });
    for (const { index, added } of moves) this.checkUnique(index, added, doc);
    for (const { index, removed, added, multikey, cut } of moves) {
      this.note(index, multikey, cut);
      for (const key of removed) this.storage.remove(key + seqKey(seq));
      for (const key of added) this.storage.put(key + seqKey(seq), NOTHING);
    }
    this.storage.put(this.prefix + seqKey(seq), raw);
    this.changed(0, raw.length - before.length);
    return raw;
  }

  remove({ seq, raw }: Stored): void {
    this.assertThere();
    const doc = decodeFields(raw, this.names);
    for (const index of this.indexes) for (const key of index.keysOf(doc).keys) this.storage.remove(key + seqKey(seq));
    this.storage.remove(this.prefix + seqKey(seq));
    this.changed(-1, -raw.length);
  }

  /** Throws when the collection was dropped while somebody was still at work on it. */
  assertThere(): void {
    if (this.dropped) throw new DbError('QueryPlanKilled', `collection dropped. UUID ${this.namespace}`);
  }

  private changed(documents: number, bytes: number): void {
    this.count += documents;
    this.bytes += bytes;
    this.dirty = true;
  }

  /** Remembers for good that an index has lost its order. */
  private note({ record }: CollectionIndex, multikey: boolean, cut: boolean): void {
    if ((!multikey || record.multikey) && (!cut || record.cut)) return;
    record.multikey ||= multikey;
    record.cut ||= cut;
    this.save();
  }

  private checkUnique(index: CollectionIndex, keys: string[], doc: Doc): void {
    const taken = index.unique && keys.find((key) => this.storage.first(key, key + LAST));
    if (taken) throw this.duplicate(index, doc, taken);
  }

  private duplicate(index: CollectionIndex, doc: Doc, key: string): DbError {
    const { spec } = index;
    const keyValue = index.valuesOf(doc, key);
    return new DbError(
      'DuplicateKey',
      `E11000 duplicate key error collection: ${this.namespace} index: ${spec.name} dup key: ${show(keyValue)}`,
      { keyPattern: spec.key, keyValue },
    );
  }

  // ---- changing indexes

  indexSpecs(): IndexSpec[] {
    return this.indexes.filter(({ record }) => !record.building).map(({ spec }) => spec);
  }

  /**
   * Adds an index over what is there, while others go on: it is kept up to date at once, and serves when it is
   * complete. Throws DuplicateKey when documents collide.
   */
  * addIndex(ids: { newId(): number }, spec: IndexSpec): Steps<CollectionIndex> {
    this.assertThere();
    const index = new CollectionIndex({ id: ids.newId(), spec, building: true });
    this.saveIndexes([...this.indexes, index]);
    try {
      yield;
      yield* this.fillIndex(index);
      delete index.record.building;
      this.save();
      return index;
    } catch (error) {
      if (!this.dropped && this.indexes.includes(index)) this.removeIndex(index);
      yield;
      throw error;
    }
  }

  private* fillIndex(index: CollectionIndex): Steps<void> {
    for (const seq of this.between(this.prefix, this.end)) {
      const raw = this.get(seq);
      if (this.dropped || !this.indexes.includes(index)) {
        throw new DbError('IndexBuildAborted', 'the index was dropped');
      }
      if (!raw) continue;
      const { keys, multikey, cut } = index.keysOf(decodeFields(raw, this.names));
      this.note(index, multikey, cut);
      for (const key of keys) this.storage.put(key + seqKey(seq), NOTHING);
      yield;
    }
    const [collision] = index.unique ? yield* this.collisions(index, 1) : [];
    if (collision) throw this.duplicate(index, decode(collision[1]!.raw), '');
  }

  removeIndex(index: CollectionIndex): void {
    this.saveIndexes(this.indexes.filter((other) => other !== index));
    this.storage.putRecord(`wipe:${index.record.id}`, {});
  }

  /** The groups of documents that keep an index from being unique, so many of them at most. */
  * collisions(index: CollectionIndex, limit: number): Steps<Stored[][]> {
    const groups = new Map<string, Stored[]>();
    let before: Buffer = Buffer.alloc(0);
    for (const key of this.storage.keys(index.prefix, index.prefix + LAST)) {
      yield;
      const [head, last] = [key.subarray(0, -SEQ_BYTES), before.subarray(0, -SEQ_BYTES)];
      if (head.equals(last)) {
        const name = head.toString('latin1');
        const group = groups.get(name) ?? this.stored(seqOf(before));
        groups.set(name, [...group, ...this.stored(seqOf(key))]);
        if (groups.size >= limit && groups.get(name)!.length > 1) break;
      }
      before = key;
    }
    return [...groups.values()].filter((group) => group.length > 1);
  }

  private stored(seq: number): Stored[] {
    const raw = this.get(seq);
    return raw ? [{ seq, raw }] : [];
  }

  /** Writes the catalogue entry, after a change of indexes. */
  save(): void {
    this.assertThere();
    this.storage.putRecord(`collection:${this.id}`, this.record);
  }

  private saveIndexes(indexes: CollectionIndex[]): void {
    this.indexes = indexes;
    this.record.indexes = indexes.map(({ record }) => record);
    this.names = this.indexedFields();
    this.save();
  }

  private indexedFields(): FieldNames {
    return fieldNames(this.indexes.flatMap(({ paths }) => paths));
  }

  /** Compares every index with a full scan, at one moment. Returns a sentence a difference, about ten at most. */
  * check(): Generator<undefined, string[]> {
    const moment = this.storage.snapshot();
    const { count } = this;
    try {
      return yield* this.differences(moment, count);
    } finally {
      moment.end();
    }
  }

  private* differences(moment: Reader, count: number): Generator<undefined, string[]> {
    const problems: string[] = [];
    const indexes = this.indexes.filter(({ record }) => !record.building);
    const expected = new Map(indexes.map((index) => [index, 0]));
    let documents = 0;
    for (const { key: documentKey, value } of moment.entries(this.prefix, this.end)) {
      documents++;
      const doc = decode(value);
      for (const index of indexes) {
        const { keys } = index.keysOf(doc);
        expected.set(index, expected.get(index)! + keys.length);
        if (keys.every((key) => moment.get(key + seqKey(seqOf(documentKey))))) continue;
        problems.push(`${this.namespace}: a document is missing in the index ${index.spec.name}: ${show(doc['_id'])}`);
      }
      if (problems.length >= 10) return problems;
      yield;
    }
    for (const [{ spec, prefix }, entries] of expected) {
      const there = moment.count(prefix, prefix + LAST);
      if (there === entries) continue;
      problems.push(`${this.namespace}: the index ${spec.name} has ${there} entries instead of ${entries}`);
    }
    if (documents !== count) problems.push(`${this.namespace}: ${documents} documents, but ${count} are counted`);
    return problems;
  }
}

const ID_NAME = Buffer.from('_id\0');

/** MongoDB keeps `_id` as the first field, and makes one where there is none. */
function withIdFirst(bytes: Buffer): Buffer {
  if (bytes.subarray(5, 9).equals(ID_NAME)) return checkedSize(Buffer.from(bytes));
  const { _id = new ObjectId(), ...rest } = decodeTyped(bytes);
  return checkedSize(encode({ _id, ...rest }));
}

function checkedSize(raw: Buffer): Buffer {
  if (raw.length <= MAX_DOCUMENT_BYTES) return raw;
  throw new DbError(
    'BSONObjectTooLarge', `object to insert too large. size in bytes: ${raw.length}, max size: ${MAX_DOCUMENT_BYTES}`,
  );
}

function checkId(id: any): void {
  if (Array.isArray(id) || id instanceof RegExp || id === undefined) {
    throw new DbError('InvalidIdField', `The '_id' value cannot be of type ${typeName(id)}`);
  }
  if (!isPlain(id)) return;
  const dollar = Object.keys(id).find((key) => key[0] === '$');
  if (dollar) {
    throw new DbError(
      'DollarPrefixedFieldName', `_id fields may not contain '$'-prefixed fields: ${dollar} is not valid for storage.`,
    );
  }
}
