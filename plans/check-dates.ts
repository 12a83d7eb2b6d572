/** The part of `check.ts` that is about time: days off, orders that cannot be, the law's clocks. */
import { fold } from './fold.ts';
import { dueDates } from './milestones.ts';
import { addDays, dayText, daysBetween, weekdayText, type PlanDate } from './plan-date.ts';
import type { Conference, Milestone, Plan } from './plan.ts';
import type { Finding } from './problems.ts';
import { whyNotWorking, workingDaysBefore } from './working-days.ts';

/** Days of notice that Luật Tổ chức chính quyền địa phương 72/2025/QH15, Điều 43 asks for. */
const NOTICE_DAYS = 7;

/** Days after the conference by which the same article wants the result published. */
const RESULT_DAYS = 10;

/** That law's first day in force; older plans are not measured by it. */
const LAW_SINCE = '2025-06-16';

/** The order in which a plan's hand-overs follow each other. */
const ORDER: readonly Milestone['kind'][] = ['collect', 'group', 'route', 'answer'];

/** Kinds that must be done when a conference begins. */
const BEFORE: readonly Milestone['kind'][] = ['collect', 'group', 'route', 'answer', 'invite', 'notice', 'delegates'];

/** Everything doubtful about the plan's dates. */
export function checkDates(plan: Plan): Finding[] {
  return [...daysOff(plan), ...afterConference(plan), ...beforeIssue(plan), ...handOvers(plan), ...lawClocks(plan)];
}

/** A single day that nobody works on; a deadline "before" a day is met on the last working day before it. */
function daysOff(plan: Plan): Finding[] {
  const dated: { path: Finding['path']; what: string; date?: PlanDate }[] = [
    ...plan.conferences.map((conference, index) => (
      { path: ['conferences', index, 'date'], what: 'This conference', date: conference.date })),
    ...plan.milestones.map((milestone, index) => (
      { path: ['milestones', index, 'due'], what: 'This deadline', date: milestone.due })),
  ];
  const { until } = plan.collecting;
  // Usually the end of collecting is some milestone's day, which is spoken of there.
  if (!dated.some(({ date }) => date?.text === until?.text)) {
    dated.push({ path: ['collecting', 'until'], what: 'The end of collecting', date: until });
  }
  return dated.flatMap(({ path, what, date }) => {
    if (!date || date.earliest !== date.latest) return [];
    const day = date.exclusive ? addDays(date.latest, 1) : date.latest;
    const why = whyNotWorking(day, plan.calendar);
    const whyLast = date.exclusive ? whyNotWorking(date.latest, plan.calendar) : undefined;
    if (!why && !whyLast) return [];
    const lastWorkingDay = workingDaysBefore(day, 1, plan.calendar);
    const reason = why
      ? `is a day off (${reasonText(day, why)})`
      : `follows a day off (${reasonText(date.latest, whyLast ?? '')})`;
    return [{
      path,
      message: `${what}, ${date.text}, ${reason}; the last working day before it is ${weekdayText(lastWorkingDay)} `
        + `${dayText(lastWorkingDay)}. Confirm it or choose another day.`,
    }];
  });
}

function reasonText(day: string, why: string): string {
  return why === weekdayText(day) ? `${why} ${dayText(day)}` : `${why}, ${weekdayText(day)} ${dayText(day)}`;
}

/** Preparations that are due after the conference they prepare. */
function afterConference(plan: Plan): Finding[] {
  const last = plan.conferences.map((conference) => conference.date?.latest ?? '9999').sort().at(-1) ?? '9999';
  const findings = plan.milestones.flatMap((milestone, index): Finding[] => {
    if (!milestone.due || !BEFORE.includes(milestone.kind) || milestone.due.earliest < last) return [];
    return [{
      path: ['milestones', index, 'due'],
      message: `This is due ${milestone.due.text}, and the last conference is over by ${dayText(last)}; correct one `
        + 'of the two.',
    }];
  });
  const { from, until } = plan.collecting;
  if (from && until && from.earliest > until.latest) {
    findings.push({
      path: ['collecting'],
      message: `Collecting ends (${until.text}) before it begins (${from.text}); correct one of the two.`,
    });
  }
  if (until && until.latest >= last) {
    findings.push({
      path: ['collecting', 'until'],
      message: `Collecting ends ${until.text}, which is not before the last conference (${dayText(last)}); choose an `
        + 'earlier day.',
    });
  }
  return findings;
}

/** A deadline that the paper's own date leaves no time for. */
function beforeIssue({ issuedOn, milestones }: Plan): Finding[] {
  if (!issuedOn) return [];
  return milestones.flatMap((milestone, index) => {
    if (!milestone.due || milestone.due.latest > issuedOn.latest) return [];
    return [{
      path: ['milestones', index, 'due'],
      message: `This is due ${milestone.due.text}, but the plan itself is of ${issuedOn.text}; ask the issuer which `
        + 'day is meant.',
    }];
  });
}

/**
 * Hand-overs in the wrong order, or two steps of one kind by one party far apart (Bình Lư: 15/4 and 15/6 for the same
 * questions).
 */
function handOvers({ milestones }: Plan): Finding[] {
  const dated = milestones.map((milestone, index) => ({ ...milestone, index })).filter(({ due }) => due);
  return dated.flatMap((milestone) => {
    const rank = ORDER.indexOf(milestone.kind);
    const due = milestone.due?.latest ?? '';
    const later = dated.find((other) => rank >= 0 && ORDER.indexOf(other.kind) >= 0 && ORDER.indexOf(other.kind) < rank
      && (other.due?.latest ?? '') > due);
    if (later) {
      return [{
        path: ['milestones', milestone.index, 'due'],
        message: `"${milestone.id}" (${milestone.due?.text}) comes before "${later.id}" (${later.due?.text}), `
          + 'on which it depends; correct one of the two.',
      }];
    }
    const twin = dated.find((other) => other.index < milestone.index && other.kind === milestone.kind && rank >= 0
      && other.who === milestone.who && other.toWhom === milestone.toWhom
      && Math.abs(daysBetween(other.due?.latest ?? due, due)) > 28);
    if (!twin) return [];
    return [{
      path: ['milestones', milestone.index, 'due'],
      message: `"${milestone.id}" is due ${milestone.due?.text} and "${twin.id}" ${twin.due?.text}, for the same `
        + 'step of the same '
        + 'bodies; the paper contradicts itself, so ask the issuer which day is meant.',
    }];
  });
}

/** Dialogue conferences of the People's Committee have two legal clocks; Party-led ones follow the Party's rules. */
function lawClocks(plan: Plan): Finding[] {
  return plan.conferences.flatMap((conference, index): Finding[] => {
    const { date } = conference;
    if (!isCommittee(plan, conference) || (date && date.latest < LAW_SINCE)) return [];
    const dates = dueDates(plan).filter((entry) => !entry.conference || entry.conference.id === conference.id);
    const path = ['conferences', index];
    const findings: Finding[] = [];
    const notices = dates.filter(({ milestone }) => milestone.kind === 'notice');
    const latestNotice = date && addDays(date.earliest, -NOTICE_DAYS);
    if (!notices.some(({ milestone, due }) => inTime(milestone, due, latestNotice))) {
      findings.push({
        path,
        message: `The law asks for public notice at least ${NOTICE_DAYS} days before (Luật Tổ chức CQĐP `
          + '72/2025/QH15, Điều 43), and '
          + `no milestone of kind notice says so; add one with beforeConference: ${NOTICE_DAYS} calendar days.`,
      });
    }
    const results = dates.filter(({ milestone }) => milestone.kind === 'conclude' || milestone.kind === 'report');
    const latestResult = date && addDays(date.latest, RESULT_DAYS);
    if (!results.some(({ due }) => due && (!latestResult || due.latest <= latestResult))) {
      findings.push({
        path,
        message: `The law wants the result published within ${RESULT_DAYS} days after (the same Điều 43), and no `
          + 'milestone of kind '
          + 'conclude or report is dated so; add its due.',
      });
    }
    return findings;
  });
}

function inTime({ beforeConference }: Milestone, due: PlanDate | undefined, latest: string | undefined): boolean {
  if (beforeConference) return beforeConference.days >= NOTICE_DAYS;
  return due !== undefined && latest !== undefined && due.latest <= latest;
}

function isCommittee({ issuer }: Plan, { chair }: Conference): boolean {
  return issuer.family === 'government' || /\b(ubnd|uy ban nhan dan)\b/.test(fold(chair));
}
