import { Schema } from 'mongoose';
import type { Chat } from '../chat.ts';

export type ChatDocument = Omit<Chat, 'id'> & { _id: string };

export const chatSchema = new Schema<ChatDocument>(
  {
    _id: { type: String, required: true },
    channel: { type: String, required: true },
    plan: String,
    conversation: { type: Schema.Types.Mixed, default: null },
    lastMessage: String,
    deadReason: String,
    wantsPerson: Boolean,
    pausedUntil: Date,
    createdAt: { type: Date, required: true },
    updatedAt: { type: Date, required: true },
  },
  { collection: 'chats', versionKey: false, minimize: false },
);
