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

  it('leaves what is held as a denunciation', async () => {
    const villager = await world.neighbour('1');
    await villager.says('Tôi tố cáo ông trưởng thôn ăn chặn tiền hỗ trợ của bà con', 'gửi');

    world.wait(14 * MONTH_MS);
    await retain();

    expect((await world.stores.petitions.all({}))[1]!.text).toContain('tố cáo');
  });
});
