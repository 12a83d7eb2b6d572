import { DbError } from '../errors.ts';
import { typeName } from '../values/values.ts';
import { isMissing, named } from './operator.ts';

const OFFSET = /^([+-])(\d\d):?(\d\d)?$/;

/** Formats cost much to make, and a commune needs one. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** Minutes that a time zone is ahead of UTC at a date; the zone is a name, or an offset such as `+07:00`. */
function minutesAhead(zone: string, date: Date): number {
  const offset = OFFSET.exec(zone === 'GMT' ? '+00' : zone);
  if (offset) return (offset[1] === '-' ? -1 : 1) * (Number(offset[2]) * 60 + Number(offset[3] ?? 0));
  const name = formatOf(zone).formatToParts(date).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
  return minutesAhead(name === 'GMT' ? name : name.slice(3), date);
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  try {
    const format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
    formats.set(zone, format);
    return format;
  } catch {
    throw new DbError('Location40485', `unrecognized time zone identifier: "${zone}"`);
  }
}

function asDate(value: any): Date {
  if (value instanceof Date) return value;
  if (value?.['_bsontype'] === 'ObjectId') return value.getTimestamp();
  throw new DbError('Location16006', `can't convert from BSON type ${typeName(value)} to Date`);
}

function padded(value: number, length = 2): string {
  return String(value).padStart(length, '0');
}

/** The letters of a format, of a date that has been moved so that its UTC parts are those of the zone. */
const LETTERS: Record<string, (local: Date, ahead: number) => string> = {
  Y: (local) => padded(local.getUTCFullYear(), 4), m: (local) => padded(local.getUTCMonth() + 1),
  d: (local) => padded(local.getUTCDate()), H: (local) => padded(local.getUTCHours()),
  M: (local) => padded(local.getUTCMinutes()), S: (local) => padded(local.getUTCSeconds()),
  L: (local) => padded(local.getUTCMilliseconds(), 3), Z: (_, ahead) => String(ahead), '%': () => '%',
  z: (_, ahead) => `${ahead < 0 ? '-' : '+'}${padded(Math.floor(Math.abs(ahead) / 60))}${padded(Math.abs(ahead) % 60)}`,
};

function written(format: string, local: Date, ahead: number): string {
  return format.replaceAll(/%(.?)/gs, (_, letter: string) => {
    const write = LETTERS[letter];
    if (!write) throw new DbError('Location18536', `Invalid format character '%${letter}' in format string`);
    return write(local, ahead);
  });
}

/** `$dateToString`: a date as clocks in a time zone show it. */
export const dateToString = named(['date'], ['format', 'timezone', 'onNull'], (args, compile) => {
  const usual = `%Y-%m-%dT%H:%M:%S.%L${args['timezone'] === undefined ? 'Z' : ''}`;
  const { date, format = usual, timezone = '+00', onNull } = args;
  const parts = [date, format, timezone, onNull].map((part) => compile(part));
  return (scope) => {
    const [value, pattern, zone, otherwise] = parts.map((part) => part(scope));
    if (isMissing(value)) return otherwise ?? null;
    if (isMissing(pattern) || isMissing(zone)) return null;
    if (typeof pattern !== 'string') throw new DbError('Location18533', "$dateToString needs 'format' to be a string");
    const at = asDate(value);
    const ahead = minutesAhead(String(zone), at);
    return written(pattern, new Date(at.getTime() + ahead * 60_000), ahead);
  };
});
