import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRetention } from '../../handlers/retention.ts';
import { createWorld, type World } from '../scenarios/world.ts';

const MONTH_MS = 31 * 24 * 3_600_000;
let world: World;

beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

function retain() {
  const { stores, plans, useCases, clock } = world;
  return createRetention({ stores, plans, privacy: useCases.privacy, clock })();
}

describe('retention', () => {
  it('keeps words and names until so many months after the conference', async () => {
    const villager = await world.neighbour('1');

    world.wait(11 * MONTH_MS);
    await retain();

    expect((await world.stores.petitions.all({}))[0]!.text).not.toBe('');
    expect(await world.stores.people.ofChat('xa-tap-duot', villager.chat)).not.toBeNull();
  });

  it('empties them afterwards, and leaves the count', async () => {
    const villager = await world.neighbour('1');

    world.wait(14 * MONTH_MS);
    await retain();

    expect(await world.stores.petitions.all({})).toMatchObject([{ text: '', topic: 'traffic_irrigation', hamlet: 'ben-gio' }]);
    expect(await world.stores.people.ofChat('xa-tap-duot', villager.chat)).toBeNull();
  });

  it('forgets after a month the accounts of those who agreed to nothing or had it all erased, and no other', async () => {
    const [declined, erased, waits, kept] = [
      world.person('1'), await world.neighbour('2'), world.person('3'), await world.neighbour('4')];
    await declined.says('Đường vào thôn ổ gà nhiều quá', '2');
    await erased.says('xoá dữ liệu', 'có');
    await waits.says('Đường vào thôn ổ gà nhiều quá', '2', 'gặp cán bộ');
    const known = async () => (await Promise.all(
      [declined, erased, waits, kept].map(({ chat }) => world.stores.chats.get(chat)))).map((chat) => chat !== null);

    world.wait(29 * 24 * 3_600_000);
    await retain();
    const before = await known();
    world.wait(2 * 24 * 3_600_000);
    await retain();

    expect(before).toEqual([true, true, true, true]);
    expect(await known()).toEqual([false, false, true, true]);
  });

  it('leaves what is held as a denunciation', async () => {
    const villager = await world.neighbour('1');
    await villager.says('Tôi tố cáo ông trưởng thôn ăn chặn tiền hỗ trợ của bà con', 'gửi');

    world.wait(14 * MONTH_MS);
    await retain();

    expect((await world.stores.petitions.all({}))[1]!.text).toContain('tố cáo');
  });
});
