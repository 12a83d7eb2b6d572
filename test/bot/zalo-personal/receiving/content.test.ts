import { describe, expect, it } from 'vitest';
import { toContent } from '../../../../bot/zalo-personal/receiving/content.ts';

const ME = '5123456789012345678';

function attachment(about: Record<string, unknown>): object {
  // As json-bigint makes them.
  return Object.assign(Object.create(null) as object, { title: '', description: '', href: '', params: '' }, about);
}

describe('what a message of Zalo says', () => {
  it.each<[string, string, unknown, unknown]>([
    ['words', 'webchat', ' Đường <b>hỏng</b> ', { kind: 'text', text: ' Đường <b>hỏng</b> ' }],
    ['a photo, in its best form, with its caption', 'chat.photo',
      attachment({ title: 'Mương', href: 'https://a.zdn.vn/1', params: '{"hd":"https://a.zdn.vn/hd"}' }),
      { kind: 'media', files: [{ kind: 'photo', ref: 'https://a.zdn.vn/hd' }], text: 'Mương' }],
    ['a photo without a better form', 'chat.photo', attachment({ href: 'https://a.zdn.vn/1', params: '{"hd":""}' }),
      { kind: 'media', files: [{ kind: 'photo', ref: 'https://a.zdn.vn/1' }] }],
    ['a voice note', 'chat.voice', attachment({ href: 'https://a.zdn.vn/v', params: '{"m4a":"https://a.zdn.vn/m"}' }),
      { kind: 'media', files: [{ kind: 'voice', ref: 'https://a.zdn.vn/m' }] }],
    ['a video', 'chat.video.msg', attachment({ href: 'https://a.zdn.vn/v' }),
      { kind: 'media', files: [{ kind: 'video', ref: 'https://a.zdn.vn/v' }] }],
    ['a file', 'share.file', attachment({ title: 'đơn.pdf', href: 'https://a.zdn.vn/f', params: '{"fileSize":"12"}' }),
      { kind: 'media', files: [{ kind: 'file', ref: 'https://a.zdn.vn/f', name: 'đơn.pdf', size: 12 }] }],
    ['a place', 'chat.location.new', attachment({ params: '{"latitude":"16.5","longitude":107.5}' }),
      { kind: 'location', latitude: 16.5, longitude: 107.5 }],
    ['somebody\'s card', 'chat.recommended',
      attachment({ title: 'Bác Bình', params: '77', description: '{"phone":"0912345678"}' }),
      { kind: 'contact', phone: '0912345678', name: 'Bác Bình', own: false }],
    ['one\'s own card', 'chat.recommended', attachment({ params: ME, description: '{"phone":"0912345678"}' }),
      { kind: 'contact', phone: '0912345678', own: true }],
    ['an address', 'chat.recommended',
      attachment({ title: 'Xem https://vi.example', href: 'https://vi.example', action: 'recommened.link' }),
      { kind: 'text', text: 'Xem https://vi.example' }],
    ['an address beside words', 'chat.link', attachment({ title: 'Tin xã', href: 'https://vi.example' }),
      { kind: 'text', text: 'Tin xã\nhttps://vi.example' }],
    ['a sticker', 'chat.sticker', { id: 1 }, { kind: 'unsupported', what: 'sticker' }],
    ['a poll', 'group.poll', attachment({}), { kind: 'unsupported', what: 'poll' }],
    ['a drawing', 'chat.doodle', attachment({ href: 'https://a.zdn.vn/1' }), { kind: 'unsupported', what: 'doodle' }],
    ['what nobody knows', 'chat.hologram', attachment({ href: 'x' }), { kind: 'unsupported', what: 'unknown' }],
    ['a photo of which only the address is told', 'chat.photo', { href: 'https://a.zdn.vn/1' },
      { kind: 'media', files: [{ kind: 'photo', ref: 'https://a.zdn.vn/1' }] }],
    ['a photo without an address', 'chat.photo', attachment({}), { kind: 'unsupported', what: 'unknown' }],
    ['a place on no map', 'chat.location.new', attachment({ params: '{"latitude":200,"longitude":1}' }),
      { kind: 'unsupported', what: 'unknown' }],
    ['a place without a place', 'chat.location.new', attachment({ params: '{' }),
      { kind: 'unsupported', what: 'unknown' }],
    ['nothing at all', 'webchat', null, { kind: 'unsupported', what: 'unknown' }],
    ['a number', 'webchat', 5, { kind: 'unsupported', what: 'unknown' }],
    ['a list', 'chat.photo', [1], { kind: 'unsupported', what: 'unknown' }],
    ['fields of another kind', 'chat.photo', attachment({ title: 5, href: {}, params: 7 }),
      { kind: 'unsupported', what: 'unknown' }],
  ])('%s', (_, msgType, content, expected) => {
    expect(toContent(msgType, content, ME)).toEqual(expected);
  });

  it.each(['chat.ecard', 'chat.delete', 'chat.todo'])('is nothing in a notice of Zalo itself (%s)', (msgType) => {
    expect(toContent(msgType, attachment({ title: 'Hai bạn đã là bạn bè' }), ME)).toBeNull();
  });
});
