import { decode, type Doc } from './values.ts';

/** About this much BSON is kept decoded (three to four times as much memory), so that scans need not read it again. */
const DECODED_BYTES = 32 * 1024 * 1024;

/** Remembers which documents are decoded, and forgets them all when they have become too many. */
export class DecodedDocuments {
  private kept: StoredDocument[] = [];
  private bytes = 0;

  keep(stored: StoredDocument): void {
    if (this.bytes > DECODED_BYTES) {
      for (const old of this.kept) old.forget();
      this.kept = [];
      this.bytes = 0;
    }
    this.kept.push(stored);
    this.bytes += stored.raw.length;
  }
}

/**
 * One stored document. Its bytes are the truth and keep every BSON type; decoded it is what queries see. An update
 * replaces both and never changes either in place, so a reader may hold on to them.
 */
export class StoredDocument {
  /** The order key of its `_id`. */
  readonly id: string;
  /** Its place in the order of insertion, and its key on disk. */
  readonly seq: number;
  /** True once deleted: a reader that collected it before must pass it over. */
  gone = false;
  private bytes: Buffer;
  private decoded: Doc | undefined;
  private readonly cache: DecodedDocuments;

  constructor(id: string, seq: number, raw: Buffer, cache: DecodedDocuments) {
    this.id = id;
    this.seq = seq;
    this.bytes = raw;
    this.cache = cache;
  }

  get raw(): Buffer {
    return this.bytes;
  }

  get doc(): Doc {
    if (this.decoded) return this.decoded;
    this.decoded = decode(this.bytes);
    this.cache.keep(this);
    return this.decoded;
  }

  /** Gives the document new contents, `doc` being `raw` decoded. */
  replace(raw: Buffer, doc: Doc): void {
    this.bytes = raw;
    if (!this.decoded) this.cache.keep(this);
    this.decoded = doc;
  }

  /** Drops the decoded form until it is asked for again. */
  forget(): void {
    this.decoded = undefined;
  }
}
