/** Photos and files that people send: noted at once, fetched from the network soon after. */
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { FileStore } from '../models/files.ts';
import type { ChannelName, ChatKey, IncomingFile } from '../models/message.ts';
import type { Stores } from '../models/stores/index.ts';

/** Attempts at fetching one file before staff see it as lost. */
const MAX_ATTEMPTS = 20;

/** Fetches the content behind a network's handle; null when it is gone. */
export type Download = (channel: ChannelName, chat: ChatKey, ref: string) => Promise<Buffer | null>;

export interface FileKeeper {
  /** Notes the files of a message; resolves with their ids. The same `origin` again gives the same ids. */
  keep(
    files: readonly IncomingFile[],
    from: { channel: ChannelName; chat?: ChatKey; origin: string; now: Date },
  ): Promise<string[]>;
  /** Stores our own copy of a file. Does nothing when there is one. */
  fetch(attachmentId: string): Promise<void>;
}

/** Keeps what people send along; the bytes come later, by a job. */
export function createFileKeeper({ stores, fileStore, download, fetchLater, log }: {
  stores: Stores;
  fileStore: FileStore;
  download: Download;
  /** Wakes the fetching of a file; never rejects. */
  fetchLater: (attachmentId: string) => Promise<void>;
  clock: Clock;
  log: Log;
}): FileKeeper {
  return {
    async keep(files, { channel, chat, origin, now }) {
      const ids: string[] = [];
      for (const [index, file] of files.entries()) {
        const attachment = await stores.attachments.create({
          ...file, origin: `${origin}#${index}`, channel, chat: chat ?? '', state: 'waiting', createdAt: now,
        });
        ids.push(attachment.id);
        if (attachment.state === 'waiting') await fetchLater(attachment.id);
      }
      return ids;
    },

    async fetch(attachmentId) {
      const attachment = await stores.attachments.byId(attachmentId);
      if (attachment?.state !== 'waiting') return;
      const content = await download(attachment.channel, attachment.chat, attachment.ref);
      if (content) {
        const file = await fileStore.save(content);
        if (await stores.attachments.stored(attachmentId, file, content.length)) return;
        // Its author had it erased while it was on its way.
        if ((await stores.attachments.countOfFile(file)) === 0) await fileStore.remove(file);
        return;
      }
      const final = attachment.attempts + 1 >= MAX_ATTEMPTS;
      await stores.attachments.missed(attachmentId, final);
      log.warn({ attachment: attachmentId, attempts: attachment.attempts + 1, final }, 'a file could not be fetched');
    },
  };
}
