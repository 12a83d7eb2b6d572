/** Titles and sentences that Word and Excel share. */
import type { Conference, Plan } from '../plans/plan.ts';
import type { Counts, GroupedList } from './grouped-list.ts';

/** "xã Thái Tân". */
export function communeName(plan: Plan): string {
  return `${plan.commune.unit} ${plan.commune.name}`;
}

export const LIST_TITLE = 'Tổng hợp ý kiến, kiến nghị của Nhân dân';

/** What the list was gathered for. */
export function listSubject(plan: Plan, conference?: Conference): string {
  return conference ? `gửi tới ${lowerFirst(conference.name)}` : `trên địa bàn ${communeName(plan)}`;
}

/** What the speakers' list is for. */
export function speakersSubject(plan: Plan, conference?: Conference): string {
  return conference ? `tại ${lowerFirst(conference.name)}` : `tại các hội nghị của ${communeName(plan)}`;
}

/** People, petitions and answers, each by itself: "8 người, 15 ý kiến, kiến nghị; 10 … đã được trả lời". */
export function countsSentence({ people, petitions, answers }: Counts): string {
  return `${formatNumber(people)} người, ${formatNumber(petitions)} ý kiến, kiến nghị; `
    + `${formatNumber(answers)} ý kiến, kiến nghị đã được trả lời`;
}

/** How the counts were taken, where a reader could otherwise add them up wrongly; empty when nothing needs saying. */
export function countingNotes(list: GroupedList): string[] {
  const notes: string[] = [];
  if (list.withoutPerson > 0) {
    notes.push(
      `Có ${formatNumber(list.withoutPerson)} ý kiến, kiến nghị không ghi nhận được người gửi; `
        + 'mỗi ý kiến, kiến nghị đó được tính là một người.',
    );
  }
  const summed = list.groups.reduce((sum, group) => sum + group.counts.people, 0);
  if (summed > list.counts.people) {
    const unit = list.by === 'topic' ? 'lĩnh vực' : 'cơ quan, đơn vị';
    notes.push(`Một người có ý kiến ở nhiều ${unit} chỉ được tính một lần trong tổng số.`);
  }
  return notes;
}

/** "1.234", as Vietnamese papers write numbers. */
export function formatNumber(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, '.');
}

/** 1 → "I", for the parts of a paper. */
export function roman(value: number): string {
  const signs: [number, string][] = [
    [100, 'C'], [90, 'XC'], [50, 'L'], [40, 'XL'], [10, 'X'], [9, 'IX'], [5, 'V'], [4, 'IV'], [1, 'I'],
  ];
  let rest = value;
  let written = '';
  for (const [worth, sign] of signs) {
    for (; rest >= worth; rest -= worth) written += sign;
  }
  return written;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
