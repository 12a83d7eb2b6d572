import type { StoredDocument } from './stored-document.ts';

/** One entry of an index: the order key of the indexed fields, and the document it stands for. */
export interface Entry { key: string; doc: StoredDocument }

/** A place in the list: a chunk and an offset in it. */
export interface Cursor { chunk: number; offset: number }

/** Small enough that inserting moves little memory, large enough that 100,000 documents make few chunks. */
const CHUNK = 512;

/**
 * A sorted list of entries in chunks (a tree of two levels): finding, inserting and removing look at one chunk only,
 * and a range is read in either direction. Entries with equal keys stand in the order their documents were inserted.
 */
export class SortedKeys {
  private chunks: Entry[][] = [];
  size = 0;

  add(key: string, doc: StoredDocument): void {
    this.size++;
    if (this.chunks.length === 0) {
      this.chunks.push([{ key, doc }]);
      return;
    }
    const at = this.seek(key, doc.seq);
    const chunk = Math.min(at.chunk, this.chunks.length - 1);
    const list = this.chunks[chunk]!;
    const atEnd = at.chunk === this.chunks.length;
    list.splice(atEnd ? list.length : at.offset, 0, { key, doc });
    if (list.length <= CHUNK) return;
    // keys that only grow (times, ObjectIds) leave full chunks behind
    this.chunks.splice(chunk + 1, 0, list.splice(atEnd ? CHUNK : CHUNK / 2));
  }

  remove(key: string, doc: StoredDocument): void {
    const { chunk, offset } = this.seek(key, doc.seq);
    const list = this.chunks[chunk];
    if (list?.[offset]?.doc !== doc) return;
    list.splice(offset, 1);
    this.size--;
    if (list.length === 0) this.chunks.splice(chunk, 1);
  }

  /** Replaces everything by these entries, sorting them once. */
  load(entries: Entry[]): void {
    entries.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.doc.seq - b.doc.seq));
    this.chunks = [];
    this.size = entries.length;
    for (let i = 0; i < entries.length; i += CHUNK / 2) this.chunks.push(entries.slice(i, i + CHUNK / 2));
  }

  /** All entries in order. */
  * entries(): Generator<Entry> {
    for (const chunk of this.chunks) yield* chunk;
  }

  /** The first place whose entry is not below `key` (and, for an equal key, not below `seq`). */
  seek(key: string, seq = -1): Cursor {
    let low = 0;
    let high = this.chunks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const last = this.chunks[middle]!.at(-1)!;
      if (isBelow(last, key, seq)) low = middle + 1;
      else high = middle;
    }
    const list = this.chunks[low];
    if (!list) return { chunk: low, offset: 0 };
    return { chunk: low, offset: firstNotBelow(list, key, seq) };
  }

  /** How many entries lie from one key up to (not including) another; exact, without reading them. */
  count(from: string, to: string): number {
    const start = this.seek(from);
    const end = this.seek(to);
    if (start.chunk >= end.chunk) return start.chunk === end.chunk ? Math.max(0, end.offset - start.offset) : 0;
    let count = this.chunks[start.chunk]!.length - start.offset + end.offset;
    for (let i = start.chunk + 1; i < end.chunk; i++) count += this.chunks[i]!.length;
    return count;
  }

  /** The first document with exactly this key that `accept` takes. */
  find(key: string, accept: (doc: StoredDocument) => boolean): StoredDocument | undefined {
    for (const doc of this.range(key, `${key}\0`)) if (accept(doc)) return doc;
    return undefined;
  }

  /** The documents from one key up to (not including) another, upwards or downwards. */
  * range(from: string, to: string, backwards = false): Generator<StoredDocument> {
    const start = this.seek(from);
    const end = this.seek(to);
    if (backwards) yield* this.backwards(start, end);
    else yield* this.forwards(start, end);
  }

  private* forwards(start: Cursor, end: Cursor): Generator<StoredDocument> {
    for (let chunk = start.chunk; chunk <= end.chunk && chunk < this.chunks.length; chunk++) {
      const list = this.chunks[chunk]!;
      const stop = chunk === end.chunk ? end.offset : list.length;
      for (let i = chunk === start.chunk ? start.offset : 0; i < stop; i++) yield list[i]!.doc;
    }
  }

  private* backwards(start: Cursor, end: Cursor): Generator<StoredDocument> {
    for (let chunk = Math.min(end.chunk, this.chunks.length - 1); chunk >= start.chunk; chunk--) {
      const list = this.chunks[chunk]!;
      const stop = chunk === start.chunk ? start.offset : 0;
      for (let i = (chunk === end.chunk ? end.offset : list.length) - 1; i >= stop; i--) yield list[i]!.doc;
    }
  }
}

function isBelow(entry: Entry, key: string, seq: number): boolean {
  return entry.key < key || (entry.key === key && entry.doc.seq < seq);
}

function firstNotBelow(list: Entry[], key: string, seq: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBelow(list[middle]!, key, seq)) low = middle + 1;
    else high = middle;
  }
  return low;
}
