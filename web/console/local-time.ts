/** Moments as the console shows them, in the commune's time (UTC+7 the whole year), whatever the server's zone. */

const SEVEN_HOURS_MS = 7 * 60 * 60 * 1000;

/** `21/11/2026 14:05`. */
export function localTime(at: Date): string {
  const iso = new Date(at.getTime() + SEVEN_HOURS_MS).toISOString();
  const [year, month, day] = iso.slice(0, 10).split('-');
  return `${day}/${month}/${year} ${iso.slice(11, 16)}`;
}
