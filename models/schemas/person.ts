import { Schema } from 'mongoose';
import type { Person } from '../person.ts';

export interface PersonDocument extends Omit<Person, 'id'> {
  _id: string;
  /** Folded name and hamlet, to know an imported person again. */
  search?: string;
}

export const personSchema = new Schema<PersonDocument>(
  {
    _id: { type: String, required: true },
    commune: { type: String, required: true },
    chat: String,
    name: String,
    phone: String,
    hamlet: String,
    hamletText: String,
    search: String,
    consent: Schema.Types.Mixed,
    createdAt: { type: Date, required: true },
    updatedAt: { type: Date, required: true },
    erasedAt: Date,
  },
  { collection: 'people', versionKey: false, minimize: false },
);

personSchema.index(
  { commune: 1, chat: 1 },
  { unique: true, partialFilterExpression: { chat: { $exists: true } } },
);
personSchema.index({ commune: 1, phone: 1 });
personSchema.index({ commune: 1, search: 1 });
