import type { Models } from '../database.ts';
import type { SignInLink, StaffMember, StaffSession } from '../staff.ts';
import { newId, toDomain } from './document.ts';
import { insertOnce } from './duplicate-key.ts';

/** People of the console, their one-time links and sessions. Tokens are stored as hashes only. */
export function createStaffStore({ staff, signInLinks, sessions }: Models) {
  return {
    /** The same id again changes nothing. */
    async create({ id = newId(), ...member }: Omit<StaffMember, 'id'> & { id?: string }): Promise<StaffMember> {
      const document = { _id: id, ...member };
      await insertOnce(() => staff.create([document]));
      return toDomain<StaffMember>(document);
    },

    async byId(id: string): Promise<StaffMember | null> {
      const found = await staff.findById(id).lean();
      return found && toDomain<StaffMember>(found);
    },

    async list(): Promise<StaffMember[]> {
      const found = await staff.find({}).sort({ createdAt: 1 }).lean();
      return found.map((document) => toDomain<StaffMember>(document));
    },

    async disable(id: string, now: Date): Promise<void> {
      await staff.updateOne({ _id: id }, { $set: { disabledAt: now } });
      await sessions.deleteMany({ staff: id });
    },

    async addLink({ tokenHash: _id, ...link }: SignInLink): Promise<void> {
      await signInLinks.create([{ _id, ...link }]);
    },

    /** Uses a link up; null when it is unknown, used or too old. Two uses at once: one wins. */
    async useLink(tokenHash: string, now: Date): Promise<string | null> {
      const found = await signInLinks
        .findOneAndUpdate(
          { _id: tokenHash, usedAt: { $exists: false }, expiresAt: { $gt: now } },
          { $set: { usedAt: now } },
        )
        .lean();
      return found?.staff ?? null;
    },

    /** Their links that nobody used yet work no more. */
    async dropLinks(staff: string): Promise<void> {
      await signInLinks.deleteMany({ staff, usedAt: { $exists: false } });
    },

    async addSession({ tokenHash: _id, ...session }: StaffSession): Promise<void> {
      await sessions.create([{ _id, ...session }]);
    },

    async session(tokenHash: string, now: Date): Promise<StaffSession | null> {
      const found = await sessions.findOne({ _id: tokenHash, expiresAt: { $gt: now } }).lean();
      if (!found) return null;
      const { _id, ...rest } = found;
      return { tokenHash: _id, ...rest };
    },

    async endSession(tokenHash: string): Promise<void> {
      await sessions.deleteOne({ _id: tokenHash });
    },

    async forgetExpired(now: Date): Promise<void> {
      await sessions.deleteMany({ expiresAt: { $lt: now } });
      await signInLinks.deleteMany({ expiresAt: { $lt: now } });
    },
  };
}
