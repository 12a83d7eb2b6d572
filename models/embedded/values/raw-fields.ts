import { decode, type Doc } from './values.ts';

/** Sizes of BSON values whose type alone tells them. */
const FIXED: Record<number, number> = {
  0x01: 8, 0x06: 0, 0x07: 12, 0x08: 1, 0x09: 8, 0x0a: 0, 0x10: 4, 0x11: 8, 0x12: 8, 0x13: 16, 0x7f: 0, 0xff: 0,
};
const STRINGS = new Set([0x02, 0x0d, 0x0e]);
const DOCUMENTS = new Set([0x03, 0x04, 0x0f]);

/** The names of the wanted fields, as bytes; missing when a whole document is wanted. */
export type FieldNames = Buffer[] | undefined;

/** The top-level fields that paths begin with; everything, when one of them names no field (`$expr`, `$or`, …). */
export function fieldNames(paths: Iterable<string>): FieldNames {
  const names = new Set(Array.from(paths, (path) => path.split('.', 1)[0]!));
  if ([...names].some((name) => name === '' || name[0] === '$')) return undefined;
  return Array.from(names, (name) => Buffer.from(name));
}

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

/**
 * Only these top-level fields of a document, the rest is passed over unread: for a few fields of a large document it
 * costs a fraction of decoding everything.
 */
export function decodeFields(raw: Buffer, names: FieldNames, read = decode): Doc {
  if (!names) return read(raw);
  const parts: Buffer[] = [];
  let size = 5;
  for (let at = 4; at < raw.length - 1 && parts.length < names.length;) {
    const type = raw[at]!;
    const nameEnd = endOfName(raw, at + 1);
    const length = valueLength(raw, type, nameEnd + 1);
    if (length === undefined) return read(raw);
    const end = nameEnd + 1 + length;
    if (names.some((name) => isNamed(raw, at + 1, nameEnd, name))) {
      parts.push(raw.subarray(at, end));
      size += end - at;
    }
    at = end;
  }
  const picked = Buffer.allocUnsafe(size);
  picked.writeInt32LE(size, 0);
  let to = 4;
  for (const part of parts) to += part.copy(picked, to);
  picked[to] = 0;
  return read(picked);
}

function isNamed(raw: Buffer, start: number, end: number, name: Buffer): boolean {
  if (end - start !== name.length) return false;
  for (let i = 0; i < name.length; i++) if (raw[start + i] !== name[i]) return false;
  return true;
}
