import express from 'express';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorld, NOW, type World } from './console-world.ts';

const received: [string | undefined, unknown][] = [];
const logged: unknown[] = [];

let world: World;
beforeAll(async () => {
  world = await createWorld({
    webhooks: {
      '/webhooks/telegram': async (secret, body) => {
        if (secret === 'breaks') throw new Error('the words of a villager');
        if (secret !== 'right') return { status: 401 };
        received.push([secret, body]);
        return { status: 200 };
      },
    },
    log: {
      info: () => {},
      warn: (...line) => logged.push(line),
      error: (...line) => logged.push(line),
    },
  });
});
afterAll(() => world.close());

describe('the front door', () => {
  it('leads staff to the console, and people to the chat when it is on', async () => {
    const chat = express.Router().get('/', (_request, response) => {
      response.send('chat');
    });
    const withChat = await createWorld({ chatRoutes: chat });

    const [without, front, page] = await Promise.all([
      request(world.app).get('/'),
      request(withChat.app).get('/'),
      request(withChat.app).get('/chat'),
    ]);
    await withChat.close();

    expect(without.text).toContain('href="/console"');
    expect(without.text).not.toContain('href="/chat"');
    expect(front.text).toContain('href="/chat"');
    expect(page.text).toBe('chat');
  });

  it('says in Vietnamese what is not there', async () => {
    const answer = await request(world.app).get('/khong-co');

    expect(answer.status).toBe(404);
    expect(answer.text).toContain('Không tìm thấy trang');
  });

  it('keeps the stylesheet for ever, under the name of its content', async () => {
    const front = await request(world.app).get('/');
    const address = /href="(\/assets\/console-[0-9a-f]{12}\.css)"/.exec(front.text)?.[1] ?? '';

    const css = await request(world.app).get(address);

    expect(css.headers).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-type': 'text/css; charset=utf-8',
    });
  });
});

describe('health', () => {
  it.each([
    [true, 200],
    [false, 503],
  ])('answers %s with %i', async (ok, status) => {
    const one = await createWorld({ health: async () => ({ ok, parts: { database: ok } }) });

    const answer = await request(one.app).get('/healthz');
    await one.close();

    expect(answer.status).toBe(status);
    expect(answer.body).toEqual({ ok, parts: { database: ok } });
  });
});

describe('webhooks', () => {
  function post(body: string, secret = 'right') {
    return request(world.app)
      .post('/webhooks/telegram')
      .set('Content-Type', 'application/json')
      .set('X-Telegram-Bot-Api-Secret-Token', secret)
      .send(body);
  }

  it('hands over what was posted, with its secret and without any form token', async () => {
    const answer = await post('{"update_id":1}');

    expect(answer.status).toBe(200);
    expect(received).toContainEqual(['right', '{"update_id":1}']);
  });

  it.each([
    ['bad JSON with a wrong secret', '{"update_id":', 'wrong', 401],
    ['more than a megabyte', JSON.stringify('x'.repeat(1_100_000)), 'right', 413],
    ['a wrong secret', '{}', 'wrong', 401],
    ['a handler that fails', '{}', 'breaks', 500],
  ])('answers %s with a plain status', async (_what, body, secret, status) => {
    const answer = await post(body, secret);

    expect(answer.status).toBe(status);
    expect(answer.body).toEqual({ ok: false });
  });

  it('logs nothing that anybody wrote', async () => {
    await post('{}', 'breaks');

    expect(JSON.stringify(logged)).toContain('a webhook failed');
    expect(JSON.stringify(logged)).not.toContain('villager');
  });
});

describe('signing in', () => {
  async function link(): Promise<string> {
    const { token } = await world.staffAccess.invite({ name: 'Người Thử', roles: ['mttq'], plans: [] });
    return `/console/sign-in/${token}`;
  }

  it('opens a link without using it up, as a preview does, and lets in by the button, once', async () => {
    const path = await link();

    const previews = [await request(world.app).get(path), await request(world.app).get(path)];
    const first = await request(world.app).post(path);
    const second = await request(world.app).post(path);

    expect(previews.map(({ status }) => status)).toEqual([200, 200]);
    expect(first.headers['location']).toBe('/console');
    expect(first.headers['set-cookie']?.[0]).toMatch(/^doi-thoai=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
    expect(second.status).toBe(403);
    expect(second.text).toContain('Liên kết không còn dùng được');
  });

  it('keeps the cookie to https when people come by https', async () => {
    const secure = await createWorld({ publicUrl: 'https://doithoai.example.vn' });
    const { token } = await secure.staffAccess.invite({ name: 'Người Thử', roles: ['mttq'], plans: [] });

    const answer = await request(secure.app).post(`/console/sign-in/${token}`);
    await secure.close();

    expect(answer.headers['set-cookie']?.[0]).toMatch(
      /^__Host-doi-thoai=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    expect(answer.headers['strict-transport-security']).toBeDefined();
  });

  it.each([
    ['another site', { 'Sec-Fetch-Site': 'cross-site' }, 403],
    ['another origin', { Origin: 'https://evil.example' }, 403],
    ['this site', { 'Sec-Fetch-Site': 'same-origin' }, 303],
  ])('minds where the form came from: %s', async (_what, headers, status) => {
    const answer = await request(world.app)
      .post(await link())
      .set(headers);

    expect(answer.status).toBe(status);
  });

  it('ends with signing out, after twelve hours, and when somebody is disabled', async () => {
    const [leaves, stays, goes] = [
      await world.signIn(['mttq']),
      await world.signIn(['mttq']),
      await world.signIn(['mttq']),
    ];
    const boss = await world.signIn(['admin']);

    await leaves.post('/console/sign-out', {});
    await boss.post(`/console/staff/${goes.member.id}/disable`, {});
    const now = [await leaves.get(world.at), await stays.get(world.at), await goes.get(world.at)];
    world.time.now = new Date(NOW.getTime() + 12 * 3_600_000 + 1);
    const later = await stays.get(world.at);
    world.time.now = NOW;

    expect(now.map(({ status }) => status)).toEqual([401, 200, 401]);
    expect(later.status).toBe(401);
  });

  it('slows down whoever tries links', async () => {
    const strict = await createWorld({ limits: { signInPer15Minutes: 3 } });

    const answers = [];
    for (let index = 0; index < 4; index += 1)
      answers.push(await request(strict.app).post('/console/sign-in/doan-thu'));
    await strict.close();

    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 429]);
    expect(answers[3]?.text).toContain('Thao tác quá nhanh');
  });
});

describe('people of the console', () => {
  it('shows a new link once, and it works', async () => {
    const boss = await world.signIn(['admin']);

    const answer = await boss.post('/console/staff', {
      name: 'Bà <Thư Ký>',
      roles: ['viewer', 'host'],
      plans: world.plan.id,
    });
    const path = /value="https?:\/\/[^/"]+(\/console\/sign-in\/[\w-]+)"/.exec(answer.text)?.[1] ?? '';
    const entered = await request(world.app).post(path);
    const again = await boss.get('/console/staff');

    expect(answer.text).toContain('Bà &lt;Thư Ký>');
    expect(entered.status).toBe(303);
    expect(again.text).not.toContain(path);
  });

  it.each([
    ['no role', { name: 'A' }],
    ['an invented role', { name: 'A', roles: 'king' }],
    ['no name', { name: ' ', roles: 'viewer' }],
    ['a plan that is not served', { name: 'A', roles: 'viewer', plans: 'khong-co' }],
    ['an office role without an office', { name: 'A', roles: 'office' }],
  ])('refuses %s', async (_what, body) => {
    const boss = await world.signIn(['admin']);

    const answer = await boss.post('/console/staff', body as unknown as Record<string, string>);

    expect(answer.status).toBe(400);
  });

  it('lets no administrator shut the door behind themselves', async () => {
    const boss = await world.signIn(['admin']);

    const answer = await boss.post(`/console/staff/${boss.member.id}/disable`, {});

    expect(answer.status).toBe(409);
    expect((await boss.get('/console/staff')).status).toBe(200);
  });
});

describe('our own faults', () => {
  it('are logged without anybody’s words and shown as a plain page', async () => {
    const clerk = await world.signIn(['mttq']);
    const broken = await createWorld({
      staffAccess: world.staffAccess,
      lists: { ...world.lists, queue: () => Promise.reject(new Error('bí mật của dân')) },
      log: { info: () => {}, warn: () => {}, error: (...line) => logged.push(line) },
    });

    const answer = await request(broken.app).get(`${world.at}/petitions`).set('Cookie', clerk.cookie);
    await broken.close();

    expect(answer.status).toBe(500);
    expect(answer.text).toContain('Chương trình gặp lỗi');
    expect(answer.text + JSON.stringify(logged)).not.toContain('bí mật');
    expect(JSON.stringify(logged)).toContain('a page failed');
  });
});
