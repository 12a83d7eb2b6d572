import { DbError } from './errors.ts';

const OFFSET = /^[+-]\d\d(:?\d\d)?$/;
/** Zones change their offset at most at quarters of an hour. */
const QUARTER_MS = 15 * 60 * 1000;
const REMEMBERED = 20_000;

const formats = new Map<string, Intl.DateTimeFormat>();
const remembered = new Map<string, string>();

/** The offset of a time zone at a date, such as `+07:00`; an offset is returned as it is. Throws on an unknown zone. */
export function offsetOf(zone: string, date: Date): string {
  if (OFFSET.test(zone)) return zone;
  const key = `${zone} ${Math.floor(date.getTime() / QUARTER_MS)}`;
  const known = remembered.get(key);
  if (known) return known;
  if (remembered.size >= REMEMBERED) remembered.clear();
  const name = formatOf(zone).formatToParts(date).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
  const offset = name === 'GMT' ? '+00:00' : name.slice(3);
  remembered.set(key, offset);
  return offset;
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
