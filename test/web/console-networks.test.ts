import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createWorld, NOW, visible, type Visitor, type World } from './console-world.ts';

const LIST = '/console/networks';
const TELEGRAM = `${LIST}/telegram`;
const ZALO = `${LIST}/zalo-personal`;

let world: World;
let admin: Visitor;
beforeAll(async () => {
  world = await createWorld();
  admin = await world.signIn(['admin'], { name: 'Trần Thị Lan' });
});
beforeEach(() => {
  world.telegram.now = { state: 'up' };
  world.zalo.now = { state: 'up' };
  world.zalo.step = { step: 'signed-in' };
});
afterAll(() => world.close());

describe('the networks in the console', () => {
  it('are listed with their state, since when, and what waits', async () => {
    world.telegram.now = { state: 'up', connectedSince: NOW, lastMessageAt: new Date(NOW.getTime() - 60_000) };
    world.zalo.now = { state: 'down', detail: 'Không tới được máy chủ Zalo.' };
    await world.stores.outbox.put([{ id: 'w/1', chat: 'tg:1:7', message: { text: 'x' } }], NOW);

    const page = await admin.get(LIST);
    const text = visible(page.text);

    expect(text).toMatch(/Telegram Đang hoạt động Tài khoản 1 Kết nối từ 21\/11\/2026 14:05 Tin đến mới nhất 21\/11\/2026 14:04 Đang chờ gửi 1 tin/);
    expect(text).toMatch(/Mất kết nối Không tới được máy chủ Zalo\./);
    await world.stores.outbox.settle('w/1', 'sent', NOW);
  });

  it('are paused and let go on by a button that brings the visitor back to where it was pressed', async () => {
    const paused = await admin.post(`${TELEGRAM}/pause`, { back: 'list' });
    const meanwhile = await admin.get(TELEGRAM);
    const resumed = await admin.post(`${TELEGRAM}/resume`, {});
    const after = await admin.get(TELEGRAM);

    expect([paused, resumed].map(({ status, headers }) => [status, headers['location']]))
      .toEqual([[303, LIST], [303, TELEGRAM]]);
    expect(visible(meanwhile.text)).toMatch(/Tạm ngừng gửi 21\/11\/2026 14:05 Trần Thị Lan/);
    expect(meanwhile.text).toContain(`action="${TELEGRAM}/resume"`);
    expect(visible(after.text)).toMatch(/Cho gửi trở lại 21\/11\/2026 14:05 Trần Thị Lan/);
    expect(after.text).toContain(`action="${TELEGRAM}/pause"`);
  });

  it('refuse a button that another site pressed', async () => {
    const answer = await admin.post(`${TELEGRAM}/pause`, { _csrf: 'of-another-session' });

    expect(answer.status).toBe(403);
    expect((await world.networks.one('telegram'))?.pause?.paused).not.toBe(true);
  });

  it('that cannot be paused, or are none, have no such button', async () => {
    const page = await admin.get(`${LIST}/web`);
    const answers = await Promise.all([
      admin.post(`${LIST}/web/pause`, {}), admin.post(`${LIST}/zalo-bot/pause`, {}), admin.get(`${LIST}/zalo-bot`),
      admin.post(`${TELEGRAM}/sign-in`, {}),
    ]);

    expect(page.text).not.toContain('/pause');
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
  });

  it('show failures with their reason, as text', async () => {
    await world.stores.outbox.put([{ id: 'f/1', chat: 'tg:1:9', message: { text: 'lời riêng' } }], NOW);
    await world.stores.outbox.settle('f/1', 'dead', NOW, '<b>đã chặn</b>');
    world.telegram.now = { state: 'down', detail: '<script>alert(1)</script>' };

    const page = await admin.get(TELEGRAM);

    expect(page.text).toContain('&lt;b>đã chặn&lt;/b>');
    expect(page.text).not.toContain('<b>đã chặn');
    expect(page.text).not.toContain('<script>alert');
    expect(page.text).not.toMatch(/lời riêng|tg:1:9/);
    expect(visible(page.text)).toMatch(/21\/11\/2026 14:05 Không tới/);
  });

  it('are steered by no administrator of one commune among several', async () => {
    const ofOne = await world.signIn(['admin'], { plans: [world.plan.id] });

    const [page, list, pause, signIn] = await Promise.all([
      ofOne.get(ZALO), ofOne.get(LIST), ofOne.post(`${TELEGRAM}/pause`, {}), ofOne.post(`${ZALO}/sign-in`, {}),
    ]);

    expect([page, list, pause, signIn].map(({ status }) => status)).toEqual([200, 200, 403, 403]);
    expect(page.text + list.text).not.toMatch(/\/pause"|\/sign-in"/);
  });
});

describe('signing an account in', () => {
  it('begins with a button, goes on with a picture that looks for itself whether it was scanned, and ends', async () => {
    world.zalo.step = { step: 'needed', detail: 'Mã trước đã hết hạn.' };
    const needed = await admin.get(ZALO);
    const noPicture = await admin.get(`${ZALO}/qr.png`);
    const asked = await admin.post(`${ZALO}/sign-in`, {});
    const code = await admin.get(ZALO);
    const picture = await admin.get(`${ZALO}/qr.png`);
    world.zalo.step = { step: 'scanned', by: 'Ủy ban <xã>' };
    const scanned = await admin.get(ZALO);
    world.zalo.step = { step: 'signed-in' };
    const done = await admin.get(ZALO);

    expect(visible(needed.text)).toMatch(/Mã trước đã hết hạn\. Lấy mã QR/);
    expect(noPicture.status).toBe(404);
    expect(asked.headers['location']).toBe(ZALO);
    expect(code.text).toContain(`src="${ZALO}/qr.png?until=${NOW.getTime() + 90_000}"`);
    expect(visible(code.text)).toContain('Mã còn dùng được 90 giây');
    expect(picture.headers).toMatchObject({ 'content-type': 'image/png', 'cache-control': 'no-store' });
    expect((picture.body as Buffer).subarray(1, 4).toString()).toBe('PNG');
    expect(visible(scanned.text)).toContain('Đã quét bằng tài khoản “ Ủy ban <xã> ”. Ông/bà xác nhận trên điện thoại');
    expect(visible(done.text)).toContain('Đã đăng nhập.');
    expect([needed, code, scanned, done].map(({ text }) => text.includes('http-equiv="refresh"')))
      .toEqual([false, true, true, false]);
    expect(world.zalo.asked).toBe(1);
  });

  it('is prepared by plain words about what may happen to the account', async () => {
    const page = await admin.get(ZALO);

    expect(visible(page.text)).toMatch(/có thể khoá tài khoản bất cứ lúc nào/);
  });

  it('is not for those who may only look: no code, no button, no page that reloads', async () => {
    await world.zalo.signIn!.begin();
    const clerk = await world.signIn(['mttq']);

    const page = await clerk.get(ZALO);

    expect(page.text).not.toMatch(/qr\.png|\/sign-in"|http-equiv="refresh"/);
    expect(visible(page.text)).toContain('Chưa đăng nhập. Người quản trị làm việc này.');
  });
});

describe('a network that needs somebody', () => {
  it('is named on every page of those who may see networks, with the way there', async () => {
    world.zalo.now = { state: 'stopped', needsPerson: true, detail: 'Nơi khác đã đăng nhập tài khoản này.' };
    const clerk = await world.signIn(['mttq']);
    const viewer = await world.signIn(['viewer']);

    const [home, staff, clerks, viewers] = await Promise.all([
      admin.get(world.at), admin.get('/console/staff'), clerk.get(`${world.at}/petitions`), viewer.get(world.at),
    ]);

    for (const page of [home, staff, clerks]) {
      expect(visible(page.text)).toMatch(/Zalo \(tài khoản thường\) đang chờ người xử lý\. Nơi khác đã đăng nhập tài khoản này\./);
      expect(page.text).toContain(`href="${ZALO}"`);
    }
    expect(viewers.text).not.toContain('class="alert');
  });

  it('is named no more once all is well', async () => {
    const page = await admin.get(world.at);

    expect(page.text).not.toContain('class="alert');
  });
});
