import { once } from 'node:events';
import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import request from 'supertest';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createChatServer, PLAN, type ChatServerOptions } from '../fakes/chat-server.ts';

const JPEG = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from('một tấm ảnh')]);
const OTHER_PLAN = { rehearsal: false, commune: { unit: 'phường', name: 'Hoà An' } };

describe('the web chat over HTTP', () => {
  const closing: (() => void)[] = [];

  afterEach(() => {
    for (const close of closing.splice(0)) close();
  });

  async function visit(options?: ChatServerOptions) {
    const server = await createChatServer(options);
    const page = await request(server.app).get('/chat').expect(200);
    const cookie = page.headers['set-cookie']![0]!;
    const chatId = /data-chat="([^"]+)"/.exec(page.text)![1]!;
    let count = 0;

    function post(path: string, from = cookie) {
      return request(server.app).post(`/chat${path}`).set('Cookie', from.split(';')[0]!);
    }
    return {
      ...server,
      page,
      cookie,
      post,
      chat: `web:${chatId}`,
      routes: server.chat,
      says: (text: string, id = `message-${count++}`) => post('/messages').send({ id, kind: 'text', text }),
      uploads: (content: Buffer, name = 'mương.jpg', id = `message-${count++}`) =>
        post('/files').field('id', id).attach('file', content, { filename: name, contentType: 'image/jpeg' }),
    };
  }

  type Visit = Awaited<ReturnType<typeof visit>>;

  /** A page's stream of events; `text()` is what came so far. */
  async function listen({ app, cookie }: Visit, headers: Record<string, string> = {}, query = '') {
    const server: Server = createServer(app).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const call = get({ port, path: `/chat/events${query}`, headers: { cookie, ...headers } });
    const [response] = (await once(call, 'response')) as [IncomingMessage];
    let text = '';
    response.setEncoding('utf8').on('data', (part: string) => void (text += part));
    closing.push(() => {
      call.destroy();
      server.close();
    });
    return { response, text: () => text, server };
  }

  describe('the page', () => {
    it('gives a new browser a cookie that scripts cannot read, and another to the next', async () => {
      const first = await visit();
      const second = await visit();

      expect(first.cookie).toMatch(/^chat=[\w-]{32}; Max-Age=\d+; Path=\/chat; Expires=[^;]+; HttpOnly; SameSite=Lax$/);
      expect(second.cookie.slice(0, 37)).not.toBe(first.cookie.slice(0, 37));
      expect(first.page.text).toContain('data-new="1"');
      expect(first.page.text).not.toContain(first.cookie.slice(5, 37));
    });

    it('knows a browser again', async () => {
      const { app, cookie, chat } = await visit();

      const again = await request(app).get('/chat').set('Cookie', cookie);

      expect(again.text).toContain(`data-chat="${chat.slice(4)}"`);
      expect(again.text).toContain('data-new="0"');
    });

    it('sends the cookie over https only where people use https', async () => {
      const { cookie } = await visit({ publicUrl: 'https://doithoai.example' });

      expect(cookie).toContain('; Secure');
    });

    it('is named after the commune when there is one, and after none when there are several', async () => {
      const one = await visit();
      const several = await visit({ plans: [PLAN, OTHER_PLAN] });

      expect(one.page.text).toContain('<title>Đối thoại với xã Bình Minh</title>');
      expect(several.page.text).toContain('<title>Đối thoại với chính quyền địa phương</title>');
    });

    it('says that it is a rehearsal, and only then', async () => {
      const rehearsal = await visit({ plans: [{ ...PLAN, rehearsal: true }] });
      const real = await visit();

      expect(rehearsal.page.text).toContain('TẬP DƯỢT');
      expect(real.page.text).not.toContain('TẬP DƯỢT');
    });

    it('escapes what a plan says', async () => {
      const { page } = await visit({ plans: [{ ...PLAN, commune: { unit: 'xã', name: '<script>' } }] });

      expect(page.text).not.toContain('xã <script>');
    });

    it('runs nothing but its own script', async () => {
      const { page, app } = await visit();

      expect(page.headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'");
      expect(page.headers['cache-control']).toBe('no-store');
      expect(page.text).not.toMatch(/<script>|<style|style="|onclick/);
      await request(app).get('/chat/assets/chat.js').expect(200).expect('Content-Type', /javascript/);
      await request(app).get('/chat/assets/chat.css').expect(200).expect('Content-Type', /css/);
    });
  });

  describe('a message', () => {
    it('is saved before it is answered', async () => {
      const { says, taken, chat } = await visit();

      await says('Đường thôn Đình ngập', 'abcdefgh').expect(200, { saved: true });

      expect(taken).toEqual([{
        key: expect.stringMatching(/^web:[\w-]{22}$/), channel: 'web', chat, messageId: 'abcdefgh',
        content: { kind: 'text', text: 'Đường thôn Đình ngập' },
      }]);
    });

    it('ten times under one id is one message', async () => {
      const { says, taken } = await visit();

      const answers = await Promise.all(Array.from({ length: 10 }, () => says('một lần', 'abcdefgh')));

      expect(answers.map(({ body }) => body)).toEqual(answers.map(() => ({ saved: true })));
      expect(taken).toHaveLength(1);
    });

    it.each([
      ['plain letters', 'a'.repeat(50_000)],
      ['Vietnamese letters in pieces', 'ộ'.normalize('NFD').repeat(16_666)],
      ['emoji', '🌾'.repeat(50_000)],
    ])('may have 50,000 characters: %s', async (_, text) => {
      const { says, taken } = await visit();

      await says(text).expect(200);

      expect(taken[0]?.content).toEqual({ kind: 'text', text });
    });

    it('that is far too long is refused in kind words, and the page need not try again', async () => {
      const { says, taken } = await visit();

      const { body } = await says('a'.repeat(300_000)).expect(413);

      expect(body).toMatchObject({ code: 'tooLong', retry: false, message: expect.stringContaining('dài quá') });
      expect(taken).toEqual([]);
    });

    it.each([
      ['a forged choice', { id: 'abcdefgh', kind: 'choice', prompt: { $ne: null }, choice: 'send' }],
      ['an operator', { id: 'abcdefgh', kind: 'text', text: { $gt: '' } }],
      ['no object', '"a"'],
      ['broken JSON', '{"id":'],
    ])('that is none is refused: %s', async (_, body) => {
      const { post, taken } = await visit();

      const answer = await post('/messages').type('json').send(body).expect(400);

      expect(answer.body).toMatchObject({ code: 'invalid', retry: false });
      expect(taken).toEqual([]);
    });

    it('needs a browser that has opened the page', async () => {
      const { app, post, taken } = await visit();

      await request(app).post('/chat/messages').send({ id: 'abcdefgh', kind: 'start' }).expect(401);
      await post('/messages', 'chat=guess').send({ id: 'abcdefgh', kind: 'start' }).expect(401);

      expect(taken).toEqual([]);
    });

    it('that cannot be saved is to be sent again, and its words are not logged', async () => {
      const error = vi.fn();
      const { says, state, taken } = await visit({ log: { info: vi.fn(), warn: vi.fn(), error } });
      state.full = true;

      const { body, headers } = await says('chuyện riêng', 'abcdefgh').expect(503);
      state.full = false;
      await says('chuyện riêng', 'abcdefgh').expect(200);

      expect(body).toMatchObject({ code: 'notSaved', retry: true });
      expect(Number(headers['retry-after'])).toBeGreaterThan(0);
      expect(taken).toHaveLength(1);
      expect(error).toHaveBeenCalledOnce();
      expect(JSON.stringify(error.mock.calls)).not.toContain('chuyện riêng');
    });

    it('too many of one chat wait a moment; another chat is not held up', async () => {
      const server = await visit({ perMinute: 3 });
      const other = (await request(server.app).get('/chat')).headers['set-cookie']![0]!;
      for (const text of ['một', 'hai', 'ba']) await server.says(text).expect(200);

      const { body, headers } = await server.says('bốn').expect(429);
      await server.post('/messages', other).send({ id: 'abcdefgh', kind: 'start' }).expect(200);

      expect(body).toMatchObject({ code: 'tooMany', retry: true });
      expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    });
  });

  describe('from another site', () => {
    const message = { id: 'abcdefgh', kind: 'text', text: 'a' };

    it.each([
      ['its origin', { Origin: 'https://evil.example' }],
      ['a hidden origin', { Origin: 'null' }],
      ['what the browser says of it', { 'Sec-Fetch-Site': 'cross-site' }],
    ])('a message is refused: %s', async (_, headers: Record<string, string>) => {
      const { post, taken } = await visit();

      await post('/messages').set(headers).send(message).expect(403);
      await post('/files').set(headers).field('id', 'abcdefgh').attach('file', JPEG, 'a.jpg').expect(403);
      await post('/leave').set(headers).expect(403);

      expect(taken).toEqual([]);
    });

    it.each([
      ['the address in the browser', { Host: 'may-xa:3000', Origin: 'http://may-xa:3000' }],
      ['the public address behind a proxy', { Host: '10.0.0.5', Origin: 'https://doithoai.example' }],
    ])('but one from our own page is not: %s', async (_, headers: Record<string, string>) => {
      const { post } = await visit({ publicUrl: 'https://doithoai.example' });

      await post('/messages').set(headers).send(message).expect(200);
    });
  });

  describe('a file', () => {
    it('is stored first, then taken as a message that names it', async () => {
      const { uploads, taken, stored, channel } = await visit();

      await uploads(JPEG, 'mương.jpg').expect(200, { saved: true });

      const { content } = taken[0]!;
      const [ref] = [...stored.keys()];
      const photo = { kind: 'photo', ref, name: 'mương.jpg', mime: 'image/jpeg', size: JPEG.length };
      expect(content).toEqual({ kind: 'media', files: [photo] });
      expect(await channel.download(ref!)).toEqual(JPEG);
    });

    it('sent again under its id is one message', async () => {
      const { uploads, taken } = await visit();

      await uploads(JPEG, 'a.jpg', 'abcdefgh').expect(200);
      await uploads(JPEG, 'a.jpg', 'abcdefgh').expect(200);

      expect(taken).toHaveLength(1);
    });

    it('keeps the words beside it and the album that it belongs to', async () => {
      const { post, taken } = await visit();

      const fields = { id: 'abcdefgh', text: 'Mương', album: 'album-01' };
      await post('/files').field(fields).attach('file', JPEG, 'a.jpg').expect(200);

      expect(taken[0]?.content).toMatchObject({ text: 'Mương', album: 'album-01' });
    });

    it('of another kind is refused, whatever it calls itself, and not stored', async () => {
      const { uploads, taken, stored } = await visit();

      const { body } = await uploads(Buffer.from('<svg onload="alert(1)">'), 'anh.jpg').expect(415);

      expect(body).toMatchObject({ code: 'fileRefused', retry: false, message: expect.stringContaining('PDF') });
      expect([taken, stored.size]).toEqual([[], 0]);
    });

    it('of more than 10 MB is refused, one of 10 MB is not', async () => {
      const { uploads, taken } = await visit();

      const { body } = await uploads(Buffer.concat([JPEG, Buffer.alloc(10 * 1024 * 1024)])).expect(413);
      await uploads(Buffer.concat([JPEG, Buffer.alloc(10 * 1024 * 1024 - JPEG.length)])).expect(200);

      expect(body).toMatchObject({ code: 'fileTooBig', retry: false });
      expect(taken).toHaveLength(1);
    });

    it('is missing: the request is refused', async () => {
      const { post } = await visit();

      await post('/files').field('id', 'abcdefgh').expect(400);
      await post('/files').send({ id: 'abcdefgh' }).expect(400);
      await post('/files').field('id', 'abcdefgh').attach('two', JPEG, 'a.jpg').expect(400);
    });
  });

  describe('live replies', () => {
    it('tell everything that was said, then what is new', async () => {
      const visitor = await visit();
      const choices = [{ id: 'yes', label: 'Đồng ý', words: ['ok'] }];
      await visitor.say(visitor.chat, { text: 'Xin chào\nông/bà', prompt: 'consent', choices });
      const { response, text } = await listen(visitor);

      await vi.waitFor(() => expect(text()).toContain('event: ready'));
      await visitor.say(visitor.chat, { text: 'Cảm ơn' });

      await vi.waitFor(() => expect(text()).toContain('Cảm ơn'));
      expect(response.headers['content-type']).toBe('text/event-stream; charset=utf-8');
      const [first] = [...text().matchAll(/^id: (\d+)\nevent: line\ndata: (.*)$/gm)];
      const { order, createdAt } = visitor.outbox.entries[0]!;
      expect(Number(first![1])).toBe(order);
      expect(JSON.parse(first![2]!)).toEqual({
        id: 'out/0', order, text: 'Xin chào\nông/bà', prompt: 'consent', at: createdAt.toISOString(),
        choices: [{ id: 'yes', label: 'Đồng ý' }],
      });
    });

    it.each([
      ['Last-Event-ID', true],
      ['the address', false],
    ])('go on where the browser stopped, named by %s', async (_, inHeader) => {
      const visitor = await visit();
      const { order } = visitor.outbox.put(visitor.chat, { text: 'đã đọc' });
      visitor.outbox.put(visitor.chat, { text: 'chưa đọc' }, { order: order + 60_000_000 });

      const place = String(order + 10_000_000);
      const { text } = inHeader
        ? await listen(visitor, { 'Last-Event-ID': place })
        : await listen(visitor, {}, `?after=${place}`);

      await vi.waitFor(() => expect(text()).toContain('event: ready'));
      expect(text()).toContain('chưa đọc');
      expect(text()).not.toContain('đã đọc');
    });

    it('are told to nobody else', async () => {
      const visitor = await visit();
      await visitor.say('web:nguoi-khac', { text: 'chuyện riêng' });

      const { text } = await listen(visitor);

      await vi.waitFor(() => expect(text()).toContain('event: ready'));
      expect(text()).not.toContain('chuyện riêng');
      await request(visitor.app).get('/chat/events').expect(401);
    });

    it('are eight in one chat: the oldest ends for a ninth', async () => {
      const visitor = await visit();
      const first = await listen(visitor);
      const ended = once(first.response.resume(), 'end');
      const others: (typeof first)[] = [];

      for (let count = 0; count < 8; count++) others.push(await listen(visitor));

      await ended;
      await vi.waitFor(() => expect(others.every(({ text }) => text().includes('event: ready'))).toBe(true));
      expect(others.map(({ response }) => response.readableEnded)).toEqual(Array(8).fill(false));
    });

    it('are held open in a limited number for one address, however many chats it makes up', async () => {
      const visitor = await visit({ streamsPerAddress: 2 });
      await listen(visitor);
      await listen({ ...visitor, cookie: `chat=${'b'.repeat(32)}` });

      const { response } = await listen({ ...visitor, cookie: `chat=${'c'.repeat(32)}` });

      expect(response.statusCode).toBe(503);
    });

    it('end when the program stops, and then let nobody in', async () => {
      const visitor = await visit();
      const { response, text } = await listen(visitor);
      await vi.waitFor(() => expect(text()).toContain('event: ready'));

      visitor.routes.close();

      await once(response, 'end');
      await request(visitor.app).get('/chat/events').set('Cookie', visitor.cookie).expect(503);
    });
  });

  it('forgets a chat on this phone when asked', async () => {
    const { post } = await visit();

    const { headers } = await post('/leave').expect(200, { left: true });

    expect(headers['set-cookie']![0]).toMatch(/^chat=; Path=\/chat; Expires=Thu, 01 Jan 1970/);
  });
});
