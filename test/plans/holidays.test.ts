import { describe, expect, it } from 'vitest';
import { computeHolidays, holidaysOf } from '../../plans/holidays.ts';

const FIRST = 2022;
const LAST = 2040;

describe('public holidays', () => {
  it('kept in holidays.json are those of the library (npx vitest run test/plans/holidays -u writes them anew)', async () => {
    const table: Record<string, Record<string, string>> = {};
    for (let year = FIRST; year <= LAST; year += 1) table[year] = Object.fromEntries(computeHolidays(year));

    await expect(`${JSON.stringify(table, null, 2)}\n`).toMatchFileSnapshot('../../plans/holidays.json');
  });

  it('of other years are asked of the library', () => {
    expect(holidaysOf(2045).get('2045-02-17')).toBe('Tết Nguyên Đán');
    expect(holidaysOf(LAST).size).toBeGreaterThan(9);
  });
});
