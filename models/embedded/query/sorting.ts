import { DbError } from '../errors.ts';
import { compareKeys, compareValues, inverted, orderKey, type Collator } from '../values/order.ts';
import { keyValues } from '../values/paths.ts';
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

/** How to sort by the fields; an array sorts by its smallest element upwards, by its largest downwards. */
export function createSorter(fields: SortField[], collator?: Collator): Sorter<any> {
  if (collator) return collatedSorter(fields, collator);
  return { keyOf: (doc) => sortKey(doc, fields), compare: compareKeys };
}

function sortKey(doc: any, fields: SortField[]): string {
  let whole = '';
  for (const { parts, direction } of fields) {
    const { values } = keyValues(doc, parts);
    let best = orderKey(values[0]);
    for (let i = 1; i < values.length; i++) {
      const key = orderKey(values[i]);
      if (direction > 0 ? key < best : key > best) best = key;
    }
    whole += direction > 0 ? best : inverted(best);
  }
  return whole;
}

function collatedSorter(fields: SortField[], collator: NonNullable<Collator>): Sorter<any[]> {
  return {
    keyOf: (doc) => fields.map(({ parts, direction }) => keyValues(doc, parts).values.reduce((best, value) => (
      compareValues(value, best, collator) * direction < 0 ? value : best
    ))),
    compare(a, b) {
      for (let i = 0; i < fields.length; i++) {
        const order = compareValues(a[i], b[i], collator) * fields[i]!.direction;
        if (order) return order;
      }
      return 0;
    },
  };
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
