import { closeSync, fstatSync, ftruncateSync, openSync, readSync } from 'node:fs';

/*
 * LMDB maps its file into memory and trusts it: a file that is none of its own, or was cut off (a copy that was
 * interrupted), would end the program without a word. So its two header pages are looked at first.
 */
const MAGIC = 0xbeefc0de;
const MAGIC_AT = 24;
const PAGE_SIZE_AT = 48;
const LAST_PAGE_AT = 144;
const HEADER_BYTES = 160;

/**
 * Throws a plain error when an existing file is no LMDB data file. Pads one that ends before its last page, and returns
 * true then: something may be missing in it.
 */
export function checkDataFile(path: string): boolean {
  const file = openSync(path, 'r+');
  try {
    const { size } = fstatSync(file);
    if (size === 0) return false;
    const first = readHeader(file, 0);
    const pageSize = first.readUInt32LE(PAGE_SIZE_AT);
    const powerOfTwo = pageSize >= 512 && pageSize <= 65_536 && (pageSize & (pageSize - 1)) === 0;
    if (first.readUInt32LE(MAGIC_AT) !== MAGIC || !powerOfTwo || size < 2 * pageSize) {
      throw new Error(`${path} is no data file of this database`);
    }
    const second = readHeader(file, pageSize);
    const lastPage = Math.max(...[first, second].map((header) => Number(header.readBigUInt64LE(LAST_PAGE_AT))));
    // pages that a commit took and gave back at once are never written
    if (size >= (lastPage + 1) * pageSize) return false;
    ftruncateSync(file, (lastPage + 1) * pageSize);
    return true;
  } finally {
    closeSync(file);
  }
}

function readHeader(file: number, at: number): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  readSync(file, header, 0, HEADER_BYTES, at);
  return header;
}
