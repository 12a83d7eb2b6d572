import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { collectingClosesOn } from '../../plans/milestones.ts';
import { addDays, daysBetween } from '../../plans/plan-date.ts';
import type { Plan } from '../../plans/plan.ts';
import { PlanError } from '../../plans/problems.ts';
import { parsePlan } from '../../plans/read-plan.ts';
import { rehearsalId, rehearsePlan } from '../../plans/rehearse.ts';
import { SMALLEST, yamlOf } from './plan-of.ts';

const SEEDS = ['an-phu-2026', 'gia-phuc-2026', 'thai-tan-2025', 'binh-lu-2026', 'hoang-phu-2023'];
const firstDay = '2026-11-23';

function source(id: string): string {
  return readFileSync(new URL(`../../plans/${id}.yaml`, import.meta.url), 'utf8');
}

function read(yaml: string, id = 'x'): Plan {
  return parsePlan(yaml, { file: `${id}.yaml`, firstDay }).plan;
}

describe('a rehearsal of a real plan', () => {
  it.each(SEEDS)('%s: collecting closes on the tenth day, the conferences come after', (id) => {
    const plan = read(rehearsePlan(source(id), `${id}.yaml`), rehearsalId(id));

    expect(plan.id).toBe(`${id}-tap-duot`);
    expect(plan.rehearsal).toBe(true);
    expect(plan.title).toMatch(/\(tập dượt\)$/);
    expect(collectingClosesOn(plan)).toBe(addDays(firstDay, 10));
    for (const { date } of plan.conferences) expect(date && date.latest > addDays(firstDay, 10)).toBe(true);
  });

  it.each(SEEDS)('%s: hamlets, offices, topics and people\'s tasks stay', (id) => {
    const original = read(source(id), id);

    const plan = read(rehearsePlan(source(id), `${id}.yaml`), id);

    expect({ ...plan.hamlets }).toEqual({ ...original.hamlets });
    expect(plan.offices).toEqual(original.offices);
    expect(plan.topics).toEqual(original.topics);
    expect(plan.milestones.map(({ what }) => what)).toEqual(original.milestones.map(({ what }) => what));
    expect(plan.recipients).toEqual(original.recipients);
  });

  it.each(SEEDS)('%s: never counts into the real commune\'s receipts', (id) => {
    const original = read(source(id), id);

    const plan = read(rehearsePlan(source(id), `${id}.yaml`), id);

    expect(plan.commune.id).not.toBe(original.commune.id);
    expect(plan.receiptPrefix).not.toBe(original.receiptPrefix);
  });

  it('keeps the distances', () => {
    const original = read(source('gia-phuc-2026'));
    const plan = read(rehearsePlan(source('gia-phuc-2026'), 'gia-phuc-2026.yaml'));

    const closes = collectingClosesOn(original) ?? '';
    const shifted = plan.milestones.filter(({ due }) => due)
      .map(({ due }) => daysBetween(addDays(firstDay, 10), due?.latest ?? ''));

    expect(shifted).toEqual(original.milestones.filter(({ due }) => due)
      .map(({ due }) => daysBetween(closes, due?.latest ?? '')));
  });

  it('keeps comments and what is tentative, and puts conferences on a working day', () => {
    const yaml = rehearsePlan(source('an-phu-2026'), 'an-phu-2026.yaml');

    const { date } = read(yaml).conferences[0] ?? {};

    expect(yaml).toContain('# Bản tập dượt của an-phu-2026');
    expect(yaml).toContain('# Bản kế hoạch không liệt kê các thôn');
    expect(date?.tentative).toBe(true);
    expect([1, 2, 3, 4, 5]).toContain(new Date(`${date?.latest}T00:00:00Z`).getUTCDay());
  });

  it('takes the short forms', () => {
    const plan = read(rehearsePlan(yamlOf('collecting: trước 2026-05-15'), 'x.yaml'));

    expect(plan.commune).toMatchObject({ id: 'thu-nghiem-tap-duot', name: 'Thử Nghiệm' });
    expect(collectingClosesOn(plan)).toBe(addDays(firstDay, 10));
  });

  it('is not made of a rehearsal', () => {
    const once = rehearsePlan(SMALLEST, 'x.yaml');

    expect(() => rehearsePlan(once, 'x-tap-duot.yaml')).toThrow(PlanError);
  });
});
