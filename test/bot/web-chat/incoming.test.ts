import { describe, expect, it } from 'vitest';
import { tidyName, toFileFields, toInbound } from '../../../bot/web-chat/incoming.ts';

const ID = 'abcdefgh';

describe('what a page sends', () => {
  it('keeps every character of a text, an empty one too', () => {
    const text = ` \u200b<b>Cống</b> ${'hỏng'.normalize('NFD')} =1+1 {"$gt":""}\n`;

    expect(toInbound('c', { id: ID, kind: 'text', text })).toEqual({
      key: expect.stringMatching(/^web:[\w-]{22}$/), channel: 'web', chat: 'web:c', messageId: ID, content: { kind: 'text', text },
    });
    expect(toInbound('c', { id: ID, kind: 'text', text: '' })?.content).toEqual({ kind: 'text', text: '' });
  });

  it('has a key of its own in every chat, always the same, that does not tell the chat', () => {
    const keyIn = (chat: string, id = ID) => toInbound(chat, { id, kind: 'text', text: 'a' })!.key;

    expect(keyIn('a-chat-of-its-own')).toBe(keyIn('a-chat-of-its-own'));
    expect(new Set([keyIn('a-chat'), keyIn('b-chat'), keyIn('a-chat', 'hgfedcba')]).size).toBe(3);
    expect(keyIn('a-chat-of-its-own')).not.toContain('a-chat-of-its-own');
  });

  it.each([
    [{ kind: 'choice', prompt: 'petition.confirm', choice: 'send' }],
    [{ kind: 'location', latitude: 20.94, longitude: 106.31 }],
    [{ kind: 'start' }],
    [{ kind: 'start', payload: 'h-thon-dinh_2' }],
  ])('understands %j', (content) => {
    expect(toInbound('c', { id: ID, ...content })?.content).toEqual(content);
  });

  it.each([
    ['nothing', undefined],
    ['a list', []],
    ['no id', { kind: 'text', text: 'a' }],
    ['an id that would reach into another key', { id: 'x:y:zzzzzzz', kind: 'text', text: 'a' }],
    ['an operator for a text', { id: ID, kind: 'text', text: { $gt: '' } }],
    ['a kind that only networks make', { id: ID, kind: 'contact', phone: '0900000000', own: true }],
    ['a file by its name alone', { id: ID, kind: 'media', files: [{ kind: 'photo', ref: 'a' }] }],
    ['a choice without its question', { id: ID, kind: 'choice', choice: 'send' }],
    ['a choice that is a text', { id: ID, kind: 'choice', prompt: 'p', choice: 'đồng ý' }],
    ['a place outside the world', { id: ID, kind: 'location', latitude: 91, longitude: 0 }],
    ['a link with more than a link can hold', { id: ID, kind: 'start', payload: 'a'.repeat(65) }],
    ['more than was asked', { id: ID, kind: 'text', text: 'a', key: 'tg:1:2' }],
  ])('takes no message from %s', (_, body) => {
    expect(toInbound('c', body)).toBeNull();
  });

  it('reads the fields beside a file', () => {
    const fields = { id: ID, album: ID, text: 'Mương' };

    expect(toFileFields({ ...fields, other: 'x' })).toEqual(fields);
    expect(toFileFields({ text: 'Mương' })).toBeNull();
  });

  it('has the line breaks of the person, not those of a form', () => {
    expect(toFileFields({ id: ID, text: 'một\r\nhai' })).toEqual({ id: ID, text: 'một\nhai' });
  });

  it.each([
    ['mương.jpg', 'mương.jpg'],
    ['C:\\Users\\a\\giấy.pdf', 'giấy.pdf'],
    ['../../etc/passwd', 'passwd'],
    ['ảnh\u202Egpj.exe\u0000', 'ảnhgpj.exe'],
    [' \n', undefined],
  ])('tidies the name %j', (name, tidy) => {
    expect(tidyName(name)).toBe(tidy);
  });
});
