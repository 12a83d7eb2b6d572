import { encode, isPlain, type Doc } from '../values/values.ts';

const DOUBLE = 1;
const STRING = 2;
const OBJECT = 3;
const ARRAY = 4;
const LONG = 18;

/** Ready-made BSON inside a reply: stored bytes go out as they are, without being decoded and encoded again. */
export class RawBson {
  readonly type: number;
  readonly bytes: Buffer;

  constructor(type: number, bytes: Buffer) {
    this.type = type;
    this.bytes = bytes;
  }
}

/** A stored document as a value of a reply. */
export function rawDocument(bytes: Buffer): RawBson {
  return new RawBson(OBJECT, bytes);
}

/** The BSON of a reply, in which RawBson values may stand at the top or in subdocuments. */
export function encodeReply(reply: Doc): Buffer {
  return envelope(Object.entries(reply).flatMap(([name, value]) => {
    if (value === undefined) return [];
    if (value instanceof RawBson) return [head(value.type, name), value.bytes];
    if (isPlain(value) && Object.values(value).some((inner) => inner instanceof RawBson)) {
      return [head(OBJECT, name), encodeReply(value)];
    }
    return [encode({ [name]: value }).subarray(4, -1)];
  }));
}

function head(type: number, name: string): Buffer {
  return Buffer.from(`${String.fromCharCode(type)}${name}\0`, 'utf8');
}

function envelope(parts: Uint8Array[]): Buffer {
  const size = parts.reduce((sum, part) => sum + part.length, 5);
  const start = Buffer.alloc(4);
  start.writeInt32LE(size, 0);
  return Buffer.concat([start, ...parts, Buffer.alloc(1)], size);
}

/**
 * The whole reply of a command that gives a batch of a cursor, `{ cursor: { <batch>: [...], id, ns }, ok: 1 }`: by far
 * the most frequent one, and sometimes a large one, so its documents are copied just once.
 */
export function cursorReply(batch: 'firstBatch' | 'nextBatch', documents: Buffer[], id: bigint, ns: string): Buffer {
  const names = documents.map((_, i) => String(i));
  const arraySize = documents.reduce((sum, { length }, i) => sum + 2 + names[i]!.length + length, 5);
  const nsBytes = Buffer.byteLength(ns);
  const cursorSize = 4 + 2 + batch.length + arraySize + 12 + 9 + nsBytes + 1;
  const reply = Buffer.allocUnsafe(4 + 8 + cursorSize + 12 + 1);
  let at = reply.writeInt32LE(reply.length, 0);
  function element(type: number, name: string): void {
    at = reply.writeUInt8(type, at);
    at += reply.write(name, at, 'latin1');
    at = reply.writeUInt8(0, at);
  }
  element(OBJECT, 'cursor');
  at = reply.writeInt32LE(cursorSize, at);
  element(ARRAY, batch);
  at = reply.writeInt32LE(arraySize, at);
  for (const [i, document] of documents.entries()) {
    element(OBJECT, names[i]!);
    at += document.copy(reply, at);
  }
  at = reply.writeUInt8(0, at);
  element(LONG, 'id');
  at = reply.writeBigInt64LE(id, at);
  element(STRING, 'ns');
  at = reply.writeInt32LE(nsBytes + 1, at);
  at += reply.write(ns, at);
  at = reply.writeUInt8(0, at);
  at = reply.writeUInt8(0, at);
  element(DOUBLE, 'ok');
  at = reply.writeDoubleLE(1, at);
  reply.writeUInt8(0, at);
  return reply;
}
