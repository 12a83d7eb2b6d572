/** The connection to the database: MongoDB or the embedded one, which speak the same language. */
import mongoose from 'mongoose';
import { attachmentSchema } from './schemas/attachment.ts';
import { chatSchema } from './schemas/chat.ts';
import { inboxSchema, outboxSchema } from './schemas/messages.ts';
import { personSchema } from './schemas/person.ts';
import { petitionSchema } from './schemas/petition.ts';
import { settingSchema } from './schemas/setting.ts';
import { speakerSchema } from './schemas/speaker-registration.ts';
import { sessionSchema, signInLinkSchema, staffSchema } from './schemas/staff.ts';

/** The models on one connection; they never leave `models/`. */
export type Models = Awaited<ReturnType<typeof connectDatabase>>['models'];

/**
 * Connects and makes sure that every index exists before anything is written.
 * @throws the driver's error when the database cannot be reached within ten seconds, or
 * within what the address itself says (`serverSelectionTimeoutMS`).
 */
export async function connectDatabase(uri: string, dbName?: string) {
  const connection = await mongoose
    .createConnection(uri, {
      dbName,
      autoIndex: false,
      autoCreate: false,
      ...(!/[?&]serverSelectionTimeoutMS=/i.test(uri) && { serverSelectionTimeoutMS: 10_000 }),
      // A reply is saved in a handful of small operations: few sockets are quicker than many.
      maxPoolSize: 8,
    })
    .asPromise();

  const models = {
    attachments: connection.model('Attachment', attachmentSchema),
    chats: connection.model('Chat', chatSchema),
    inbox: connection.model('InboxEntry', inboxSchema),
    outbox: connection.model('OutboxEntry', outboxSchema),
    people: connection.model('Person', personSchema),
    petitions: connection.model('Petition', petitionSchema),
    settings: connection.model('Setting', settingSchema),
    speakers: connection.model('SpeakerRegistration', speakerSchema),
    sessions: connection.model('StaffSession', sessionSchema),
    signInLinks: connection.model('SignInLink', signInLinkSchema),
    staff: connection.model('StaffMember', staffSchema),
  };
  await Promise.all(Object.values(models).map((model) => model.createIndexes()));

  return {
    models,
    /** Answers when the database does; rejects otherwise. */
    async ping(): Promise<void> {
      await connection.db?.admin().ping();
    },
    close: () => connection.close(),
  };
}
