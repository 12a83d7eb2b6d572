import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorld, NOW, type World } from './console-world.ts';

let world: World;

beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

/** Somebody who has asked for a human being. */
async function caller(chat: string, plan = world.plan.id): Promise<void> {
  await world.stores.chats.ensure(chat, 'web', NOW);
  await world.stores.chats.handled(chat, { conversation: null, plan, wantsPerson: true }, `${chat}:1`, NOW);
}

describe('people who asked for a human being', () => {
  it('are listed with name and phone until somebody has talked to them', async () => {
    await caller('web:a');
    const person = await world.stores.people.consented(world.plan.commune.id, 'web:a', { version: '1', at: NOW, chat: 'web:a' });
    await world.stores.people.update(person.id, { name: 'Lê Thị Ví Dụ', phone: '0000000001' }, NOW);
    const clerk = await world.signIn(['mttq']);

    const before = await clerk.get(`${world.at}/callers`);
    const talked = await clerk.post(`${world.at}/callers`, { chat: 'web:a' });
    const after = await clerk.get(`${world.at}/callers`);

    expect(before.text).toMatch(/Lê Thị Ví Dụ[\s\S]*0000000001/);
    expect(talked.status).toBe(303);
    expect(after.text).toContain('Không có ai đang chờ');
  });

  it('of another plan cannot be ticked off', async () => {
    await caller('web:b', 'khac-2026');
    const clerk = await world.signIn(['mttq']);

    const answer = await clerk.post(`${world.at}/callers`, { chat: 'web:b' });

    expect(answer.status).toBe(409);
    expect((await world.stores.chats.get('web:b'))!.wantsPerson).toBe(true);
  });

  it('are counted on the overview', async () => {
    await caller('web:c');
    const clerk = await world.signIn(['mttq']);

    const overview = await clerk.get(world.at);

    expect(overview.text).toContain('cần gặp cán bộ');
  });
});
