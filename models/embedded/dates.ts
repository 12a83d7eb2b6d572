import { DbError } from './errors.ts';
import type { Operator } from './expressions.ts';
import { offsetOf } from './time-zones.ts';
import { isPlain, typeName, type Doc } from './values.ts';

/*
 * Date expressions of our own: those that mingo answers wrongly (weeks, the end of months, days of a time zone) or
 * slowly. A date in a time zone is a date whose UTC parts are the local ones.
 */
const DAY_MS = 86_400_000;
const UNIT_MS: Record<string, number> = { millisecond: 1, second: 1000, minute: 60_000, hour: 3_600_000, day: DAY_MS };
const UNIT_MONTHS: Record<string, number> = { month: 1, quarter: 3, year: 12 };
const WEEK_DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** Evaluates an expression for a document. */
type Evaluate = (doc: any, expr: any, options: any) => any;

function minutesOf(offset: string): number {
  const [, sign, hours, minutes = '0'] = /^([+-])(\d\d):?(\d\d)?$/.exec(offset)!;
  return (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1);
}

function toLocal(date: Date, zone: string | undefined): Date {
  return zone === undefined ? date : new Date(date.getTime() + minutesOf(offsetOf(zone, date)) * 60_000);
}

/** The moment at which a zone's clocks show these parts. */
function fromLocal(local: Date, zone: string | undefined): Date {
  if (zone === undefined) return local;
  const guess = new Date(local.getTime() - minutesOf(offsetOf(zone, local)) * 60_000);
  return new Date(local.getTime() - minutesOf(offsetOf(zone, guess)) * 60_000);
}

function startOfYear(year: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, 0, 1);
  return date.getTime();
}

function dayOfYear(date: Date): number {
  return Math.floor((date.getTime() - startOfYear(date.getUTCFullYear())) / DAY_MS) + 1;
}

/** Weeks begin on Sundays; the days before the year's first Sunday are week 0. */
function week(date: Date): number {
  return Math.floor((dayOfYear(date) + 6 - date.getUTCDay()) / 7);
}

/** ISO 8601: a week belongs to the year in which its Thursday lies. */
function isoWeek(date: Date): { week: number; year: number } {
  const thursday = new Date(date.getTime() + (4 - (date.getUTCDay() || 7)) * DAY_MS);
  return { week: Math.floor((dayOfYear(thursday) - 1) / 7) + 1, year: thursday.getUTCFullYear() };
}

function padded(value: number, length: number): string {
  return String(value).padStart(length, '0');
}

const FORMATS: Record<string, (date: Date, offset: number) => string> = {
  Y: (date) => padded(date.getUTCFullYear(), 4), G: (date) => padded(isoWeek(date).year, 4),
  m: (date) => padded(date.getUTCMonth() + 1, 2), d: (date) => padded(date.getUTCDate(), 2),
  H: (date) => padded(date.getUTCHours(), 2), M: (date) => padded(date.getUTCMinutes(), 2),
  S: (date) => padded(date.getUTCSeconds(), 2), L: (date) => padded(date.getUTCMilliseconds(), 3),
  j: (date) => padded(dayOfYear(date), 3), u: (date) => String(date.getUTCDay() || 7),
  w: (date) => String(date.getUTCDay() + 1), U: (date) => padded(week(date), 2),
  V: (date) => padded(isoWeek(date).week, 2),
  b: (date) => date.toLocaleString('en-US', { month: 'short', timeZone: 'UTC' }),
  B: (date) => date.toLocaleString('en-US', { month: 'long', timeZone: 'UTC' }),
  z: (_, offset) => `${offset < 0 ? '-' : '+'}${padded(Math.trunc(Math.abs(offset) / 60), 2)}${
    padded(Math.abs(offset) % 60, 2)}`,
  Z: (_, offset) => String(offset), '%': () => '%',
};

function dateToString(args: Doc): unknown {
  const { date, timezone, onNull = null } = args;
  if (date === null || date === undefined || timezone === null) return onNull;
  const local = toLocal(asDate(date, '$dateToString'), timezone);
  const offset = timezone === undefined ? 0 : Math.round((local.getTime() - asDate(date, '').getTime()) / 60_000);
  const format: string = args['format'] ?? (offset === 0 ? '%Y-%m-%dT%H:%M:%S.%LZ' : '%Y-%m-%dT%H:%M:%S.%L');
  return format.replaceAll(/%(.)/gs, (_, letter: string) => {
    const write = FORMATS[letter];
    if (!write) throw new DbError('Location18536', `Invalid format character '%${letter}' in format string`);
    return write(local, offset);
  });
}

function asDate(value: any, operator: string): Date {
  if (value instanceof Date) return value;
  if (value?.['_bsontype'] === 'ObjectId') return value.getTimestamp();
  if (value?.['_bsontype'] === 'Timestamp') return new Date(value.getHighBitsUnsigned() * 1000);
  throw new DbError('Location16006', `can't convert from BSON type ${typeName(value)} to Date (${operator})`);
}

/** So many months later; a day that the month does not have becomes its last. */
function addMonths(date: Date, months: number): Date {
  const result = new Date(date);
  result.setUTCDate(1);
  result.setUTCMonth(result.getUTCMonth() + months);
  const last = new Date(Date.UTC(result.getUTCFullYear(), result.getUTCMonth() + 1, 0)).getUTCDate();
  result.setUTCDate(Math.min(date.getUTCDate(), last));
  return result;
}

function dateAdd(sign: 1 | -1): (args: Doc) => unknown {
  return ({ startDate, unit, amount, timezone }) => {
    if ([startDate, unit, amount].some((one) => one === null || one === undefined)) return null;
    const local = toLocal(asDate(startDate, '$dateAdd'), timezone);
    const by = Number(amount) * sign;
    if (UNIT_MONTHS[unit]) return fromLocal(addMonths(local, by * UNIT_MONTHS[unit]), timezone);
    const ms = unit === 'week' ? 7 * DAY_MS : UNIT_MS[unit];
    if (!ms) throw unknownUnit(unit);
    // days are those of the calendar, hours are sixty minutes whatever the clocks do
    return ms < DAY_MS ? new Date(startDate.getTime() + by * ms)
      : fromLocal(new Date(local.getTime() + by * ms), timezone);
  };
}

function unknownUnit(unit: unknown): DbError {
  return new DbError('FailedToParse', `unknown time unit value: ${String(unit)}`);
}

function dateTrunc({ date, unit, binSize = 1, timezone, startOfWeek = 'sunday' }: Doc): unknown {
  if ([date, unit, binSize].some((one) => one === null || one === undefined)) return null;
  const local = toLocal(asDate(date, '$dateTrunc'), timezone);
  if (UNIT_MONTHS[unit]) {
    const bin = binSize * UNIT_MONTHS[unit];
    const months = (local.getUTCFullYear() - 2000) * 12 + local.getUTCMonth();
    return fromLocal(new Date(Date.UTC(2000, Math.floor(months / bin) * bin, 1)), timezone);
  }
  const firstDay = WEEK_DAYS.indexOf(String(startOfWeek).toLowerCase().slice(0, 3));
  const ms = unit === 'week' ? 7 * DAY_MS : UNIT_MS[unit];
  if (!ms || firstDay < 0) throw unknownUnit(ms ? startOfWeek : unit);
  // bins are counted from the year 2000, which began on a Saturday; weeks from its first such day
  const start = Date.UTC(2000, 0, 1) + (unit === 'week' ? ((firstDay - 6 + 7) % 7) * DAY_MS : 0);
  const bin = binSize * ms;
  return fromLocal(new Date(start + Math.floor((local.getTime() - start) / bin) * bin), timezone);
}

function part(read: (local: Date) => unknown, name: string): (args: any) => unknown {
  return (args) => {
    const { date, timezone } = isPlain(args) && 'date' in args ? args : { date: args, timezone: undefined };
    if (date === null || date === undefined || timezone === null) return null;
    return read(toLocal(asDate(date, name), timezone));
  };
}

function dateToParts({ date, timezone, iso8601 }: Doc): unknown {
  if (date === null || date === undefined) return null;
  const local = toLocal(asDate(date, '$dateToParts'), timezone);
  const time = {
    hour: local.getUTCHours(), minute: local.getUTCMinutes(), second: local.getUTCSeconds(),
    millisecond: local.getUTCMilliseconds(),
  };
  if (iso8601 === true) {
    const iso = isoWeek(local);
    return { isoWeekYear: iso.year, isoWeek: iso.week, isoDayOfWeek: local.getUTCDay() || 7, ...time };
  }
  return { year: local.getUTCFullYear(), month: local.getUTCMonth() + 1, day: local.getUTCDate(), ...time };
}

const FUNCTIONS: Record<string, (args: any) => unknown> = {
  $dateToString: dateToString, $dateAdd: dateAdd(1), $dateSubtract: dateAdd(-1), $dateTrunc: dateTrunc,
  $dateToParts: dateToParts,
  $year: part((date) => date.getUTCFullYear(), '$year'), $month: part((date) => date.getUTCMonth() + 1, '$month'),
  $dayOfMonth: part((date) => date.getUTCDate(), '$dayOfMonth'),
  $dayOfWeek: part((date) => date.getUTCDay() + 1, '$dayOfWeek'), $dayOfYear: part(dayOfYear, '$dayOfYear'),
  $hour: part((date) => date.getUTCHours(), '$hour'), $minute: part((date) => date.getUTCMinutes(), '$minute'),
  $second: part((date) => date.getUTCSeconds(), '$second'),
  $millisecond: part((date) => date.getUTCMilliseconds(), '$millisecond'), $week: part(week, '$week'),
  $isoWeek: part((date) => isoWeek(date).week, '$isoWeek'),
  $isoWeekYear: part((date) => isoWeek(date).year, '$isoWeekYear'),
  $isoDayOfWeek: part((date) => date.getUTCDay() || 7, '$isoDayOfWeek'),
};

/** The date operators by name. */
export function dateOperators(evaluate: Evaluate): Record<string, Operator> {
  return Object.fromEntries(Object.entries(FUNCTIONS).map(([name, answer]) => [name, (doc, expr, options) => {
    const value = evaluate(doc, expr, options);
    return answer(Array.isArray(value) && value.length === 1 ? value[0] : value);
  }]));
}
