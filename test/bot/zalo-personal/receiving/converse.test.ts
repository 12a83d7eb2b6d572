import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createConverse, type Converse } from '../../../../bot/zalo-personal/receiving/converse.ts';
import type { Source } from '../../../../bot/zalo-personal/receiving/intake.ts';
import { TIMING } from '../../../../bot/zalo-personal/timing.ts';

const GROUPS = true;
const PEOPLE = false;

describe('the old messages on a new connection', () => {
  let converse: Converse;
  let seen: [id: string, source: Source][];
  let asked: number;
  let held: boolean;
  let since: number | undefined;

  beforeEach(() => {
    vi.useFakeTimers();
    seen = [];
    asked = 0;
    held = false;
    since = 0;
    converse = createConverse({
      account: {
        credentials: () => ({ since }),
        beganAfter(ts: number) {
          since = ts;
        },
      } as never,
      arrivals: {
        hold() {
          held = true;
        },
        release() {
          held = false;
        },
      },
      intake: { item: (raw, source) => void seen.push([(raw as { data: { msgId: string } }).data.msgId, source]) },
      friendsAsked() {},
      opened() {},
      timing: TIMING,
    });
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  function connects() {
    return converse.with({} as never, {
      askOld() {
        asked += 1;
      },
      ping() {},
      stop() {},
    });
  }

  function message(id: number): unknown {
    const data = { msgId: String(id), uidFrom: '2', idTo: '1', ts: String(id) };
    return { type: 0, threadId: '2', isSelf: false, data };
  }

  it('hold new ones back until people and groups are answered', () => {
    const conversation = connects();
    expect([asked, held]).toEqual([1, true]);

    conversation.oldItems([message(1)], PEOPLE);
    expect(held).toBe(true);
    conversation.oldItems([], GROUPS);

    expect(held).toBe(false);
    conversation.end();
  });

  it('hold nothing back for ever, when Zalo is silent about groups', () => {
    const conversation = connects();
    conversation.oldItems([message(1)], PEOPLE);

    vi.advanceTimersByTime(TIMING.catchUpMs);

    expect(held).toBe(false);
    conversation.end();
    connects().oldItems([message(2)], PEOPLE);
    expect(seen).toEqual([['1', 'first'], ['2', 'old']]);
  });

  it('of an account that was just signed in are not taken, and later ones are', () => {
    since = undefined;
    const conversation = connects();
    conversation.oldItems([message(7), message(9), message(8)], PEOPLE);
    conversation.oldItems([message(5)], GROUPS);
    conversation.item(message(10));
    conversation.end();

    connects().oldItems([message(11), message(10), message(9)], PEOPLE);

    expect(since).toBe(9);
    expect(seen).toEqual([['10', 'live'], ['11', 'old'], ['10', 'old']]);
  });

  it('of such an account are not taken either when the answer is late', () => {
    since = undefined;
    const conversation = connects();
    vi.advanceTimersByTime(TIMING.catchUpMs);
    expect(since).toBeUndefined();

    conversation.oldItems([message(9)], PEOPLE);

    expect(since).toBe(9);
    expect(seen).toEqual([]);
  });

  it('are taken on the next connection, when Zalo told of none and somebody wrote then', () => {
    since = undefined;
    const conversation = connects();
    vi.advanceTimersByTime(TIMING.catchUpMs);
    conversation.item(message(20));
    conversation.end();

    connects().oldItems([message(21), message(20), message(8)], PEOPLE);

    expect(since).toBe(19);
    expect(seen).toEqual([['20', 'live'], ['21', 'first'], ['20', 'first']]);
  });

  it('are asked for again after something was damaged, in less and less of a hurry', () => {
    const conversation = connects();
    const times: number[] = [];
    for (let second = 1; second <= 3_000; second += 1) {
      const before = asked;
      conversation.damaged();
      vi.advanceTimersByTime(1_000);
      if (asked > before) times.push(second);
    }

    expect(times).toEqual([2, 6, 14, 30, 62, 126, 254, 510, 1022, 1922, 2822]);
    conversation.end();
    vi.advanceTimersByTime(3_600_000);
    expect(asked).toBe(12);
  });
});
