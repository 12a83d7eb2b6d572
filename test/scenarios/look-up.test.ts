import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createWorld, type World } from './world.ts';

let world: World;

beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

describe('looking a petition up', () => {
  it.each(['TD-0001', 'td-0001', 'TD0001', 'td 1', 'mã TD-0001'])('finds it by “%s”', async (code) => {
    const villager = await world.neighbour('1');

    await villager.says(code);

    expect(villager.last().text).toMatch(/TD-0001[\s\S]*đang tổng hợp[\s\S]*ngập nước/);
  });

  it('lists several, to choose from', async () => {
    const villager = await world.neighbour('1');
    await villager.says('Trạm y tế hết thuốc bảo hiểm đã hai tuần', 'gửi', 'của tôi');

    expect(villager.last().choices!.map(({ label }) => label.slice(0, 7))).toEqual(['TD-0002', 'TD-0001']);
    await villager.says('2');

    expect(villager.last().text).toContain('TD-0001');
  });

  it('adds words to it, beside the old ones', async () => {
    const villager = await world.neighbour('1');

    await villager.says('TD-0001', 'bổ sung', 'Hôm qua lại ngập thêm nửa mét');

    const [petition] = await world.stores.petitions.all({});
    expect(petition!.text).toBe('Đường trước nhà văn hoá ngập nước');
    expect(petition!.additions[0]!.text).toBe('Hôm qua lại ngập thêm nửa mét');
    expect(villager.last().text).toContain('Đã bổ sung vào TD-0001');
  });

  it('takes it back after one question', async () => {
    const villager = await world.neighbour('1');

    await villager.says('tra cứu', 'rút ý kiến này', 'rút');

    expect((await world.stores.petitions.all({}))[0]!.status).toBe('withdrawn');
    expect(villager.last().text).toContain('Đã rút TD-0001');
  });

  it("tells a stranger the state of a code and nothing of what it says", async () => {
    await world.neighbour('1');
    const stranger = world.person('2');
    await stranger.says('TD-0001');

    expect(stranger.last().text).toContain('đang tổng hợp');
    expect(stranger.last().text).not.toContain('ngập');
  });

  it('says so when there is no such code', async () => {
    const villager = await world.neighbour('1');

    await villager.says('TD-0099');

    expect(villager.last().text).toContain('không tìm thấy mã TD-0099');
  });
});
