import { describe, expect, it } from 'vitest';
import { formatProblem, PlanError, type PlanProblem } from '../../plans/problems.ts';
import { parsePlan, readPlan } from '../../plans/read-plan.ts';
import { planOf, SMALLEST } from './plan-of.ts';

function problemsOf(extra: string): PlanProblem[] {
  try {
    planOf(extra);
  } catch (error) {
    if (error instanceof PlanError) return error.problems;
    throw error;
  }
  return [];
}

describe('the smallest plan', () => {
  it('gets the thirteen topics, the usual offices and modest defaults', () => {
    const plan = planOf();

    expect(plan.topics).toHaveLength(13);
    expect(plan.topics[1]?.routing?.office).toBe('phong-kinh-te');
    expect(plan.defaultRouting).toEqual({ office: 'van-phong-hdnd-ubnd', with: ['mttq'] });
    expect(plan.commune).toEqual({ id: 'thu-nghiem', name: 'Thử Nghiệm', unit: 'xã', aliases: [] });
    expect(plan.retention).toEqual({ months: 12 });
    expect(plan.conferences[0]).toMatchObject({ mode: 'periodic', survey: false, hamlets: [], associations: [] });
    expect(plan.contact).toEqual({});
  });

  it('keeps a telephone number with its zeros, quoted or not', () => {
    expect(planOf('contact: { hotline: 0225000000 }').contact.hotline).toBe('0225000000');
    expect(planOf("contact: { hotline: '0225 000 000' }").contact.hotline).toBe('0225 000 000');
  });

  it('takes offices, hamlets and associations by name, id or alias', () => {
    const plan = planOf(`hamlets: [Đồng Mơ]
associations: [{ name: Hội Nông dân xã, id: hoi-nong-dan, aliases: [HND] }]
conferences:
  - { name: Một, chair: Bí thư, hamlets: [dong mo], associations: [HND], hostOffice: văn phòng đảng ủy }
milestones:
  - { who: mttq, what: Tổng hợp, toWhom: Văn phòng Đảng ủy }
  - { who: Tổ thư ký, what: Ghi biên bản }
`);

    expect(plan.conferences[0]).toMatchObject({
      hamlets: ['dong-mo'], associations: ['hoi-nong-dan'], hostOffice: 'van-phong-dang-uy',
    });
    expect(plan.milestones.map(({ who, toWhom }) => [who, toWhom])).toEqual([
      ['mttq', 'van-phong-dang-uy'], ['Tổ thư ký', undefined],
    ]);
  });

  it('gives a custom topic the usual office of the one area it covers', () => {
    const plan = planOf(`topics:
  - { name: Đường sá, covers: [traffic_irrigation] }
  - { name: Đời sống, covers: [culture, education] }
`);

    expect(plan.topics.map(({ id, routing }) => [id, routing?.office])).toEqual([
      ['duong-sa', 'phong-kinh-te'], ['doi-song', undefined],
    ]);
  });
});

describe('a mistake is named with its place, what is allowed and an example', () => {
  it.each([
    ['an unknown key', 'hotlin: 1\n', 'hotlin', /"hotlin" is not known here/],
    ['a key mistyped', 'hamlet: [A]\n', 'hamlet', /did you mean "hamlets"/],
    ['a key mistyped deeper', 'contact: { hotlne: a }\n', 'contact.hotlne', /did you mean "hotline"/],
    ['a text left out', 'commune: { unit: xã }\n', 'commune.name', /missing; write a text, for example Thái Tân/],
    ['a list for a text', 'title: [a]\n', 'title', /must be a text, not a list/],
    ['an empty text', "title: ''\n", 'title', /empty/],
    ['an unknown word', 'issuer: { name: A, family: partty }\n', 'issuer.family',
      /did you mean "party".*party, government/],
    ['a missing choice', 'issuer: { name: A }\n', 'issuer.family', /missing; write one of: party, government/],
    ['a bad prefix', 'receiptPrefix: tt1\n', 'receiptPrefix', /two to four capital letters/],
    ['a day that is none', 'issuedOn: 2026-02-30\n', 'issuedOn', /no day "2026-02-30"/],
    ['a date in another form', 'issuedOn: 15/5/2026\n', 'issuedOn',
      /not a date that plans use; the forms are 2026-06-11/],
    ['a relative date in a real plan', 'collecting: { until: +10 }\n', 'collecting.until', /rehearsal: true/],
    ['workingDay on a month', 'issuedOn: { date: 2026-07, workingDay: next }\n', 'issuedOn', /only move a single day/],
    ['no conference', 'conferences: []\n', 'conferences', /at least one conference/],
    ['an unknown hamlet', 'hamlets: [Uông Hạ]\nconferences: [{ name: A, chair: B, hamlets: [Uông Hạt] }]\n',
      'conferences[0].hamlets[0]', /no hamlet "Uông Hạt".*did you mean "Uông Hạ".*Known are: Uông Hạ/],
    ['an unknown office', 'topics: [{ name: A, covers: [economy], routing: Phòng Kinh té tế }]\n',
      'topics[0].routing.office', /no office "Phòng Kinh té tế"/],
    ['an unknown area', 'topics: [{ name: A, covers: [econmy] }]\n', 'topics[0].covers[0]', /did you mean "economy"/],
    ['two hamlets with one id', 'hamlets: [Đình, Định]\n', 'hamlets[1]', /already that of hamlets\[0\]/],
    ['a bad id', 'hamlets: [{ name: A, id: Uông_Hạ }]\n', 'hamlets[0].id', /small letters without diacritics/],
    ['a number as a word', 'speaking: { minutes: năm }\n', 'speaking.minutes', /whole number, not "năm"/],
    ['a number too small', 'retention: { months: 0 }\n', 'retention.months', /at least 1/],
    ['yes for true', 'rehearsal: yes\n', 'rehearsal', /true or false, not "yes"/],
    ['bad counting back', 'milestones: [{ who: A, what: B, beforeConference: 3 ngày }]\n',
      'milestones[0].beforeConference', /3 working days/],
    ['no office for the rest', 'offices: [Phòng A]\n', 'defaultRouting', /which office takes what fits no topic/],
    ['a day off that is none', 'calendar: { daysOff: [mai] }\n', 'calendar.daysOff[0]', /2026-09-01/],
    ['a key twice', 'title: A\ntitle: B\n', '', /stands twice/],
    ['broken YAML', 'title: A: B: [\n', '', /not valid YAML/],
    ['a tab', 'contact:\n\tplace: A\n', '', /tab/],
    ['an empty hamlet', 'hamlets: [A, ]\nassociations: [ , ]\n', '', /not valid YAML/],
  ])('%s', (_, extra, path, message) => {
    const problems = problemsOf(extra);

    const problem = problems.find((candidate) => candidate.path === path && message.test(candidate.message));

    expect(problem, JSON.stringify(problems, null, 1)).toBeDefined();
    expect(problem?.level).toBe('error');
    expect(problem?.message).toMatch(/\.$/);
  });

  it('gives the line of the value, and of the block when a key is missing', () => {
    const problems = problemsOf('hamlets:\n  - Một\n  - { name: Hai, unitt: x, idd: y }\ncontact:\n  place: A\n  hours: []\n');

    const base = SMALLEST.trimEnd().split('\n').length;

    expect(problems.map(({ path, line }) => [path, (line ?? 0) - base])).toEqual([
      ['hamlets[1].unitt', 3], ['hamlets[1].idd', 3], ['contact.hours', 6],
    ]);
  });

  it('reports all mistakes at once, readable on a terminal', () => {
    const problems = problemsOf('title: []\nreceiptPrefix: x\nissuedOn: hôm qua\n');

    expect(problems).toHaveLength(3);
    expect(formatProblem(problems[0] as PlanProblem)).toMatch(/^thu\.yaml:\d+: error: \w+: .+\.$/);
  });

  it.each(['', '# nothing\n', '- a\n- b\n', 'just words'])('a file that is no block of keys: %j', (text) => {
    expect(() => parsePlan(text, { file: 'x.yaml', firstDay: '2026-11-20' })).toThrow(PlanError);
  });

  it('a file that is not there', () => {
    expect(() => readPlan('no/such/plan.yaml', { firstDay: '2026-11-20' })).toThrow(/does not exist/);
  });
});
