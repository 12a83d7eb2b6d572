/** What is held as a complaint or denunciation shows nowhere else: not in what came with it, not to who guesses codes. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createWorld, type World } from './world.ts';

const BOTH = '1. Đường thôn hỏng nặng đề nghị sửa\n2. Tôi tố cáo ông Nguyễn Văn Ví Dụ nhận hối lộ đất đai';

let world: World;

beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

const petitions = () => world.stores.petitions.all({});

describe('a denunciation in one message with a petition', () => {
  it('is held, and the petition that goes on does not carry its words along', async () => {
    const villager = await world.neighbour('1');

    await villager.says(BOTH);
    await villager.presses('Tách riêng');
    await villager.says('gửi');

    const [, road, denounced] = await petitions();
    const exported = JSON.stringify(await world.lists.exportData(world.plans[0]!));
    expect([road!.status, denounced!.status]).toEqual(['classified', 'held']);
    expect([road!.wholeMessage, denounced!.wholeMessage]).toEqual([undefined, BOTH]);
    expect(exported).toContain('Đường thôn hỏng nặng');
    expect(exported).not.toContain('tố cáo');
  });

  it('is named by its own code in the receipt, and the petition beside it by its own', async () => {
    const villager = await world.neighbour('1');

    await villager.says(BOTH);
    await villager.presses('Tách riêng');
    await villager.says('gửi');

    expect(villager.last().text).toMatch(/Đã nhận ý kiến[\s\S]*TD-0002[\s\S]*tố cáo[\s\S]*TD-0003/);
    expect(villager.last().text).not.toMatch(/TD-0002 là kiến nghị/);
  });

  it('tells somebody else who tries its code nothing but that it was received', async () => {
    const villager = await world.neighbour('1');
    await villager.says('Tôi tố cáo ông Nguyễn Văn Ví Dụ nhận hối lộ đất đai', 'gửi');
    const stranger = world.person('2');

    await stranger.says('TD-0002');

    expect((await petitions())[1]!.status).toBe('held');
    expect(stranger.last().text).toContain('TD-0002: đã nhận');
  });

  it('that comes as an addition to a petition becomes one of its own', async () => {
    const villager = await world.neighbour('1');

    await villager.says('TD-0001', 'bổ sung', 'Tôi tố cáo ông Nguyễn Văn Ví Dụ nhận hối lộ đất đai');
    expect(villager.heard().join('\n')).toContain('khác với TD-0001');
    await villager.says('gửi');

    const [road, denounced] = await petitions();
    expect(road!.additions).toEqual([]);
    expect(denounced).toMatchObject({ status: 'held', text: 'Tôi tố cáo ông Nguyễn Văn Ví Dụ nhận hối lộ đất đai' });
  });
});
