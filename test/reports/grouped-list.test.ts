import { describe, expect, it } from 'vitest';
import { PETITION_STATUSES, UNLISTED_STATUSES } from '../../models/petition.ts';
import { groupPetitions } from '../../reports/grouped-list.ts';
import { CONFERENCE, createPetition, createPlan } from './sample.ts';

const plan = createPlan();

/** "topic > hamlet > codes", as a reader would see it. */
function outline(list: ReturnType<typeof groupPetitions>): string[] {
  return list.groups.flatMap(({ name, hamlets }) =>
    hamlets.map((hamlet) => `${name} > ${hamlet.name} > ${hamlet.rows.map(({ code }) => code).join(' ')}`));
}

describe('the grouped list', () => {
  it('groups by topic and hamlet in the plan\'s order, the unknown ones last, and orders by number', () => {
    const petitions = [
      createPetition(6, { topic: undefined, hamlet: undefined }),
      createPetition(5, { topic: 'environment', hamlet: 'ha' }),
      createPetition(4, { hamlet: undefined }),
      createPetition(3, { hamlet: 'ha' }),
      createPetition(2),
      createPetition(1),
      createPetition(7, { topic: 'not-in-the-plan' }),
    ];

    const list = groupPetitions({ plan, petitions, by: 'topic' });

    expect(outline(list)).toEqual([
      'Giao thông, thuỷ lợi > Thôn Thượng > VD-0001 VD-0002',
      'Giao thông, thuỷ lợi > Thôn Hạ > VD-0003',
      'Giao thông, thuỷ lợi > Không rõ thôn > VD-0004',
      'Tài nguyên – môi trường > Thôn Hạ > VD-0005',
      'Chưa phân loại > Thôn Thượng > VD-0007',
      'Chưa phân loại > Không rõ thôn > VD-0006',
    ]);
    expect(list.groups.flatMap(({ hamlets }) => hamlets.flatMap(({ rows }) => rows.map(({ order }) => order))))
      .toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it('groups by office: a person\'s choice, else the topic\'s routing, else the plan\'s', () => {
    const petitions = [
      createPetition(1, { topic: 'environment' }),
      createPetition(2),
      createPetition(3, { office: 'van-phong' }),
      createPetition(4, { office: 'gone-from-the-plan' }),
    ];

    const list = groupPetitions({ plan, petitions, by: 'office' });

    expect(outline(list)).toEqual([
      'Văn phòng > Thôn Thượng > VD-0001 VD-0003',
      'Phòng Kinh tế > Thôn Thượng > VD-0002',
      'Chưa phân công > Thôn Thượng > VD-0004',
    ]);
  });

  it('counts people, petitions and answers separately, in all and in each group', () => {
    const petitions = [
      createPetition(1, { person: 'a', status: 'answered' }),
      createPetition(2, { person: 'a', status: 'closed', hamlet: 'ha' }),
      createPetition(3, { person: 'a', topic: 'environment' }),
      createPetition(4, { person: undefined }),
      createPetition(5, { person: undefined }),
    ];

    const list = groupPetitions({ plan, petitions, by: 'topic' });

    expect(list.counts).toEqual({ people: 3, petitions: 5, answers: 2 });
    expect(list.withoutPerson).toBe(2);
    expect(list.groups.map(({ counts }) => counts)).toEqual([
      { people: 3, petitions: 4, answers: 2 }, { people: 1, petitions: 1, answers: 0 },
    ]);
    expect(list.groups[0]?.hamlets.map(({ counts }) => counts)).toEqual([
      { people: 3, petitions: 3, answers: 1 }, { people: 1, petitions: 1, answers: 1 },
    ]);
  });

  it('never lists what is held, withdrawn or rejected', () => {
    const petitions = PETITION_STATUSES.map((status, index) => createPetition(index + 1, { status, text: status }));

    const list = groupPetitions({ plan, petitions, by: 'topic' });

    const texts = list.groups.flatMap(({ hamlets }) => hamlets.flatMap(({ rows }) => rows.map(({ text }) => text)));
    expect(texts).toEqual(PETITION_STATUSES.filter((status) => !UNLISTED_STATUSES.includes(status)));
    expect(list.counts.petitions).toBe(PETITION_STATUSES.length - 3);
  });

  it('takes one conference\'s petitions when one is asked for, and all otherwise', () => {
    const petitions = [createPetition(1), createPetition(2, { conference: undefined })];

    expect(groupPetitions({ plan, petitions, by: 'topic', conference: CONFERENCE }).counts.petitions).toBe(1);
    expect(groupPetitions({ plan, petitions, by: 'topic' }).counts.petitions).toBe(2);
  });

  it('says in brackets what has no words: erased, or only a photo', () => {
    const petitions = [
      createPetition(1, { erasedAt: new Date(0), text: 'còn sót', additions: [addition('thêm')] }),
      createPetition(2, { text: '', attachments: ['photo'] }),
      createPetition(3, { additions: [addition('  thêm  ')] }),
    ];

    const rows = groupPetitions({ plan, petitions, by: 'topic' }).groups[0]?.hamlets[0]?.rows;

    expect(rows?.map(({ text }) => text))
      .toEqual(['(nội dung đã xoá theo yêu cầu)', '(chỉ có ảnh, tệp gửi kèm)', 'Ý kiến số 3']);
    expect(rows?.map(({ additions }) => additions.map(({ text }) => text))).toEqual([[], [], ['  thêm  ']]);
  });
});

function addition(text: string) {
  return { at: new Date('2026-02-06T00:00:00Z'), text, attachments: [], origin: text };
}
