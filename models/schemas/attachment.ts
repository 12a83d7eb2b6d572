import { Schema } from 'mongoose';
import type { Attachment } from '../attachment.ts';

export type AttachmentDocument = Omit<Attachment, 'id'> & { _id: string };

export const attachmentSchema = new Schema<AttachmentDocument>(
  {
    _id: { type: String, required: true },
    origin: { type: String, required: true },
    channel: { type: String, required: true },
    // Empty for what came on paper or in a list.
    chat: { type: String, default: '' },
    kind: { type: String, required: true },
    ref: { type: String, required: true },
    name: String,
    mime: String,
    size: Number,
    file: String,
    state: { type: String, enum: ['waiting', 'stored', 'failed'], required: true },
    attempts: { type: Number, default: 0 },
    createdAt: { type: Date, required: true },
  },
  { collection: 'attachments', versionKey: false },
);
attachmentSchema.index({ origin: 1 }, { unique: true });
attachmentSchema.index({ state: 1 });
attachmentSchema.index({ chat: 1 });
