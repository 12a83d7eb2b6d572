import { Schema } from 'mongoose';
import type { InboxEntry } from '../inbox-entry.ts';
import type { OutboxEntry } from '../outbox-entry.ts';

export type InboxDocument = Omit<InboxEntry, 'key'> & { _id: string };

export const inboxSchema = new Schema<InboxDocument>(
  {
    _id: { type: String, required: true },
    chat: { type: String, required: true },
    message: Schema.Types.Mixed,
    order: { type: Number, required: true },
    receivedAt: { type: Date, required: true },
    state: { type: String, enum: ['new', 'done', 'failed'], required: true },
    attempts: { type: Number, default: 0 },
    error: String,
  },
  { collection: 'inbox', versionKey: false, minimize: false },
);
inboxSchema.index({ state: 1, chat: 1, order: 1 });

export type OutboxDocument = Omit<OutboxEntry, 'id'> & { _id: string };

export const outboxSchema = new Schema<OutboxDocument>(
  {
    _id: { type: String, required: true },
    chat: { type: String, required: true },
    message: Schema.Types.Mixed,
    order: { type: Number, required: true },
    state: { type: String, enum: ['pending', 'sent', 'unknown', 'dead'], required: true },
    attempts: { type: Number, default: 0 },
    sentPieces: Number,
    notBefore: Date,
    reason: String,
    createdAt: { type: Date, required: true },
    sentAt: Date,
  },
  { collection: 'outbox', versionKey: false, minimize: false },
);
outboxSchema.index({ chat: 1, order: 1 });
// What waits in a chat, and what waits or failed in all chats of a network (a range of keys).
outboxSchema.index({ state: 1, chat: 1, order: 1 });
