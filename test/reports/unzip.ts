/** Reads the files of a zip archive (Word and Excel files are such) with nothing but zlib. */
import { inflateRawSync } from 'node:zlib';

const END_OF_DIRECTORY = 0x06054b50;

/** Path → text of every file in the archive. */
export function unzip(archive: Buffer): Map<string, string> {
  let end = archive.length - 22;
  while (archive.readUInt32LE(end) !== END_OF_DIRECTORY) end -= 1;
  const count = archive.readUInt16LE(end + 10);
  const files = new Map<string, string>();
  let entry = archive.readUInt32LE(end + 16);
  for (let index = 0; index < count; index += 1) {
    const method = archive.readUInt16LE(entry + 10);
    const size = archive.readUInt32LE(entry + 20);
    const nameLength = archive.readUInt16LE(entry + 28);
    const skipped = archive.readUInt16LE(entry + 30) + archive.readUInt16LE(entry + 32);
    const local = archive.readUInt32LE(entry + 42);
    const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    const data = archive.subarray(start, start + size);
    const name = archive.toString('utf8', entry + 46, entry + 46 + nameLength);
    files.set(name, (method === 0 ? data : inflateRawSync(data)).toString('utf8'));
    entry += 46 + nameLength + skipped;
  }
  return files;
}

/** One file of the archive. */
export function fileIn(archive: Buffer, path: string): string {
  const found = unzip(archive).get(path);
  if (found === undefined) throw new Error(`The archive has no ${path}.`);
  return found;
}
