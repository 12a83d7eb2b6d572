/**
 * Working days of a Vietnamese state office: Monday to Friday without public holidays.
 *
 * The holidays (Tết by the lunar calendar, Giỗ Tổ on 10/3 âm lịch, 30/4, 1/5, 2/9, 1/1) come from `date-holidays`; a
 * holiday on a weekly rest day is made up on the next working day (Bộ luật Lao động 2019, Điều 111 khoản 3). What the
 * government decides year by year (the second day of Quốc khánh, how Tết's five days lie, swapped days) no library
 * knows: a plan states it in `calendar` as `daysOff` and `extraWorkingDays`.
 *
 * The library costs about 0.2 s and is loaded on the first question about a weekday, not at the start.
 */
import { createRequire } from 'node:module';
import { addDays, dayOf, weekdayOf } from './plan-date.ts';

/** What a plan adds to the calendar; both are ISO days. */
export interface OwnCalendar { daysOff?: string[]; extraWorkingDays?: string[] }

const require = createRequire(import.meta.url);

/** Public holidays by ISO day, filled year by year; pure facts, so that sharing them between callers is harmless. */
const holidaysByYear = new Map<number, Map<string, string>>();

interface Holiday { start: Date; end: Date; name: string }
type HolidayCalendar = new (country: string, options: object) => { getHolidays(year: number): Holiday[] };

/**
 * The public holiday on an ISO day, or nothing. A day in lieu is named after its holiday: "nghỉ bù Giỗ tổ Hùng Vương".
 */
export function publicHoliday(day: string): string | undefined {
  const year = Number(day.slice(0, 4));
  const name = holidaysOf(year).get(day);
  // A holiday in the last days of December would be made up in January; computing a year takes time.
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

function isWeekend(day: string): boolean {
  return weekdayOf(day) === 0 || weekdayOf(day) === 6;
}

function holidaysOf(year: number): Map<string, string> {
  const known = holidaysByYear.get(year);
  if (known) return known;
  const named = new Map<string, string>();
  for (const { start, end, name } of calendar().getHolidays(year)) {
    for (let day = dayOf(start); day < dayOf(end); day = addDays(day, 1)) {
      // The library calls all five days of Tết after its eve.
      named.set(day, name.replace(/^Giao thừa /, ''));
    }
  }
  addDaysInLieu(named);
  holidaysByYear.set(year, named);
  return named;
}

/** In the order of the calendar, so that Saturday and Sunday of one Tết take two different days. */
function addDaysInLieu(named: Map<string, string>): void {
  for (const [day, name] of [...named].sort(([a], [b]) => a.localeCompare(b))) {
    if (!isWeekend(day)) continue;
    let inLieu = addDays(day, 1);
    while (isWeekend(inLieu) || named.has(inLieu)) inLieu = addDays(inLieu, 1);
    named.set(inLieu, `nghỉ bù ${name}`);
  }
}

let vietnam: InstanceType<HolidayCalendar> | undefined;

function calendar(): InstanceType<HolidayCalendar> {
  if (vietnam) return vietnam;
  const Holidays = require('date-holidays') as HolidayCalendar | { default: HolidayCalendar };
  const Calendar = 'default' in Holidays ? Holidays.default : Holidays;
  vietnam = new Calendar('VN', { timezone: 'Asia/Ho_Chi_Minh', languages: 'vi', types: ['public'] });
  return vietnam;
}
