import { Schema } from 'mongoose';
import { ROLES, type SignInLink, type StaffMember, type StaffSession } from '../staff.ts';

export type StaffDocument = Omit<StaffMember, 'id'> & { _id: string };

export const staffSchema = new Schema<StaffDocument>(
  {
    _id: { type: String, required: true },
    name: { type: String, required: true },
    roles: [{ type: String, enum: ROLES }],
    plans: [String],
    office: String,
    createdAt: { type: Date, required: true },
    disabledAt: Date,
  },
  { collection: 'staff', versionKey: false },
);

export const signInLinkSchema = new Schema<Omit<SignInLink, 'tokenHash'> & { _id: string }>(
  {
    _id: { type: String, required: true },
    staff: { type: String, required: true },
    expiresAt: { type: Date, required: true },
    usedAt: Date,
  },
  { collection: 'sign_in_links', versionKey: false },
);

export const sessionSchema = new Schema<Omit<StaffSession, 'tokenHash'> & { _id: string }>(
  {
    _id: { type: String, required: true },
    staff: { type: String, required: true },
    csrf: { type: String, required: true },
    expiresAt: { type: Date, required: true },
    createdAt: { type: Date, required: true },
  },
  { collection: 'sessions', versionKey: false },
);
