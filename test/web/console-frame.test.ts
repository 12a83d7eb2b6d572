import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createWorld, visible, type Visitor, type World } from './console-world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

describe('the frame', () => {
  let admin: Visitor;
  beforeEach(async () => {
    admin = await world.signIn(['admin', 'mttq']);
  });

  it.each(['', '/petitions', '/list', '/speakers', '/downloads'])(
    'says "tập dượt" on %s of a rehearsal, and only there',
    async (path) => {
      const [rehearsal, real] = await Promise.all([
        admin.get(world.at + path),
        admin.get(`/console/plans/${world.other.id}${path}`),
      ]);

      expect(rehearsal.text).toContain('TẬP DƯỢT');
      expect(real.status).toBe(200);
      expect(real.text).not.toContain('TẬP DƯỢT');
    },
  );

  it('tells an administrator when nobody could see a complaint', async () => {
    const alone = await createWorld();
    const first = await alone.signIn(['admin']);

    const before = await first.get(alone.at);
    await alone.signIn(['reception']);
    const after = await first.get(alone.at);
    await alone.close();

    expect(visible(before.text)).toContain('Chưa có ai giữ vai trò “Tiếp công dân”');
    expect(visible(after.text)).not.toContain('Chưa có ai giữ vai trò');
  });

  it('may be kept in no cache, and allows nothing inline', async () => {
    const answer = await admin.get(world.at);

    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
    expect(answer.headers['content-security-policy']).not.toContain('unsafe');
    expect(answer.text).not.toMatch(/ (style|on\w+)=/);
  });
});
