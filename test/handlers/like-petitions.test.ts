import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLikePetitions } from '../../handlers/like-petitions.ts';
import type { Role, StaffMember } from '../../models/staff.ts';
import { createWorld, NOW, type World } from '../web/console-world.ts';

const ROAD = 'Đường trục thôn xuống cấp, nhiều ổ gà, mưa xuống là lầy lội, đề nghị xã sửa chữa sớm cho bà con';

function member(role: Role): StaffMember {
  return { id: role, name: role, roles: [role], plans: [], createdAt: NOW };
}

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

describe('petitions like one', () => {
  it('are found as they come in, and called the same only from one hamlet on one topic', async () => {
    const like = createLikePetitions({ petitions: world.stores.petitions, clock: () => NOW });
    const first = await world.petition({ text: ROAD, topic: 'traffic_irrigation', hamlet: 'dinh' });
    await world.petition({ text: 'Xin hỏi lịch tiêm chủng cho cháu bé', topic: 'culture' });
    const alone = await like(first);
    const again = await world.petition({ text: `${ROAD} ạ`, topic: 'traffic_irrigation', hamlet: 'dinh' });
    const elsewhere = await world.petition({ text: ROAD, topic: 'traffic_irrigation', hamlet: 'uong-ha' });

    const found = await like(first);

    expect(alone).toEqual([]);
    expect(found.map(({ petition, same }) => [petition.id, same])).toEqual(expect.arrayContaining([
      [again.id, true], [elsewhere.id, false],
    ]));
    expect(found).toHaveLength(2);
  });

  it('do not show what was erased, nor what may not be seen', async () => {
    const text = 'Cột điện trước cửa nhà văn hoá nghiêng hẳn sang một bên, xin dời đi nơi khác';
    const [one, erased] = [await world.petition({ text }), await world.petition({ text })];
    const held = await world.petition({ text, status: 'held' });
    const host = member('host');
    await world.lists.like(world.plan, host, one);
    await world.stores.petitions.erase(erased.id, { at: NOW, by: { kind: 'author' }, what: 'erased' });

    const [forHost, forReception] = await Promise.all([
      world.lists.like(world.plan, host, one),
      world.lists.like(world.plan, member('reception'), one),
    ]);

    expect(forHost).toEqual([]);
    expect(forReception.map(({ petition }) => petition.id)).toEqual([held.id]);
  });
});
