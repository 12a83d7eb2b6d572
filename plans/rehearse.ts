/**
 * Makes a rehearsal ("tập dượt") of a commune's own plan, to practise before the day.
 *
 * Hamlets, offices and tasks stay; the dates move as one block, so that collecting closes on the tenth day after the
 * first start and everything else keeps its distance.
 */
import { parseDocument, type Document } from 'yaml';
import { collectingClosesOn } from './milestones.ts';
import { addDays, daysBetween, type PlanDate } from './plan-date.ts';
import type { Plan } from './plan.ts';
import { PlanError } from './problems.ts';
import { parsePlan } from './read-plan.ts';

const COLLECTING_CLOSES = 10;

/** Where the first conference goes when the plan does not say when collecting ends. */
const FIRST_CONFERENCE = 24;

/** Id (and file name without its ending) of a plan's rehearsal. */
export function rehearsalId(id: string): string {
  return `${id}-tap-duot`;
}

/**
 * The YAML of the rehearsal of a plan file, comments included.
 *
 * Its commune has an id, a receipt prefix and a hashtag of its own, so that practice never counts into real receipts.
 *
 * @throws {PlanError} when the plan has errors or is a rehearsal already.
 */
export function rehearsePlan(yaml: string, file: string): string {
  const { plan } = parsePlan(yaml, { file, firstDay: '2000-01-01' });
  if (plan.rehearsal) {
    throw new PlanError([{
      level: 'error', file, path: 'rehearsal',
      message: 'This plan is a rehearsal already; name the plan that it was made of.',
    }]);
  }
  const document = parseDocument(yaml);
  document.commentBefore = `${[
    ` Bản tập dượt của ${plan.id}: ngày tính từ hôm chương trình chạy lần đầu ("+10" là ngày thứ mười).`,
    document.commentBefore ?? '',
  ].join('\n').trimEnd()}`;
  document.set('title', `${plan.title} (tập dượt)`);
  document.set('rehearsal', true);
  setOwnIdentity(document, plan);
  moveDates(document, plan, dayZero(plan));
  document.delete('calendar');
  return document.toString({ lineWidth: 120 });
}

function setOwnIdentity(document: Document, plan: Plan): void {
  if (typeof document.get('commune') === 'string') {
    document.set('commune', document.createNode({ name: plan.commune.name }));
  }
  document.setIn(['commune', 'id'], rehearsalId(plan.commune.id));
  if (plan.hashtag) document.set('hashtag', `${plan.hashtag.slice(0, 42)}_tapduot`);
  document.set('receiptPrefix', `${plan.receiptPrefix.slice(0, 2)}TD`);
}

/** The day that becomes the first day of the rehearsal. */
function dayZero(plan: Plan): string {
  const closes = collectingClosesOn(plan);
  if (closes) return addDays(closes, -COLLECTING_CLOSES);
  const conferences = plan.conferences.flatMap(({ date }) => date?.latest ?? []).sort();
  return addDays(conferences[0] ?? '2000-01-01', -FIRST_CONFERENCE);
}

function moveDates(document: Document, plan: Plan, zero: string): void {
  if (plan.issuedOn) document.set('issuedOn', relative(plan.issuedOn, zero));
  plan.conferences.forEach(({ date }, index) => {
    if (!date) return;
    const tentative = date.tentative ? { tentative: true } : {};
    const form = { date: relative(date, zero), ...tentative, workingDay: 'next' };
    document.setIn(['conferences', index, 'date'], document.createNode(form, { flow: true }));
  });
  plan.milestones.forEach(({ due }, index) => {
    if (due) document.setIn(['milestones', index, 'due'], relative(due, zero));
  });
  const { from } = plan.collecting;
  document.set('collecting', document.createNode({
    ...(from ? { from: relative(from, zero) } : {}),
    until: `+${COLLECTING_CLOSES}`,
  }));
}

/** By the date's last day: "trước ngày 15/5" becomes the day before it, "cuối tháng 7" the 31st. */
function relative(date: PlanDate, zero: string): string {
  const days = daysBetween(zero, date.latest);
  return days < 0 ? String(days) : `+${days}`;
}
