import { describe, expect, it } from 'vitest';
import { packCallbackData } from '../../../bot/telegram/callback-data.ts';
import { toInbound } from '../../../bot/telegram/to-inbound.ts';
import { readUpdate } from '../../../bot/telegram/update.ts';

const LAN = { id: 7, is_bot: false, first_name: 'Lan', last_name: 'Thử' };
const CHAT = { id: 7, type: 'private', first_name: 'Lan' };

function inbound(raw: unknown) {
  const update = readUpdate(raw);
  return update && toInbound('123', update);
}

function message(content: Record<string, unknown>) {
  return { update_id: 50, message: { message_id: 9, date: 1, from: LAN, chat: CHAT, ...content } };
}

function contentOf(content: Record<string, unknown>) {
  return inbound(message(content))?.content;
}

describe('toInbound', () => {
  it('frames a message with keys of this bot', () => {
    expect(inbound(message({ text: 'Xin chào' }))).toEqual({
      key: 'tg:123:50',
      channel: 'telegram',
      chat: 'tg:123:7',
      messageId: '9',
      senderName: 'Lan Thử',
      content: { kind: 'text', text: 'Xin chào' },
    });
  });

  it.each([
    ['/start', { kind: 'start' }],
    ['/start tap-duot_h1', { kind: 'start', payload: 'tap-duot_h1' }],
    ['/start xin chào', { kind: 'text', text: '/start xin chào' }],
    ['/startle', { kind: 'text', text: '/startle' }],
    ['/gopy', { kind: 'text', text: '/gopy' }],
    ['', { kind: 'text', text: '' }],
    ['  hai  \n dòng ', { kind: 'text', text: '  hai  \n dòng ' }],
  ])('reads the text %j', (text, content) => {
    expect(contentOf({ text })).toEqual(content);
  });

  it('marks an edited message and keeps its id', () => {
    const raw = { update_id: 51, edited_message: { ...message({ text: 'sửa rồi' }).message, edit_date: 2 } };

    expect(inbound(raw)).toMatchObject({ key: 'tg:123:51', messageId: '9', edited: true });
  });

  it('takes the largest photo, its caption and its album', () => {
    const photo = [
      { file_id: 'big', width: 1280, height: 960, file_size: 900 },
      { file_id: 'small', width: 90, height: 67 },
    ];

    expect(contentOf({ photo, caption: 'Mương', media_group_id: 'a1' })).toEqual({
      kind: 'media',
      files: [{ kind: 'photo', ref: 'big', size: 900 }],
      text: 'Mương',
      album: 'a1',
    });
  });

  it.each([
    ['document', 'file', { file_name: 'don.pdf', mime_type: 'application/pdf', file_size: 5 }],
    ['voice', 'voice', { mime_type: 'audio/ogg' }],
    ['audio', 'file', {}],
    ['video', 'video', {}],
    ['video_note', 'video', {}],
  ])('reads a %s as %s', (field, kind, about) => {
    const files = (contentOf({ [field]: { file_id: 'f', ...about } }) as { files: unknown[] }).files;

    expect(files).toEqual([
      {
        kind,
        ref: 'f',
        ...('file_name' in about ? { name: 'don.pdf', size: 5 } : {}),
        ...('mime_type' in about ? { mime: about.mime_type } : {}),
      },
    ]);
  });

  it('reads a location', () => {
    expect(contentOf({ location: { latitude: 20.5, longitude: 106.1, heading: 3 } })).toEqual({
      kind: 'location',
      latitude: 20.5,
      longitude: 106.1,
    });
  });

  it.each([
    ['their own card', 7, true],
    ["somebody else's card", 8, false],
    ['a card without an account', undefined, false],
  ])('tells whose number it is: %s', (_, owner, own) => {
    const contact = { phone_number: '0900000000', first_name: 'Bà Thử', user_id: owner };

    expect(contentOf({ contact })).toEqual({ kind: 'contact', phone: '0900000000', name: 'Bà Thử', own });
  });

  it('takes no number for the own one when neither side is known', () => {
    const raw = message({ contact: { phone_number: '0900000000' } });

    const content = inbound({ ...raw, message: { ...raw.message, from: undefined } })?.content;

    expect(content).toEqual({ kind: 'contact', phone: '0900000000', own: false });
  });

  it.each([
    ['a user', { type: 'user', sender_user: { id: 8, first_name: 'Bà', last_name: 'Thử' } }, { name: 'Bà Thử' }],
    ['a hidden user', { type: 'hidden_user', sender_user_name: 'Ai đó' }, { name: 'Ai đó' }],
    ['a group', { type: 'chat', sender_chat: { id: -1, type: 'group', title: 'Thôn 1' } }, { name: 'Thôn 1' }],
    ['a channel', { type: 'channel', chat: { id: -2, type: 'channel', title: 'Tin xã' } }, { name: 'Tin xã' }],
    ['something unknown', { type: 'new_kind' }, {}],
  ])('keeps that a message was forwarded from %s', (_, origin, forwarded) => {
    expect(inbound(message({ text: 'nguyên văn', forward_origin: origin }))).toMatchObject({ forwarded });
  });

  it('does not call the sender\'s own words forwarded', () => {
    const own = message({ text: 'nguyên văn', forward_origin: { type: 'user', sender_user: LAN } });

    expect(inbound(own)).not.toHaveProperty('forwarded');
  });

  it.each(['sticker', 'poll', 'dice', 'story'])('calls a %s unsupported', (field) => {
    expect(contentOf({ [field]: {} })).toEqual({ kind: 'unsupported', what: field });
  });

  it.each([
    ['a kind of the future', { hologram: {} }],
    ['no content at all', {}],
    ['a text that is no text', { text: 42 }],
    ['a photo without sizes', { photo: [] }],
    ['a contact without a number', { contact: { first_name: 'Lan' } }],
  ])('answers for %s with unsupported, so that the person hears something', (_, content) => {
    expect(contentOf(content)).toEqual({ kind: 'unsupported', what: 'unknown' });
  });

  it('takes no notice of service messages', () => {
    expect(inbound(message({ pinned_message: {} }))).toBeNull();
  });

  it.each(['group', 'supergroup', 'channel'])('takes nothing in from a %s', (type) => {
    const chat = { id: -5, type, title: 'Thôn 1' };

    expect(inbound({ update_id: 1, message: { ...message({ text: 'a' }).message, chat } })).toBeNull();
    expect(inbound({ update_id: 1, callback_query: { id: 'q', from: LAN, message: { chat }, data: 'x' } })).toBeNull();
  });

  function press(data?: string) {
    return inbound({ update_id: 60, callback_query: { id: 'q1', from: LAN, message: { chat: CHAT }, data } });
  }

  it('reads a pressed button as a message of its own', () => {
    expect(press(packCallbackData('petition.confirm', 'send')!)).toEqual({
      key: 'tg:123:60',
      channel: 'telegram',
      chat: 'tg:123:7',
      messageId: 'press:q1',
      senderName: 'Lan Thử',
      content: { kind: 'choice', prompt: 'petition.confirm', choice: 'send' },
    });
  });

  it.each(['rubbish', 'd1|', 'd1||', '{"$ne":1}', 'd0|a|b', 'd1|a|'.padEnd(80, 'x'), undefined])(
    'takes a forged or foreign button %j as unsupported',
    (data) => {
      expect(press(data)?.content).toEqual({ kind: 'unsupported', what: 'button' });
    },
  );

  it('passes over a button without a message (an inline one): there is no chat to answer in', () => {
    expect(inbound({ update_id: 60, callback_query: { id: 'q1', from: LAN, data: 'x' } })).toBeNull();
  });

  it('passes over membership changes and kinds of update that nobody asked for', () => {
    const my_chat_member = { chat: CHAT, old_chat_member: { status: 'member' }, new_chat_member: { status: 'kicked' } };

    expect(inbound({ update_id: 1, my_chat_member })).toBeNull();
    expect(inbound({ update_id: 2, poll: { id: 'p' } })).toBeNull();
    expect(inbound({ update_id: 3 })).toBeNull();
  });
});

describe('readUpdate', () => {
  it.each([
    null,
    [],
    'x',
    {},
    { update_id: 'a', message: {} },
    { update_id: 1, message: {} },
    { update_id: 1, message: null },
    { update_id: 1, message: { message_id: 1, chat: { id: '7', type: 'private' }, text: 'a' } },
    { update_id: 1, callback_query: { data: 'a' } },
  ])('calls a damaged frame malformed: %j', (raw) => {
    expect(readUpdate(raw)).toBeNull();
  });
});
