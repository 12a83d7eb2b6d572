import { describe, expect, it } from 'vitest';
import { parseDate, PlanDateError } from '../../plans/parse-date.ts';
import {
  addDays, dateText, dayOf, daysBetween, dayText, isFullDate, planDateOfDay, startOfDay, weekdayText,
} from '../../plans/plan-date.ts';

describe('a date as plans write it', () => {
  it.each([
    ['2026-06-11', 'ngày 11/6/2026', '2026-06-11', '2026-06-11', false],
    ['2026-02-05', 'ngày 05/02/2026', '2026-02-05', '2026-02-05', false],
    ['2026-09', 'tháng 9/2026', '2026-09-01', '2026-09-30', false],
    ['2026-12', 'tháng 12/2026', '2026-12-01', '2026-12-31', false],
    ['2028-02', 'tháng 2/2028', '2028-02-01', '2028-02-29', false],
    ['đầu 2026-07', 'đầu tháng 7/2026', '2026-07-01', '2026-07-10', false],
    ['giữa 2026-07', 'giữa tháng 7/2026', '2026-07-11', '2026-07-20', false],
    ['cuối 2026-07', 'cuối tháng 7/2026', '2026-07-21', '2026-07-31', false],
    ['2023-Q2', 'Quý II/2023', '2023-04-01', '2023-06-30', false],
    ['2023-q4', 'Quý IV/2023', '2023-10-01', '2023-12-31', false],
    ['2023', 'năm 2023', '2023-01-01', '2023-12-31', false],
    ['dự kiến 2026-05-28', 'dự kiến ngày 28/5/2026', '2026-05-28', '2026-05-28', true],
    ['Dự kiến cuối 2026-07', 'dự kiến cuối tháng 7/2026', '2026-07-21', '2026-07-31', true],
    ['trước 2026-05-15', 'trước ngày 15/5/2026', '2026-05-14', '2026-05-14', false],
    ['trước ngày 2026-05-15', 'trước ngày 15/5/2026', '2026-05-14', '2026-05-14', false],
    ['trước 2026-07', 'trước tháng 7/2026', '2026-06-30', '2026-06-30', false],
    ['dự kiến trước 2026-Q3', 'dự kiến trước Quý III/2026', '2026-06-30', '2026-06-30', true],
  ])('%s', (written, text, earliest, latest, tentative) => {
    expect(parseDate(written)).toMatchObject({ text, earliest, latest, tentative });
  });

  it('counts from the first day of a rehearsal', () => {
    expect(parseDate('+10', { firstDay: '2026-11-25' }))
      .toMatchObject({ text: 'ngày 05/12/2026', latest: '2026-12-05' });
    expect(parseDate('-5', { firstDay: '2026-11-03' }).latest).toBe('2026-10-29');
    expect(parseDate('dự kiến +0', { firstDay: '2026-11-03' }))
      .toMatchObject({ latest: '2026-11-03', tentative: true });
  });

  it('moves a day off, also over a holiday', () => {
    const own = { daysOff: ['2026-09-01'] };

    expect(parseDate({ date: '2026-08-29', workingDay: 'next' }, { own }).latest).toBe('2026-08-31');
    expect(parseDate({ date: '2026-09-01', workingDay: 'next' }, { own }).latest).toBe('2026-09-03');
    expect(parseDate({ date: '2026-09-02', workingDay: 'previous' }, { own }).latest).toBe('2026-08-31');
  });

  it('takes other words for people', () => {
    expect(parseDate({ date: '2026-07', text: 'những ngày hè' }).text).toBe('những ngày hè');
  });

  it.each(['', 'mai', '15/5/2026', '2026-13', '2026-Q5', '2026-6-1', 'cuối 2026', 'cuối 2026-Q2', 'trước',
    '2026-02-29', '+10'])(
    'refuses %j with a sentence', (written) => {
      expect(() => parseDate(written)).toThrow(PlanDateError);
    },
  );
});

describe('days of the commune', () => {
  it('begin at 17:00 UTC of the day before', () => {
    expect(dayOf(new Date('2026-05-14T16:59:59Z'))).toBe('2026-05-14');
    expect(dayOf(new Date('2026-05-14T17:00:00Z'))).toBe('2026-05-15');
    expect(startOfDay('2026-05-15').toISOString()).toBe('2026-05-14T17:00:00.000Z');
  });

  it('are counted over month, year and leap day', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(addDays('2028-03-01', -1)).toBe('2028-02-29');
    expect(daysBetween('2026-06-11', '2026-05-15')).toBe(-27);
  });
});

describe('a date for people', () => {
  it('names the weekday of a full date only', () => {
    expect(weekdayText('2026-06-11')).toBe('thứ Năm');
    expect(dateText(planDateOfDay('2026-06-11'), { weekday: true })).toBe('thứ Năm, ngày 11/6/2026');
    expect(dateText(parseDate('dự kiến 2026-05-28'), { weekday: true })).toBe('dự kiến thứ Năm, ngày 28/5/2026');
    expect(dateText(parseDate('2026-07'), { weekday: true })).toBe('tháng 7/2026');
    expect(dateText(parseDate('trước 2026-05-15'), { weekday: true })).toBe('trước ngày 15/5/2026');
    expect(dateText(planDateOfDay('2026-06-11'))).toBe('ngày 11/6/2026');
  });

  it('writes 0 before the months 1 and 2 only', () => {
    expect([dayText('2026-01-05'), dayText('2026-03-05')]).toEqual(['05/01/2026', '05/3/2026']);
    expect(isFullDate(parseDate('trước 2026-05-15'))).toBe(false);
  });
});
