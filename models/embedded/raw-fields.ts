import { decode, type Doc } from './values.ts';

/** Sizes of BSON values whose type alone tells them. */
const FIXED: Record<number, number> = {
  0x01: 8, 0x06: 0, 0x07: 12, 0x08: 1, 0x09: 8, 0x0a: 0, 0x10: 4, 0x11: 8, 0x12: 8, 0x13: 16, 0x7f: 0, 0xff: 0,
};
const STRINGS = new Set([0x02, 0x0d, 0x0e]);
const DOCUMENTS = new Set([0x03, 0x04, 0x0f]);

function int32(raw: Buffer, at: number): number {
  return raw[at]! | (raw[at + 1]! << 8) | (raw[at + 2]! << 16) | (raw[at + 3]! << 24);
}

function endOfName(raw: Buffer, at: number): number {
  let end = at;
  while (raw[end] !== 0) end++;
  return end;
}

/** The length of a value, or undefined for a type too old to be worth knowing. */
function valueLength(raw: Buffer, type: number, at: number): number | undefined {
  const fixed = FIXED[type];
  if (fixed !== undefined) return fixed;
  if (STRINGS.has(type)) return 4 + int32(raw, at);
  if (DOCUMENTS.has(type)) return int32(raw, at);
  if (type === 0x05) return 5 + int32(raw, at);
  if (type === 0x0b) return endOfName(raw, endOfName(raw, at) + 1) + 1 - at;
  return undefined;
}

/** Where the picked fields are put together; larger ones get a buffer of their own. */
const scratch = Buffer.alloc(64 * 1024);

/**
 * Only these top-level fields of a document: reading an index's fields costs a fraction of decoding everything.
 * `names` are the fields' names as bytes.
 */
export function decodeFields(raw: Buffer, names: Buffer[]): Doc {
  const picked = raw.length <= scratch.length ? scratch : Buffer.alloc(raw.length);
  let size = 4;
  for (let at = 4; at < raw.length - 1;) {
    const type = raw[at]!;
    const nameEnd = endOfName(raw, at + 1);
    const length = valueLength(raw, type, nameEnd + 1);
    if (length === undefined) return decode(raw);
    const end = nameEnd + 1 + length;
    if (isOneOf(raw, at + 1, nameEnd, names)) size += raw.copy(picked, size, at, end);
    at = end;
  }
  picked[size++] = 0;
  picked.writeInt32LE(size, 0);
  return decode(picked.subarray(0, size));
}

function isOneOf(raw: Buffer, start: number, end: number, names: Buffer[]): boolean {
  for (const name of names) if (isNamed(raw, start, end, name)) return true;
  return false;
}

function isNamed(raw: Buffer, start: number, end: number, name: Buffer): boolean {
  if (end - start !== name.length) return false;
  for (let i = 0; i < name.length; i++) if (raw[start + i] !== name[i]) return false;
  return true;
}
