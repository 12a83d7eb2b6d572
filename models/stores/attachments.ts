import type { Attachment } from '../attachment.ts';
import type { Models } from '../database.ts';
import type { ChatKey } from '../message.ts';
import { newId, toDomain } from './document.ts';
import { insertOnce } from './duplicate-key.ts';

/** What is known of the files that people sent; the content lies in the file store. */
export function createAttachmentStore({ attachments }: Models) {
  return {
    /** The same `origin` again gives back the one that is there. */
    async create(draft: Omit<Attachment, 'id' | 'attempts'>): Promise<Attachment> {
      const document = { _id: newId(), ...draft, attempts: 0 };
      if (await insertOnce(() => attachments.create([document]))) return toDomain<Attachment>(document);
      return toDomain<Attachment>((await attachments.findOne({ origin: draft.origin }).lean())!);
    },

    async byId(id: string): Promise<Attachment | null> {
      const found = await attachments.findById(id).lean();
      return found && toDomain<Attachment>(found);
    },

    async byIds(ids: readonly string[]): Promise<Attachment[]> {
      if (ids.length === 0) return [];
      const found = await attachments.find({ _id: { $in: [...ids] } }).lean();
      return found.map((document) => toDomain<Attachment>(document));
    },

    async ofChat(chat: ChatKey): Promise<Attachment[]> {
      const found = await attachments.find({ chat }).lean();
      return found.map((document) => toDomain<Attachment>(document));
    },

    /** Our own copy is stored under this name. False when the attachment is gone by now. */
    async stored(id: string, file: string, size: number): Promise<boolean> {
      const result = await attachments.updateOne({ _id: id }, { $set: { file, size, state: 'stored' } });
      return result.matchedCount === 1;
    },

    /** Fetching failed once more; `final` gives up. */
    async missed(id: string, final: boolean): Promise<void> {
      const state = final ? 'failed' : 'waiting';
      await attachments.updateOne({ _id: id }, { $inc: { attempts: 1 }, $set: { state } });
    },

    async waiting(limit: number): Promise<string[]> {
      const found = await attachments.find({ state: 'waiting' }, { _id: 1 }).limit(limit).lean();
      return found.map(({ _id }) => _id);
    },

    /** Does anything still lead to this stored file, as its copy or as what a page uploaded? */
    async leadTo(file: string): Promise<boolean> {
      return (await attachments.exists({ $or: [{ file }, { ref: file }] })) !== null;
    },

    /** The names of all stored files, each once. */
    storedFiles: (): Promise<string[]> => attachments.distinct('file', { state: 'stored', file: { $type: 'string' } }),

    /** Is a stored copy still used by another attachment? */
    countOfFile: (file: string): Promise<number> => attachments.countDocuments({ file }),

    async remove(id: string): Promise<void> {
      await attachments.deleteOne({ _id: id });
    },
  };
}
