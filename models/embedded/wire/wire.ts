import { decode, type Doc } from '../values/values.ts';

/*
 * The framing of the MongoDB wire protocol: OP_MSG in both directions, and OP_QUERY for the first greeting of an
 * older driver.
 */
const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_MSG = 2013;
const CHECKSUM_PRESENT = 1;
const MORE_TO_COME = 2;

/** The largest message that a client may send. */
export const MAX_MESSAGE_BYTES = 48_000_000;

/** A request as it came in. `body` is the command's bytes; `sequences` are the documents sent beside it. */
export interface WireRequest {
  id: number;
  legacy: boolean;
  /** False when the client wants no answer. */
  answered: boolean;
  body: Buffer;
  sequences: Map<string, Buffer[]>;
}

/** Cuts a stream of bytes into messages. Throws when the stream is none of the protocol. */
export class MessageReader {
  private chunks: Buffer[] = [];
  private bytes = 0;

  * read(chunk: Buffer): Generator<Buffer> {
    this.chunks.push(chunk);
    this.bytes += chunk.length;
    while (this.bytes >= 16) {
      if (this.chunks[0]!.length < 4) this.join();
      const size = this.chunks[0]!.readInt32LE(0);
      if (size < 16 || size > MAX_MESSAGE_BYTES + 1024) throw new Error(`a message of ${size} bytes`);
      if (this.bytes < size) return;
      this.join();
      const all = this.chunks[0]!;
      this.chunks = all.length > size ? [all.subarray(size)] : [];
      this.bytes -= size;
      yield all.subarray(0, size);
    }
  }

  private join(): void {
    if (this.chunks.length > 1) this.chunks = [Buffer.concat(this.chunks, this.bytes)];
  }
}

/** Reads a message. Throws on an operation that no current driver sends. */
export function parseRequest(message: Buffer): WireRequest {
  const id = message.readInt32LE(4);
  const operation = message.readInt32LE(12);
  if (operation === OP_QUERY) {
    const at = message.indexOf(0, 20) + 9;
    return { id, legacy: true, answered: true, body: documentAt(message, at), sequences: new Map() };
  }
  if (operation !== OP_MSG) throw new Error(`unexpected operation ${operation}`);
  const flags = message.readUInt32LE(16);
  const end = message.length - (flags & CHECKSUM_PRESENT ? 4 : 0);
  let body: Buffer | undefined;
  const sequences = new Map<string, Buffer[]>();
  for (let at = 20; at < end;) {
    const kind = message[at]!;
    const size = message.readInt32LE(at + 1);
    if (size < 5 || at + 1 + size > end) throw new Error('a section beyond the end of its message');
    if (kind === 0) body = documentAt(message, at + 1);
    else readSequence(message.subarray(at + 5, at + 1 + size), sequences);
    at += 1 + size;
  }
  if (!body) throw new Error('a message without a command');
  return { id, legacy: false, answered: (flags & MORE_TO_COME) === 0, body, sequences };
}

function readSequence(section: Buffer, sequences: Map<string, Buffer[]>): void {
  const nameEnd = section.indexOf(0);
  const documents: Buffer[] = [];
  for (let at = nameEnd + 1; at < section.length;) {
    const bytes = documentAt(section, at);
    documents.push(bytes);
    at += bytes.length;
  }
  sequences.set(section.toString('utf8', 0, nameEnd), documents);
}

function documentAt(buffer: Buffer, at: number): Buffer {
  const size = buffer.readInt32LE(at);
  if (size < 5 || at + size > buffer.length) throw new Error('a document beyond the end of its message');
  return buffer.subarray(at, at + size);
}

/** The answer to a request, from its BSON. */
export function frameReply(request: Pick<WireRequest, 'id' | 'legacy'>, reply: Buffer): Buffer {
  const head = Buffer.alloc(request.legacy ? 36 : 21);
  head.writeInt32LE(head.length + reply.length, 0);
  head.writeInt32LE(request.id, 8);
  head.writeInt32LE(request.legacy ? OP_REPLY : OP_MSG, 12);
  if (request.legacy) {
    head.writeInt32LE(8, 16);
    head.writeInt32LE(1, 32);
  }
  return Buffer.concat([head, reply]);
}

/** A command as a client sends it. */
export function frameCommand(id: number, command: Buffer): Buffer {
  const head = Buffer.alloc(21);
  head.writeInt32LE(head.length + command.length, 0);
  head.writeInt32LE(id, 4);
  head.writeInt32LE(OP_MSG, 12);
  return Buffer.concat([head, command]);
}

/** The document in a reply. */
export function parseReply(message: Buffer): Doc {
  return decode(parseRequest(message).body);
}
