import { expect, it } from 'vitest';
import { duplicateKey } from '../../../models/stores/duplicate-key.ts';
import { onEveryDatabase } from './database.ts';

const AT = new Date('2026-11-21T03:00:00Z');
const SOON = new Date('2026-11-21T04:00:00Z');
const LATER = new Date('2026-11-23T04:00:00Z');

onEveryDatabase('a one-time link', (database) => {
  it('used by several at the same moment lets one in', async () => {
    const processes = [database().stores, await database().another()];
    await processes[0]!.staff.addLink({ tokenHash: 'h', staff: 's', expiresAt: LATER });

    const used = await Promise.all(Array.from({ length: 8 }, (_, n) => processes[n % 2]!.staff.useLink('h', SOON)));

    expect(used.filter((staff) => staff === 's')).toHaveLength(1);
    expect(used.filter((staff) => staff === null)).toHaveLength(7);
  });

  it.each([['unknown', 'x', AT], ['too old', 'h', LATER]])('that is %s lets nobody in', async (_, hash, now) => {
    const { staff } = database().stores;
    await staff.addLink({ tokenHash: 'h', staff: 's', expiresAt: SOON });

    expect(await staff.useLink(hash, now)).toBeNull();
  });
});

onEveryDatabase('a session', (database) => {
  const session = { tokenHash: 'h', staff: 's', csrf: 'c', createdAt: AT, expiresAt: SOON };

  it('holds until it is over, ended, or its owner is disabled', async () => {
    const { staff } = database().stores;
    await staff.create({ id: 's', name: 'Cán bộ Thử', roles: ['mttq'], plans: [], createdAt: AT });
    await staff.addSession(session);
    await staff.addSession({ ...session, tokenHash: 'h2' });

    expect(await staff.session('h', AT)).toMatchObject(session);
    expect(await staff.session('h', SOON)).toBeNull();
    await staff.endSession('h');
    expect(await staff.session('h', AT)).toBeNull();
    await staff.disable('s', AT);
    expect(await staff.session('h2', AT)).toBeNull();
    expect((await staff.byId('s'))!.disabledAt).toEqual(AT);
  });

  it('that is over is forgotten, and a link too', async () => {
    const { staff } = database().stores;
    await staff.addSession(session);
    await staff.addLink({ tokenHash: 'l', staff: 's', expiresAt: SOON });

    await staff.forgetExpired(LATER);

    expect([...await database().raw('sessions'), ...await database().raw('signInLinks')]).toEqual([]);
  });
});

onEveryDatabase('settings', (database) => {
  it('that are decided once stay as the first one said, at the same moment too', async () => {
    const processes = [database().stores, await database().another()];

    const values = await Promise.all(Array.from({ length: 6 }, (_, n) => processes[n % 2]!.settings.once('first-day', `v${n}`)));

    expect(new Set(values).size).toBe(1);
    expect(await processes[1]!.settings.get('first-day')).toBe(values[0]);
    expect(await processes[1]!.settings.get('other')).toBeNull();
  });

  it('that are set hold the last word', async () => {
    const { settings } = database().stores;
    await settings.set('pause:telegram', 'a');
    await settings.set('pause:telegram', 'b');

    expect(await settings.get('pause:telegram')).toBe('b');
    expect(await settings.get('pause:zalo-bot')).toBeNull();
  });
});

onEveryDatabase('a collision', (database) => {
  it('tells which unique index it was, without a look at the error’s words', async () => {
    const { models } = database();
    const person = { _id: 'a', commune: 'c', chat: 'k', createdAt: AT, updatedAt: AT };
    await models.people.create([person]);

    const sameId = await models.people.create([{ ...person, chat: 'l' }]).catch((error: unknown) => error);
    const sameChat = await models.people.create([{ ...person, _id: 'b' }]).catch((error: unknown) => error);
    const invalid = await models.people.create([{ _id: 'c' } as never]).catch((error: unknown) => error);

    expect(duplicateKey(sameId)).toEqual({ _id: 1 });
    expect(duplicateKey(sameChat)).toEqual({ commune: 1, chat: 1 });
    expect(duplicateKey(invalid)).toBeNull();
  });
});

it.each([null, undefined, 'E11000 duplicate key', 11000, new Error('E11000'), { code: '11000' }])('is not seen in %j', (error) => {
  expect(duplicateKey(error)).toBeNull();
});
