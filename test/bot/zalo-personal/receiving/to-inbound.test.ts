import { describe, expect, it } from 'vitest';
import type { Item } from '../../../../bot/zalo-personal/receiving/read-item.ts';
import { fromPerson, fromRecall } from '../../../../bot/zalo-personal/receiving/to-inbound.ts';

const ITEM: Item = {
  msgId: '7', uidFrom: '2', idTo: '1', threadId: '2', group: false, self: false,
  msgType: 'webchat', content: 'Xin chào',
};

describe('a recall by a personal Zalo account\'s people', () => {
  it('is another message than the recalled one, also under the same id', () => {
    const said = fromPerson('1', ITEM);
    const takenBack = fromRecall('1', ITEM, '7');

    expect(takenBack).toMatchObject({ chat: said?.chat, messageId: said?.messageId });
    expect(takenBack.key).not.toBe(said?.key);
  });

  it('is one message, however often and under whatever id it is told', () => {
    expect(fromRecall('1', { ...ITEM, msgId: '8' }, '7').key).toBe(fromRecall('1', { ...ITEM, msgId: '9' }, '7').key);
  });
});
