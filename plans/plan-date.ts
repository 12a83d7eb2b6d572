/**
 * A date as plans really write it: a day, "cuối tháng 7", "Quý II".
 *
 * `earliest` and `latest` are ISO days (`2026-07-21`, in the commune's time, UTC+7) that bound it; a full date has
 * both equal. `text` is what people are told.
 */
export interface PlanDate {
  /** With its preposition and "dự kiến", ready for a sentence: "ngày 05/6/2026", "dự kiến cuối tháng 7/2026". */
  text: string;
  earliest: string;
  latest: string;
  /** "dự kiến": the plan itself calls it provisional. */
  tentative: boolean;
  /** True for "trước ngày 15/5/2026": `latest` is then the last day in time (14/5), and `text` names the day after. */
  exclusive?: boolean;
}

/** Vietnam keeps UTC+7 the whole year; a day of the plan is a day of this clock, whatever the server's own zone. */
const COMMUNE_OFFSET_MS = 7 * 60 * 60 * 1000;

const DAY_MS = 24 * 60 * 60 * 1000;

const WEEKDAYS = ['Chủ nhật', 'thứ Hai', 'thứ Ba', 'thứ Tư', 'thứ Năm', 'thứ Sáu', 'thứ Bảy'] as const;

/** Is it an ISO day that the calendar has (`2026-02-30` is not)? */
export function isIsoDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** The ISO day that a moment falls on in the commune (UTC+7). */
export function dayOf(moment: Date): string {
  return new Date(moment.getTime() + COMMUNE_OFFSET_MS).toISOString().slice(0, 10);
}

/** The time of day that a moment falls on in the commune: "14:05". */
export function timeOf(moment: Date): string {
  return new Date(moment.getTime() + COMMUNE_OFFSET_MS).toISOString().slice(11, 16);
}

/** The moment at which an ISO day begins in the commune. */
export function startOfDay(day: string): Date {
  return new Date(Date.parse(`${day}T00:00:00Z`) - COMMUNE_OFFSET_MS);
}

/** The ISO day `count` calendar days later (earlier when negative). */
export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * DAY_MS).toISOString().slice(0, 10);
}

/** Calendar days from one ISO day to another; negative when `to` is the earlier one. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);
}

/** 0 for Sunday … 6 for Saturday. */
export function weekdayOf(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay();
}

/** Saturday or Sunday, the weekly rest of a state office. */
export function isWeekend(day: string): boolean {
  return weekdayOf(day) === 0 || weekdayOf(day) === 6;
}

/** "thứ Năm", "Chủ nhật". */
export function weekdayText(day: string): string {
  return WEEKDAYS[weekdayOf(day)] ?? '';
}

/**
 * `2026-06-05` as "05/6/2026": the day always with two digits, the month with a 0 only for 1 and 2, as
 * Nghị định 30/2020/NĐ-CP (Phụ lục I) writes dates.
 */
export function dayText(day: string): string {
  const [year = '', month = '', dayOfMonth = ''] = day.split('-');
  return `${dayOfMonth}/${Number(month) < 3 ? month : Number(month)}/${year}`;
}

/** A full date of one ISO day, as the program makes it when it counts days. */
export function planDateOfDay(day: string): PlanDate {
  return { text: `ngày ${dayText(day)}`, earliest: day, latest: day, tentative: false };
}

/** Last day that the date can mean; deadlines and "is it over" count by it. */
export function endsOn(date: PlanDate): string {
  return date.latest;
}

/** Does the date name one single day? */
export function isFullDate(date: PlanDate): boolean {
  return date.earliest === date.latest && !date.exclusive;
}

/** The date for people; with `weekday`, a full date says it too: "thứ Năm, ngày 11/6/2026". */
export function dateText(date: PlanDate, options: { weekday?: boolean } = {}): string {
  if (!options.weekday || !isFullDate(date)) return date.text;
  const named = `${weekdayText(date.latest)}, ngày ${dayText(date.latest)}`;
  return date.tentative ? `dự kiến ${named}` : named;
}
