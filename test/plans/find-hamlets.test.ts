import { describe, expect, it } from 'vitest';
import { findHamlets, HAMLET_SURE } from '../../plans/find-hamlets.ts';
import { planOf } from './plan-of.ts';

const thaiTan = planOf('hamlets: [Uông Hạ, Đình, Cõi Hưng Sơn, An Giới]');
const giaPhuc = planOf(`hamlets:
  - Phong Lâm
  - Văn Lâm
  - Trúc Lâm
  - Nghĩa Hy
  - Lai Hà
  - Đại Lương
  - { name: Long Tràng, aliases: [Long Trảng] }
`);
const alike = planOf('hamlets: [Đình, { name: Định, id: dinh-2 }, Hòa Bình]');
const town = planOf('hamletUnit: tổ dân phố\nhamlets: [Tổ dân phố 1, "Tổ dân phố 10", "3", { name: Bản Lò, unit: bản }]');

function names(plan: typeof thaiTan, text: string): string[] {
  return findHamlets(plan, text).map(({ hamlet }) => hamlet.name);
}

describe('a hamlet as people write it is found', () => {
  it.each([
    ['Uông Hạ', 'Uông Hạ'],
    ['uông hạ', 'Uông Hạ'],
    ['UÔNG HẠ', 'Uông Hạ'],
    ['uong ha', 'Uông Hạ'],
    ['thon uong ha', 'Uông Hạ'],
    ['thôn Uông Hạ ạ', 'Uông Hạ'],
    ['Thôn Uông Hạ, xã Thái Tân', 'Uông Hạ'],
    ['tôi ở thôn Uông Hạ', 'Uông Hạ'],
    ['gia đình tôi ở Uông Hạ', 'Uông Hạ'],
    ['uông hah', 'Uông Hạ'],
    ['uonh ha', 'Uông Hạ'],
    ['uogn ha', 'Uông Hạ'],
    ['uongha', 'Uông Hạ'],
    ['U\u00f4ng Ha\u0323', 'Uông Hạ'],
    ['uông', 'Uông Hạ'],
    ['Đình', 'Đình'],
    ['dinh', 'Đình'],
    ['thôn đình', 'Đình'],
    ['thon dinh', 'Đình'],
    ['nhà em ở thôn Đình bác ạ', 'Đình'],
    ['dihn', 'Đình'],
    ['thôn định', 'Đình'],
    ['Cõi Hưng Sơn', 'Cõi Hưng Sơn'],
    ['coi hung son', 'Cõi Hưng Sơn'],
    ['hung son', 'Cõi Hưng Sơn'],
    ['Hưng Sơn', 'Cõi Hưng Sơn'],
    ['cõi', 'Cõi Hưng Sơn'],
    ['coi hung sonn', 'Cõi Hưng Sơn'],
    ['thon coi hung son a', 'Cõi Hưng Sơn'],
    ['an gioi', 'An Giới'],
    ['An Giơi', 'An Giới'],
    ['an goi', 'An Giới'],
    ['em o thon an gioi', 'An Giới'],
  ])('%s → %s', (text, name) => {
    expect(names(thaiTan, text)).toEqual([name]);
  });

  it.each([
    ['long trang', 'Long Tràng'],
    ['Long Trảng', 'Long Tràng'],
    ['Long Tràng', 'Long Tràng'],
    ['thôn Long Trảng nhé', 'Long Tràng'],
    ['long tragn', 'Long Tràng'],
    ['nghia hi', 'Nghĩa Hy'],
    ['nghĩa hy', 'Nghĩa Hy'],
    ['lai ha', 'Lai Hà'],
    ['Lai Hà', 'Lai Hà'],
    ['van lam', 'Văn Lâm'],
    ['dai luong', 'Đại Lương'],
    ['đại lượng', 'Đại Lương'],
    ['trúc lâm', 'Trúc Lâm'],
  ])('%s → %s', (text, name) => {
    expect(names(giaPhuc, text)).toEqual([name]);
  });

  it.each([
    ['tổ 1', 'Tổ dân phố 1'],
    ['tổ dân phố số 1', 'Tổ dân phố 1'],
    ['tdp 10', 'Tổ dân phố 10'],
    ['to dan pho 10', 'Tổ dân phố 10'],
    ['3', '3'],
    ['tổ 3', '3'],
    ['bản lò', 'Bản Lò'],
    ['ban lo', 'Bản Lò'],
  ])('%s → %s', (text, name) => {
    expect(names(town, text)).toEqual([name]);
  });
});

describe('what is no hamlet, or several', () => {
  it.each([
    '', '   ', '???', '👍', 'gia đình tôi', 'đường hỏng quá', 'Vĩnh Phúc', 'kinh', 'ở đây', 'không biết', 'thôn',
      'x'.repeat(50_000),
    'đường liên thôn hỏng, đề nghị sửa cho gia đình chúng tôi',
  ])('nothing for %j', (text) => {
    expect(names(thaiTan, text)).toEqual([]);
  });

  it('asks between hamlets that share a word', () => {
    expect(names(giaPhuc, 'lâm').sort()).toEqual(['Phong Lâm', 'Trúc Lâm', 'Văn Lâm']);
  });

  it('asks between two that differ by their marks alone, unless the marks are written', () => {
    expect(names(alike, 'dinh')).toEqual(['Đình', 'Định']);
    expect(names(alike, 'định')).toEqual(['Định']);
    expect(names(alike, 'thôn Đình')).toEqual(['Đình']);
  });

  it('takes both ways of placing the tone mark', () => {
    expect(findHamlets(alike, 'hoà bình')[0]?.score).toBe(1);
  });

  it('never takes one number for another', () => {
    expect(names(town, 'tổ dân phố 2')).toEqual([]);
    expect(names(town, 'tổ 11')).toEqual([]);
  });

  it('knows nothing in a plan without hamlets', () => {
    expect(names(planOf(), 'uông hạ')).toEqual([]);
  });
});

describe('the score', () => {
  it.each([
    ['Uông Hạ', true],
    ['uong ha', true],
    ['thôn uong ha', true],
    ['gia đình tôi ở Uông Hạ', true],
    ['uông', false],
    ['uonh ha', false],
  ])('%s is sure: %s', (text, sure) => {
    expect((findHamlets(thaiTan, text)[0]?.score ?? 0) >= HAMLET_SURE).toBe(sure);
  });
});
