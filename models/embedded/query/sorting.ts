import { DbError } from '../errors.ts';
import { compareKeys, compareValues, inverted, orderKey, type Collator } from '../values/order.ts';
import { keyRows, ParallelArraysError } from '../values/paths.ts';
import { isPlain, type Doc } from '../values/values.ts';

/** One field of a sort: its path, and 1 or -1. */
export interface SortField { parts: string[]; direction: 1 | -1 }

/** Reads `{ a: 1, b: -1 }`. Throws on anything else, as MongoDB does. */
export function parseSort(sort: unknown): SortField[] {
  if (sort === undefined || sort === null) return [];
  if (!isPlain(sort)) throw new DbError('TypeMismatch', 'the sort must be an object');
  return Object.entries(sort).flatMap(([path, given]) => {
    if (isPlain(given) && '$meta' in given) throw new DbError('BadValue', '$meta sorts are not supported');
    if (path === '$natural') return [];
    const direction = Number(given);
    if (direction !== 1 && direction !== -1) throw new DbError('BadValue', 'sort values must be 1 or -1');
    return [{ parts: path.split('.'), direction }];
  });
}

/** A comparison of two documents by sort keys that are made once per document. */
export interface Sorter<K> { keyOf(doc: any): K; compare(a: K, b: K): number }

/** How to sort by the fields; a document with an array is sorted by that of its elements which comes first. */
export function createSorter(fields: SortField[], collator?: Collator): Sorter<any> {
  if (collator) return sorterOf(fields, (row) => row, (a, b) => compareRows(a, b, fields, collator));
  return sorterOf(fields, (row) => row.map((value, i) => directed(orderKey(value), fields[i]!)).join(''), compareKeys);
}

function directed(key: string, { direction }: SortField): string {
  return direction > 0 ? key : inverted(key);
}

function compareRows(a: any[], b: any[], fields: SortField[], collator: Collator): number {
  for (const [i, { direction }] of fields.entries()) {
    const order = compareValues(a[i], b[i], collator) * direction;
    if (order) return order;
  }
  return 0;
}

function sorterOf<K>(fields: SortField[], keyOf: (row: any[]) => K, compare: (a: K, b: K) => number): Sorter<K> {
  const paths = fields.map(({ parts }) => parts);
  return { compare, keyOf: (doc) => rowsOf(doc, paths).map(keyOf).reduce((best, key) => (compare(key, best) < 0 ? key : best)) };
}

function rowsOf(doc: any, paths: string[][]): any[][] {
  try {
    return keyRows(doc, paths).rows;
  } catch (error) {
    if (!(error instanceof ParallelArraysError)) throw error;
    throw new DbError('BadValue', 'cannot sort with keys that are parallel arrays');
  }
}

/** Collects items one by one and keeps the first `limit` in order (all for Infinity), equal ones as they came. */
export class TopList<T> {
  private kept: Array<{ item: T; key: any; at: number }> = [];
  private at = 0;
  private readonly sorter: Sorter<any>;
  private readonly limit: number;

  constructor(sorter: Sorter<any>, limit = Infinity) {
    this.sorter = sorter;
    this.limit = limit;
  }

  add(item: T, doc: any): void {
    this.kept.push({ item, key: this.sorter.keyOf(doc), at: this.at++ });
    // keeping at most twice the limit makes sorting cost n log(limit), and memory the limit
    if (this.kept.length < this.limit * 2 + 64) return;
    this.sort();
    this.kept.length = this.limit;
  }

  take(): T[] {
    this.sort();
    return this.kept.slice(0, this.limit).map(({ item }) => item);
  }

  private sort(): void {
    this.kept.sort((a, b) => this.sorter.compare(a.key, b.key) || a.at - b.at);
  }
}

/** Sorts a list of documents. */
export function sortDocs<T>(docs: T[], sort: Doc, collator?: Collator): T[] {
  const list = new TopList<T>(createSorter(parseSort(sort), collator));
  for (const doc of docs) list.add(doc, doc);
  return list.take();
}
