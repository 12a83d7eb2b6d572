/** An administrator of one commune has no say in the others. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createWorld, type Visitor, type World } from './console-world.ts';

let world: World;
let local: Visitor;
beforeAll(async () => {
  world = await createWorld();
  local = await world.signIn(['admin'], { name: 'Quản trị xã', plans: [world.plan.id] });
});
afterAll(() => world.close());

async function named(name: string) {
  return (await world.staffAccess.list()).find((one) => one.name === name);
}

it.each([
  ['another commune', 'xa-khac'],
  ['both', ['tap-duot', 'xa-khac']],
])('invites nobody for %s', async (_, plans) => {
  const answer = await local.post('/console/staff', { name: 'Người Nơi Khác', roles: 'mttq', plans });

  expect(answer.status).toBe(403);
  expect(await named('Người Nơi Khác')).toBeUndefined();
});

it('who is invited without a plan works in the plans of the one who invites', async () => {
  const answer = await local.post('/console/staff', { name: 'Người Xã', roles: 'mttq' });

  expect(answer.status).toBe(200);
  expect((await named('Người Xã'))?.plans).toEqual([world.plan.id]);
});

it('sees, lets in and shuts out nobody of another commune, nor of all', async () => {
  const chief = await world.signIn(['admin'], { name: 'Quản trị chung' });
  const { member: other } = await world.staffAccess.invite({ name: 'Cán bộ Khác', roles: ['mttq'], plans: ['xa-khac'] });

  const page = await local.get('/console/staff');
  const answers = await Promise.all(
    [other.id, chief.member.id].flatMap((id) =>
      ['link', 'disable'].map((what) => local.post(`/console/staff/${id}/${what}`, {}))));

  expect(page.text).toContain('Quản trị xã');
  expect(page.text).not.toContain('Cán bộ Khác');
  expect(page.text).not.toContain('Quản trị chung');
  expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
  expect((await named('Cán bộ Khác'))?.disabledAt).toBeUndefined();
});
