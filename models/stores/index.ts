import type { Models } from '../database.ts';
import { createAttachmentStore } from './attachments.ts';
import { createChatStore } from './chats.ts';
import { createInboxStore } from './inbox.ts';
import { createOutboxStore } from './outbox.ts';
import { createPersonStore } from './people.ts';
import { createPetitionStore } from './petitions.ts';
import { createSettingStore } from './settings.ts';
import { createSpeakerStore } from './speakers.ts';
import { createStaffStore } from './staff.ts';

export type Stores = ReturnType<typeof createStores>;

/** All stores on one database: the only way to the data, in plain objects of the domain. */
export function createStores(models: Models) {
  return {
    attachments: createAttachmentStore(models),
    chats: createChatStore(models),
    inbox: createInboxStore(models),
    outbox: createOutboxStore(models),
    people: createPersonStore(models),
    petitions: createPetitionStore(models),
    settings: createSettingStore(models),
    speakers: createSpeakerStore(models),
    staff: createStaffStore(models),
  };
}
