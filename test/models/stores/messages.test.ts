import { expect, it } from 'vitest';
import type { InboundMessage } from '../../../models/message.ts';
import { onEveryDatabase } from './database.ts';

const AT = new Date('2026-11-21T03:00:00Z');
const LATER = new Date('2027-01-21T03:00:00Z');

function message(key: string, chat = 'tg:1:7', text = `chữ của ${key}`): InboundMessage {
  return { key, channel: 'telegram', chat, messageId: key, content: { kind: 'text', text } };
}

onEveryDatabase('the inbox', (database) => {
  it('has a message once, though it comes ten times at once over two connections', async () => {
    const processes = [database().stores, await database().another()];

    const saved = await Promise.all(Array.from({ length: 10 }, (_, n) => processes[n % 2]!.inbox.save(message('k'), AT)));

    expect(saved.filter(Boolean)).toHaveLength(1);
    expect(await database().raw('inbox')).toHaveLength(1);
  });

  it('gives what waits in a chat in the order of arrival, within a millisecond too', async () => {
    const { inbox } = database().stores;
    for (const key of ['c', 'a', 'b']) await inbox.save(message(key), AT);
    await inbox.save(message('x', 'tg:1:8'), AT);

    expect((await inbox.waiting('tg:1:7', 10)).map(({ key }) => key)).toEqual(['c', 'a', 'b']);
    expect((await inbox.waiting('tg:1:7', 2)).map(({ key }) => key)).toEqual(['c', 'a']);
    expect((await inbox.chatsWaiting()).toSorted()).toEqual(['tg:1:7', 'tg:1:8']);
  });

  it('drops the words of what is handled, and knows it again', async () => {
    const { inbox } = database().stores;
    await inbox.save(message('k'), AT);

    await inbox.done('k');

    expect(JSON.stringify(await database().raw('inbox'))).not.toContain('chữ của');
    expect(await inbox.save(message('k'), AT)).toBe(false);
    expect(await inbox.waiting('tg:1:7', 10)).toEqual([]);
  });

  it('puts aside what failed for good, with its words for staff', async () => {
    const { inbox } = database().stores;
    await inbox.save(message('k'), AT);

    await inbox.tried('k', 'TypeError', false);
    const waiting = await inbox.waiting('tg:1:7', 10);
    await inbox.tried('k', 'TypeError', true);

    expect(waiting[0]).toMatchObject({ key: 'k', attempts: 1 });
    expect(await inbox.waiting('tg:1:7', 10)).toEqual([]);
    expect(await inbox.countFailed()).toBe(1);
    expect(JSON.stringify(await database().raw('inbox'))).toContain('chữ của');
  });

  it('forgets after a month what was handled, and nothing else', async () => {
    const { inbox } = database().stores;
    for (const key of ['done', 'new', 'failed']) await inbox.save(message(key), AT);
    await inbox.done('done');
    await inbox.tried('failed', 'Error', true);

    await inbox.forgetBefore(LATER);

    expect((await database().raw('inbox')).map(({ _id }) => _id).toSorted()).toEqual(['failed', 'new']);
  });

  it('holds no words, error or chat after an erasure, yet takes no message a second time', async () => {
    const { inbox } = database().stores;
    for (const key of ['done', 'failed', 'now']) await inbox.save(message(key, 'tg:1:777'), AT);
    await inbox.done('done');
    await inbox.tried('failed', 'Error', true);

    await inbox.forgetChat('tg:1:777');

    const left = (await database().raw('inbox')).filter(({ _id }) => _id !== 'now');
    expect(JSON.stringify(left)).not.toMatch(/chữ của|tg:1:777/);
    expect(await inbox.countFailed()).toBe(0);
    expect(await inbox.save(message('done', 'tg:1:777'), AT)).toBe(false);
    expect(await inbox.save(message('failed', 'tg:1:777'), AT)).toBe(false);
    expect((await inbox.waiting('tg:1:777', 10)).map(({ key }) => key)).toEqual(['now']);
  });
});

onEveryDatabase('the outbox', (database) => {
  const entry = (id: string, chat = 'tg:1:7') => ({ id, chat, message: { text: `lời ${id}` } });

  it('has each message once, and keeps the new ones beside those that are there', async () => {
    const { outbox } = database().stores;
    await outbox.put([entry('a'), entry('b')], AT);

    await outbox.put([entry('b'), entry('c'), entry('a')], AT);

    expect((await outbox.pending('tg:1:7', 10)).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  });

  it('keeps the order over a wait, and counts the tries', async () => {
    const { outbox } = database().stores;
    await outbox.put([entry('a'), entry('b')], AT);

    await outbox.postpone('a', LATER, 'mạng');

    const [first, second] = await outbox.pending('tg:1:7', 10);
    expect(first).toMatchObject({ id: 'a', attempts: 1, notBefore: LATER, reason: 'mạng' });
    expect(second!.id).toBe('b');
    expect(await outbox.chatsPending()).toEqual(['tg:1:7']);
  });

  it('counts what became of the messages and shows what did not arrive, newest first', async () => {
    const { outbox } = database().stores;
    await outbox.put(['a', 'b', 'c', 'd'].map((id) => entry(id)), AT);
    await outbox.settle('a', 'sent', AT);
    await outbox.settle('b', 'dead', AT, 'đã chặn');
    await outbox.settle('c', 'unknown', AT, 'không rõ');

    expect(await outbox.counts()).toEqual({ pending: 1, sent: 1, unknown: 1, dead: 1 });
    expect((await outbox.failures(10)).map(({ id, reason }) => [id, reason])).toEqual([['c', 'không rõ'], ['b', 'đã chặn']]);
  });

  it('tells of one network what waits, since when, and what did not arrive', async () => {
    const { outbox } = database().stores;
    await outbox.put([entry('a', 'tg:1:7'), entry('b', 'tg:1:8'), entry('c', 'tg:1:8')], AT);
    await outbox.put([entry('d', 'tg:1:9'), entry('e', 'tg:10:7'), entry('f', 'zp:1:7')], LATER);
    await outbox.settle('b', 'dead', LATER, 'đã chặn');
    await outbox.settle('c', 'unknown', LATER, 'không rõ');
    await outbox.settle('e', 'dead', LATER, 'đã chặn');

    expect(await outbox.tally('tg:1:')).toEqual({ waiting: 2, waitingSince: AT, failed: 2 });
    expect(await outbox.tally('web:')).toEqual({ waiting: 0, failed: 0 });
    expect(await outbox.waiting('zp:1:')).toBe(1);
    expect((await outbox.chatsPending('tg:1:')).sort()).toEqual(['tg:1:7', 'tg:1:9']);
    const failures = await outbox.failures(10, 'tg:1:');
    expect(failures.map(({ id }) => id)).toEqual(['c', 'b']);
    expect(failures[0]).not.toHaveProperty('message');
  });

  it('forgets what left, never what waits', async () => {
    const { outbox } = database().stores;
    await outbox.put([entry('a'), entry('b')], AT);
    await outbox.settle('a', 'sent', AT);

    await outbox.forgetBefore(LATER);
    await outbox.forgetChat('tg:1:7');

    expect((await database().raw('outbox')).map(({ _id }) => _id)).toEqual(['b']);
  });
});

onEveryDatabase('chats', (database) => {
  it('are made once, by whoever is first', async () => {
    const processes = [database().stores, await database().another()];

    await Promise.all(Array.from({ length: 10 }, (_, n) => processes[n % 2]!.chats.ensure('tg:1:7', 'telegram', AT)));

    expect(await database().raw('chats')).toHaveLength(1);
  });

  it('keep a conversation as it was, odd field values included', async () => {
    const { chats } = database().stores;
    await chats.ensure('tg:1:7', 'telegram', AT);
    const conversation = {
      name: 'petition', version: 1, step: 'confirm', answers: { texts: ['{"$set":1}', '$where', ''], empty: {}, none: null }, trail: [{}],
      misunderstood: 0, prompt: 'p', startedAt: 's', touchedAt: 't',
    };

    await chats.handled('tg:1:7', { conversation, plan: 'p' }, 'k', AT);
    await chats.handled('tg:1:7', { conversation }, 'k2', AT);

    expect(await chats.get('tg:1:7')).toMatchObject({ conversation, plan: 'p', lastMessage: 'k2' });
  });

  it('drop a conversation that nobody touched, but not while a message waits there', async () => {
    const { chats } = database().stores;
    const conversation = { name: 'petition' } as never;
    for (const id of ['old', 'waiting', 'new']) {
      await chats.ensure(id, 'telegram', AT);
      await chats.handled(id, { conversation }, 'k', id === 'new' ? LATER : AT);
    }

    await chats.dropConversationsBefore(LATER, ['waiting']);

    const kept = (await database().raw('chats')).filter(({ conversation: one }) => one !== null).map(({ _id }) => _id);
    expect(kept.toSorted()).toEqual(['new', 'waiting']);
  });
});
