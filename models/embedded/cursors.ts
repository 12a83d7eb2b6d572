import { Long } from 'bson';
import { DbError } from './errors.ts';
import { rawArray } from './raw-bson.ts';
import type { Doc } from './values.ts';

/**
 * One batch ends at about this size, so that neither making nor reading it holds up the program for long; a single
 * larger document still goes out.
 */
const BATCH_BYTES = 1_000_000;
/** A cursor that nobody asks for this long is forgotten, as in MongoDB. */
const IDLE_MS = 10 * 60 * 1000;

/** Turns the i-th result into bytes; undefined for one that is gone meanwhile. */
type ResultAt = (index: number) => Buffer | undefined;

interface OpenCursor { ns: string; length: number; at: number; result: ResultAt; usedAt: number }

/** The open cursors of a server. */
export class Cursors {
  private readonly open = new Map<string, OpenCursor>();
  private nextId = 1;

  /** The reply to a command that opens a cursor over `length` results. */
  first(
    ns: string, length: number, result: ResultAt, options: { batchSize: number; single: boolean; now: number },
  ): Doc {
    const cursor: OpenCursor = { ns, length, at: 0, result, usedAt: options.now };
    const batch = take(cursor, options.batchSize, options.single ? 16_000_000 : BATCH_BYTES);
    const more = cursor.at < length && !options.single;
    const id = more ? String(this.nextId++) : '0';
    if (more) this.open.set(id, cursor);
    return { cursor: { firstBatch: rawArray(batch), id: Long.fromString(id), ns } };
  }

  /** The reply to `getMore`. Throws CursorNotFound. */
  next(id: string, ns: string, batchSize: number, now: number): Doc {
    const cursor = this.open.get(id);
    if (!cursor) throw new DbError('CursorNotFound', `cursor id ${id} not found`);
    if (cursor.ns !== ns) throw new DbError('Unauthorized', `cursor id ${id} belongs to ${cursor.ns}, not to ${ns}`);
    cursor.usedAt = now;
    const batch = take(cursor, batchSize, BATCH_BYTES);
    const more = cursor.at < cursor.length;
    if (!more) this.open.delete(id);
    return { cursor: { nextBatch: rawArray(batch), id: Long.fromString(more ? id : '0'), ns } };
  }

  kill(id: string): boolean {
    return this.open.delete(id);
  }

  /** Forgets cursors that have been idle too long. */
  sweep(now: number): void {
    for (const [id, { usedAt }] of this.open) if (now - usedAt > IDLE_MS) this.open.delete(id);
  }
}

function take(cursor: OpenCursor, batchSize: number, maxBytes: number): Buffer[] {
  const batch: Buffer[] = [];
  let bytes = 0;
  while (cursor.at < cursor.length && batch.length < batchSize) {
    const result = cursor.result(cursor.at);
    if (result && batch.length > 0 && bytes + result.length > maxBytes) break;
    cursor.at++;
    if (!result) continue;
    batch.push(result);
    bytes += result.length;
  }
  return batch;
}
