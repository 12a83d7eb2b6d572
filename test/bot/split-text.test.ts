import { describe, expect, it } from 'vitest';
import { splitText } from '../../bot/split-text.ts';

describe('cutting a text', () => {
  it.each([
    ['a short one', 'abc', 10, ['abc']],
    ['an empty one', '', 10, ['']],
    ['exactly as long as may be', 'abcdefghij', 10, ['abcdefghij']],
    ['at a line break rather than at a blank', 'một hai\nba bốn', 12, ['một hai', 'ba bốn']],
    ['at a blank where there is no line break', 'một hai ba bốn', 9, ['một hai', 'ba bốn']],
    ['anywhere when it is one word', 'abcdefghijkl', 5, ['abcde', 'fghij', 'kl']],
    ['with a blank at the very end', 'abcde ', 5, ['abcde']],
  ])('%s', (_, text, max, pieces) => {
    expect(splitText(text, max)).toEqual(pieces);
  });

  it.each([
    ['a letter and its marks', 'ệ'.normalize('NFD').repeat(9)],
    ['the halves of an emoji', '🙏'.repeat(9)],
    ['a family', '👨‍👩‍👧'.repeat(3)],
  ])('never parts %s', (_, text) => {
    const pieces = splitText(text, 10);

    expect(pieces.join('')).toBe(text);
    expect(pieces.every((piece) => piece.length <= 10)).toBe(true);
    for (const piece of pieces) expect(piece).not.toMatch(/^[\p{M}\u200d]|[\ud800-\udbff]$|^[\udc00-\udfff]|\u200d$/u);
  });

  it('comes to an end for marks without a letter', () => {
    expect(splitText('\u0301'.repeat(25), 10).join('')).toBe('\u0301'.repeat(25));
  });

  it('keeps every word of a long text in pieces that are short enough', () => {
    const text = Array.from({ length: 3_000 }, (_, n) => `từ${n}${n % 17 === 0 ? '\n' : ' '}`).join('').trim();
    const pieces = splitText(text, 4096);

    expect(pieces.join(' ').split(/\s+/)).toEqual(text.split(/\s+/));
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThanOrEqual(4096);
    expect(pieces.length).toBeLessThan(9);
  });
});
