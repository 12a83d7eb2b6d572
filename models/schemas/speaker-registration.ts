import { Schema } from 'mongoose';
import type { SpeakerRegistration } from '../speaker-registration.ts';
import { historySchema } from './history.ts';

export type SpeakerDocument = Omit<SpeakerRegistration, 'id'> & { _id: string };

export const speakerSchema = new Schema<SpeakerDocument>(
  {
    _id: { type: String, required: true },
    plan: { type: String, required: true },
    conference: { type: String, required: true },
    origin: { type: String, required: true },
    person: String,
    chat: String,
    channel: { type: String, required: true },
    name: { type: String, default: '' },
    hamlet: String,
    association: String,
    content: { type: String, default: '' },
    topic: String,
    status: { type: String, enum: ['registered', 'withdrawn'], required: true },
    number: { type: Number, required: true },
    registeredAt: { type: Date, required: true },
    updatedAt: { type: Date, required: true },
    erasedAt: Date,
    history: [historySchema],
  },
  { collection: 'speakers', versionKey: false, minimize: false },
);

speakerSchema.index({ origin: 1 }, { unique: true });
speakerSchema.index({ plan: 1, conference: 1, number: 1 }, { unique: true });
speakerSchema.index({ person: 1 });
