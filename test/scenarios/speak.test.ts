import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createWorld, type World } from './world.ts';

let world: World;

beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

async function registered(id: string, hamlet: string, name: string) {
  const villager = await world.neighbour(id, hamlet);
  await villager.says('đăng ký phát biểu', '1', name, 'Đề nghị xã làm lại đường thôn', 'đăng ký');
  return villager;
}

describe('registering to speak', () => {
  it('asks which conference, what about, and tells the place', async () => {
    const villager = await world.neighbour('1');

    await villager.says('phat bieu');
    expect(villager.last().text).toContain('hội nghị nào');
    expect(villager.last().choices!.length).toBeGreaterThan(1);
    await villager.says('1', 'Lê Thị Ví Dụ', 'Đề nghị xã làm lại đường thôn');
    expect(villager.last().text).toMatch(/Lê Thị Ví Dụ[\s\S]*đường thôn/);
    await villager.says('1');

    expect(villager.last().text).toContain('phát biểu thứ 1');
    const [registration] = await world.stores.speakers.list('tap-duot');
    expect(registration).toMatchObject({
      name: 'Lê Thị Ví Dụ', content: 'Đề nghị xã làm lại đường thôn', topic: 'traffic_irrigation', hamlet: 'ben-gio',
    });
  });

  it('asks for consent and hamlet first when the person is new', async () => {
    const villager = world.person('1');

    await villager.says('/phatbieu', 'đồng ý');
    expect(villager.last().text).toContain('thôn nào');
    await villager.says('Bến Gió', '1', 'Lê Thị Ví Dụ', 'Đề nghị xã làm lại đường thôn', 'đăng ký');

    expect(villager.last().text).toContain('thứ 1');
  });

  it('puts the fourth of a hamlet on the reserve list, and moves it up when one withdraws', async () => {
    const villagers = [];
    for (const id of ['1', '2', '3', '4']) villagers.push(await registered(id, 'Bến Gió', `Người Ví Dụ ${id}`));
    expect(villagers[3]!.last().text).toMatch(/dự bị, thứ 1/);

    await villagers[0]!.says('phát biểu', '1', 'rút đăng ký');

    expect(villagers[0]!.last().text).toContain('Đã rút');
    expect(villagers[3]!.last().text).toMatch(/được phát biểu, thứ 3/);
  });

  it('counts seats by hamlet: another hamlet is not affected', async () => {
    for (const id of ['1', '2', '3']) await registered(id, 'Bến Gió', `Người Ví Dụ ${id}`);

    const other = await registered('9', 'Gò Nắng', 'Người Ví Dụ 9');

    expect(other.last().text).toContain('phát biểu thứ 4');
  });

  it('changes the content and keeps the place', async () => {
    const villager = await registered('1', 'Bến Gió', 'Lê Thị Ví Dụ');

    await villager.says('phát biểu', '1', 'đổi nội dung', 'Đề nghị lắp thêm đèn đường');

    expect(villager.last().text).toContain('Thứ tự của ông/bà giữ nguyên');
    expect((await world.stores.speakers.list('tap-duot'))[0]).toMatchObject({ content: 'Đề nghị lắp thêm đèn đường', number: 1 });
  });

  it('says that no conference is to come when all are over, and offers to take the petition', async () => {
    const villager = await world.neighbour('1');

    world.wait(400 * 24 * 3_600_000);
    await villager.says('phát biểu');

    expect(villager.last().text).toMatch(/chưa có hội nghị[\s\S]*cứ viết cho tôi/);
  });
});

describe('conference information', () => {
  it('tells when, where and who chairs', async () => {
    const villager = await world.neighbour('1');

    await villager.says('hội nghị');

    expect(villager.last().text).toMatch(/Hội nghị đối thoại[\s\S]*Thời gian:[\s\S]*Địa điểm:[\s\S]*Chủ trì:/);
  });

  it('still takes a petition after the collecting, and says where it goes', async () => {
    const villager = await world.neighbour('1');

    world.wait(12 * 24 * 3_600_000);
    await villager.says('Trạm y tế hết thuốc bảo hiểm đã hai tuần', 'gửi');
    expect(villager.last().text).toMatch(/đã hết hạn[\s\S]*chuyển cho Hội nghị/);
    world.wait(400 * 24 * 3_600_000);
    await villager.says('Trường mầm non thiếu lớp học', 'gửi');

    expect(villager.last().text).toContain('không có hội nghị nào sắp tới');
    expect((await world.stores.petitions.all({})).at(-1)!.conference).toBeUndefined();
  });
});
