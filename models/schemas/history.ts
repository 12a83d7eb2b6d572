import { Schema } from 'mongoose';

/** One line of history, embedded in what it is about: the change and its line are one atomic write. */
export const historySchema = new Schema(
  {
    at: { type: Date, required: true },
    by: { type: Schema.Types.Mixed, required: true },
    what: { type: String, required: true },
    from: String,
    to: String,
    why: String,
  },
  { _id: false },
);
