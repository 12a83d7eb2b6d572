import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorld, NOW, visible, type Visitor, type World } from './console-world.ts';

let world: World;
let clerk: Visitor;
beforeAll(async () => {
  world = await createWorld();
  clerk = await world.signIn(['mttq'], { name: 'Nguyễn Thị Thử' });
});
afterAll(() => world.close());

describe('one petition', () => {
  it('shows the words exactly, and no markup in them works', async () => {
    const text = '  <script>alert(1)</script> & "x" \u200b=HYPERLINK("a")\n  Nhà văn hoá  ';
    const petition = await world.petition({ text });

    const answer = await clerk.get(world.pathOf(petition));

    const shown = /<blockquote class="words"[^>]*>([^]*?)<\/blockquote>/.exec(answer.text)?.[1] ?? '';
    expect(shown.replaceAll('&lt;', '<').replaceAll('&quot;', '"').replaceAll('&amp;', '&')).toBe(text);
    expect(answer.text).not.toContain('<script>alert');
  });

  it('shows 50,000 characters whole, and their beginning in the queue', async () => {
    const petition = await world.petition({ text: `Đầu ${'ạ'.repeat(49_990)} cuối` });

    const [page, queue] = await Promise.all([clerk.get(world.pathOf(petition)), clerk.get(`${world.at}/petitions`)]);

    expect(page.text).toContain(petition.text);
    expect(queue.text.length).toBeLessThan(200_000);
  });

  it('names the author only to those who may know', async () => {
    const person = await world.stores.people.knownAgain(
      { commune: world.plan.commune.id, name: 'Lê Thị Ví Dụ', phone: '0900000123', search: 'le thi vi du' },
      NOW,
    );
    const petition = await world.petition({ person: person.id });
    const host = await world.signIn(['host']);

    const [withName, without] = await Promise.all([clerk.get(world.pathOf(petition)), host.get(world.pathOf(petition))]);

    expect(withName.text).toContain('Lê Thị Ví Dụ');
    expect(without.status).toBe(200);
    expect(without.text).not.toContain('Lê Thị Ví Dụ');
    expect(without.text).not.toContain('0900000123');
  });

  it('warns where the words may hold what is private to somebody else', async () => {
    const [telling, plain] = [
      await world.petition({ text: 'Xe biển số 29A-123.45 chạy ẩu qua xóm, ai hỏi gọi 0900 000 123' }),
      await world.petition({ text: 'Đường xóm hỏng nặng, xin sửa' }),
    ];

    const [warned, silent] = [await clerk.get(world.pathOf(telling)), await clerk.get(world.pathOf(plain))];

    expect(visible(warned.text)).toContain('Có thể có dữ liệu riêng của người khác');
    expect(visible(silent.text)).not.toContain('Có thể có dữ liệu riêng của người khác');
  });

  it('shows petitions that say much the same', async () => {
    const text = 'Trạm bơm Đồng Sậy hỏng hai tháng nay, ruộng cuối kênh nứt nẻ, xin sửa máy trước vụ';
    const [first, second] = [await world.petition({ text }), await world.petition({ text: `Thưa xã, ${text}` })];

    const answer = await clerk.get(world.pathOf(first!));

    expect(visible(answer.text)).toContain('Ý kiến giống');
    expect(answer.text).toContain(`href="${world.pathOf(second!)}"`);
    expect(visible(answer.text)).toContain('có lẽ là một');
  });

  it('says what was erased, and shows nothing of it', async () => {
    const petition = await world.petition({ text: 'Điều này phải mất' });
    await world.stores.petitions.erase(petition.id, { at: NOW, by: { kind: 'author' }, what: 'erased' });

    const answer = await clerk.get(world.pathOf(petition));

    expect(visible(answer.text)).toContain('Nội dung đã được xoá theo yêu cầu của người gửi, 21/11/2026 14:05');
    expect(answer.text).not.toContain('Điều này phải mất');
  });

  it('leads to its neighbours in the filtered queue', async () => {
    const [first, , third] = [
      await world.petition({ topic: 'construction' }),
      await world.petition({ topic: 'culture' }),
      await world.petition({ topic: 'construction' }),
    ];

    const answer = await clerk.get(`${world.pathOf(third!)}?topic=construction`);

    expect(answer.text).toContain(`${first!.code}?topic=construction`);
  });

  it('is found under its own code and plan only', async () => {
    const petition = await world.petition();

    const answers = await Promise.all([
      clerk.get(`${world.at}/petitions/XX-${petition.code.slice(3)}`),
      clerk.get(`/console/plans/${world.other.id}/petitions/${petition.code}`),
      clerk.get(`${world.at}/petitions/TD-9999999`),
    ]);

    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
  });
});

describe('deciding', () => {
  it('confirms the topic with one press, and the history says who', async () => {
    const petition = await world.petition();

    const answer = await clerk.post(`${world.pathOf(petition)}?status=todo`, {
      seen: '2',
      kind: 'topic',
      topic: 'traffic_irrigation',
    });
    const page = await clerk.get(String(answer.headers['location']));

    expect(answer.headers['location']).toBe(`${world.pathOf(petition)}?status=todo&saved=1`);
    expect(visible(page.text)).toContain('Xác nhận lĩnh vực: Giao thông, thuỷ lợi Nguyễn Thị Thử');
    expect(visible(page.text)).toContain('Trạng thái: Chờ xác nhận → Đã xem');
  });

  it('refuses a form without its token, with a wrong one, and with another person’s', async () => {
    const petition = await world.petition();
    const other = await world.signIn(['mttq']);
    const body = { seen: '2', kind: 'reject', why: 'thử' };

    const answers = await Promise.all([
      clerk.post(world.pathOf(petition), { ...body, _csrf: '' }),
      clerk.post(world.pathOf(petition), { ...body, _csrf: 'sai' }),
      clerk.post(world.pathOf(petition), { ...body, _csrf: other.csrf }),
      clerk.post(world.pathOf(petition), { ...body, _csrf: [clerk.csrf, clerk.csrf] }),
    ]);

    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
    expect((await world.stores.petitions.byId(petition.id))?.status).toBe('classified');
  });

  it('tells the second of two clerks that somebody was quicker', async () => {
    const petition = await world.petition();
    const other = await world.signIn(['mttq']);

    const answers = await Promise.all([
      clerk.post(world.pathOf(petition), { seen: '2', kind: 'topic', topic: 'culture' }),
      other.post(world.pathOf(petition), { seen: '2', kind: 'topic', topic: 'security' }),
    ]);

    const late = answers.find(({ status }) => status === 409);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
    expect(visible(late?.text ?? '')).toContain('Vừa có người khác thay đổi');
    expect((await world.stores.petitions.byId(petition.id))?.history).toHaveLength(5);
  });

  it.each([
    ['an unknown topic', { kind: 'topic', topic: 'khong-co' }],
    ['an operator as a topic', { kind: 'topic', 'topic[$ne]': 'x' }],
    ['no reason where one is due', { kind: 'reject', why: '  ' }],
    ['an unknown decision', { kind: 'delete' }],
  ])('refuses %s', async (_what, body) => {
    const petition = await world.petition();

    const answer = await clerk.post(world.pathOf(petition), { seen: '2', ...body });

    expect(answer.status).toBe(400);
    expect(await world.stores.petitions.byId(petition.id)).toEqual(petition);
  });

  it('hides what is put on hold from everybody but the officer who receives citizens', async () => {
    const petition = await world.petition({ text: 'Riêng chuyện này là tố cáo' });
    const officer = await world.signIn(['reception']);

    const held = await clerk.post(world.pathOf(petition), { seen: '2', kind: 'hold', why: 'Là tố cáo' });
    const [mine, theirs, list, csv] = await Promise.all([
      clerk.get(world.pathOf(petition)),
      officer.get(`${world.at}/held`),
      clerk.get(`${world.at}/petitions?q=rieng%20chuyen`),
      clerk.get(`${world.at}/export?format=csv`),
    ]);

    expect(held.headers['location']).toBe(`${world.at}/petitions`);
    expect(mine.status).toBe(404);
    expect(theirs.text).toContain('Riêng chuyện này là tố cáo');
    expect(list.text).not.toContain('Riêng chuyện này');
    expect(csv.text).not.toContain('Riêng chuyện này');
  });
});
