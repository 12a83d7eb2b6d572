import { dayOf, timeOf } from '../../plans/plan-date.ts';

/** A moment as the console shows it, in the commune's time, whatever the server's zone: `21/11/2026 14:05`. */
export function localTime(at: Date): string {
  return `${dayOf(at).split('-').toReversed().join('/')} ${timeOf(at)}`;
}
