import { describe, expect, it } from 'vitest';
import {
  calendarDaysBefore, isWorkingDay, nearestWorkingDay, publicHoliday, whyNotWorking, workingDaysBefore,
} from '../../plans/working-days.ts';

describe('working days', () => {
  it('count back as the Gia Phúc plan does', () => {
    expect(workingDaysBefore('2026-06-11', 3)).toBe('2026-06-08');
    expect(workingDaysBefore('2026-06-11', 7)).toBe('2026-06-02');
    expect(calendarDaysBefore('2026-06-11', 7)).toBe('2026-06-04');
  });

  it('leave out 30/4 and 1/5', () => {
    expect(workingDaysBefore('2026-05-04', 1)).toBe('2026-04-29');
    expect(workingDaysBefore('2026-05-05', 3)).toBe('2026-04-28');
  });

  it.each([
    ['2026-01-01', 'Tết Dương lịch'],
    ['2026-02-16', 'Tết Nguyên Đán'],
    ['2026-02-17', 'Tết Nguyên Đán'],
    ['2026-02-20', 'Tết Nguyên Đán'],
    ['2026-04-26', 'Giỗ tổ Hùng Vương'],
    ['2026-04-27', 'nghỉ bù Giỗ tổ Hùng Vương'],
    ['2026-04-30', 'Ngày Giải phóng miền Nam'],
    ['2026-05-01', 'Quốc tế Lao động'],
    ['2026-09-02', 'Quốc khánh'],
    ['2027-02-06', 'Tết Nguyên Đán'],
    ['2027-02-10', 'nghỉ bù Tết Nguyên Đán'],
    ['2027-02-11', 'nghỉ bù Tết Nguyên Đán'],
    ['2027-04-16', 'Giỗ tổ Hùng Vương'],
    ['2023-01-02', 'nghỉ bù Tết Dương lịch'],
  ])('%s is %s', (day, name) => {
    expect(publicHoliday(day)).toBe(name);
    expect(isWorkingDay(day)).toBe(false);
  });

  it('reckon Tết by the Vietnamese lunar calendar, which in 2030 is a day before the Chinese one', () => {
    expect(publicHoliday('2030-02-01')).toBe('Tết Nguyên Đán');
    expect(isWorkingDay('2030-01-31')).toBe(true);
  });

  it('are not stopped by days that are only observed', () => {
    expect(isWorkingDay('2026-03-09')).toBe(true);
    expect(isWorkingDay('2026-05-19')).toBe(true);
    expect(isWorkingDay('2026-11-20')).toBe(true);
  });

  it('follow what the plan says about its year', () => {
    const own = { daysOff: ['2026-09-01'], extraWorkingDays: ['2026-08-22'] };

    expect(isWorkingDay('2026-09-01')).toBe(true);
    expect(isWorkingDay('2026-09-01', own)).toBe(false);
    expect(isWorkingDay('2026-08-22', own)).toBe(true);
    expect(workingDaysBefore('2026-09-03', 1, own)).toBe('2026-08-31');
  });

  it('say why a day is none', () => {
    expect(whyNotWorking('2026-05-02')).toBe('thứ Bảy');
    expect(whyNotWorking('2026-05-03')).toBe('Chủ nhật');
    expect(whyNotWorking('2026-05-01')).toBe('Quốc tế Lao động');
    expect(whyNotWorking('2026-09-01', { daysOff: ['2026-09-01'] })).toBe('ngày nghỉ');
    expect(whyNotWorking('2026-05-04')).toBeUndefined();
  });

  it('are found on both sides', () => {
    expect(nearestWorkingDay('2026-04-30', 'next')).toBe('2026-05-04');
    expect(nearestWorkingDay('2026-05-03', 'previous')).toBe('2026-04-29');
    expect(nearestWorkingDay('2026-05-04', 'next')).toBe('2026-05-04');
  });
});
