import { beforeEach, afterEach, describe, expect, it } from 'vitest';
import { createWorld, NOW, type World } from '../web/console-world.ts';

const HOUR = 3_600_000;

describe('links and sessions', () => {
  let world: World;
  beforeEach(async () => {
    world = await createWorld();
  });
  afterEach(() => world.close());

  function after(ms: number): void {
    world.time.now = new Date(NOW.getTime() + ms);
  }

  it('makes one administrator at the first start, and a new link at each start until somebody signs in', async () => {
    const { staffAccess } = world;

    const [first, second] = await Promise.all([staffAccess.ensureFirstAdmin(), staffAccess.ensureFirstAdmin()]);
    const third = await staffAccess.ensureFirstAdmin();
    const staff = await staffAccess.list();
    const session = await staffAccess.signIn(first ?? '');

    expect(new Set([first, second, third]).size).toBe(3);
    expect(staff.map(({ roles }) => roles)).toEqual([['admin', 'mttq']]);
    expect(session).not.toBeNull();
    expect(await staffAccess.ensureFirstAdmin()).toBeNull();
  });

  it('does not ask for a second administrator when one was invited already', async () => {
    const { member } = await world.staffAccess.invite({ name: 'Bà Trưởng', roles: ['admin'], plans: [] });

    const token = await world.staffAccess.ensureFirstAdmin();
    const session = await world.staffAccess.signIn(token ?? '');

    expect((await world.staffAccess.list()).map(({ id }) => id)).toEqual([member.id]);
    expect((await world.staffAccess.member(session ?? ''))?.member.id).toBe(member.id);
  });

  it.each([
    [24 * HOUR - 1, true],
    [24 * HOUR, false],
  ])('a link works for a day: after %i ms %s', async (ms, works) => {
    const { token } = await world.staffAccess.invite({ name: 'A', roles: ['viewer'], plans: [] });

    after(ms);
    const session = await world.staffAccess.signIn(token);

    expect(session !== null).toBe(works);
  });

  it.each([
    [12 * HOUR - 1, true],
    [12 * HOUR, false],
  ])('a session lasts a working day: after %i ms %s', async (ms, lasts) => {
    const { token } = await world.staffAccess.invite({ name: 'A', roles: ['viewer'], plans: [] });
    const session = await world.staffAccess.signIn(token);

    after(ms);
    const signedIn = await world.staffAccess.member(session ?? '');

    expect(signedIn !== null).toBe(lasts);
  });

  it('with a sign-in all other links of that person end: those of earlier starts stand in logs', async () => {
    const { staffAccess } = world;
    const [printed, used] = [await staffAccess.ensureFirstAdmin(), await staffAccess.ensureFirstAdmin()];
    const other = await staffAccess.invite({ name: 'A', roles: ['viewer'], plans: [] });

    await staffAccess.signIn(used!);

    expect(await staffAccess.signIn(printed!)).toBeNull();
    expect(await staffAccess.signIn(other.token)).not.toBeNull();
  });

  it('lets one of two in that use a link at once', async () => {
    const { token } = await world.staffAccess.invite({ name: 'A', roles: ['viewer'], plans: [] });

    const sessions = await Promise.all([world.staffAccess.signIn(token), world.staffAccess.signIn(token)]);

    expect(sessions.filter(Boolean)).toHaveLength(1);
  });

  it('shuts out whoever is disabled: session, link and new links', async () => {
    const boss = await world.signIn(['admin']);
    const { member, token } = await world.staffAccess.invite({ name: 'A', roles: ['viewer'], plans: [] });
    const second = await world.staffAccess.newLink(member.id);
    const session = await world.staffAccess.signIn(token);

    await world.staffAccess.disable(member.id, boss.member);

    expect(await world.staffAccess.member(session ?? '')).toBeNull();
    expect(await world.staffAccess.signIn(second ?? '')).toBeNull();
    expect(await world.staffAccess.newLink(member.id)).toBeNull();
  });

  it('stores no token that would let anybody in', async () => {
    const { token } = await world.staffAccess.invite({ name: 'A', roles: ['viewer'], plans: [] });
    const session = await world.staffAccess.signIn(token);

    const found = await world.stores.staff.session(session ?? '', NOW);

    expect(found).toBeNull();
    expect(await world.stores.staff.useLink(token, NOW)).toBeNull();
  });
});
