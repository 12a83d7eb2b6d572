import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorld, NOW, visible, type Visitor, type World } from './console-world.ts';

let world: World;
let clerk: Visitor;
beforeAll(async () => {
  world = await createWorld();
  clerk = await world.signIn(['mttq'], { name: 'Nguyễn Thị Thử' });
});
afterAll(() => world.close());

describe('files', () => {
  async function attach(content: Buffer, fields: { kind?: 'photo' | 'file'; name?: string; mime?: string } = {}) {
    const attachment = await world.stores.attachments.create({
      origin: `file:${Math.random()}`,
      channel: 'web',
      chat: 'web:1',
      kind: 'photo',
      ref: 'x',
      state: 'stored',
      createdAt: NOW,
      file: await world.files.save(content),
      ...fields,
    });
    return { attachment, petition: await world.petition({ attachments: [attachment.id] }) };
  }

  it('shows a photo by its own bytes, boxed in', async () => {
    const { petition, attachment } = await attach(Buffer.from('\xff\xd8\xff\xe0 ảnh', 'latin1'), { mime: 'text/html' });

    const answer = await clerk.get(`${world.pathOf(petition)}/files/${attachment.id}`);

    expect(answer.headers).toMatchObject({
      'content-type': 'image/jpeg',
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
      'content-security-policy': "default-src 'none'; sandbox",
    });
    expect(answer.headers['content-disposition']).toMatch(/^inline; filename="TD-\d+\.jpg"/);
  });

  it('never shows a page or a drawing that somebody calls a photo', async () => {
    const { petition, attachment } = await attach(
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
      { mime: 'image/svg+xml', name: 'ảnh "đẹp"\r\nX: 1.svg' },
    );

    const answer = await clerk.get(`${world.pathOf(petition)}/files/${attachment.id}`);

    expect(answer.headers['content-type']).toBe('application/octet-stream');
    expect(answer.headers['content-disposition']).toMatch(
      /^attachment; filename="anh _dep___X_ 1\.svg"; filename\*=UTF-8''%E1%BA%A3nh%20_/,
    );
  });

  it('gives a file only with the petition that it belongs to', async () => {
    const { attachment } = await attach(Buffer.from('riêng'));
    const other = await world.petition();

    const answer = await clerk.get(`${world.pathOf(other)}/files/${attachment.id}`);

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
    expect(answer.headers['content-disposition']).toMatch(
      new RegExp(`^attachment; filename="[a-z0-9_-]+\\.${format}"$`),
    );
  });

  it('shows the grouped list as it will be exported, without names', async () => {
    const person = await world.stores.people.knownAgain(
      { commune: world.plan.commune.id, name: 'Trần Văn Kín', phone: '0900000999', search: 'tran van kin' },
      NOW,
    );
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
        plan: world.plan.id,
        conference: 'nhan-dan',
        origin: `speaker:${index}`,
        channel: 'web',
        name: `Người ${index}`,
        hamlet: 'dong-mo',
        content: 'Nói về <đường>',
        registeredAt: NOW,
        history: [],
      });
    }

    const answer = await clerk.get(`${world.at}/speakers?conference=nhan-dan`);

    expect(visible(answer.text)).toContain('3 người phát biểu, 1 dự bị');
    expect(visible(answer.text)).toContain('Dự bị 1 Người 3');
    expect(visible(answer.text)).toContain('Nói về <đường>');
  });

  it.each(['/list?conference=khong-co', '/speakers?conference=khong-co', '/export?format=csv&conference=khong-co'])(
    'does not know the conference of %s',
    async (path) => {
      const answer = await clerk.get(world.at + path);

      expect(answer.status).toBe(404);
    },
  );
});
