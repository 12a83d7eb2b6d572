import { Schema } from 'mongoose';
import { PETITION_STATUSES, type Petition } from '../petition.ts';
import { historySchema } from './history.ts';

/** As stored: `search` holds the folded texts that the console looks through. */
export type PetitionDocument = Omit<Petition, 'id'> & { _id: string; search: string[] };

export const petitionSchema = new Schema<PetitionDocument>(
  {
    _id: { type: String, required: true },
    plan: { type: String, required: true },
    commune: { type: String, required: true },
    number: { type: Number, required: true },
    code: { type: String, required: true },
    receipt: { type: String, required: true },
    origin: { type: String, required: true },
    text: { type: String, default: '' },
    search: [String],
    wholeMessage: String,
    attachments: [String],
    location: { type: { latitude: Number, longitude: Number }, _id: false, default: undefined },
    additions: [
      new Schema(
        { at: Date, text: { type: String, default: '' }, attachments: [String], origin: String },
        { _id: false },
      ),
    ],
    channel: { type: String, required: true },
    chat: String,
    messageIds: [String],
    person: String,
    hamlet: String,
    hamletText: String,
    conference: String,
    proposal: Schema.Types.Mixed,
    topic: String,
    topicConfirmedBy: String,
    office: String,
    status: { type: String, enum: PETITION_STATUSES, required: true },
    urgent: { type: Boolean, default: false },
    classifyError: String,
    receivedAt: { type: Date, required: true },
    updatedAt: { type: Date, required: true },
    erasedAt: Date,
    history: [historySchema],
  },
  { collection: 'petitions', versionKey: false, minimize: false },
);

petitionSchema.index({ origin: 1 }, { unique: true });
petitionSchema.index({ commune: 1, number: 1 }, { unique: true });
petitionSchema.index({ plan: 1, number: -1 });
petitionSchema.index({ plan: 1, updatedAt: 1 });
petitionSchema.index({ person: 1 });
petitionSchema.index({ status: 1 });
