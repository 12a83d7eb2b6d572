import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadPlans } from '../../plans/load.ts';
import { collectingClosesOn, dueDates } from '../../plans/milestones.ts';
import { phase, routingFor, topicFor } from '../../plans/lookup.ts';
import { TOPIC_IDS, type Plan } from '../../plans/plan.ts';

const dir = fileURLToPath(new URL('../../plans', import.meta.url));
const plans = new Map(loadPlans({ dirs: [dir], firstDay: '2026-11-20' }).map((plan) => [plan.id, plan]));

function seed(id: string): Plan {
  const plan = plans.get(id);
  if (!plan) throw new Error(`no plan ${id}`);
  return plan;
}

function due(plan: Plan, milestone: string): string | undefined {
  return dueDates(plan).find((entry) => entry.milestone.id === milestone)?.due?.latest;
}

describe('the five plans and the rehearsal', () => {
  it('are all there, each commune with its own receipt prefix', () => {
    const prefixes = Object.fromEntries([...plans].map(([id, plan]) => [id, plan.receiptPrefix]));

    expect(prefixes).toEqual({
      'an-phu-2026': 'AP', 'binh-lu-2026': 'BL', 'gia-phuc-2026': 'GP', 'hoang-phu-2023': 'HP', 'tap-duot': 'TD',
      'thai-tan-2025': 'TT',
    });
  });

  it.each([...plans.keys()])('%s covers each of the thirteen areas exactly once and has an office for it', (id) => {
    const plan = seed(id);

    const covered = plan.topics.flatMap((topic) => topic.covers).sort();
    const offices = new Set(plan.offices.map((office) => office.id));

    expect(covered).toEqual([...TOPIC_IDS].sort());
    for (const area of TOPIC_IDS) expect(offices).toContain(routingFor(plan, area).office);
  });

  it.each([...plans.keys()].filter((id) => id !== 'tap-duot'))('%s invents no contact', (id) => {
    const plan = seed(id);

    expect(plan.contact).toEqual({});
    expect(plan.speaking.minutes).toBeUndefined();
    expect(plan.rehearsal).toBe(false);
    expect(plan.notes.length).toBeGreaterThan(0);
  });

  it.each([...plans.keys()])('%s gives every milestone an id of its own, and says who gets the paper', (id) => {
    const plan = seed(id);

    const ids = plan.milestones.map((milestone) => milestone.id);

    expect(new Set(ids).size).toBe(ids.length);
    expect(plan.recipients.length).toBeGreaterThan(4);
  });
});

describe('Thái Tân 2025', () => {
  const plan = seed('thai-tan-2025');

  it('has five conferences with three chairs and two host offices', () => {
    const table = plan.conferences.map(({ id, chair, hostOffice, date, time, attendance, mode }) => (
      [id, chair, hostOffice, date?.text, time, attendance?.min, mode]));

    expect(table).toEqual([
      ['uong-ha', 'Bí thư Đảng ủy – Chủ tịch HĐND xã', 'van-phong-dang-uy', 'tháng 9/2025', 'buổi sáng', 70,
        'periodic'],
      ['dinh', 'Bí thư Đảng ủy – Chủ tịch HĐND xã', 'van-phong-dang-uy', 'tháng 9/2025', 'buổi chiều', 70, 'periodic'],
      ['coi-hung-son', 'Phó Bí thư Đảng ủy, Chủ tịch UBND xã', 'van-phong-hdnd-ubnd', 'dự kiến tháng 9/2025',
        'buổi sáng', 70, 'periodic'],
      ['an-gioi', 'Phó Bí thư Đảng ủy, Chủ tịch UBND xã', 'van-phong-hdnd-ubnd', 'dự kiến tháng 9/2025', 'buổi chiều',
        70, 'periodic'],
      ['hoi-nong-dan', 'Chủ tịch Hội đồng nhân dân xã', 'van-phong-hdnd-ubnd', 'tháng 10/2025', undefined, 100,
        'topical'],
    ]);
  });

  it('has four hamlets, the numbers summoned and the thirteen topics by their own names', () => {
    const invited = plan.conferences[0]?.invited.filter(({ min }) => min).map(({ min }) => min);

    expect(plan.hamlets.map(({ name }) => name)).toEqual(['Uông Hạ', 'Đình', 'Cõi Hưng Sơn', 'An Giới']);
    expect(invited).toEqual([10, 20, 20, 15, 5]);
    expect(plan.topics.map(({ id }) => id)).toEqual([...TOPIC_IDS]);
    expect(topicFor(plan, 'traffic_irrigation')?.name).toBe('Giao thông, thuỷ lợi');
  });

  it('is a Party paper signed by the secretary, with no date for any task', () => {
    expect(plan.issuer).toMatchObject({ family: 'party', signer: { post: 'Bí thư', name: 'Nguyễn Thị Thu Hương' } });
    expect(plan.milestones.every((milestone) => !milestone.due && !milestone.beforeConference)).toBe(true);
    expect(collectingClosesOn(plan)).toBeUndefined();
    expect(plan.recipients[0]).toBe('Ban Thường vụ Thành ủy (báo cáo)');
  });
});

describe('Gia Phúc 2026', () => {
  const plan = seed('gia-phuc-2026');

  it('has seven hamlets, one of them written two ways', () => {
    expect(plan.hamlets).toHaveLength(7);
    expect(plan.hamlets.at(-1)).toMatchObject({ id: 'long-trang', name: 'Long Tràng', aliases: ['Long Trảng'] });
  });

  it('counts every deadline as the paper does', () => {
    expect(plan.conferences[0]?.date).toMatchObject({ latest: '2026-06-11', tentative: true });
    expect(collectingClosesOn(plan)).toBe('2026-05-14');
    expect(due(plan, 'phieu-dang-ky')).toBe('2026-05-14');
    expect(due(plan, 'phan-loai')).toBe('2026-05-19');
    expect(due(plan, 'giay-moi')).toBe('2026-06-04');
    expect(due(plan, 'tra-loi')).toBe('2026-06-08');
    expect(due(plan, 'thong-bao')).toBe('2026-06-02');
  });
});

describe('An Phú 2026', () => {
  const plan = seed('an-phu-2026');

  it('is held with the farmers, 120 to 150 of them, with a survey', () => {
    expect(plan.conferences).toHaveLength(1);
    expect(plan.conferences[0]).toMatchObject({
      associations: ['hoi-nong-dan'], hamlets: [], attendance: { min: 120, max: 150 }, survey: true,
      date: { text: 'dự kiến ngày 28/5/2026' },
    });
  });

  it('hands over three times in May', () => {
    const days = ['hoi-nong-dan-tong-hop', 'mttq-tong-hop', 'tra-loi', 'danh-sach-dai-bieu', 'bao-cao-kinh-te-xa-hoi']
      .map((id) => plan.milestones.find((milestone) => milestone.id === id)?.due?.text);

    expect(days).toEqual([
      'trước ngày 02/5/2026', 'trước ngày 05/5/2026', 'trước ngày 15/5/2026', 'trước ngày 20/5/2026',
        'trước ngày 20/5/2026',
    ]);
    expect(plan.issuer.signer).toEqual({
      post: 'Phó Bí thư Thường trực', name: 'Trần Thị Thanh Huyền', onBehalfOf: 'Ban Thường vụ',
    });
  });
});

describe('Bình Lư 2026', () => {
  const plan = seed('binh-lu-2026');

  it('has bản that are not named, four topics of its own and banks at the table', () => {
    expect(plan.hamletUnit).toBe('bản');
    expect(plan.hamlets).toEqual([]);
    expect(plan.topics).toHaveLength(4);
    expect(topicFor(plan, 'employment')?.id).toBe('dao-tao-nghe-viec-lam');
    expect(topicFor(plan, 'traffic_irrigation')?.id).toBe('dan-sinh-kinh-te-xa-hoi');
    expect(plan.offices.filter(({ kind }) => kind === 'outside')).toHaveLength(2);
  });

  it('sends an area of its wide topic to the usual office', () => {
    expect(routingFor(plan, 'security').office).toBe('cong-an');
    expect(routingFor(plan, 'traffic_irrigation').office).toBe('phong-kinh-te');
    expect(routingFor(plan, 'dan-sinh-kinh-te-xa-hoi').office).toBe('van-phong-hdnd-ubnd');
  });

  it('keeps both of its contradictory dates', () => {
    expect(plan.conferences[0]?.date).toEqual({
      text: 'dự kiến cuối tháng 7/2026', earliest: '2026-07-21', latest: '2026-07-31', tentative: true,
    });
    expect(due(plan, 'tong-hop')).toBe('2026-06-14');
    expect(due(plan, 'cau-hoi-trong-tam')).toBe('2026-04-14');
    expect(plan.issuer.family).toBe('government');
  });
});

describe('Hoằng Phú 2023', () => {
  const plan = seed('hoang-phu-2023');

  it('has two conferences by quarter, with the survey in the police part', () => {
    expect(plan.conferences.map(({ date, survey }) => [date?.text, date?.latest, survey])).toEqual([
      ['Quý II/2023', '2023-06-30', true], ['Quý IV/2023', '2023-12-31', true],
    ]);
    expect(phase(plan, new Date('2023-07-01T00:00:00Z'))).toBe('collecting');
  });

  it('lets the secretary answer Party matters, the chairman government, the police security', () => {
    expect(routingFor(plan, 'party_gov').answeredBy).toBe('Bí thư Đảng ủy');
    expect(routingFor(plan, 'construction').answeredBy).toBe('Chủ tịch UBND xã');
    expect(routingFor(plan, 'security')).toMatchObject({ office: 'cong-an', answeredBy: 'Trưởng công an xã' });
  });

  it('gives notice seven calendar days before each', () => {
    const notices = dueDates(plan).filter(({ milestone }) => milestone.id === 'truyen-thanh')
      .map(({ due: date }) => date);

    expect(notices.map((date) => [date?.latest, date?.tentative]))
      .toEqual([['2023-03-25', true], ['2023-09-24', true]]);
  });
});

describe('the rehearsal', () => {
  it('closes collecting on the tenth day and holds the conference on a working day', () => {
    const plan = seed('tap-duot');

    expect(plan.rehearsal).toBe(true);
    expect(collectingClosesOn(plan)).toBe('2026-11-30');
    expect(plan.conferences[0]?.date?.latest).toBe('2026-12-14');
    expect(plan.topics.map(({ id }) => id)).toEqual([...TOPIC_IDS]);
    expect(plan.speaking.capacityPerGroup).toBe(3);
    expect(due(plan, 'tra-loi')).toBe('2026-12-09');
  });

  it('moves a day off to the next working day, on whatever day the program is first started', () => {
    for (const firstDay of ['2026-11-20', '2026-11-21', '2026-11-22', '2027-01-13', '2027-04-06']) {
      const [plan] = loadPlans({ dirs: [dir], names: ['tap-duot'], firstDay });

      const weekday = new Date(`${plan?.conferences[0]?.date?.latest}T00:00:00Z`).getUTCDay();

      expect([1, 2, 3, 4, 5]).toContain(weekday);
    }
  });
});
