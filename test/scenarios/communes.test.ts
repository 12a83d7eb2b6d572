import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createWorld, type World } from './world.ts';

let world: World;

beforeEach(async () => {
  world = await createWorld({ plans: 'thai-tan-2025,gia-phuc-2026', now: '2025-08-20T03:00:00Z' });
});
afterEach(() => world.close());

describe('several communes in one program', () => {
  it('asks for the commune once, with what was written kept', async () => {
    const villager = world.person('1');

    await villager.says('Đường vào thôn ổ gà nhiều quá');
    expect(villager.last().text).toContain('xã nào');
    await villager.says('thai tan', 'đồng ý', 'uong ha', 'gửi');

    const [petition] = await world.stores.petitions.all({});
    expect(petition).toMatchObject({ code: 'TT-0001', plan: 'thai-tan-2025', text: 'Đường vào thôn ổ gà nhiều quá' });
    await villager.says('Trường mầm non thiếu lớp học');
    expect(villager.last().text).toContain('Tôi gửi nhé');
  });

  it('is bound by a deep link, hamlet included', async () => {
    const villager = world.person('1');

    await villager.sends({ kind: 'start', payload: 'gia-phuc-2026_h-long-trang' });
    await villager.says('đồng ý', 'Kênh mương tắc đã lâu, đề nghị nạo vét', 'gửi');

    expect((await world.stores.petitions.all({}))[0]).toMatchObject({ code: 'GP-0001', hamlet: 'long-trang' });
  });

  it('starts in the ordinary way for a deep link that is none of ours', async () => {
    const villager = world.person('1');

    await villager.sends({ kind: 'start', payload: 'khong-co-xa-nay_h-x' });

    expect(villager.last().text).toContain('xã nào');
  });

  it('asks for the hamlet when a link names one that the commune does not have', async () => {
    const villager = world.person('1');

    await villager.sends({ kind: 'start', payload: 'gia-phuc-2026_h-khong-co_c-khong-co' });
    await villager.says('đồng ý', 'Kênh mương tắc đã lâu, đề nghị nạo vét');

    expect(villager.last().text).toContain('Ông/bà ở');
    await villager.says('Lai Hà', 'gửi');
    expect((await world.stores.petitions.all({}))[0]!.hamlet).toBe('lai-ha');
  });

  it('says that a hamlet belongs to the other commune, and changes over with the words kept', async () => {
    const villager = world.person('1');
    await villager.says('Đường vào thôn ổ gà nhiều quá', 'gia phúc', 'đồng ý', 'Uông Hạ');
    expect(villager.last().text).toMatch(/thôn Uông Hạ thuộc xã Thái Tân/);

    await villager.says('đổi xã', 'Thái Tân', 'đồng ý', 'Uông Hạ', 'gửi');

    expect(await world.stores.petitions.all({})).toMatchObject([{ code: 'TT-0001', text: 'Đường vào thôn ổ gà nhiều quá', hamlet: 'uong-ha' }]);
  });

  it('counts receipts in each commune by itself', async () => {
    for (const [id, commune, hamlet] of [['1', 'Thái Tân', 'Đình'], ['2', 'Gia Phúc', 'Lai Hà'], ['3', 'Thái Tân', 'Đình']] as const) {
      await world.person(id).says('Đường vào thôn ổ gà nhiều quá', commune, 'đồng ý', hamlet, 'gửi');
    }

    expect((await world.stores.petitions.all({})).map(({ code }) => code)).toEqual(['GP-0001', 'TT-0001', 'TT-0002']);
  });
});
