import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createArrivals, type Arrivals } from '../../../../bot/zalo-personal/receiving/arrivals.ts';
import { silentLog } from '../../../../log.ts';
import type { InboundMessage } from '../../../../models/message.ts';
import { until, wordsOf } from '../stage.ts';

describe('messages on their way to the inbox', () => {
  let arrivals: Arrivals;
  let taken: InboundMessage[];
  let failing: Set<string>;
  let overflows: number;

  beforeEach(() => {
    taken = [];
    failing = new Set();
    overflows = 0;
    arrivals = createArrivals({
      async take(message) {
        if (failing.has(message.chat)) throw new Error('disk full');
        taken.push(message);
      },
      timing: { settleMs: 20, takeMs: 2, takeMaxMs: 5 },
      log: silentLog,
      saving() {},
      overflowed() {
        overflows += 1;
      },
    });
  });

  afterEach(() => arrivals.stop());

  function arrives(text: string, ts: number, { chat = 'zp:1:2', id = String(ts), saved = () => {} } = {}): boolean {
    const message: InboundMessage = {
      key: `zp:1:${chat}:${id}`, channel: 'zalo-personal', chat, messageId: id, content: { kind: 'text', text },
    };
    return arrivals.add({ message, ts, saved });
  }

  it('are taken in the order in which they were written', async () => {
    arrives('ba', 3);
    arrives('một', 1);
    arrives('hai', 2);

    await until(() => expect(wordsOf(taken)).toEqual(['một', 'hai', 'ba']));
  });

  it('are taken in the order of their ids when they were written in one millisecond', async () => {
    arrives('ba', 1, { id: '1000' });
    arrives('hai', 1, { id: '999' });
    arrives('một', 1, { id: '998' });

    await until(() => expect(wordsOf(taken)).toEqual(['một', 'hai', 'ba']));
  });

  it('wait for older ones that are about to come', async () => {
    arrivals.hold();
    arrives('mới', 9);
    await new Promise((resolve) => { setTimeout(resolve, 60); });
    expect(taken).toEqual([]);

    arrives('cũ', 1);
    arrivals.release();

    await until(() => expect(wordsOf(taken)).toEqual(['cũ', 'mới']));
  });

  it('hold up no other chat when one cannot be saved', async () => {
    failing.add('zp:1:2');
    arrives('kẹt', 1);
    arrives('đi', 2, { chat: 'zp:1:3' });

    await until(() => expect(wordsOf(taken)).toEqual(['đi']));
    failing.clear();
    await until(() => expect(wordsOf(taken)).toEqual(['đi', 'kẹt']));
  });

  it('are known for a repetition before and after they were taken', async () => {
    const answers = [arrives('một', 1), arrives('một', 1)];
    await until(() => expect(taken).toHaveLength(1));

    expect([...answers, arrives('một', 1)]).toEqual([true, false, false]);
  });

  it('tell when they are saved, not before', async () => {
    const told: string[] = [];
    failing.add('zp:1:2');
    arrives('một', 1, { saved: () => void told.push('saved') });
    await new Promise((resolve) => { setTimeout(resolve, 60); });
    expect(told).toEqual([]);

    failing.clear();

    await until(() => expect(told).toEqual(['saved']));
  });

  it('beyond what memory should hold are asked for again later', async () => {
    failing.add('zp:1:2');
    for (let ts = 0; ts < 5_000; ts += 1) arrives(String(ts), ts);
    expect(arrives('quá nhiều', 6_000)).toBe(false);

    failing.clear();

    await until(() => expect(overflows).toBe(1));
    expect(taken).toHaveLength(5_000);
    expect(arrives('quá nhiều', 6_000)).toBe(true);
  });

  it('are left where they are when the channel stops', async () => {
    failing.add('zp:1:2');
    arrives('kẹt', 1);

    await arrivals.stop();

    expect(taken).toEqual([]);
    expect(arrives('sau', 2)).toBe(false);
  });
});
