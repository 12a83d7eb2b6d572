/**
 * The public holidays of Việt Nam: Tết by the lunar calendar, Giỗ Tổ on 10/3 âm lịch, 30/4, 1/5, 2/9, 1/1.
 *
 * They come from `date-holidays`. A holiday on a weekly rest day is made up on the next working day (Bộ luật Lao động
 * 2019, Điều 111 khoản 3), which the library does not reckon. Loading the library costs 0.2 s and 35 MB, so the years
 * around now are kept in `holidays.json`; `test/plans/holidays.test.ts` compares the two and writes the file anew.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { addDays, dayOf, isWeekend } from './plan-date.ts';

interface Holiday { start: Date; end: Date; name: string }
type HolidayCalendar = new (country: string, options: object) => { getHolidays(year: number): Holiday[] };

const require = createRequire(import.meta.url);

/** Holidays by year and ISO day; pure facts, so that sharing them between callers is harmless. */
const known = new Map<number, Map<string, string>>();

/** The public holidays and days in lieu of a year, by ISO day. */
export function holidaysOf(year: number): Map<string, string> {
  if (known.size === 0) readTable();
  const found = known.get(year) ?? computeHolidays(year);
  known.set(year, found);
  return found;
}

/** As `holidaysOf`, asking the library. */
export function computeHolidays(year: number): Map<string, string> {
  const named = new Map<string, string>();
  for (const { start, end, name } of calendar().getHolidays(year)) {
    for (let day = dayOf(start); day < dayOf(end); day = addDays(day, 1)) {
      // The library calls all five days of Tết after its eve.
      named.set(day, name.replace(/^Giao thừa /, ''));
    }
  }
  addDaysInLieu(named);
  return new Map([...named].sort(([a], [b]) => a.localeCompare(b)));
}

function readTable(): void {
  const table = JSON.parse(readFileSync(new URL('holidays.json', import.meta.url), 'utf8')) as Record<string, object>;
  for (const [year, days] of Object.entries(table)) known.set(Number(year), new Map(Object.entries(days)));
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
