import { describe, expect, it } from 'vitest';
import { can, limitedToOffice, PERMISSIONS, ROLES, type Permission, type Role } from '../../models/staff.ts';

/** Written out by hand: whoever changes a role changes it here, too. */
const TABLE = `
                   admin mttq host office reception viewer
petition.read      x     x    x    x      x         x
petition.review    -     x    x    -      -         -
petition.identity  -     x    -    -      x         -
petition.held      -     -    -    -      x         -
list.export        x     x    x    -      -         -
list.appendix      -     x    -    -      -         -
speaker.read       x     x    x    -      -         x
staff.manage       x     -    -    -      -         -
network.read       x     x    -    -      -         -
network.manage     x     -    -    -      -         -
`;

function cells(): [Role, Permission, boolean][] {
  const [roles, ...rows] = TABLE.trim().split('\n').map((line) => line.trim().split(/\s+/));
  return rows.flatMap(([permission, ...marks]) => marks.map((mark, index) => (
    [roles![index], permission, mark === 'x'] as [Role, Permission, boolean])));
}

describe('what each role may do', () => {
  it('is decided for all of them', () => {
    expect(cells()).toHaveLength(ROLES.length * PERMISSIONS.length);
  });

  it.each(cells())('%s, %s: %s', (role, permission, allowed) => {
    expect(can({ roles: [role], plans: [] }, permission)).toBe(allowed);
    expect(can({ roles: [role], plans: ['p'] }, permission, 'p')).toBe(allowed);
    expect(can({ roles: [role], plans: ['p'] }, permission, 'other')).toBe(false);
    expect(can({ roles: [role], plans: [], disabledAt: new Date(0) }, permission)).toBe(false);
  });

  it('adds up over several roles, and is nothing without one', () => {
    expect(can({ roles: ['viewer', 'reception'], plans: [] }, 'petition.held')).toBe(true);
    expect(PERMISSIONS.some((permission) => can({ roles: [], plans: [] }, permission))).toBe(false);
  });

  it.each<[Role[], string | undefined, string | null | undefined]>([
    [['office'], 'phong-kinh-te', 'phong-kinh-te'], [['office'], undefined, null], [['office', 'mttq'], 'phong-kinh-te', undefined],
    [['viewer'], undefined, undefined], [[], undefined, null],
  ])('%j with the office %s sees only %s', (roles, office, seen) => {
    expect(limitedToOffice({ roles, office })).toBe(seen);
  });
});
