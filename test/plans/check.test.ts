import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkPlan, checkPlanFiles } from '../../plans/check.ts';
import { formatProblem } from '../../plans/problems.ts';
import { planOf, SMALLEST } from './plan-of.ts';

const plans = fileURLToPath(new URL('../../plans', import.meta.url));

function warnings(extra: string): string[] {
  return checkPlan(planOf(extra), 'thu.yaml').map(({ path, message }) => `${path}: ${message}`);
}

function seedWarnings(id: string): string[] {
  const { problems, ok } = checkPlanFiles([join(plans, `${id}.yaml`)], { firstDay: '2026-11-20' });
  expect(ok).toBe(true);
  return problems.filter(({ message }) => !message.startsWith('Noted'))
    .map(({ path, message }) => `${path}: ${message}`);
}

function conferences(line: string): string {
  return `conferences: [{ name: A, chair: Bí thư, place: B, hostOffice: Văn phòng Đảng ủy, ${line} }]\n`;
}

describe('a warning for a person to read', () => {
  it.each([
    ['a conference without a date', 'conferences: [{ name: A, chair: B }]', /conferences\[0\]: .*no date/],
    ['a conference without a place', 'conferences: [{ name: A, chair: B }]', /no place/],
    ['a conference that no office prepares', 'conferences: [{ name: A, chair: B }]', /No office prepares/],
    ['a host office that is not listed', 'conferences: [{ name: A, chair: B, hostOffice: Phòng Lạ }]',
      /"Phòng Lạ" is no office/],
    ['more at least than at most', conferences('attendance: { min: 9, max: 5 }'), /At least 9 but at most 5/],
    ['a conference on a holiday', conferences('date: 2026-04-30'),
      /day off \(Ngày Giải phóng miền Nam, thứ Năm 30\/4\/2026\)/],
    ['a conference on a day in lieu', conferences('date: 2026-04-27'), /nghỉ bù Giỗ tổ/],
    ['a deadline on a Sunday', 'milestones: [{ who: A, what: B, due: 2026-05-10 }]',
      /Chủ nhật 10\/5\/2026.*thứ Sáu 08\/5\/2026/],
    ['an end of collecting on a day off', 'collecting: 2026-05-02', /collecting\.until: .*thứ Bảy/],
    ['a preparation after the conference', 'milestones: [{ kind: invite, who: A, what: B, due: 2026-06-12 }]',
      /last conference is over/],
    ['collecting that ends after the conference', 'collecting: 2026-06-12', /not before the last conference/],
    ['collecting that ends before it begins', 'collecting: { from: 2026-05-12, until: 2026-05-04 }',
      /before it begins/],
    ['a deadline before the paper', 'issuedOn: 2026-04-10\nmilestones: [{ who: A, what: B, due: 2026-04-01 }]',
      /plan itself is of/],
    ['hand-overs in the wrong order', `milestones:
  - { id: gom, kind: group, who: A, what: B, due: 2026-05-20 }
  - { id: dap, kind: answer, who: A, what: B, due: 2026-05-13 }
`, /"dap".*before "gom"/],
    ['a topic without an office', 'topics: [{ name: Đời sống, covers: [culture, economy] }]',
      /No office is named for "Đời sống"/],
    ['a topic that covers nothing', 'topics: [{ name: Đời sống, routing: Công an }]', /covers none of the thirteen/],
    ['an area covered twice', 'topics: [{ name: A, covers: [culture] }, { name: B, covers: [culture] }]',
      /covered by "A" already/],
    ['an office that nobody uses', 'offices: [Văn phòng HĐND và UBND, Phòng Thừa]\ndefaultRouting: Văn phòng HĐND và UBND', /Phòng Thừa answers no topic/],
    ['hamlets that look alike', 'hamlets: [Đình, { name: Định, id: dinh-2 }]', /"Định" reads like "Đình"/],
    ['no hotline', '', /no hotline/],
    ['nobody to ask', '', /Nobody is named/],
    ['no place for complaints', '', /complaints and denunciations/],
    ['no hamlets', '', /No thôn is listed/],
    ['what a person noted', 'notes: [Hai chỗ khác nhau]', /Noted in the plan: Hai chỗ khác nhau/],
    ['a committee conference without notice', 'issuer: { name: UBND xã, family: government }',
      /at least 7 days before .*72\/2025\/QH15/],
    ['a committee conference without result', 'issuer: { name: UBND xã, family: government }', /within 10 days after/],
    ['a chairman\'s conference under the Party', conferences('date: 2026-06-11').replace('Bí thư',
      'Chủ tịch UBND xã'), /72\/2025\/QH15/],
  ])('%s', (_, extra, message) => {
    const found = warnings(extra);

    expect(found.some((text) => message.test(text)), found.join('\n')).toBe(true);
  });

  it('is not given without reason', () => {
    const found = warnings(`issuer: { name: UBND xã, family: government }
hamlets: [Đồng Mơ]
contact: { who: MTTQ, place: Trụ sở, hotline: '0000', receptionPlace: Trụ sở }
${conferences('date: 2026-06-11')}collecting: trước 2026-05-15
milestones:
  - { kind: collect, who: mttq, what: B, due: trước 2026-05-15 }
  - { kind: notice, who: A, what: B, beforeConference: 7 calendar days }
  - { kind: conclude, who: A, what: B, due: 2026-06-18 }
`);

    expect(found).toEqual([]);
  });
});

describe('the seeds\' own contradictions', () => {
  it('An Phú: 02/5/2026 is a Saturday after two holidays', () => {
    expect(seedWarnings('an-phu-2026').join('\n')).toMatch(/trước ngày 02\/5\/2026, .*thứ Bảy.*thứ Tư 29\/4\/2026/);
  });

  it('Bình Lư: 15/6 and 15/4 for the same questions', () => {
    const found = seedWarnings('binh-lu-2026').join('\n');

    expect(found).toMatch(/trước ngày 15\/4\/2026 and "tong-hop" trước ngày 15\/6\/2026.*contradicts itself/);
    expect(found).toMatch(/milestones\[1\]\.due: This is due trước ngày 15\/4\/2026, but the plan itself is of tháng 4\/2026/);
    expect(found).toMatch(/72\/2025\/QH15/);
  });

  it('Hoằng Phú is older than the law and not measured by it', () => {
    expect(seedWarnings('hoang-phu-2023').join('\n')).not.toMatch(/72\/2025/);
  });

  it('the rehearsal has nothing to warn of', () => {
    expect(seedWarnings('tap-duot').filter((text) => !/day off/.test(text))).toEqual([]);
  });
});

describe('several files', () => {
  let dir = '';
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'plans-'));
  });
  afterAll(() => rmSync(dir, { recursive: true }));

  function file(name: string, text: string): string {
    writeFileSync(join(dir, name), text);
    return join(dir, name);
  }

  it('an error makes it not ok and keeps the others\' warnings, each with file and line', () => {
    const good = file('good.yaml', SMALLEST);
    const bad = file('bad.yaml', SMALLEST.replace('family: party', 'family: parti'));

    const { problems, plans: read, ok } = checkPlanFiles([good, bad], { firstDay: '2026-11-20' });

    expect(ok).toBe(false);
    expect(read.map(({ id }) => id)).toEqual(['good']);
    expect(problems.map(formatProblem).join('\n'))
      .toContain(`${bad}:3: error: issuer.family: "parti" is not allowed here`);
    expect(problems.some((problem) => problem.file === good && problem.level === 'warning')).toBe(true);
  });

  it('two communes must not share a receipt prefix, two plans of one commune may', () => {
    const one = file('one.yaml', SMALLEST);
    const sameCommune = file('two.yaml', SMALLEST);
    const other = file('three.yaml', SMALLEST.replace('commune: Thử Nghiệm', 'commune: Khác'));

    expect(checkPlanFiles([one, sameCommune], { firstDay: '2026-11-20' }).ok).toBe(true);
    expect(checkPlanFiles([one, other], { firstDay: '2026-11-20' }).problems.map(formatProblem).join('\n'))
      .toMatch(/three\.yaml:4: error: receiptPrefix: The receipt prefix TN is also that of one/);
  });

  it('a file that is missing is a problem, not a crash', () => {
    const { ok, problems } = checkPlanFiles([join(dir, 'none.yaml')], { firstDay: '2026-11-20' });

    expect([ok, problems.length]).toEqual([false, 1]);
  });
});
