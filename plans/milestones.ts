/** When everything in a plan is due: milestones that count back from a conference become real days. */
import { planDateOfDay, type PlanDate } from './plan-date.ts';
import type { Conference, Milestone, Plan } from './plan.ts';
import { calendarDaysBefore, workingDaysBefore } from './working-days.ts';

/** When a milestone is due. */
export interface DueDate {
  milestone: Milestone;
  /** The conference that it counts back from; absent for a date of its own. */
  conference?: Conference;
  /** Absent when the plan gives the milestone no date, or the conference none that can be counted back from. */
  due?: PlanDate;
}

/**
 * Every milestone with its date, one entry a conference for those that count back, undated ones last.
 *
 * A conference with a partial date ("cuối tháng 7") is counted back from its earliest day, so that nothing is late,
 * and the result is tentative.
 */
export function dueDates(plan: Plan): DueDate[] {
  return plan.milestones.flatMap((milestone): DueDate[] => {
    if (milestone.due || !milestone.beforeConference) return [{ milestone, due: milestone.due }];
    return plan.conferences
      .map((conference) => ({ milestone, conference, due: countBack(plan, milestone, conference) }));
  }).sort((a, b) => (a.due?.latest ?? '9999').localeCompare(b.due?.latest ?? '9999'));
}

/** Last ISO day on which petitions are collected for the plan's conferences; absent when the plan sets none. */
export function collectingClosesOn(plan: Plan): string | undefined {
  return collectingCloses(plan)?.latest;
}

/** The same with the plan's wording ("trước ngày 15/5/2026"): `collecting.until`, else the first dated `collect`. */
export function collectingCloses(plan: Plan): PlanDate | undefined {
  if (plan.collecting.until) return plan.collecting.until;
  return dueDates(plan).find(({ milestone, due }) => milestone.kind === 'collect' && due)?.due;
}

function countBack(plan: Plan, { beforeConference }: Milestone, { date }: Conference): PlanDate | undefined {
  if (!date || !beforeConference) return undefined;
  const { days, kind } = beforeConference;
  const day = kind === 'working'
    ? workingDaysBefore(date.earliest, days, plan.calendar)
    : calendarDaysBefore(date.earliest, days);
  const due = planDateOfDay(day);
  if (!date.tentative && date.earliest === date.latest) return due;
  return { ...due, text: `dự kiến ${due.text}`, tentative: true };
}
