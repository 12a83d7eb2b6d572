import { DbError } from '../errors.ts';
import { compileFilter, type Matcher } from '../query/matching.ts';
import { fitted, inverted, orderKey } from '../values/order.ts';
import { keyRows, ParallelArraysError, someAt } from '../values/paths.ts';
import type { Doc } from '../values/values.ts';

/** An index as `createIndexes` gives it and `listIndexes` shows it. */
export interface IndexSpec {
  v: number;
  key: Doc;
  name: string;
  unique?: boolean;
  sparse?: boolean;
  partialFilterExpression?: Doc;
  expireAfterSeconds?: number;
  hidden?: boolean;
  /** Refuses new duplicates, while old ones may still be there: the step before `unique` on a filled collection. */
  prepareUnique?: boolean;
}

/** What the catalogue keeps of an index. */
export interface IndexRecord {
  /** The first four bytes of its entries. */
  id: number;
  spec: IndexSpec;
  /** Some document had an array in an indexed field: the order of entries is no longer that of documents. */
  multikey?: boolean;
  /** Some key was too long and was cut: entries that begin alike no longer stand in order. */
  cut?: boolean;
  /** Its entries are not all there yet: it is kept up to date, but answers no query. */
  building?: boolean;
}

/** One field of an index. */
export interface IndexField { path: string; parts: string[]; descending: boolean }

/** The keys of one document, without the number of the document that makes each an entry of its own. */
export interface IndexKeys { keys: string[]; multikey: boolean; cut: boolean }

const NONE: IndexKeys = { keys: [], multikey: false, cut: false };

/** The number of an index or a collection as the beginning of its keys in the store. */
export function prefixOf(id: number): string {
  return String.fromCharCode((id >>> 24) & 0xff, (id >>> 16) & 0xff, (id >>> 8) & 0xff, id & 0xff);
}

/** An ordered index over one or more fields: which keys a document has in it. Its entries are in the store. */
export class CollectionIndex {
  readonly record: IndexRecord;
  readonly fields: IndexField[];
  readonly prefix: string;
  private readonly parts: string[][];
  private readonly partial: Matcher | undefined;

  constructor(record: IndexRecord) {
    this.record = record;
    this.prefix = prefixOf(record.id);
    this.fields = Object.entries(record.spec.key).map(([path, direction]) => ({
      path, parts: path.split('.'), descending: Number(direction) < 0,
    }));
    this.parts = this.fields.map(({ parts }) => parts);
    if (record.spec.partialFilterExpression) this.partial = compileFilter(record.spec.partialFilterExpression);
  }

  get spec(): IndexSpec {
    return this.record.spec;
  }

  /** Whether the entries come in the order of the documents. */
  get ordered(): boolean {
    return !this.record.multikey && !this.record.cut;
  }

  get unique(): boolean {
    return Boolean(this.spec.unique || this.spec.prepareUnique) || this.spec.name === '_id_';
  }

  /** The fields that keys are made of; a path that begins with `$` means that the whole document is needed. */
  get paths(): string[] {
    return [...Object.keys(this.spec.key), ...Object.keys(this.spec.partialFilterExpression ?? {})];
  }

  /** The keys of a document; none when a sparse or partial index leaves it out. */
  keysOf(doc: Doc): IndexKeys {
    if (!this.covers(doc)) return NONE;
    const { rows, multi } = this.rowsOf(doc);
    const all = rows.map((row) => this.keyOf(row));
    const keys = multi ? [...new Set(all)] : all;
    const whole = keys.map((key) => this.prefix + fitted(key));
    return { keys: whole, multikey: multi, cut: keys.some((key, i) => key.length + 4 !== whole[i]!.length) };
  }

  /** The values in a document that one of its keys is made of, by field; of its first key when it has no such one. */
  valuesOf(doc: Doc, key: string): Doc {
    const { rows } = this.rowsOf(doc);
    const row = rows.find((one) => this.prefix + fitted(this.keyOf(one)) === key) ?? rows[0]!;
    return Object.fromEntries(this.fields.map(({ path }, i) => [path, row[i] ?? null]));
  }

  private keyOf(row: any[]): string {
    return row.map((value, i) => fieldKey(value, this.fields[i]!.descending)).join('');
  }

  private rowsOf(doc: Doc): ReturnType<typeof keyRows> {
    try {
      return keyRows(doc, this.parts);
    } catch (error) {
      if (!(error instanceof ParallelArraysError)) throw error;
      throw new DbError('CannotIndexParallelArrays', `cannot index parallel arrays in the index ${this.spec.name}`);
    }
  }

  private covers(doc: Doc): boolean {
    if (this.partial && !this.partial(doc)) return false;
    return !this.spec.sparse || this.fields.some(({ parts }) => someAt(doc, parts, (leaf) => leaf !== undefined));
  }
}

/** The key of one field's value inside an index entry. */
export function fieldKey(value: unknown, descending: boolean): string {
  return descending ? inverted(orderKey(value)) : orderKey(value);
}
