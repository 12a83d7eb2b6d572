import { describe, expect, it } from 'vitest';
import { UserMessage } from 'zca-js';
import { readItem } from '../../../../bot/zalo-personal/receiving/read-item.ts';

const DATA = {
  msgId: '6900000000001', cliMsgId: '1790000000000', uidFrom: '5123456789012345678', idTo: '0', dName: 'Lan',
  ts: '1790000000001', msgType: 'webchat', content: 'chào',
};

/** An id as json-bigint reads one of more than fifteen digits. */
function long(digits: string): object {
  return { s: 1, e: digits.length - 1, toFixed: () => digits, toString: () => 'not this' };
}

function message(changes: Record<string, unknown> = {}): unknown {
  const data = Object.assign(Object.create(null) as object, DATA, changes);
  return new UserMessage('710000000000000001', data as never);
}

describe('reading what the library hands over', () => {
  it('reads a message without a prototype', () => {
    expect(readItem(message())).toMatchObject({
      msgId: '6900000000001', threadId: '5123456789012345678', self: false, group: false, ts: 1_790_000_000_001,
      dName: 'Lan', content: 'chào',
    });
  });

  it('reads long ids that are objects, and short ones that are numbers', () => {
    const raw = message({ uidFrom: long('5123456789012345678'), msgId: 6_900_000_000_001 });

    expect(readItem(raw)).toMatchObject({
      msgId: '6900000000001', threadId: '5123456789012345678', uidFrom: '5123456789012345678',
    });
  });

  it.each([
    ['no id', { msgId: undefined }],
    ['an empty id', { msgId: '' }],
    ['an id that would break a key', { uidFrom: '1:2' }],
    ['an endless id', { uidFrom: '1'.repeat(100) }],
    ['an id that is an object', { msgId: {} }],
  ])('passes a message over with %s', (_, changes) => {
    expect(readItem(message(changes))).toBeNull();
  });

  it.each([
    ['a name', { dName: 5 }],
    ['a time', { ts: 'hôm qua' }],
    ['a quote', { quote: { ownerId: null, msg: 1 } }],
    ['mentions', { mentions: 'ai đó' }],
    ['content that is nothing', { content: null }],
  ])('keeps a message with a damaged part: %s', (_, changes) => {
    expect(readItem(message(changes))).toMatchObject({ msgId: '6900000000001' });
  });

  it('keeps a message with nothing in it but its frame', () => {
    const { msgId, uidFrom, idTo } = DATA;

    expect(readItem({ type: 1, threadId: '6', isSelf: false, data: { msgId, uidFrom, idTo } })).toMatchObject({
      msgId, group: true, threadId: '6',
    });
  });

  it('tells a recall by its content', () => {
    const content = Object.assign(Object.create(null) as object, { deleteMsg: 1, globalMsgId: long('6900000000000') });

    expect(readItem(message({ msgType: 'chat.undo', content }))).toMatchObject({ recalls: '6900000000000' });
    expect(readItem(message({ msgType: 'chat.undo', content: { deleteMsg: 1 } }))).toBeNull();
  });

  it('does not throw at anything', () => {
    const trap = { get data() { throw new Error('trap'); } };
    for (const raw of [null, undefined, 5, 'x', [], {}, trap, { data: null }]) expect(readItem(raw)).toBeNull();
  });
});
