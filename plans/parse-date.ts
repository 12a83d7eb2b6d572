/**
 * Reads the dates of a plan file; the forms are listed in `docs/plan-format.md`.
 *
 * All of them may begin with "dự kiến" (tentative) and "trước" (before that day).
 */
import { addDays, dayText, isIsoDay, type PlanDate } from './plan-date.ts';
import { nearestWorkingDay, type OwnCalendar } from './working-days.ts';

/** What a date in a file may need besides its own text. */
export interface DateContext {
  /** The ISO day from which `+10` counts; absent where relative dates are not allowed. */
  firstDay?: string;
  own?: OwnCalendar;
}

/** A date with all its options, as the object form of a plan file gives it. */
export interface DateForm {
  date: string;
  tentative?: boolean;
  /** Moves a day that is no working day. */
  workingDay?: 'next' | 'previous';
  /** Replaces the wording for people. */
  text?: string;
}

/** A date that cannot be read; the message is a sentence with the remedy. */
export class PlanDateError extends Error {}

interface Span { text: string; earliest: string; latest: string }

const ROMAN = ['I', 'II', 'III', 'IV'] as const;

const FORMS = '2026-06-11, 2026-07, cuối 2026-07, 2026-Q2, 2026, each also after "trước" or "dự kiến"';

/**
 * Reads one date.
 *
 * @throws {PlanDateError} when it is no date of the calendar or a relative date is not allowed here.
 */
export function parseDate(form: string | DateForm, context: DateContext = {}): PlanDate {
  const { date, ...options } = typeof form === 'string' ? { date: form } as DateForm : form;
  let rest = date.normalize('NFC').trim().toLowerCase();
  const tentative = options.tentative ?? rest.startsWith('dự kiến');
  rest = rest.replace(/^dự kiến\s+/, '');
  const exclusive = /^trước\s/.test(rest);
  rest = rest.replace(/^trước\s+(ngày\s+)?/, '');
  const span = move(readSpan(rest, date, context), options.workingDay, context);
  const bounds = exclusive ? before(span) : { earliest: span.earliest, latest: span.latest };
  const wording = options.text ?? `${exclusive ? 'trước ' : ''}${span.text}`;
  const text = tentative && options.text === undefined ? `dự kiến ${wording}` : wording;
  return { text, ...bounds, tentative, ...(exclusive ? { exclusive } : {}) };
}

function readSpan(text: string, written: string, { firstDay }: DateContext): Span {
  if (/^[+-]\d{1,4}$/.test(text)) {
    if (!firstDay) {
      throw new PlanDateError(`The date "${written}" counts from a rehearsal's first day and this plan is none; `
        + 'write the day itself, for example 2026-06-11, or set rehearsal: true.');
    }
    return daySpan(addDays(firstDay, Number(text)));
  }
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) {
    if (!isIsoDay(text)) {
      throw new PlanDateError(`The calendar has no day "${written}"; write a real one, for example 2026-06-11.`);
    }
    return daySpan(text);
  }
  const month = /^(?:(đầu|giữa|cuối)\s+)?(\d{4}-(?:0[1-9]|1[0-2]))$/.exec(text);
  if (month) return monthSpan(month[2] ?? '', month[1]);
  const quarter = /^(\d{4})-q([1-4])$/.exec(text);
  if (quarter) return quarterSpan(quarter[1] ?? '', Number(quarter[2]));
  if (/^\d{4}$/.test(text)) return { text: `năm ${text}`, earliest: `${text}-01-01`, latest: `${text}-12-31` };
  throw new PlanDateError(`"${written}" is not a date that plans use; the forms are ${FORMS}.`);
}

function daySpan(day: string): Span {
  return { text: `ngày ${dayText(day)}`, earliest: day, latest: day };
}

/** "đầu" is 1–10, "giữa" 11–20, "cuối" from the 21st: the usual thirds (thượng, trung, hạ tuần). */
function monthSpan(month: string, part: string | undefined): Span {
  const [year = '', number = ''] = month.split('-');
  const lastDay = addDays(nextMonth(Number(year), Number(number)), -1);
  const text = `${part ? `${part} ` : ''}tháng ${Number(number)}/${year}`;
  if (part === 'đầu') return { text, earliest: `${month}-01`, latest: `${month}-10` };
  if (part === 'giữa') return { text, earliest: `${month}-11`, latest: `${month}-20` };
  return { text, earliest: `${month}-${part ? '21' : '01'}`, latest: lastDay };
}

function quarterSpan(year: string, quarter: number): Span {
  const last = quarter * 3;
  return {
    text: `Quý ${ROMAN[quarter - 1]}/${year}`,
    earliest: `${year}-${String(last - 2).padStart(2, '0')}-01`,
    latest: addDays(nextMonth(Number(year), last), -1),
  };
}

function nextMonth(year: number, month: number): string {
  return month === 12 ? `${year + 1}-01-01` : `${year}-${String(month + 1).padStart(2, '0')}-01`;
}

function move(span: Span, direction: DateForm['workingDay'], { own }: DateContext): Span {
  if (!direction) return span;
  if (span.earliest !== span.latest) {
    throw new PlanDateError(`workingDay can only move a single day, and "${span.text}" is longer; write a day or `
      + 'leave it out.');
  }
  return daySpan(nearestWorkingDay(span.earliest, direction, own));
}

function before(span: Span): { earliest: string; latest: string } {
  const lastInTime = addDays(span.earliest, -1);
  return { earliest: lastInTime, latest: lastInTime };
}
