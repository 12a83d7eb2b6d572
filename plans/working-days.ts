/**
 * Working days of a Vietnamese state office: Monday to Friday without public holidays.
 *
 * What the government decides year by year (the second day of Quốc khánh, how Tết's five days lie, swapped days) no
 * library knows: a plan states it in `calendar` as `daysOff` and `extraWorkingDays`.
 */
import { holidaysOf } from './holidays.ts';
import { addDays, isWeekend, weekdayOf } from './plan-date.ts';

/** What a plan adds to the calendar; both are ISO days. */
export interface OwnCalendar { daysOff?: string[]; extraWorkingDays?: string[] }

/**
 * The public holiday on an ISO day, or nothing. A day in lieu is named after its holiday: "nghỉ bù Giỗ tổ Hùng Vương".
 */
export function publicHoliday(day: string): string | undefined {
  const year = Number(day.slice(0, 4));
  const name = holidaysOf(year).get(day);
  // A holiday in the last days of December would be made up in January.
  return name ?? (day.slice(5) < '01-08' ? holidaysOf(year - 1).get(day) : undefined);
}

/** Is the day a working day of an office? */
export function isWorkingDay(day: string, own: OwnCalendar = {}): boolean {
  if (own.extraWorkingDays?.includes(day)) return true;
  if (own.daysOff?.includes(day) || isWeekend(day)) return false;
  return publicHoliday(day) === undefined;
}

/** Why the day is no working day, for people: "thứ Bảy", "Quốc khánh"; nothing when it is one. */
export function whyNotWorking(day: string, own: OwnCalendar = {}): string | undefined {
  if (isWorkingDay(day, own)) return undefined;
  const holiday = publicHoliday(day);
  if (holiday) return holiday;
  if (!isWeekend(day)) return 'ngày nghỉ';
  return weekdayOf(day) === 6 ? 'thứ Bảy' : 'Chủ nhật';
}

/** The n-th working day before a day, which is not counted itself: 3 before Thursday 11/6/2026 is Monday 08/6. */
export function workingDaysBefore(day: string, count: number, own: OwnCalendar = {}): string {
  let current = day;
  for (let left = count; left > 0;) {
    current = addDays(current, -1);
    if (isWorkingDay(current, own)) left -= 1;
  }
  return current;
}

/** The day `count` calendar days before. */
export function calendarDaysBefore(day: string, count: number): string {
  return addDays(day, -count);
}

/** The day itself when it is a working day, else the next one (or the one before). */
export function nearestWorkingDay(day: string, direction: 'next' | 'previous', own: OwnCalendar = {}): string {
  let current = day;
  while (!isWorkingDay(current, own)) current = addDays(current, direction === 'next' ? 1 : -1);
  return current;
}
