import { serialize } from 'bson';
import { isPlain, type Doc } from './values.ts';

const OBJECT = 3;
const ARRAY = 4;

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

/** A list of stored documents as a value of a reply. */
export function rawArray(documents: Buffer[]): RawBson {
  return new RawBson(ARRAY, envelope(documents.flatMap((bytes, i) => [head(OBJECT, String(i)), bytes])));
}

/** The BSON of a reply, in which RawBson values may stand at the top or in subdocuments. */
export function encodeReply(reply: Doc): Buffer {
  return envelope(Object.entries(reply).flatMap(([name, value]) => {
    if (value === undefined) return [];
    if (value instanceof RawBson) return [head(value.type, name), value.bytes];
    if (isPlain(value) && Object.values(value).some((inner) => inner instanceof RawBson)) {
      return [head(OBJECT, name), encodeReply(value)];
    }
    return [serialize({ [name]: value }, { ignoreUndefined: true }).subarray(4, -1)];
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
