/** Dates as official papers write them, in the commune's time. */
import { dayOf, timeOf } from '../plans/plan-date.ts';

/**
 * "ngày 05 tháng 02 năm 2026": days below 10 and the months 1 and 2 get a leading zero, the others do not
 * (Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.4; Hướng dẫn 36-HD/VPTW the same).
 */
export function officialDate(at: Date): string {
  const [year, month, day] = dayOf(at).split('-');
  const monthText = Number(month) <= 2 ? month : String(Number(month));
  return `ngày ${day} tháng ${monthText} năm ${year}`;
}

/** "05/02/2026", for tables. */
export function shortDate(at: Date): string {
  return dayOf(at).split('-').toReversed().join('/');
}

/** "14 giờ 05". */
export function clockTime(at: Date): string {
  return timeOf(at).replace(':', ' giờ ');
}
