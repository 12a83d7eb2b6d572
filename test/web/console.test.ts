import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Petition } from '../../models/petition.ts';
import { createWorld, NOW, type World } from './console-world.ts';

type Visitor = Awaited<ReturnType<World['signIn']>>;

let world: World;
let clerk: Visitor;
beforeAll(async () => {
  world = await createWorld();
  clerk = await world.signIn(['mttq'], { name: 'Nguyễn Thị Thử' });
});
afterAll(() => world.close());

/** What a browser would show of an answer: tags taken away, entities read. */
function visible(html: string): string {
  return html.replaceAll(/<[^>]+>/g, ' ').replaceAll('&lt;', '<').replaceAll('&quot;', '"').replaceAll('&amp;', '&').replaceAll(/\s+/g, ' ');
}

function pathOf(petition: Petition): string {
  return `${world.at}/petitions/${petition.code}`;
}

describe('the queue', () => {
  it('finds words without diacritics, in any order', async () => {
    const petition = await world.petition({ text: 'Trạm bơm Cửa Đình hỏng, ruộng thiếu nước' });
    await world.petition({ text: 'Trạm y tế thiếu thuốc' });

    const answer = await clerk.get(`${world.at}/petitions?q=${encodeURIComponent('cua dinh tram')}`);

    expect(visible(answer.text)).toContain('1 ý kiến');
    expect(answer.text).toContain(petition.code);
  });

  it('narrows by topic, hamlet, status, office and urgency together', async () => {
    const wanted = await world.petition({ topic: 'security', hamlet: 'go-nang', status: 'routed', office: 'cong-an', urgent: true });
    await world.petition({ topic: 'security', hamlet: 'go-nang', status: 'routed', office: 'cong-an' });
    await world.petition({ topic: 'security', hamlet: 'cau-may', status: 'routed', office: 'cong-an', urgent: true });

    const answer = await clerk.get(`${world.at}/petitions?topic=security&hamlet=go-nang&status=routed&office=cong-an&urgent=1`);

    expect(visible(answer.text)).toContain('1 ý kiến');
    expect(answer.text).toContain(wanted.code);
  });

  it('counts what came and changed since the last page', async () => {
    const before = visible((await clerk.get(`${world.at}/petitions?topic=religion`)).text);
    const petition = await world.petition({ topic: 'religion' });
    const after = visible((await clerk.get(`${world.at}/petitions?topic=religion`)).text);
    await clerk.post(pathOf(petition), { seen: '2', kind: 'topic', topic: 'culture' });
    const corrected = visible((await clerk.get(`${world.at}/petitions?topic=religion`)).text);

    expect(before).toContain('0 ý kiến');
    expect(after).toContain('1 ý kiến');
    expect(after).toContain('Công tác tôn giáo, tín ngưỡng (1)');
    expect(corrected).toContain('0 ý kiến');
  });

  it('turns pages, and a page beyond the last one is the last one', async () => {
    for (let index = 0; index < 30; index += 1) await world.petition({ topic: 'employment' });

    const first = await clerk.get(`${world.at}/petitions?topic=employment`);
    const beyond = await clerk.get(`${world.at}/petitions?topic=employment&page=99`);

    expect(first.text.match(/class="row-link"/g)).toHaveLength(25);
    expect(first.text).toContain('?topic=employment&amp;page=2');
    expect(beyond.text.match(/class="row-link"/g)).toHaveLength(5);
    expect(visible(beyond.text)).toContain('Trang 2 / 2');
  });

  it.each([
    ['an operator as a key', '?topic[$ne]=x', 200],
    ['an operator in a value', '?topic={"$ne":1}', 400],
    ['the same field twice', '?topic=a&topic=b', 400],
    ['a status that does not exist', '?status=eaten', 400],
    ['a page that is no number', '?page=1e9', 400],
    ['a pattern in the words', '?q=.*(a%2B)%2B%24', 200],
    ['held ones', '?status=held', 400],
    ['an empty form', '?q=&topic=&hamlet=&status=&office=&order=', 200],
  ])('is not confused by %s', async (_what, query, status) => {
    const answer = await clerk.get(`${world.at}/petitions${query}`);

    expect(answer.status).toBe(status);
  });

  it('puts pressing matters first, then what the machine knows least about', async () => {
    const proposal = (confidence: number) => ({ topic: 'economy', confidence, alternatives: [], auto: false, version: 'test', at: NOW });
    const sure = await world.petition({ hamlet: 'vuon-sao', topic: 'economy', proposal: proposal(0.7) });
    const unsure = await world.petition({ hamlet: 'vuon-sao', topic: 'economy', proposal: proposal(0.2) });
    const urgent = await world.petition({ hamlet: 'vuon-sao', topic: 'economy', proposal: proposal(0.9), urgent: true });

    const answer = await clerk.get(`${world.at}/petitions?status=todo&order=priority&hamlet=vuon-sao`);

    const codes = [...answer.text.matchAll(/class="row-link"[^>]*>([^<]+)</g)].map((found) => found[1]);
    expect(codes).toEqual([urgent.code, unsure.code, sure.code]);
  });
});

describe('one petition', () => {
  it('shows the words exactly, and no markup in them works', async () => {
    const text = '  <script>alert(1)</script> & "x" \u200b=HYPERLINK("a")\n  Nhà văn hoá  ';
    const petition = await world.petition({ text });

    const answer = await clerk.get(pathOf(petition));

    const shown = /<blockquote class="words"[^>]*>([^]*?)<\/blockquote>/.exec(answer.text)?.[1] ?? '';
    expect(shown.replaceAll('&lt;', '<').replaceAll('&quot;', '"').replaceAll('&amp;', '&')).toBe(text);
    expect(answer.text).not.toContain('<script>alert');
  });

  it('shows 50,000 characters whole, and their beginning in the queue', async () => {
    const petition = await world.petition({ text: `Đầu ${'ạ'.repeat(49_990)} cuối` });

    const [page, queue] = await Promise.all([clerk.get(pathOf(petition)), clerk.get(`${world.at}/petitions`)]);

    expect(page.text).toContain(petition.text);
    expect(queue.text.length).toBeLessThan(200_000);
  });

  it('names the author only to those who may know', async () => {
    const person = await world.stores.people.knownAgain(
      { commune: world.plan.commune.id, name: 'Lê Thị Ví Dụ', phone: '0900000123', search: 'le thi vi du' }, NOW);
    const petition = await world.petition({ person: person.id });
    const host = await world.signIn(['host']);

    const [withName, without] = await Promise.all([clerk.get(pathOf(petition)), host.get(pathOf(petition))]);

    expect(withName.text).toContain('Lê Thị Ví Dụ');
    expect(without.status).toBe(200);
    expect(without.text).not.toContain('Lê Thị Ví Dụ');
    expect(without.text).not.toContain('0900000123');
  });

  it('says what was erased, and shows nothing of it', async () => {
    const petition = await world.petition({ text: 'Điều này phải mất' });
    await world.stores.petitions.erase(petition.id, { at: NOW, by: { kind: 'author' }, what: 'erased' });

    const answer = await clerk.get(pathOf(petition));

    expect(visible(answer.text)).toContain('Nội dung đã được xoá theo yêu cầu của người gửi, 21/11/2026 14:05');
    expect(answer.text).not.toContain('Điều này phải mất');
  });

  it('leads to its neighbours in the filtered queue', async () => {
    const [first, , third] = [
      await world.petition({ topic: 'construction' }), await world.petition({ topic: 'culture' }),
      await world.petition({ topic: 'construction' }),
    ];

    const answer = await clerk.get(`${pathOf(third!)}?topic=construction`);

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

    const answer = await clerk.post(`${pathOf(petition)}?status=todo`, { seen: '2', kind: 'topic', topic: 'traffic_irrigation' });
    const page = await clerk.get(String(answer.headers['location']));

    expect(answer.headers['location']).toBe(`${pathOf(petition)}?status=todo&saved=1`);
    expect(visible(page.text)).toContain('Xác nhận lĩnh vực: Giao thông, thuỷ lợi Nguyễn Thị Thử');
    expect(visible(page.text)).toContain('Trạng thái: Chờ xác nhận → Đã xem');
  });

  it('refuses a form without its token, with a wrong one, and with another person’s', async () => {
    const petition = await world.petition();
    const other = await world.signIn(['mttq']);
    const body = { seen: '2', kind: 'reject', why: 'thử' };

    const answers = await Promise.all([
      clerk.post(pathOf(petition), { ...body, _csrf: '' }),
      clerk.post(pathOf(petition), { ...body, _csrf: 'sai' }),
      clerk.post(pathOf(petition), { ...body, _csrf: other.csrf }),
      clerk.post(pathOf(petition), { ...body, _csrf: [clerk.csrf, clerk.csrf] }),
    ]);

    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
    expect((await world.stores.petitions.byId(petition.id))?.status).toBe('classified');
  });

  it('tells the second of two clerks that somebody was quicker', async () => {
    const petition = await world.petition();
    const other = await world.signIn(['mttq']);

    const answers = await Promise.all([
      clerk.post(pathOf(petition), { seen: '2', kind: 'topic', topic: 'culture' }),
      other.post(pathOf(petition), { seen: '2', kind: 'topic', topic: 'security' }),
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

    const answer = await clerk.post(pathOf(petition), { seen: '2', ...body });

    expect(answer.status).toBe(400);
    expect(await world.stores.petitions.byId(petition.id)).toEqual(petition);
  });

  it('hides what is put on hold from everybody but the officer who receives citizens', async () => {
    const petition = await world.petition({ text: 'Riêng chuyện này là tố cáo' });
    const officer = await world.signIn(['reception']);

    const held = await clerk.post(pathOf(petition), { seen: '2', kind: 'hold', why: 'Là tố cáo' });
    const [mine, theirs, list, csv] = await Promise.all([
      clerk.get(pathOf(petition)), officer.get(`${world.at}/held`), clerk.get(`${world.at}/petitions?q=rieng%20chuyen`),
      clerk.get(`${world.at}/export?format=csv`),
    ]);

    expect(held.headers['location']).toBe(`${world.at}/petitions`);
    expect(mine.status).toBe(404);
    expect(theirs.text).toContain('Riêng chuyện này là tố cáo');
    expect(list.text).not.toContain('Riêng chuyện này');
    expect(csv.text).not.toContain('Riêng chuyện này');
  });
});

describe('an office', () => {
  it('sees what was sent to it, and nothing else', async () => {
    const own = await world.petition({ status: 'routed', office: 'mttq' });
    const before = await world.petition({ status: 'reviewed', office: 'mttq' });
    const others = await world.petition({ status: 'routed', office: 'phong-kinh-te' });
    const office = await world.signIn(['office'], { office: 'mttq', plans: [world.plan.id] });

    const queue = await office.get(`${world.at}/petitions`);
    const pages = await Promise.all([own, before, others].map((petition) => office.get(pathOf(petition))));

    expect(queue.text).toContain(own.code);
    expect(queue.text).not.toContain(before.code);
    expect(queue.text).not.toContain(others.code);
    expect(pages.map(({ status }) => status)).toEqual([200, 404, 404]);
  });

  it('without a name sees nothing', async () => {
    const nameless = await world.signIn(['office']);

    const queue = await nameless.get(`${world.at}/petitions`);

    expect(queue.text).not.toContain('row-link');
    expect(visible(queue.text)).toContain('0 ý kiến');
  });
});

describe('files', () => {
  async function attach(content: Buffer, fields: { kind?: 'photo' | 'file'; name?: string; mime?: string } = {}) {
    const attachment = await world.stores.attachments.create({
      origin: `file:${Math.random()}`, channel: 'web', chat: 'web:1', kind: 'photo', ref: 'x', state: 'stored', createdAt: NOW,
      file: await world.files.save(content), ...fields,
    });
    return { attachment, petition: await world.petition({ attachments: [attachment.id] }) };
  }

  it('shows a photo by its own bytes, boxed in', async () => {
    const { petition, attachment } = await attach(Buffer.from('\xff\xd8\xff\xe0 ảnh', 'latin1'), { mime: 'text/html' });

    const answer = await clerk.get(`${pathOf(petition)}/files/${attachment.id}`);

    expect(answer.headers).toMatchObject({
      'content-type': 'image/jpeg', 'x-content-type-options': 'nosniff', 'cache-control': 'private, no-store',
      'content-security-policy': "default-src 'none'; sandbox",
    });
    expect(answer.headers['content-disposition']).toMatch(/^inline; filename="TD-\d+\.jpg"/);
  });

  it('never shows a page or a drawing that somebody calls a photo', async () => {
    const { petition, attachment } = await attach(
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
      { mime: 'image/svg+xml', name: 'ảnh "đẹp"\r\nX: 1.svg' },
    );

    const answer = await clerk.get(`${pathOf(petition)}/files/${attachment.id}`);

    expect(answer.headers['content-type']).toBe('application/octet-stream');
    expect(answer.headers['content-disposition']).toMatch(/^attachment; filename="anh _dep___X_ 1\.svg"; filename\*=UTF-8''%E1%BA%A3nh%20_/);
  });

  it('gives a file only with the petition that it belongs to', async () => {
    const { attachment } = await attach(Buffer.from('riêng'));
    const other = await world.petition();

    const answer = await clerk.get(`${pathOf(other)}/files/${attachment.id}`);

    expect(answer.status).toBe(404);
  });
});

describe('documents', () => {
  it.each([
    ['xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
    ['docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
    ['csv', 'text/csv; charset=utf-8'],
    ['json', 'application/json; charset=utf-8'],
  ])('downloads %s', async (format, type) => {
    const answer = await clerk.get(`${world.at}/export?format=${format}&conference=nhan-dan`).buffer(true);

    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe(type);
    expect(answer.headers['content-disposition']).toMatch(new RegExp(`^attachment; filename="[a-z0-9_-]+\\.${format}"$`));
  });

  it('shows the grouped list as it will be exported, without names', async () => {
    const person = await world.stores.people.knownAgain(
      { commune: world.plan.commune.id, name: 'Trần Văn Kín', phone: '0900000999', search: 'tran van kin' }, NOW);
    await world.petition({ text: 'Xin mở lại lễ hội', topic: 'culture', person: person.id });

    const byTopic = await clerk.get(`${world.at}/list?group=culture`);
    const byOffice = await clerk.get(`${world.at}/list?by=office&group=phong-van-hoa-xa-hoi`);

    expect(byTopic.text).toContain('Xin mở lại lễ hội');
    expect(byOffice.text).toContain('Xin mở lại lễ hội');
    expect(byTopic.text).not.toContain('Trần Văn Kín');
  });

  it('lists speakers with their places, and the reserve of a hamlet that is full', async () => {
    for (let index = 0; index < 4; index += 1) {
      await world.stores.speakers.create({
        plan: world.plan.id, conference: 'nhan-dan', origin: `speaker:${index}`, channel: 'web', name: `Người ${index}`,
        hamlet: 'dong-mo', content: 'Nói về <đường>', registeredAt: NOW, history: [],
      });
    }

    const answer = await clerk.get(`${world.at}/speakers?conference=nhan-dan`);

    expect(visible(answer.text)).toContain('3 người phát biểu, 1 dự bị');
    expect(visible(answer.text)).toContain('Dự bị 1 Người 3');
    expect(visible(answer.text)).toContain('Nói về <đường>');
  });

  it.each(['/list?conference=khong-co', '/speakers?conference=khong-co', '/export?format=csv&conference=khong-co'])(
    'does not know the conference of %s', async (path) => {
      const answer = await clerk.get(world.at + path);

      expect(answer.status).toBe(404);
    });
});

describe('the frame', () => {
  let admin: Visitor;
  beforeEach(async () => { admin = await world.signIn(['admin', 'mttq']); });

  it.each(['', '/petitions', '/list', '/speakers', '/downloads'])('says "tập dượt" on %s of a rehearsal, and only there', async (path) => {
    const [rehearsal, real] = await Promise.all([admin.get(world.at + path), admin.get(`/console/plans/${world.other.id}${path}`)]);

    expect(rehearsal.text).toContain('TẬP DƯỢT');
    expect(real.status).toBe(200);
    expect(real.text).not.toContain('TẬP DƯỢT');
  });

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
