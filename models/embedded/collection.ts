import { ObjectId } from 'bson';
import { CollectionIndex, readIndexed, type IndexSpec } from './collection-index.ts';
import { DbError } from './errors.ts';
import { orderKey } from './order.ts';
import { valueAt } from './paths.ts';
import { decodeFields } from './raw-fields.ts';
import { StoredDocument, type DecodedDocuments } from './stored-document.ts';
import { decode, decodeTyped, encode, isPlain, MAX_DOCUMENT_BYTES, show, typeName, type Doc } from './values.ts';
import type { WriteLog } from './write-log.ts';

const ID_INDEX: IndexSpec = { v: 2, key: { _id: 1 }, name: '_id_' };

/** What the catalogue on disk keeps of a collection. */
export interface CollectionRecord { db: string; name: string; uuid: Buffer; indexes: IndexSpec[]; options: Doc }

/**
 * One collection: its documents in memory in the order of insertion, its indexes, and its changes on the way to disk.
 * Every change is synchronous up to the memory image, which makes it atomic; the caller then awaits the log.
 */
export class Collection {
  readonly id: number;
  readonly record: CollectionRecord;
  readonly documents = new Map<string, StoredDocument>();
  indexes: CollectionIndex[] = [];
  private readonly log: WriteLog;
  private readonly cache: DecodedDocuments;
  private nextSeq = 1;

  constructor(id: number, record: CollectionRecord, log: WriteLog, cache: DecodedDocuments) {
    this.id = id;
    this.record = record;
    this.log = log;
    this.cache = cache;
  }

  get namespace(): string {
    return `${this.record.db}.${this.record.name}`;
  }

  /** Takes a document read from disk at start. */
  restore(seq: number, raw: Buffer): void {
    const id = orderKey(decodeFields(raw, ID_FIELD)['_id']);
    this.documents.set(id, new StoredDocument(id, seq, raw, this.cache));
    this.nextSeq = Math.max(this.nextSeq, seq + 1);
  }

  /** Builds the indexes once all documents are restored. */
  restoreIndexes(): void {
    this.indexes = this.record.indexes.map((spec) => new CollectionIndex(spec));
    const documents = readIndexed(this.documents.values(), this.record.indexes);
    for (const index of this.indexes) index.build(documents);
  }

  /** Inserts a document from its BSON bytes; without `_id` it gets one. Throws DuplicateKey. */
  insert(bytes: Buffer): StoredDocument {
    const raw = withIdFirst(bytes);
    const doc = decode(raw);
    checkId(doc['_id']);
    const id = orderKey(doc['_id']);
    if (this.documents.has(id)) throw this.duplicate(ID_INDEX, doc);
    this.checkUnique(doc);
    const stored = new StoredDocument(id, this.nextSeq, raw, this.cache);
    stored.replace(raw, doc);
    this.log.putDocument(this.id, stored.seq, raw); // first: it may refuse, and then nothing has changed
    this.nextSeq++;
    this.documents.set(id, stored);
    for (const index of this.indexes) index.add(stored);
    return stored;
  }

  /** Replaces a document's contents by a typed document. Returns false when nothing differs. */
  replace(stored: StoredDocument, next: Doc): boolean {
    const raw = checkedSize(encode(next));
    if (raw.equals(stored.raw)) return false;
    const doc = decode(raw);
    const changed = this.indexes.filter((index) => !index.sameKeys(stored.doc, doc));
    this.checkUnique(doc, stored, changed);
    this.log.putDocument(this.id, stored.seq, raw);
    for (const index of changed) index.remove(stored);
    stored.replace(raw, doc);
    for (const index of changed) index.add(stored);
    return true;
  }

  remove(stored: StoredDocument): void {
    this.log.removeDocument(this.id, stored.seq);
    for (const index of this.indexes) index.remove(stored);
    this.documents.delete(stored.id);
    stored.gone = true;
  }

  /** Removes all documents and the collection itself from the disk. */
  drop(): void {
    for (const stored of this.documents.values()) {
      this.log.removeDocument(this.id, stored.seq);
      stored.gone = true;
    }
    this.log.removeCollection(this.id);
    this.documents.clear();
    this.indexes = [];
  }

  indexSpecs(): IndexSpec[] {
    return [ID_INDEX, ...this.record.indexes];
  }

  /** Adds an index over what is there. Throws DuplicateKey when the documents collide. */
  addIndex(spec: IndexSpec): void {
    const index = new CollectionIndex(spec);
    const collision = index.build(readIndexed(this.documents.values(), [spec]));
    if (collision) throw this.duplicate(spec, collision[1].doc);
    this.saveIndexes([...this.indexes, index]);
  }

  removeIndexes(accept: (spec: IndexSpec) => boolean): void {
    this.saveIndexes(this.indexes.filter((index) => !accept(index.spec)));
  }

  /** Writes the catalogue entry, after a change of indexes, name or options. */
  save(): void {
    this.log.putCollection(this.id, encode(this.record));
  }

  private saveIndexes(indexes: CollectionIndex[]): void {
    this.log.assertWritable();
    this.indexes = indexes;
    this.record.indexes = indexes.map((index) => index.spec);
    this.save();
  }

  private checkUnique(doc: Doc, self?: StoredDocument, indexes = this.indexes): void {
    const index = indexes.find((candidate) => candidate.clash(doc, self));
    if (index) throw this.duplicate(index.spec, doc);
  }

  private duplicate(spec: IndexSpec, doc: Doc): DbError {
    const keyValue = Object.fromEntries(Object.keys(spec.key).map((path) => [
      path, valueAt(doc, path.split('.')) ?? null,
    ]));
    return new DbError(
      'DuplicateKey',
      `E11000 duplicate key error collection: ${this.namespace} index: ${spec.name} dup key: ${show(keyValue)}`,
      { keyPattern: spec.key, keyValue },
    );
  }
}

const ID_FIELD = [Buffer.from('_id')];
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
