import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createWorld, type World } from './world.ts';

let world: World;

beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

describe('sending a petition', () => {
  it('takes the first sentence, asks only for what is missing, and gives a receipt', async () => {
    const villager = world.person('7');

    await villager.says('Đường vào thôn ổ gà nhiều quá, đề nghị xã sửa');
    expect(villager.last().text).toContain('trợ lý tự động');
    await villager.presses('Tôi đồng ý');
    expect(villager.last().text).toContain('thôn nào');
    await villager.says('ben gio');
    expect(villager.last().text).toContain('Đường vào thôn ổ gà nhiều quá');
    await villager.says('gui');

    expect(villager.last().text).toContain('TD-0001');
    const [petition] = await world.stores.petitions.all({});
    expect(petition).toMatchObject({
      code: 'TD-0001', text: 'Đường vào thôn ổ gà nhiều quá, đề nghị xã sửa', hamlet: 'ben-gio', status: 'classified',
      topic: 'traffic_irrigation',
    });
  });
});
