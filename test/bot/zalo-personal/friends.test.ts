import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createFriends, type Friends } from '../../../bot/zalo-personal/friends.ts';
import { ZaloCallError } from '../../../bot/zalo-personal/web-client/call-error.ts';
import { silentLog } from '../../../log.ts';
import { createStage, LAN, until } from './stage.ts';

const MINUTE = 60_000;

describe('friend requests', () => {
  let friends: Friends;
  let accepted: string[];
  let refuses: boolean;

  beforeEach(() => {
    vi.useFakeTimers();
    accepted = [];
    refuses = false;
    friends = createFriends({
      async accept(uid) {
        if (refuses) throw new ZaloCallError({ kind: 'refused', code: 221 });
        accepted.push(uid);
      },
      timing: { friendMs: MINUTE }, random: () => 0.5, clock: () => new Date(), log: silentLog,
    });
  });

  afterEach(() => {
    friends.stop();
    vi.useRealTimers();
  });

  it('are accepted one after another, at a walking pace, each once', async () => {
    friends.asked(['1', '2']);
    friends.asked(['2', '3']);
    await vi.advanceTimersByTimeAsync(MINUTE);
    expect(accepted).toEqual([]);

    await vi.advanceTimersByTimeAsync(0.25 * MINUTE);
    expect(accepted).toEqual(['1']);
    await vi.advanceTimersByTimeAsync(10 * MINUTE);

    expect(accepted).toEqual(['1', '2', '3']);
  });

  it('are not accepted in hundreds on one day, and none is forgotten', async () => {
    friends.asked(Array.from({ length: 100 }, (_, index) => String(index)));

    await vi.advanceTimersByTimeAsync(20 * 60 * MINUTE);
    expect(accepted).toHaveLength(60);
    await vi.advanceTimersByTimeAsync(24 * 60 * MINUTE);

    expect(accepted).toHaveLength(100);
  });

  it('are accepted later when Zalo lists one again that it refused', async () => {
    refuses = true;
    friends.asked(['1']);
    await vi.advanceTimersByTimeAsync(2 * MINUTE);

    refuses = false;
    friends.asked(['1']);
    await vi.advanceTimersByTimeAsync(2 * MINUTE);

    expect(accepted).toEqual(['1']);
  });
});

describe('friend requests at Zalo', () => {
  it('are accepted when they come, and when they came while the program was off', async () => {
    const stage = await createStage();
    const before = stage.zalo.user(LAN, 'Lan');
    before.befriends();
    const after = stage.zalo.user('5123456789012345670', 'Cúc');
    await stage.up();

    after.befriends();

    await until(() => expect([before.friend, after.friend]).toEqual([true, true]));
    await stage.close();
  });
});
