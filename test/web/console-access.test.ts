/** Every route of the console against every role: a new route fails here until somebody decides who may open it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import request from 'supertest';
import { ROLES, type Role } from '../../models/staff.ts';
import { createWorld, NOW, type World } from './console-world.ts';

const READERS: Role[] = ['admin', 'mttq', 'host', 'office', 'reception', 'viewer'];
const EXPORTERS: Role[] = ['admin', 'mttq', 'host'];

interface Entry {
  open?: true;
  roles?: readonly Role[];
  query?: string;
  body?: Record<string, string>;
}

/** Who may; `open` needs no sign-in at all. */
const TABLE: Record<string, Entry> = {
  'GET /': { roles: ROLES },
  'GET /sign-in': { open: true },
  'GET /sign-in/:token': { open: true },
  'POST /sign-in/:token': { open: true },
  'POST /sign-out': { roles: ROLES },
  'GET /plans/:plan': { roles: READERS },
  'GET /plans/:plan/petitions': { roles: READERS },
  'GET /plans/:plan/petitions/:code': { roles: READERS },
  'POST /plans/:plan/petitions/:code': { roles: ['mttq', 'host'], body: { kind: 'urgent', urgent: '1' } },
  'GET /plans/:plan/petitions/:code/files/:attachment': { roles: READERS },
  'GET /plans/:plan/held': { roles: ['reception'] },
  'GET /plans/:plan/callers': { roles: ['mttq', 'reception'] },
  'POST /plans/:plan/callers': { roles: ['mttq', 'reception'], body: { chat: 'web:1' } },
  'GET /plans/:plan/list': { roles: EXPORTERS },
  'GET /plans/:plan/speakers': { roles: ['admin', 'mttq', 'host', 'viewer'] },
  'GET /plans/:plan/downloads': { roles: EXPORTERS },
  'GET /plans/:plan/export': { roles: EXPORTERS, query: '?format=json' },
  'GET /networks': { roles: ['admin', 'mttq'] },
  'GET /networks/:network': { roles: ['admin', 'mttq'] },
  'GET /networks/:network/qr.png': { roles: ['admin'] },
  'POST /networks/:network/pause': { roles: ['admin'] },
  'POST /networks/:network/resume': { roles: ['admin'] },
  'POST /networks/:network/sign-in': { roles: ['admin'] },
  'GET /staff': { roles: ['admin'] },
  'POST /staff': { roles: ['admin'], body: { name: 'Người Mới', roles: 'viewer' } },
  'POST /staff/:staff/link': { roles: ['admin'] },
  'POST /staff/:staff/disable': { roles: ['admin'] },
};

interface Layer {
  route?: { path: string; methods: Record<string, boolean> };
  handle: { stack?: Layer[] };
}

/** Routes as they are registered, those of nested routers too. */
function registered(stack: readonly Layer[]): string[] {
  return stack.flatMap(({ route, handle }) => {
    if (!route) return registered(handle.stack ?? []);
    return Object.keys(route.methods).map((method) => `${method.toUpperCase()} ${route.path}`);
  });
}

describe('who may open what', () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld();
  });
  afterAll(() => world.close());

  it('has an entry for every registered route', () => {
    const stack = (world.app as unknown as { router: { stack: Layer[] } }).router.stack;
    const outside = ['GET /healthz', 'GET /'];

    const routes = registered(stack).filter((route) => !route.includes('/assets/'));

    expect(routes.slice(0, 2)).toEqual(outside);
    expect(routes.slice(2).sort()).toEqual(Object.keys(TABLE).sort());
  });

  /** An address for a route, about things that this role could see at best. */
  async function addressOf(route: string): Promise<string> {
    const file = await world.files.save(Buffer.from('x'));
    const attachment = await world.stores.attachments.create({
      origin: `access:${Math.random()}`,
      channel: 'web',
      chat: 'web:1',
      kind: 'file',
      ref: 'x',
      file,
      state: 'stored',
      createdAt: NOW,
    });
    const petition = await world.petition({ status: 'routed', office: 'phong-kinh-te', attachments: [attachment.id] });
    await world.stores.chats.ensure('web:1', 'web', NOW);
    await world.stores.chats.handled('web:1', { conversation: null, plan: world.plan.id, wantsPerson: true }, 'x', NOW);
    const { member } = await world.staffAccess.invite({ name: 'Ai Đó', roles: ['viewer'], plans: [] });
    await world.zalo.signIn!.begin();
    return `/console${route.split(' ')[1]}`
      .replace(':plan', world.plan.id)
      .replace(':code', petition.code)
      .replace(':attachment', attachment.id)
      .replace(':network', world.zalo.name)
      .replace(':staff', member.id)
      .replace(':token', 'khong-co-that');
  }

  describe.each(Object.entries(TABLE))('%s', (route, { open, roles = [], query = '', body = {} }) => {
    const method = route.startsWith('GET') ? 'get' : 'post';

    it(open ? 'is open to anybody' : 'asks a stranger to sign in', async () => {
      const address = (await addressOf(route)) + query;

      const answer = await request(world.app)[method](address);

      expect(answer.status === 401).toBe(!open);
    });

    it.each(open ? [] : ROLES)('%s', async (role) => {
      const address = (await addressOf(route)) + query;
      const someone = await world.signIn([role], { office: 'phong-kinh-te' });

      const answer =
        method === 'get' ? await someone.get(address) : await someone.post(address, { seen: '2', ...body });

      expect(answer.status === 403 ? 'refused' : 'allowed').toBe(roles.includes(role) ? 'allowed' : 'refused');
      expect([200, 303, 403]).toContain(answer.status);
    });
  });

  it('shows nobody a plan that is not theirs', async () => {
    const clerk = await world.signIn(['mttq'], { plans: ['xa-khac'] });

    const answers = await Promise.all([
      clerk.get(world.at),
      clerk.get(`${world.at}/petitions`),
      clerk.get(`${world.at}/export?format=csv`),
    ]);

    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
  });

  it('keeps the internal appendix from those who may only export', async () => {
    const host = await world.signIn(['host']);

    const answer = await host.get(`${world.at}/export?format=xlsx&appendix=1`);

    expect(answer.status).toBe(403);
  });
});
