import { describe, expect, it } from 'vitest';
import { toInbound } from '../../../bot/zalo-bot/to-inbound.ts';
import { eventsIn, readEvent } from '../../../bot/zalo-bot/update.ts';
import { findHashtagOf } from '../../../plans/hashtags.ts';

const ADDRESS = { botName: 'Bot Đối Thoại', findHashtag: findHashtagOf([{ hashtag: 'doithoai_tapduot' }]) };
const FROM = { id: 'lan', display_name: 'Lan', is_bot: false };
const PRIVATE = { id: 'lan', chat_type: 'PRIVATE' };
const GROUP = { id: 'to-3', chat_type: 'GROUP' };

function inbound(kind: string, message: Record<string, unknown>) {
  const event = readEvent({
    event_name: `message.${kind}.received`, message: { message_id: 'm1', from: FROM, chat: PRIVATE, ...message },
  });
  return event && toInbound('123', event, ADDRESS);
}

describe('an event of a private chat', () => {
  it('is framed by the account, the chat and the message', () => {
    expect(inbound('text', { text: 'Cống tắc', date: 1750316131602 })).toEqual({
      key: 'zb:123:m1',
      channel: 'zalo-bot',
      chat: 'zb:123:lan',
      messageId: 'm1',
      senderName: 'Lan',
      content: { kind: 'text', text: 'Cống tắc' },
    });
  });

  it.each<[string, string, Record<string, unknown>, unknown]>([
    ['a text, character for character', 'text', { text: ' @Bot Đối Thoại <b>x</b>\n' },
      { kind: 'text', text: ' @Bot Đối Thoại <b>x</b>\n' }],
    ['a photo', 'image', { photo: 'https://cdn.example/a.jpg', caption: 'Mương' },
      { kind: 'media', files: [{ kind: 'photo', ref: 'https://cdn.example/a.jpg' }], text: 'Mương' }],
    ['a photo under its other name', 'image', { photo_url: 'https://cdn.example/a.jpg' },
      { kind: 'media', files: [{ kind: 'photo', ref: 'https://cdn.example/a.jpg' }] }],
    ['a photo under a third name', 'image', { url: 'https://cdn.example/a.jpg' },
      { kind: 'media', files: [{ kind: 'photo', ref: 'https://cdn.example/a.jpg' }] }],
    ['a voice', 'voice', { voice_url: 'https://cdn.example/a.aac' },
      { kind: 'media', files: [{ kind: 'voice', ref: 'https://cdn.example/a.aac' }] }],
    ['a sticker', 'sticker', { sticker: 's1', url: 'https://cdn.example/s.png' },
      { kind: 'unsupported', what: 'sticker' }],
    ['hidden content', 'unsupported', {}, { kind: 'unsupported', what: 'hidden' }],
    ['hidden content with a remainder of words', 'unsupported', { text: 'x' }, { kind: 'unsupported', what: 'hidden' }],
    ['a kind that nobody knows, without words', 'hologram', {}, { kind: 'unsupported', what: 'hologram' }],
    ['a kind that nobody knows, with words', 'link', { text: 'https://example.org' },
      { kind: 'text', text: 'https://example.org' }],
    ['a photo without an address', 'image', { photo: { id: 3 } }, { kind: 'unsupported', what: 'image' }],
    ['the words of a photo without an address', 'image', { photo: null, caption: 'Mương' },
      { kind: 'text', text: 'Mương' }],
    ['an empty text', 'text', { text: '' }, { kind: 'unsupported', what: 'text' }],
    ['a text that is none', 'text', { text: 7 }, { kind: 'unsupported', what: 'text' }],
  ])('brings %s', (_, kind, message, content) => {
    expect(inbound(kind, message)?.content).toEqual(content);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['a number', { chat: { id: 77, chat_type: 'PRIVATE' } }, 'zb:123:77'],
    ['without its type', { chat: { id: 'lan' } }, 'zb:123:lan'],
    ['known by the sender only', { chat: undefined }, 'zb:123:lan'],
  ])('has a chat that is %s', (_, message, chat) => {
    expect(inbound('text', { text: 'a', ...message })?.chat).toBe(chat);
  });

  it('without an id is known again by its content', () => {
    const once = inbound('text', { text: 'a', message_id: undefined, date: 1 });
    const again = inbound('text', { text: 'a', message_id: undefined, date: 1 });
    const other = inbound('text', { text: 'a', message_id: undefined, date: 2 });

    expect(once?.key).toMatch(/^zb:123:digest-[0-9a-f]{32}$/);
    expect(again?.key).toBe(once?.key);
    expect(other?.key).not.toBe(once?.key);
  });

  it.each<[string, string, Record<string, unknown>]>([
    ['a bot', 'text', { text: 'a', from: { ...FROM, is_bot: true } }],
    ['a reaction', 'reaction', {}],
  ])('says nothing when it comes from %s', (_, kind, message) => {
    expect(inbound(kind, message)).toBeNull();
  });
});

describe('an event of a group', () => {
  it.each([
    ['a mention at the beginning', '@Bot Đối Thoại đường tối', 'đường tối'],
    ['a mention in the middle, however it is written', 'nhờ @BOT ĐỐI THOẠI ghi: đường tối', 'nhờ ghi: đường tối'],
    ['a reply, without any mention', 'vẫn chưa sửa', 'vẫn chưa sửa'],
  ])('goes to the private chat of its sender: %s', (_, text, said) => {
    expect(inbound('text', { text, chat: GROUP })).toMatchObject({
      chat: 'zb:123:lan', group: {}, content: { kind: 'text', text: said },
    });
  });

  it('tells the hashtag that was used', () => {
    const message = inbound('text', { text: '@Bot Đối Thoại #DOITHOAI_tapduot đường tối', chat: GROUP });

    expect(message).toMatchObject({ group: { hashtag: 'doithoai_tapduot' }, content: { text: 'đường tối' } });
  });

  it('keeps a photo whose caption was but the mention', () => {
    const photo = 'https://cdn.example/a.jpg';

    expect(inbound('image', { photo, caption: '@Bot Đối Thoại', chat: GROUP })).toMatchObject({
      group: {}, content: { kind: 'media', files: [{ kind: 'photo', ref: photo }] },
    });
  });

  it('is answered like in private when its content is hidden', () => {
    expect(inbound('unsupported', { chat: GROUP })).toMatchObject({
      chat: 'zb:123:lan', group: {}, content: { kind: 'unsupported' },
    });
  });

  it('brings nothing when the bot was named and nothing said', () => {
    expect(inbound('text', { text: '@Bot Đối Thoại', chat: GROUP })).toBeNull();
  });

  it('brings nothing when Zalo does not say who spoke', () => {
    expect(inbound('text', { text: 'a', chat: GROUP, from: {} })).toBeNull();
  });

  it('takes a name with signs in it as it is', () => {
    const event = readEvent({
      event_name: 'message.text.received',
      message: { message_id: 'm', from: FROM, chat: GROUP, text: '@Bot (Xã+) đường tối' },
    });

    const message = toInbound('123', event!, { ...ADDRESS, botName: 'Bot (Xã+)' });

    expect(message?.content).toEqual({ kind: 'text', text: 'đường tối' });
  });
});

describe('what was delivered', () => {
  const EVENT = { event_name: 'message.text.received', message: {} };

  it.each<[string, unknown, unknown[]]>([
    ['a bare event', EVENT, [EVENT]],
    ['a wrapped one', { ok: true, result: EVENT }, [EVENT]],
    ['several, wrapped', { ok: true, result: [EVENT, EVENT] }, [EVENT, EVENT]],
    ['several, bare', [EVENT, EVENT], [EVENT, EVENT]],
    ['nothing, wrapped', { ok: true, result: null }, []],
    ['an empty result', { ok: true, result: {} }, []],
    ['null', null, []],
    ['words', 'xin chào', []],
    ['nothing', undefined, []],
  ])('holds %s', (_, raw, events) => {
    expect(eventsIn(raw)).toEqual(events);
  });
});
