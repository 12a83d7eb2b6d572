import { decode, type Doc } from './values.ts';

/**
 * One stored document. `raw` is the truth and keeps every BSON type; `doc` is the same as queries see it.
 * An update replaces both and never changes either in place, so a reader may hold on to them.
 */
export interface StoredDocument {
  /** The order key of its `_id`. */
  id: string;
  /** Its place in the order of insertion, and its key on disk. */
  seq: number;
  raw: Buffer;
  doc: Doc;
  /** True once deleted: a reader that collected it before must pass it over. */
  gone: boolean;
}

/** A stored document from its bytes. */
export function storedDocument(id: string, seq: number, raw: Buffer, doc: Doc = decode(raw)): StoredDocument {
  return { id, seq, raw, doc, gone: false };
}
