import { describe, expect, it } from 'vitest';
import {
  communeText, conferencesFor, hamletName, nextConference, partyName, phase, routingFor, topicFor,
} from '../../plans/lookup.ts';
import { collectingCloses, collectingClosesOn, dueDates } from '../../plans/milestones.ts';
import { planOf } from './plan-of.ts';

const plan = planOf(`hamlets: [Uông Hạ, Đình, { name: Tổ 3, unit: tổ }]
associations: [{ id: hoi-nong-dan, name: Hội Nông dân xã }]
collecting: { from: 2026-04-10, until: trước 2026-05-15 }
conferences:
  - { id: later, name: Hai, chair: A, date: cuối 2026-07, hamlets: [Uông Hạ] }
  - { id: first, name: Một, chair: A, date: 2026-06-11, hamlets: [Uông Hạ, Đình] }
  - { id: farmers, name: Ba, chair: A, date: 2026-06-20, associations: [hoi-nong-dan] }
`);

function at(day: string): Date {
  return new Date(`${day}T09:00:00+07:00`);
}

function ids(audience: { hamlet?: string; association?: string }, day: string): string[] {
  return conferencesFor(plan, { ...audience, now: at(day) }).map(({ id }) => id);
}

describe('the phase', () => {
  it.each([
    ['2026-04-09', 'before'], ['2026-04-10', 'collecting'], ['2026-05-14', 'collecting'], ['2026-05-15', 'closed'],
    ['2026-06-11', 'closed'], ['2026-07-31', 'closed'], ['2026-08-01', 'over'],
  ])('on %s is %s', (day, expected) => {
    expect(phase(plan, at(day))).toBe(expected);
  });

  it('changes at midnight in the commune, not in UTC', () => {
    expect(phase(plan, new Date('2026-05-14T16:59:59Z'))).toBe('collecting');
    expect(phase(plan, new Date('2026-05-14T17:00:00Z'))).toBe('closed');
  });

  it('is never over while a conference has no date, and collects when nothing says otherwise', () => {
    const open = planOf('conferences: [{ name: A, chair: B }]');

    expect(phase(open, at('2099-01-01'))).toBe('collecting');
  });

  it('takes the first dated collecting milestone when the plan sets no end', () => {
    const open = planOf('milestones: [{ kind: collect, who: A, what: B, due: 2026-05-20 }, { kind: collect, who: A, what: C, due: 2026-05-10 }]');

    expect(collectingClosesOn(open)).toBe('2026-05-10');
    expect(collectingCloses(plan)?.text).toBe('trước ngày 15/5/2026');
    expect(collectingClosesOn(planOf())).toBeUndefined();
  });
});

describe('conferences', () => {
  it('are those of the hamlet or the association, by date', () => {
    expect(ids({ hamlet: 'uong-ha' }, '2026-05-01')).toEqual(['first', 'later']);
    expect(ids({ hamlet: 'dinh' }, '2026-05-01')).toEqual(['first']);
    expect(ids({ association: 'hoi-nong-dan' }, '2026-05-01')).toEqual(['farmers']);
    expect(ids({ hamlet: 'dinh', association: 'hoi-nong-dan' }, '2026-05-01')).toEqual(['first', 'farmers']);
    expect(ids({ hamlet: 'to-3' }, '2026-05-01')).toEqual([]);
  });

  it('are all a choice for somebody unknown', () => {
    expect(ids({}, '2026-05-01')).toEqual(['first', 'farmers', 'later']);
  });

  it('are left out when their last possible day is over, not on the day itself', () => {
    expect(ids({ hamlet: 'uong-ha' }, '2026-06-11')).toEqual(['first', 'later']);
    expect(ids({ hamlet: 'uong-ha' }, '2026-06-12')).toEqual(['later']);
    expect(nextConference(plan, { hamlet: 'dinh', now: at('2026-06-12') })).toBeUndefined();
  });

  it('for the whole commune are for everybody', () => {
    expect(nextConference(planOf('hamlets: [A]'), { hamlet: 'a', now: at('2026-05-01') })?.id).toBe('mot');
  });
});

describe('names', () => {
  it('carry their unit', () => {
    expect(hamletName(plan, 'uong-ha')).toBe('thôn Uông Hạ');
    expect(hamletName(plan, 'to-3')).toBe('Tổ 3');
    expect(hamletName(plan, 'nowhere')).toBeUndefined();
    expect(communeText(plan)).toBe('xã Thử Nghiệm');
    expect(partyName(plan, 'hoi-nong-dan')).toBe('Hội Nông dân xã');
    expect(partyName(plan, 'Tổ thư ký')).toBe('Tổ thư ký');
  });
});

describe('routing', () => {
  const own = planOf(`offices: [Phòng A, { id: cong-an, name: Công an xã }]
defaultRouting: Phòng A
topics:
  - { id: x, name: X, covers: [economy], routing: { office: Phòng A, answeredBy: Chủ tịch } }
  - { id: y, name: Y, covers: [security, culture] }
`);

  it('is the topic\'s own, else the usual office, else the default', () => {
    expect(routingFor(own, 'x')).toEqual({ office: 'phong-a', with: [], answeredBy: 'Chủ tịch' });
    expect(routingFor(own, 'economy').answeredBy).toBe('Chủ tịch');
    expect(routingFor(own, 'security').office).toBe('cong-an');
    expect(routingFor(own, 'culture').office).toBe('phong-a');
    expect(routingFor(own, 'y').office).toBe('phong-a');
    expect(routingFor(own, 'unheard-of').office).toBe('phong-a');
  });

  it('knows which topic covers an area', () => {
    expect(topicFor(own, 'culture')?.id).toBe('y');
    expect(topicFor(own, 'religion')).toBeUndefined();
  });
});

describe('due dates', () => {
  it('count back from every conference, undated ones last', () => {
    const dated = planOf(`conferences:
  - { id: a, name: A, chair: B, date: 2026-06-11 }
  - { id: b, name: B, chair: B, date: cuối 2026-07 }
  - { id: c, name: C, chair: B }
milestones:
  - { id: none, who: A, what: B }
  - { id: three, who: A, what: B, beforeConference: 3 working days }
  - { id: early, who: A, what: B, due: 2026-05-01 }
`);

    const table = dueDates(dated).map(({ milestone, conference, due }) => [milestone.id, conference?.id, due?.text]);

    expect(table).toEqual([
      ['early', undefined, 'ngày 01/5/2026'], ['three', 'a', 'ngày 08/6/2026'], ['three', 'b',
        'dự kiến ngày 16/7/2026'],
      ['none', undefined, undefined], ['three', 'c', undefined],
    ]);
  });
});
