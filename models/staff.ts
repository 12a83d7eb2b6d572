/** People who work in the console, and what each role may do: the one place where permissions are decided. */

export const ROLES = ['admin', 'mttq', 'host', 'office', 'reception', 'viewer'] as const;
/**
 * `admin` plans, people, roles and networks · `mttq` reviews and exports · `host` host office (VPĐU or VP HĐND-UBND) · `office`
 * answers what is its own · `reception` the one officer who sees complaints and denunciations · `viewer` chair,
 * secretaries.
 */
export type Role = (typeof ROLES)[number];

/** What somebody can be allowed to do; routes and use cases ask for these and not for a role. */
export const PERMISSIONS = [
  'petition.read', 'petition.review', 'petition.identity', 'petition.held', 'list.export', 'list.appendix',
  'speaker.read', 'staff.manage', 'network.read', 'network.manage',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

const GRANTS: Readonly<Record<Role, readonly Permission[]>> = {
  admin: ['staff.manage', 'network.read', 'network.manage', 'petition.read', 'list.export', 'speaker.read'],
  mttq: [
    'petition.read', 'petition.review', 'petition.identity', 'list.export', 'list.appendix', 'speaker.read',
    'network.read',
  ],
  host: ['petition.read', 'petition.review', 'list.export', 'speaker.read'],
  office: ['petition.read'],
  reception: ['petition.read', 'petition.identity', 'petition.held'],
  viewer: ['petition.read', 'speaker.read'],
};

/** Somebody who works in the console. */
export interface StaffMember {
  id: string;
  name: string;
  roles: Role[];
  /** Plans they work in; empty means all (an administrator). */
  plans: string[];
  /** Office of the plan, for the role `office`: they see only what is routed to it. */
  office?: string;
  createdAt: Date;
  disabledAt?: Date;
}

/** May this person do that, in that plan? */
export function can(
  member: Pick<StaffMember, 'roles' | 'plans' | 'disabledAt'>, permission: Permission, plan?: string,
): boolean {
  if (member.disabledAt) return false;
  if (plan !== undefined && member.plans.length > 0 && !member.plans.includes(plan)) return false;
  return member.roles.some((role) => GRANTS[role].includes(permission));
}

/**
 * The only office whose petitions this person may see, null when theirs is not known (they see none), undefined when
 * another of their roles lets them see all.
 */
export function limitedToOffice(member: Pick<StaffMember, 'roles' | 'office'>): string | null | undefined {
  const readsAll = member.roles.some((role) => role !== 'office' && GRANTS[role].includes('petition.read'));
  return readsAll ? undefined : member.office ?? null;
}

/** A one-time link into the console; only the token's hash is stored. */
export interface SignInLink { tokenHash: string; staff: string; expiresAt: Date; usedAt?: Date }

/** A signed-in browser; only the cookie's hash is stored. */
export interface StaffSession { tokenHash: string; staff: string; csrf: string; expiresAt: Date; createdAt: Date }
