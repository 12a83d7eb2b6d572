import { describe, expect, it } from 'vitest';
import { asksToNote, saidToBot, type Stretch } from '../../bot/group-talk.ts';
import { findHashtagOf } from '../../plans/hashtags.ts';

const findHashtag = findHashtagOf([{ hashtag: 'doithoai_tapduot' }]);

/** Where `name` stands in a text. */
function at(text: string, name: string): Stretch {
  return { start: text.indexOf(name), length: name.length };
}

function said(text: string, mention?: string, repliesToBot = false) {
  return saidToBot({ text, mentions: mention ? [at(text, mention)] : [], repliesToBot }, findHashtag);
}

describe('what of a group\'s talk is for the bot', () => {
  it.each(['Chiều nay họp thôn nhé', '', '#hop_thon ai đi họp', 'doithoai_tapduot'])('not %j', (text) => {
    expect(said(text)).toBeNull();
  });

  it.each([
    ['@bot cống tắc', 'cống tắc'],
    ['@bot: cống tắc', 'cống tắc'],
    ['@bot, cống tắc', 'cống tắc'],
    ['cống tắc @bot', 'cống tắc'],
    ['cống @bot tắc', 'cống tắc'],
    ['cống tắc,\n@bot', 'cống tắc,'],
    ['(@bot) cống tắc', 'cống tắc'],
    ['🙏🏽 @bot cống tắc', '🙏🏽 cống tắc'],
    ['@bot', ''],
  ])('a mention, without the name: %j', (text, words) => {
    expect(said(text, '@bot')).toEqual({ text: words });
  });

  it('a mention in heaps of brackets, and heaps of mentions', () => {
    const text = `${'('.repeat(20_000)}@bot${')'.repeat(20_000)} cống tắc`;
    const mentions = Array.from({ length: 20_000 }, () => at(text, '@bot'));

    expect(saidToBot({ text, mentions, repliesToBot: false }, findHashtag)).toEqual({ text: 'cống tắc' });
  });

  it('several mentions, all of them taken out', () => {
    const text = '@bot cống tắc @bot';
    const mentions = [at(text, '@bot'), { start: text.lastIndexOf('@bot'), length: 4 }];

    expect(saidToBot({ text, mentions, repliesToBot: false }, findHashtag)).toEqual({ text: 'cống tắc' });
  });

  it('a reply to the bot, word for word', () => {
    expect(said('  đường hỏng\nhai chỗ ', undefined, true)).toEqual({ text: 'đường hỏng\nhai chỗ' });
  });

  it.each([
    ['#doithoai_tapduot cống tắc', 'cống tắc'],
    ['Cống tắc #ĐốiThoại_TậpDượt', 'Cống tắc'],
    ['Cống tắc (#doithoai_tapduot)', 'Cống tắc'],
    ['#doithoai_tapduot', ''],
  ])('the plan\'s hashtag, without it: %j', (text, words) => {
    expect(said(text)).toEqual({ text: words, hashtag: 'doithoai_tapduot' });
  });

  it('a mention and the hashtag together', () => {
    const found = said('@bot cống tắc #DoiThoai_TapDuot nhé', '@bot');

    expect(found).toEqual({ text: 'cống tắc nhé', hashtag: 'doithoai_tapduot' });
  });

  it('a hashtag inside of the bot\'s shown name is taken out once', () => {
    const text = '@Bot #doithoai_tapduot cống tắc';

    expect(said(text, '@Bot #doithoai_tapduot')).toEqual({ text: 'cống tắc', hashtag: 'doithoai_tapduot' });
  });

  it('the words around are left as they are', () => {
    const text = '@bot Đường *thôn* <b>hỏng</b>:  2 chỗ,\n\n a) cầu';

    expect(said(text, '@bot')?.text).toBe('Đường *thôn* <b>hỏng</b>:  2 chỗ,\n\n a) cầu');
  });
});

describe('"write this down"', () => {
  it.each([
    'ghi lại', 'Ghi nhận', 'ghi giúp', 'ghi hộ tôi', 'GHI LẠI GIÚP VỚI NHÉ!', 'ghi lai', 'nhờ bot ghi lại ạ',
    'xin ghi nhận giúp em', 'Ghi lại'.normalize('NFD'), 'ghi nhận ý kiến này', '“ghi lại”.',
  ])('is %s', (text) => {
    expect(asksToNote(text)).toBe(true);
  });

  it.each([
    '', 'ghi', 'ghi lại: cống tắc', 'ghi lại giúp bà con là cống tắc', 'đã ghi lại', 'ghi nhầm',
    'xã ghi nhận mà không làm',
  ])('is not “%s”, which says something of its own or nothing', (text) => {
    expect(asksToNote(text)).toBe(false);
  });
});
