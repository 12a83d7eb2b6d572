import { describe, expect, it } from 'vitest';
import { commonLetters, createLikenessIndex } from '../../classifier/index.ts';

const ROAD = 'Đường trục thôn Đông xuống cấp, nhiều ổ gà, mưa xuống là lầy lội, đề nghị xã sửa chữa sớm cho bà con đi lại';
const LAMPS = 'Đề nghị lắp thêm đèn đường ở ngõ 4 vì buổi tối rất tối, người già hay ngã';
const TAX = 'Thuế khoán quán nước của tôi tăng gấp đôi, xin xem lại';

function filled() {
  const index = createLikenessIndex();
  index.put('road', ROAD);
  index.put('lamps', LAMPS);
  index.put('tax', TAX);
  return index;
}

describe('the likeness index', () => {
  it('finds what was sent again without marks and with another greeting', () => {
    const again = 'alo xa oi, duong truc thon dong xuong cap nhieu o ga mua xuong la lay loi, de nghi xa sua chua som';

    const found = filled().like(again);

    expect(found.map(({ id }) => id)).toEqual(['road']);
    expect(found[0]!.likeness).toBeGreaterThan(0.6);
  });

  it('finds nothing for something else, for nothing and for itself', () => {
    const index = filled();

    expect(index.like('Xin hỏi thủ tục làm giấy khai sinh cho cháu')).toEqual([]);
    expect(index.like('')).toEqual([]);
    expect(index.like('👍')).toEqual([]);
    expect(index.like(ROAD, { except: 'road' })).toEqual([]);
  });

  it('gives the most alike first, as many as asked for', () => {
    const index = filled();
    index.put('road-2', `${ROAD} và lắp đèn`);
    index.put('road-3', 'Đường trục thôn Đông xuống cấp, nhiều ổ gà, mưa xuống là lầy lội');

    const found = index.like(ROAD, { limit: 2 });

    expect(found.map(({ id }) => id)).toEqual(['road', 'road-2']);
    expect(found[0]!.likeness).toBeCloseTo(1);
  });

  it('forgets what was dropped and knows what was put anew', () => {
    const index = filled();
    index.drop('road');
    index.drop('never there');
    index.put('tax', ROAD);

    const found = index.like(ROAD);

    expect(found.map(({ id }) => id)).toEqual(['tax']);
    expect(index.size).toBe(2);
  });

  it('stays right after thousands came and went', () => {
    const index = filled();
    for (let i = 0; i < 3_000; i += 1) index.put(`p${i}`, `việc số ${i} của thôn, kiến nghị thứ ${i % 7}`);
    for (let i = 0; i < 3_000; i += 1) index.drop(`p${i}`);

    expect(index.size).toBe(3);
    expect(index.like(LAMPS).map(({ id }) => id)).toEqual(['lamps']);
  });
});

describe('commonLetters', () => {
  it('is near one for the same words in another spelling, and small when the hamlet and the matter differ', () => {
    expect(commonLetters(ROAD, ROAD.normalize('NFD').toUpperCase())).toBe(1);
    expect(commonLetters(ROAD, `Kính gửi xã. ${ROAD}.`)).toBeGreaterThan(0.7);
    expect(commonLetters(ROAD, LAMPS)).toBeLessThan(0.3);
    expect(commonLetters('', '')).toBe(0);
  });
});
