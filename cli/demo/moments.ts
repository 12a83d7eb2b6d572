/** When things happened in the days before a rehearsal was filled. */
import { addDays, dayOf, startOfDay } from '../../plans/plan-date.ts';
import { nearestWorkingDay } from '../../plans/working-days.ts';

const MINUTE_MS = 60_000;

/** `-3 20:41` is three days ago at 20:41 in the commune, `-40m` forty minutes ago. */
export function momentOf(when: string, now: Date): Date {
  const minutes = /^-(\d+)m$/.exec(when);
  if (minutes) return new Date(now.getTime() - Number(minutes[1]) * MINUTE_MS);
  const [, days, hour, minute] = /^-(\d+) (\d+):(\d+)$/.exec(when) ?? [];
  const day = addDays(dayOf(now), -Number(days));
  return new Date(startOfDay(day).getTime() + (Number(hour) * 60 + Number(minute)) * MINUTE_MS);
}

/**
 * When somebody at a desk looks at it: the morning of the next working day, each after the other. What would be in the
 * future was looked at just now.
 */
export function deskTime(receivedAt: Date, now: Date): Date {
  const day = nearestWorkingDay(addDays(dayOf(receivedAt), 1), 'next');
  // Minutes after eight, by the minute at which it came in: nobody decides forty petitions at once.
  const minutes = 8 * 60 + (Math.floor(receivedAt.getTime() / MINUTE_MS) % 180);
  const morning = startOfDay(day).getTime() + minutes * MINUTE_MS;
  return new Date(Math.max(receivedAt.getTime(), Math.min(morning, now.getTime() - 10 * MINUTE_MS)));
}
