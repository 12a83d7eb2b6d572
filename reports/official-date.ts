/** Dates as official papers write them, in the commune's time (UTC+7, which has no summer time). */

const SEVEN_HOURS = 7 * 60 * 60 * 1000;

/**
 * "ngày 05 tháng 02 năm 2026": days below 10 and the months 1 and 2 get a leading zero, the others do not
 * (Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.4; Hướng dẫn 36-HD/VPTW the same).
 */
export function officialDate(at: Date): string {
  const { day, month, year } = localParts(at);
  const monthText = month <= 2 ? `0${month}` : String(month);
  return `ngày ${String(day).padStart(2, '0')} tháng ${monthText} năm ${year}`;
}

/** "05/02/2026", for tables. */
export function shortDate(at: Date): string {
  const { day, month, year } = localParts(at);
  return `${String(day).padStart(2, '0')}/${String(month).padStart(2, '0')}/${year}`;
}

/** "14 giờ 05". */
export function clockTime(at: Date): string {
  const local = new Date(at.getTime() + SEVEN_HOURS);
  return `${String(local.getUTCHours()).padStart(2, '0')} giờ ${String(local.getUTCMinutes()).padStart(2, '0')}`;
}

/** "2026-02-05", for file names. */
export function isoDay(at: Date): string {
  return new Date(at.getTime() + SEVEN_HOURS).toISOString().slice(0, 10);
}

function localParts(at: Date): { day: number; month: number; year: number } {
  const local = new Date(at.getTime() + SEVEN_HOURS);
  return { day: local.getUTCDate(), month: local.getUTCMonth() + 1, year: local.getUTCFullYear() };
}
