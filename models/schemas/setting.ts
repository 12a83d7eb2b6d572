import { Schema } from 'mongoose';

/** A few facts about this installation, such as the day of its first start. */
export const settingSchema = new Schema<{ _id: string; value: string }>(
  { _id: { type: String, required: true }, value: { type: String, required: true } },
  { collection: 'settings', versionKey: false },
);
