import { describe, expect, it } from 'vitest';
import { splitForExcel } from '../../reports/excel-text.ts';

describe('a text longer than a cell', () => {
  it('is cut into pieces that fit and make up the text again', () => {
    const text = 'Đề nghị sửa đường. '.repeat(5_000);

    const pieces = splitForExcel(text);

    expect(pieces.length).toBe(3);
    expect(pieces.every(({ length }) => length <= 32_767)).toBe(true);
    expect(pieces.join('')).toBe(text);
  });

  it('is never cut inside an emoji or before a tone mark', () => {
    const letter = 'ệ'.normalize('NFD');

    expect(splitForExcel(`ab${letter}`, 4)).toEqual(['ab', letter]);
    expect(splitForExcel('abc😀', 4)).toEqual(['abc', '😀']);
    expect(splitForExcel('ab👩\u200D👧', 6)).toEqual(['ab', '👩\u200D👧']);
  });

  it('stays one piece when it fits exactly', () => {
    expect(splitForExcel('x'.repeat(32_767))).toHaveLength(1);
    expect(splitForExcel('')).toEqual(['']);
  });
});
