import { describe, expect, it } from 'vitest';
import { unpackCallbackData } from '../../../bot/telegram/callback-data.ts';
import { fromOutbound } from '../../../bot/telegram/from-outbound.ts';

const CHOICES = [
  { id: 'yes', label: 'Đồng ý' },
  { id: 'no', label: 'Không đồng ý' },
];

describe('fromOutbound', () => {
  it('sends plain text: no markup is read, no link is unfolded', () => {
    const payload = fromOutbound(7, { text: '<b>a</b> *b* https://example.org' }, 'Số của tôi');

    expect(payload).toEqual({
      chat_id: 7,
      text: '<b>a</b> *b* https://example.org',
      link_preview_options: { is_disabled: true },
      reply_markup: { remove_keyboard: true },
    });
  });

  it('draws one button a line', () => {
    const { reply_markup: markup } = fromOutbound(7, { text: '?', choices: CHOICES, prompt: 'consent' }, '');

    const rows = 'inline_keyboard' in markup ? markup.inline_keyboard : [];
    expect(rows.map((row) => row.map(({ text }) => text))).toEqual([['Đồng ý'], ['Không đồng ý']]);
    expect(rows.flat().map(({ callback_data: data }) => unpackCallbackData(data))).toEqual([
      { prompt: 'consent', choice: 'yes' },
      { prompt: 'consent', choice: 'no' },
    ]);
  });

  it.each([
    ['the question has too long a name', { choices: CHOICES, prompt: 'p'.repeat(60) }],
    ['an id cannot travel in a button', { choices: [{ id: 'a|b', label: 'Đồng ý' }, CHOICES[1]!], prompt: 'p' }],
  ])('prints numbers when %s', (_, question) => {
    const payload = fromOutbound(7, { text: 'Chọn:', ...question }, '');

    expect(payload.text).toBe('Chọn:\n1. Đồng ý\n2. Không đồng ý');
    expect(payload.reply_markup).toEqual({ remove_keyboard: true });
  });

  it('prints numbers for more choices than Telegram draws', () => {
    const choices = Array.from({ length: 101 }, (_, index) => ({ id: `${index}`, label: `Thôn ${index}` }));

    expect(fromOutbound(7, { text: 'Thôn?', choices }, '').text).toMatch(/\n101\. Thôn 100$/);
    expect(fromOutbound(7, { text: 'Thôn?', choices: choices.slice(1) }, '').text).toBe('Thôn?');
  });

  it('prints numbers when a label is empty, which Telegram refuses on a button', () => {
    const payload = fromOutbound(7, { text: '?', choices: [{ id: 'a', label: ' ' }], prompt: 'p' }, '');

    expect(payload.reply_markup).toEqual({ remove_keyboard: true });
  });

  it('asks for the number with the keyboard that can, and keeps the choices as keys', () => {
    const { reply_markup: markup } = fromOutbound(
      7,
      { text: 'Số điện thoại?', askContact: true, choices: [{ id: 'skip', label: 'Bỏ qua' }] },
      'Số của tôi',
    );

    expect(markup).toEqual({
      keyboard: [[{ text: 'Số của tôi', request_contact: true }], [{ text: 'Bỏ qua' }]],
      resize_keyboard: true,
      one_time_keyboard: true,
    });
  });
});
