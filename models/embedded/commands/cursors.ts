import { DbError } from '../errors.ts';
import type { Pacer } from './pacer.ts';
import { cursorReply } from '../wire/raw-bson.ts';

/**
 * One batch ends at about this size, so that neither making nor reading it holds up the program for long; a single
 * larger document still goes out.
 */
const BATCH_BYTES = 1_000_000;
const SINGLE_BATCH_BYTES = 16_000_000;
/** A cursor that nobody asks for this long is forgotten, as in MongoDB. */
const IDLE_MS = 10 * 60 * 1000;

/** The results of a query in steps, as bytes; nothing where others may have their turn. */
export type Results = Iterator<Buffer | undefined, unknown>;

interface OpenCursor { ns: string; results: Results; next?: Buffer; done: boolean; usedAt: number }

/** How a cursor is opened. */
export interface CursorOptions { batchSize: number; single?: boolean; now: number; pacer: Pacer }

/** The open cursors of a server. */
export class Cursors {
  private readonly open = new Map<string, OpenCursor>();
  private nextId = 1;

  /** The reply to a command that opens a cursor. */
  async first(ns: string, results: Results, options: CursorOptions): Promise<Buffer> {
    const { batchSize, single = false, now, pacer } = options;
    const cursor: OpenCursor = { ns, results, done: false, usedAt: now };
    const batch = await take(cursor, batchSize, single ? SINGLE_BATCH_BYTES : BATCH_BYTES, pacer);
    const more = !cursor.done && !single;
    const id = more ? String(this.nextId++) : '0';
    if (more) this.open.set(id, cursor);
    return cursorReply('firstBatch', batch, BigInt(id), ns);
  }

  /** The reply to `getMore`. Throws CursorNotFound. */
  async next(id: string, ns: string, options: CursorOptions): Promise<Buffer> {
    const cursor = this.open.get(id);
    if (!cursor) throw new DbError('CursorNotFound', `cursor id ${id} not found`);
    if (cursor.ns !== ns) throw new DbError('Unauthorized', `cursor id ${id} belongs to ${cursor.ns}, not to ${ns}`);
    cursor.usedAt = options.now;
    const batch = await take(cursor, options.batchSize, BATCH_BYTES, options.pacer).catch((error: unknown) => {
      this.open.delete(id);
      throw error;
    });
    if (cursor.done) this.open.delete(id);
    return cursorReply('nextBatch', batch, cursor.done ? 0n : BigInt(id), ns);
  }

  kill(id: string): boolean {
    return this.open.delete(id);
  }

  /** Forgets cursors that have been idle too long. */
  sweep(now: number): void {
    for (const [id, { usedAt }] of this.open) if (now - usedAt > IDLE_MS) this.open.delete(id);
  }
}

/** One batch; afterwards the cursor knows its next result, or that there is none. */
async function take(cursor: OpenCursor, batchSize: number, maxBytes: number, pacer: Pacer): Promise<Buffer[]> {
  const batch: Buffer[] = [];
  let bytes = 0;
  for (;;) {
    cursor.next ??= await nextResult(cursor, pacer);
    const { next } = cursor;
    if (!next || batch.length >= batchSize || (batch.length > 0 && bytes + next.length > maxBytes)) return batch;
    batch.push(next);
    bytes += next.length;
    cursor.next = undefined;
  }
}

async function nextResult(cursor: OpenCursor, pacer: Pacer): Promise<Buffer | undefined> {
  for (;;) {
    const { value, done } = cursor.results.next();
    cursor.done = done === true;
    if (done) return undefined;
    if (value) return value;
    if (pacer.due) await pacer.rest();
  }
}
