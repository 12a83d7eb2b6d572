import { compileFilter, type Matcher } from './matching.ts';
import { inverted, orderKey } from './order.ts';
import { keyValues, someAt } from './paths.ts';
import { decodeFields } from './raw-fields.ts';
import { SortedKeys, type Entry } from './sorted-keys.ts';
import type { StoredDocument } from './stored-document.ts';
import { own, type Doc } from './values.ts';

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

/** One field of an index. */
export interface IndexField { path: string; parts: string[]; descending: boolean }

/** An ordered index over one or more fields. Sparse and partial ones hold only the documents they are about. */
export class CollectionIndex {
  readonly spec: IndexSpec;
  readonly fields: IndexField[];
  readonly keys = new SortedKeys();
  private readonly partial: Matcher | undefined;
  private multikeyDocuments = 0;

  constructor(spec: IndexSpec) {
    this.spec = spec;
    this.fields = Object.entries(spec.key).map(([path, direction]) => ({
      path, parts: path.split('.'), descending: Number(direction) < 0,
    }));
    if (spec.partialFilterExpression) this.partial = compileFilter(spec.partialFilterExpression);
  }

  /** True while some document has an array in an indexed field: then the order of entries is not that of documents. */
  get multikey(): boolean {
    return this.multikeyDocuments > 0;
  }

  add(stored: StoredDocument): void {
    if (!this.covers(stored.doc)) return;
    const { keys, multi } = this.keysOf(stored.doc);
    if (multi) this.multikeyDocuments++;
    for (const key of keys) this.keys.add(key, stored);
  }

  remove(stored: StoredDocument): void {
    if (!this.covers(stored.doc)) return;
    const { keys, multi } = this.keysOf(stored.doc);
    if (multi) this.multikeyDocuments--;
    for (const key of keys) this.keys.remove(key, stored);
  }

  /** Fills the empty index. Returns two documents that collide in a unique one, or nothing. */
  build(documents: IndexedDocument[]): [StoredDocument, StoredDocument] | undefined {
    const entries: Entry[] = [];
    for (const { stored, fields } of documents) {
      if (!this.covers(fields)) continue;
      const { keys, multi } = this.keysOf(fields);
      if (multi) this.multikeyDocuments++;
      for (const key of keys) entries.push({ key, doc: stored });
    }
    this.keys.load(entries);
    if (!this.spec.unique) return undefined;
    const at = entries.findIndex((entry, i) => i > 0 && entry.key === entries[i - 1]!.key);
    return at < 0 ? undefined : [entries[at - 1]!.doc, entries[at]!.doc];
  }

  /** Another document that this one would collide with; never `self`, the one it replaces. */
  clash(doc: Doc, self?: StoredDocument): StoredDocument | undefined {
    if (!(this.spec.unique || this.spec.prepareUnique) || !this.covers(doc)) return undefined;
    for (const key of this.keysOf(doc).keys) {
      const other = this.keys.find(key, (stored) => stored !== self);
      if (other) return other;
    }
    return undefined;
  }

  /** The groups of documents that keep this index from being unique. */
  violations(): StoredDocument[][] {
    const groups = new Map<string, StoredDocument[]>();
    for (const { key, doc } of this.keys.entries()) groups.set(key, [...groups.get(key) ?? [], doc]);
    return [...groups.values()].filter((group) => group.length > 1);
  }

  /** True when an update from one to the other leaves this index as it is. */
  sameKeys(before: Doc, after: Doc): boolean {
    if (this.covers(before) !== this.covers(after)) return false;
    const a = this.keysOf(before);
    const b = this.keysOf(after);
    return a.multi === b.multi && a.keys.length === b.keys.length && a.keys.every((key, i) => key === b.keys[i]);
  }

  private covers(doc: Doc): boolean {
    if (this.partial && !this.partial(doc)) return false;
    return !this.spec.sparse || this.fields.some(({ parts }) => someAt(doc, parts, (leaf) => leaf !== undefined));
  }

  private keysOf(doc: Doc): { keys: string[]; multi: boolean } {
    let keys = [''];
    let multi = false;
    for (const { parts, descending } of this.fields) {
      const only = parts.length === 1 ? own(doc, parts[0]!) : undefined;
      if (keys.length === 1 && parts.length === 1 && !Array.isArray(only)) {
        keys[0] += fieldKey(only ?? null, descending); // the usual case, without lists of lists
        continue;
      }
      const found = keyValues(doc, parts);
      multi ||= found.multi;
      const added = [...new Set(found.values.map((value) => fieldKey(value, descending)))];
      keys = keys.flatMap((head) => added.map((key) => head + key));
    }
    return { keys, multi };
  }
}

/** The key of one field's value inside an index entry. */
export function fieldKey(value: unknown, descending: boolean): string {
  return descending ? inverted(orderKey(value)) : orderKey(value);
}

/** A document, and those of its fields that indexes are about. */
export interface IndexedDocument { stored: StoredDocument; fields: Doc }

/** Reads from all documents, once, what these indexes need. */
export function readIndexed(documents: Iterable<StoredDocument>, specs: IndexSpec[]): IndexedDocument[] {
  const paths = specs.flatMap((spec) => [...Object.keys(spec.key), ...Object.keys(spec.partialFilterExpression ?? {})]);
  const whole = paths.some((path) => path[0] === '$');
  const names = [...new Set(paths.map((path) => path.split('.')[0]!))].map((name) => Buffer.from(name));
  return Array.from(documents, (stored) => ({
    stored, fields: whole ? stored.doc : decodeFields(stored.raw, names),
  }));
}
