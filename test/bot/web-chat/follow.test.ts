import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { follow, type Follower } from '../../../bot/web-chat/follow.ts';
import { silentLog } from '../../../log.ts';
import { createMemoryOutbox } from '../../fakes/memory-outbox.ts';

const CHAT = 'web:a';

describe('following what the bot says', () => {
  let outbox: ReturnType<typeof createMemoryOutbox>;
  let heard: string[];
  let begun: number;
  let follower: Follower | undefined;

  function listen(after = 0, pollMs = 60_000): void {
    const listener = { line: ({ text }: { text: string }) => void heard.push(text), caughtUp: () => void begun++ };
    follower = follow({ outbox, chat: CHAT, after, listener, pollMs, log: silentLog });
  }

  beforeEach(() => {
    outbox = createMemoryOutbox();
    heard = [];
    begun = 0;
  });
  afterEach(() => follower?.stop());

  it('tells everything that was said, however much, then that it caught up', async () => {
    const all = Array.from({ length: 250 }, (_, index) => `câu ${index}`);
    for (const text of all) outbox.put(CHAT, { text });

    listen();

    await vi.waitFor(() => expect(begun).toBe(1));
    expect(heard).toEqual(all);
  });

  it('tells what comes later once, when nudged', async () => {
    listen();
    await vi.waitFor(() => expect(begun).toBe(1));

    outbox.put(CHAT, { text: 'mới' });
    follower?.nudge();
    follower?.nudge();
    outbox.put(CHAT, { text: 'mới nữa' });
    follower?.nudge();

    await vi.waitFor(() => expect(heard).toEqual(['mới', 'mới nữa']));
    expect(begun).toBe(1);
  });

  it('finds by itself what another process sent', async () => {
    listen(0, 10);
    await vi.waitFor(() => expect(begun).toBe(1));

    outbox.put(CHAT, { text: 'từ nơi khác' });

    await vi.waitFor(() => expect(heard).toEqual(['từ nơi khác']));
  });

  it('tells an answer that was saved with a lower order than one told already', async () => {
    const { order } = outbox.put(CHAT, { text: 'sau' });
    listen();
    await vi.waitFor(() => expect(heard).toEqual(['sau']));

    outbox.put(CHAT, { text: 'trước' }, { order: order - 500 });
    follower?.nudge();

    await vi.waitFor(() => expect(heard).toEqual(['sau', 'trước']));
  });

  it('begins after the place that the listener names', async () => {
    const { order } = outbox.put(CHAT, { text: 'đã đọc từ hôm qua' });
    outbox.put(CHAT, { text: 'chưa đọc' }, { order: order + 24 * 3600 * 1_000_000 });

    listen(order + 10_000_000);

    await vi.waitFor(() => expect(begun).toBe(1));
    expect(heard).toEqual(['chưa đọc']);
  });

  it('leaves out what was given up on, and other chats', async () => {
    outbox.put(CHAT, { text: 'bỏ' }, { state: 'dead' });
    outbox.put('web:b', { text: 'của người khác' });
    outbox.put(CHAT, { text: 'đang đợi' }, { state: 'pending' });

    listen();

    await vi.waitFor(() => expect(begun).toBe(1));
    expect(heard).toEqual(['đang đợi']);
  });

  it('tries again when the database did not answer', async () => {
    const { sentSince } = outbox;
    outbox.sentSince = () => Promise.reject(new Error('gone'));
    outbox.put(CHAT, { text: 'vẫn tới' });
    listen(0, 10);
    outbox.sentSince = sentSince;

    await vi.waitFor(() => expect(heard).toEqual(['vẫn tới']));
  });

  it('tells nothing after it was stopped, even when a look is under way', async () => {
    outbox.put(CHAT, { text: 'muộn' });
    listen();

    follower?.stop();
    await new Promise((resolve) => setImmediate(resolve));

    expect(heard).toEqual([]);
    expect(begun).toBe(0);
  });
});
