import { describe, expect, it } from 'vitest';
import { MAX_CALLBACK_BYTES, packCallbackData, unpackCallbackData } from '../../../bot/telegram/callback-data.ts';

describe('callback data', () => {
  it.each([
    ['petition.confirm', 'send'],
    ['speak:ask|topic', '3'],
    ['', 'yes'],
  ])('comes back as it went: %j, %j', (prompt, choice) => {
    const data = packCallbackData(prompt, choice);

    expect(data && unpackCallbackData(data)).toEqual({ prompt, choice });
  });

  it('counts bytes, not letters', () => {
    const fits = packCallbackData('p'.repeat(MAX_CALLBACK_BYTES - 'd1|a|'.length), 'a');

    expect(Buffer.byteLength(fits ?? '')).toBe(MAX_CALLBACK_BYTES);
    expect(packCallbackData('ộ'.repeat(20), 'a')).toBeNull();
  });

  it.each(['', 'a|b'])('does not pack the choice %j, which could not be read back', (choice) => {
    expect(packCallbackData('p', choice)).toBeNull();
  });

  it.each(['', '|||', 'd1', 'd1|a', 'D1|a|p', '\u0000', 'd1|a|p'.repeat(20)])('does not read %j', (data) => {
    expect(unpackCallbackData(data)).toBeNull();
  });
});
