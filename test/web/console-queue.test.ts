import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorld, NOW, visible, type Visitor, type World } from './console-world.ts';

let world: World;
let clerk: Visitor;
beforeAll(async () => {
  world = await createWorld();
  clerk = await world.signIn(['mttq'], { name: 'Nguyễn Thị Thử' });
});
afterAll(() => world.close());

describe('the queue', () => {
  it('finds words without diacritics, in any order', async () => {
    const petition = await world.petition({ text: 'Trạm bơm Cửa Đình hỏng, ruộng thiếu nước' });
    await world.petition({ text: 'Trạm y tế thiếu thuốc' });

    const answer = await clerk.get(`${world.at}/petitions?q=${encodeURIComponent('cua dinh tram')}`);

    expect(visible(answer.text)).toContain('1 ý kiến');
    expect(answer.text).toContain(petition.code);
  });

  it('narrows by topic, hamlet, status, office and urgency together', async () => {
    const wanted = await world.petition({
      topic: 'security',
      hamlet: 'go-nang',
      status: 'routed',
      office: 'cong-an',
      urgent: true,
    });
    await world.petition({ topic: 'security', hamlet: 'go-nang', status: 'routed', office: 'cong-an' });
    await world.petition({ topic: 'security', hamlet: 'cau-may', status: 'routed', office: 'cong-an', urgent: true });

    const answer = await clerk.get(
      `${world.at}/petitions?topic=security&hamlet=go-nang&status=routed&office=cong-an&urgent=1`,
    );

    expect(visible(answer.text)).toContain('1 ý kiến');
    expect(answer.text).toContain(wanted.code);
  });

  it('counts what came and changed since the last page', async () => {
    const before = visible((await clerk.get(`${world.at}/petitions?topic=religion`)).text);
    const petition = await world.petition({ topic: 'religion' });
    const after = visible((await clerk.get(`${world.at}/petitions?topic=religion`)).text);
    await clerk.post(world.pathOf(petition), { seen: '2', kind: 'topic', topic: 'culture' });
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
    const proposal = (confidence: number) => ({
      topic: 'economy',
      confidence,
      alternatives: [],
      auto: false,
      version: 'test',
      at: NOW,
    });
    const sure = await world.petition({ hamlet: 'vuon-sao', topic: 'economy', proposal: proposal(0.7) });
    const unsure = await world.petition({ hamlet: 'vuon-sao', topic: 'economy', proposal: proposal(0.2) });
    const urgent = await world.petition({
      hamlet: 'vuon-sao',
      topic: 'economy',
      proposal: proposal(0.9),
      urgent: true,
    });

    const answer = await clerk.get(`${world.at}/petitions?status=todo&order=priority&hamlet=vuon-sao`);

    const codes = [...answer.text.matchAll(/class="row-link"[^>]*>([^<]+)</g)].map((found) => found[1]);
    expect(codes).toEqual([urgent.code, unsure.code, sure.code]);
  });
});

describe('an office', () => {
  it('sees what was sent to it, and nothing else', async () => {
    const own = await world.petition({ status: 'routed', office: 'mttq' });
    const before = await world.petition({ status: 'reviewed', office: 'mttq' });
    const others = await world.petition({ status: 'routed', office: 'phong-kinh-te' });
    const office = await world.signIn(['office'], { office: 'mttq', plans: [world.plan.id] });

    const queue = await office.get(`${world.at}/petitions`);
    const pages = await Promise.all([own, before, others].map((petition) => office.get(world.pathOf(petition))));

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
