/**
 * Who gets into the console: one-time links and sessions. Nobody chooses a password; a link is handed over in person
 * or by chat, works once within a day, and only hashes of tokens are stored.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Role, StaffMember } from '../models/staff.ts';
import type { Stores } from '../models/stores/index.ts';

const HOUR_MS = 60 * 60 * 1000;

/** A link is used the same day; a session lasts a working day, so that a borrowed phone is signed out by the next. */
const LINK_MS = 24 * HOUR_MS;
const SESSION_MS = 12 * HOUR_MS;

/** Names under which the installation remembers its first administrator and that somebody has signed in. */
const FIRST_ADMIN = 'first-admin';
const FIRST_SIGN_IN = 'first-sign-in';

export type StaffAccess = ReturnType<typeof createStaffAccess>;

export interface Invitation {
  name: string;
  roles: Role[];
  /** Ids of plans; empty means all. */
  plans: string[];
  /** Office of the plan, for the role `office`. */
  office?: string;
}

/** Somebody who is signed in; `csrf` must come back with everything they change. */
export interface SignedIn {
  member: StaffMember;
  csrf: string;
}

export interface StaffAccessDeps {
  stores: Pick<Stores, 'staff' | 'settings'>;
  clock: Clock;
  /** Gives unguessable bytes; only a test replaces it. */
  random?: (bytes: number) => Buffer;
}

/** The use cases around links, sessions and people of the console. */
export function createStaffAccess({ stores, clock, random = randomBytes }: StaffAccessDeps) {
  function newToken(): string {
    return random(32).toString('base64url');
  }

  /** A one-time link for somebody who is known already; null for somebody unknown or disabled. */
  async function newLink(staffId: string): Promise<string | null> {
    const member = await stores.staff.byId(staffId);
    if (!member || member.disabledAt) return null;
    return addLink(staffId);
  }

  async function addLink(staff: string): Promise<string> {
    const token = newToken();
    await stores.staff.addLink({ tokenHash: hash(token), staff, expiresAt: new Date(clock().getTime() + LINK_MS) });
    return token;
  }

  return {
    newLink,

    /** Makes a member and their first link. The token is shown once and cannot be read again. */
    async invite({ name, roles, plans, office }: Invitation): Promise<{ member: StaffMember; token: string }> {
      const member = await stores.staff.create({ name, roles, plans, office, createdAt: clock() });
      return { member, token: await addLink(member.id) };
    },

    /**
     * The token of a link for the administrator, until somebody has signed in for the first time; null from then on.
     * Called at every start: two at once make one administrator.
     */
    async ensureFirstAdmin(): Promise<string | null> {
      if (await stores.settings.get(FIRST_SIGN_IN)) return null;
      const admins = (await stores.staff.list()).filter(
        ({ roles, disabledAt }) => roles.includes('admin') && !disabledAt,
      );
      if (admins[0]) return addLink(admins[0].id);
      const id = await stores.settings.once(FIRST_ADMIN, random(16).toString('hex'));
      await stores.staff.create({ id, name: 'Quản trị viên', roles: ['admin', 'mttq'], plans: [], createdAt: clock() });
      return addLink(id);
    },

    /**
     * Uses a link up; the token of the new session, or null when the link is unknown, used or too old, or its owner
     * disabled.
     */
    async signIn(token: string): Promise<string | null> {
      const now = clock();
      const staff = await stores.staff.useLink(hash(token), now);
      const member = staff && (await stores.staff.byId(staff));
      if (!member || member.disabledAt) return null;
      // Others may lie about: each start prints one until somebody has signed in, and logs are kept.
      await stores.staff.dropLinks(member.id);
      const session = newToken();
      await stores.staff.addSession({
        tokenHash: hash(session),
        staff: member.id,
        csrf: newToken(),
        createdAt: now,
        expiresAt: new Date(now.getTime() + SESSION_MS),
      });
      await stores.settings.once(FIRST_SIGN_IN, now.toISOString());
      await stores.staff.forgetExpired(now);
      return session;
    },

    /** Who a session belongs to; null when it is unknown or over, or its owner disabled. */
    async member(sessionToken: string): Promise<SignedIn | null> {
      const session = await stores.staff.session(hash(sessionToken), clock());
      const member = session && (await stores.staff.byId(session.staff));
      if (!session || !member || member.disabledAt) return null;
      return { member, csrf: session.csrf };
    },

    signOut: (sessionToken: string): Promise<void> => stores.staff.endSession(hash(sessionToken)),

    list: (): Promise<StaffMember[]> => stores.staff.list(),

    /** Signs somebody out everywhere and lets them in no more. Nobody disables themselves: one administrator stays. */
    async disable(staffId: string, by: StaffMember): Promise<boolean> {
      if (staffId === by.id) return false;
      await stores.staff.disable(staffId, clock());
      return true;
    },
  };
}

function hash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
