import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorld, type World } from './console-world.ts';

describe('the console', () => {
  let world: World;
  beforeAll(async () => { world = await createWorld(); });
  afterAll(() => world.close());

  it('shows the queue, one petition and the overview to MTTQ', async () => {
    const petition = await world.petition({ text: 'Cống thoát nước <b>đầu xóm</b> bị tắc' });
    const clerk = await world.signIn(['mttq']);

    const [overview, queue, page] = await Promise.all([
      clerk.get(world.at), clerk.get(`${world.at}/petitions`), clerk.get(`${world.at}/petitions/${petition.code}`),
    ]);

    expect([overview.status, queue.status, page.status]).toEqual([200, 200, 200]);
    expect(queue.text).toContain('Cống thoát nước &lt;b>đầu xóm&lt;/b>');
    expect(page.text).toContain('Xác nhận lĩnh vực này');
  });
});
