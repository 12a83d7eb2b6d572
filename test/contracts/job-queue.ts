/** Longer than 250 lines because it is one contract: a queue that passes it may stand in for any other. */
import { EventEmitter, once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Log } from '../../log.ts';
import { silentLog } from '../../log.ts';
import { PermanentJobError, QueueUnavailableError } from '../../queue/job-queue.ts';
import type { JobDefinition, JobQueue } from '../../queue/job-queue.ts';

export interface QueueOptions {
  log: Log;
  concurrency?: number;
  backoff?: (attempt: number) => number;
  maxAttempts?: number;
}

/** Opens a queue with the given options. Within one test all share what is behind them, if anything is. */
export type OpenQueue = (options: QueueOptions) => JobQueue;

/** What every JobQueue promises. `newSetup` is called once a test and begins with an empty store. */
export function describeJobQueue(name: string, newSetup: () => OpenQueue, { shared }: { shared: boolean }): void {
  describe(name, () => {
    const opened: JobQueue[] = [];
    let openQueue: OpenQueue | undefined;

    afterEach(async () => {
      await Promise.all(opened.splice(0).map((queue) => queue.stop(0)));
      openQueue = undefined;
    });

    function open(options: Partial<QueueOptions> = {}): JobQueue {
      openQueue ??= newSetup();
      const queue = openQueue({ log: silentLog, backoff: () => 5, ...options });
      opened.push(queue);
      return queue;
    }

    it('runs a job with its payload', async () => {
      const queue = open();
      const runs: unknown[] = [];
      queue.process(greet, async (payload, { attempt }) => void runs.push({ ...payload, attempt }));
      await queue.start();

      await queue.enqueue(greet, { who: 'lan' });
      await queue.idle();

      expect(runs).toEqual([{ who: 'lan', attempt: 1 }]);
    });

    it('keeps what is enqueued before the start', async () => {
      const queue = open();
      const runs = recordGreetings(queue);
      await queue.enqueue(greet, { who: 'lan' });
      const before = await queue.counts();

      await queue.start();
      await queue.idle();

      expect(before).toEqual({ waiting: 1, active: 0, delayed: 0, failed: 0 });
      expect(runs).toEqual(['lan']);
    });

    it('tries again after the pause for that attempt', async () => {
      const asked: number[] = [];
      const attempts: number[] = [];
      const queue = open({ backoff: (attempt) => (asked.push(attempt), 5) });
      queue.process(greet, async (_payload, { attempt }) => {
        attempts.push(attempt);
        if (attempt < 3) throw new Error('not yet');
      });
      await queue.start();

      await queue.enqueue(greet, { who: 'lan' });
      await queue.idle();

      expect(attempts).toEqual([1, 2, 3]);
      expect(asked).toEqual([1, 2]);
      expect((await queue.counts()).failed).toBe(0);
    });

    it('gives up after the last attempt', async () => {
      const queue = open({ maxAttempts: 3 });
      let tries = 0;
      queue.process(greet, async () => {
        tries += 1;
        throw new Error('never');
      });
      await queue.start();

      await queue.enqueue(greet, { who: 'lan' });
      await queue.idle();

      expect(tries).toBe(3);
      expect(await queue.counts()).toEqual({ waiting: 0, active: 0, delayed: 0, failed: 1 });
    });

    it('does not try again what is hopeless', async () => {
      const queue = open();
      let tries = 0;
      queue.process(greet, async () => {
        tries += 1;
        throw new PermanentJobError('gone');
      });
      await queue.start();

      await queue.enqueue(greet, { who: 'lan' });
      await queue.idle();

      expect(tries).toBe(1);
      expect((await queue.counts()).failed).toBe(1);
    });

    it('gives up a payload that is not valid, and does not log it', async () => {
      const { log, lines } = recordingLog();
      const queue = open({ log });
      const runs = recordGreetings(queue);
      await queue.start();

      await queue.enqueue(greet as JobDefinition<unknown>, { who: ['a secret'] });
      await queue.idle();

      expect(runs).toEqual([]);
      expect((await queue.counts()).failed).toBe(1);
      expect(lines).toHaveLength(1);
      expect(lines[0]).toContain('greet');
      expect(lines[0]).not.toContain('a secret');
    });

    it.each([
      ['that nobody registered', { ...greet, name: 'unheard-of' }],
      ['of a version that nobody registered', { ...greet, version: 7 }],
    ])('gives up a job %s', async (_case, job) => {
      const queue = open();
      const runs = recordGreetings(queue);
      await queue.start();

      await queue.enqueue(job, { who: 'lan' });
      await queue.idle();

      expect(runs).toEqual([]);
      expect((await queue.counts()).failed).toBe(1);
    });

    it('refuses to register a job twice, or after the start', async () => {
      const queue = open();
      recordGreetings(queue);

      expect(() => recordGreetings(queue)).toThrow(/registered twice/);
      await queue.start();
      expect(() => queue.process(part, async () => {})).toThrow(/before the queue is started/);
    });

    describe('lanes', () => {
      it('run one job at a time, in the order of enqueueing', async () => {
        const queue = open();
        const { seen, most } = recordLanes(queue);
        await queue.start();

        const lanes = ['x', 'y', 'z'];
        for (let n = 0; n < 12; n += 1) {
          for (const lane of lanes) await queue.enqueue(part, { lane, n }, { lane });
        }
        await queue.idle();

        for (const lane of lanes) expect(seen.get(lane)).toEqual(upTo(12));
        expect([...most.values()]).toEqual([1, 1, 1]);
      });

      it('keep their order when hundreds of jobs wait in one', async () => {
        const queue = open();
        const runs: number[] = [];
        queue.process(part, async ({ n }) => void runs.push(n));
        for (const n of upTo(250)) await queue.enqueue(part, { lane: 'x', n }, { lane: 'x' });

        await queue.start();
        await queue.idle();

        expect(runs).toEqual(upTo(250));
      });

      it('run side by side', async () => {
        const queue = open({ concurrency: 2 });
        const second = gate();
        const ended: string[] = [];
        queue.process(greet, async ({ who }) => {
          if (who === 'first') await second.opened;
          else second.open();
          ended.push(who);
        });
        await queue.start();

        await queue.enqueue(greet, { who: 'first' }, { lane: 'x' });
        await queue.enqueue(greet, { who: 'second' }, { lane: 'y' });
        await queue.idle();

        expect(ended).toEqual(['second', 'first']);
      });

      it('are shared by jobs of different names', async () => {
        const queue = open();
        const order: string[] = [];
        queue.process(greet, async ({ who }) => {
          order.push(`${who} begins`);
          await pause(10);
          order.push(`${who} ends`);
        });
        queue.process(part, async () => void order.push('part'));
        await queue.start();

        await queue.enqueue(greet, { who: 'lan' }, { lane: 'x' });
        await queue.enqueue(part, { lane: 'x', n: 0 }, { lane: 'x' });
        await queue.idle();

        expect(order).toEqual(['lan begins', 'lan ends', 'part']);
      });

      it('wait while a job of theirs is being retried', async () => {
        const queue = open({ backoff: () => 30 });
        const order: string[] = [];
        queue.process(greet, async ({ who }, { attempt }) => {
          order.push(`${who} ${attempt}`);
          if (who === 'first' && attempt < 3) throw new Error('not yet');
        });
        await queue.start();

        for (const who of ['first', 'second', 'third']) await queue.enqueue(greet, { who }, { lane: 'x' });
        await queue.idle();

        expect(order).toEqual(['first 1', 'first 2', 'first 3', 'second 1', 'third 1']);
      });

      it('do not cut short the pause before the next try when more is enqueued', async () => {
        const queue = open({ backoff: () => 60_000 });
        const order: string[] = [];
        queue.process(greet, async ({ who }) => {
          order.push(who);
          throw new Error('not yet');
        });
        await queue.start();

        await queue.enqueue(greet, { who: 'first' }, { lane: 'x' });
        await until(async () => order.length === 1 && (await queue.counts()).active === 0);
        for (const who of ['second', 'third']) await queue.enqueue(greet, { who }, { lane: 'x' });
        await pause(60);

        expect(order).toEqual(['first']);
        expect((await queue.counts()).waiting).toBe(3);
      });

      it('go on after a job that was given up', async () => {
        const queue = open({ maxAttempts: 2 });
        const order: string[] = [];
        queue.process(greet, async ({ who }) => {
          order.push(who);
          if (who === 'broken') throw new Error('never');
          if (who === 'hopeless') throw new PermanentJobError('gone');
        });
        await queue.start();

        for (const who of ['broken', 'hopeless', 'fine']) await queue.enqueue(greet, { who }, { lane: 'x' });
        await queue.idle();

        expect(order).toEqual(['broken', 'broken', 'hopeless', 'fine']);
      });

      it('hold nothing back in their thousands', async () => {
        const queue = open();
        let runs = 0;
        queue.process(part, async () => void (runs += 1));
        await queue.start();

        const lanes = shared ? 500 : 10_000;
        await Promise.all(upTo(lanes).map((n) => queue.enqueue(part, { lane: '', n }, { lane: `chat-${n}` })));
        await queue.idle();

        expect(runs).toBe(lanes);
        expect(await queue.counts()).toEqual({ waiting: 0, active: 0, delayed: 0, failed: 0 });
      });

      if (!shared) return;
      it('keep their order across processes', async () => {
        const queues = [open({ concurrency: 4 }), open({ concurrency: 4 })];
        const seen = new Map<string, number[]>();
        const most = new Map<string, number>();
        const workers = new Set<number>();
        queues.forEach((queue, index) => recordLanes(queue, { seen, most, ran: () => workers.add(index) }));
        await Promise.all(queues.map((queue) => queue.start()));

        const lanes = upTo(8).map((n) => `lane-${n}`);
        for (let n = 0; n < 15; n += 1) {
          const queue = queues[n % 2]!;
          await Promise.all(lanes.map((lane) => queue.enqueue(part, { lane, n }, { lane })));
        }
        await queues[0]!.idle();

        for (const lane of lanes) expect(seen.get(lane)).toEqual(upTo(15));
        expect(Math.max(...most.values())).toBe(1);
        expect(workers.size).toBe(2);
      });
    });

    describe('ids', () => {
      it('make a job that waits stand for those that come after', async () => {
        const queue = open();
        const runs = recordGreetings(queue);
        for (const who of ['first', 'second', 'third']) await queue.enqueue(greet, { who }, { id: 'chat-1' });

        await queue.start();
        await queue.idle();

        expect(runs).toEqual(['first']);
      });

      it('turn nobody away once the job has run', async () => {
        const queue = open();
        const runs = recordGreetings(queue);
        await queue.start();

        await queue.enqueue(greet, { who: 'first' }, { id: 'chat-1' });
        await queue.idle();
        await queue.enqueue(greet, { who: 'second' }, { id: 'chat-1' });
        await queue.idle();

        expect(runs).toEqual(['first', 'second']);
      });

      it('lose no wake-up that arrives during a run: one more follows, never beside it', async () => {
        const queue = open();
        const begun = gate();
        const goOn = gate();
        const order: string[] = [];
        queue.process(greet, async ({ who }) => {
          order.push(`${who} begins`);
          begun.open();
          await goOn.opened;
          order.push(`${who} ends`);
        });
        await queue.start();

        await queue.enqueue(greet, { who: 'first' }, { id: 'chat-1' });
        await begun.opened;
        for (const who of ['second', 'third']) await queue.enqueue(greet, { who }, { id: 'chat-1' });
        goOn.open();
        await queue.idle();

        expect(order).toEqual(['first begins', 'first ends', 'second begins', 'second ends']);
      });

      it('hold between two tries', async () => {
        const queue = open({ backoff: () => 60 });
        const failedOnce = gate();
        const runs: string[] = [];
        queue.process(greet, async ({ who }, { attempt }) => {
          runs.push(`${who} ${attempt}`);
          if (attempt > 1) return;
          failedOnce.open();
          throw new Error('not yet');
        });
        await queue.start();

        await queue.enqueue(greet, { who: 'first' }, { id: 'chat-1' });
        await failedOnce.opened;
        await until(async () => (await queue.counts()).waiting === 1);
        await queue.enqueue(greet, { who: 'second' }, { id: 'chat-1' });
        await queue.idle();

        expect(runs).toEqual(['first 1', 'first 2']);
      });

      it('are apart for jobs of different names', async () => {
        const queue = open();
        const runs = recordGreetings(queue);
        queue.process(part, async ({ n }) => void runs.push(String(n)));
        await queue.enqueue(greet, { who: 'lan' }, { id: 'same' });
        await queue.enqueue(part, { lane: '', n: 1 }, { id: 'same' });

        await queue.start();
        await queue.idle();

        expect(runs.toSorted()).toEqual(['1', 'lan']);
      });
    });

    describe('delays', () => {
      it('hold a job back, and idle() does not wait for it unless asked', async () => {
        const queue = open();
        const runs = recordGreetings(queue);
        await queue.start();

        await queue.enqueue(greet, { who: 'later' }, { delayMs: 300 });
        await queue.idle();
        const before = { runs: [...runs], counts: await queue.counts() };
        await queue.idle(1_000);

        expect(before).toEqual({ runs: [], counts: { waiting: 0, active: 0, delayed: 1, failed: 0 } });
        expect(runs).toEqual(['later']);
      });

      it('let the lane go on meanwhile', async () => {
        const queue = open();
        const runs = recordGreetings(queue);
        await queue.start();

        await queue.enqueue(greet, { who: 'delayed' }, { lane: 'x', delayMs: 200 });
        await queue.enqueue(greet, { who: 'at once' }, { lane: 'x' });
        await queue.idle(1_000);

        expect(runs).toEqual(['at once', 'delayed']);
      });

      it('count as waiting for an id', async () => {
        const queue = open();
        const runs = recordGreetings(queue);
        await queue.start();

        await queue.enqueue(greet, { who: 'first' }, { id: 'chat-1', delayMs: 150 });
        await queue.enqueue(greet, { who: 'second' }, { id: 'chat-1' });
        await queue.idle(1_000);

        expect(runs).toEqual(['first']);
      });
    });

    it('runs a job again that asks for it, which is no failure, and its lane waits', async () => {
      const queue = open({ maxAttempts: 1 });
      const order: string[] = [];
      let rounds = 0;
      queue.process(greet, async ({ who }, { attempt }) => {
        order.push(`${who} ${attempt}`);
        if (who === 'patient' && (rounds += 1) < 3) return { againMs: 20 };
        return undefined;
      });
      await queue.start();

      await queue.enqueue(greet, { who: 'patient' }, { lane: 'x' });
      await queue.enqueue(greet, { who: 'next' }, { lane: 'x' });
      await queue.idle(1_000);

      expect(order).toEqual(['patient 1', 'patient 1', 'patient 1', 'next 1']);
      expect((await queue.counts()).failed).toBe(0);
    });

    it('waits in idle() for what a job enqueues', async () => {
      const queue = open();
      const runs: string[] = [];
      queue.process(greet, async ({ who }) => {
        runs.push(who);
        if (who.length < 4) await queue.enqueue(greet, { who: `${who}!` });
      });
      await queue.start();

      await queue.enqueue(greet, { who: 'a' });
      await queue.idle();

      expect(runs).toEqual(['a', 'a!', 'a!!', 'a!!!']);
    });

    it('runs no more jobs at once than it may', async () => {
      const queue = open({ concurrency: 3 });
      let now = 0;
      let most = 0;
      queue.process(greet, async () => {
        now += 1;
        most = Math.max(most, now);
        await pause(5);
        now -= 1;
      });
      await queue.start();

      await Promise.all(upTo(20).map((n) => queue.enqueue(greet, { who: String(n) })));
      await queue.idle();

      expect(most).toBe(3);
    });

    it('finishes at stop what is in hand, begins nothing more, and takes nothing more', async () => {
      const queue = open();
      const begun = gate();
      const goOn = gate();
      const ended: string[] = [];
      queue.process(greet, async ({ who }) => {
        begun.open();
        await goOn.opened;
        ended.push(who);
      });
      await queue.start();
      for (const who of ['first', 'second']) await queue.enqueue(greet, { who }, { lane: 'x' });
      await begun.opened;

      const stopped = queue.stop(5_000);
      goOn.open();
      await stopped;

      expect(ended).toEqual(['first']);
      await expect(queue.enqueue(greet, { who: 'third' })).rejects.toThrow(QueueUnavailableError);
      expect(await queue.health()).toMatchObject({ up: false });
    });

    it('aborts at stop what does not end in time', async () => {
      const queue = open();
      const begun = gate();
      const aborted = gate();
      queue.process(greet, async (_payload, { signal }) => {
        signal.addEventListener('abort', () => aborted.open());
        begun.open();
        await aborted.opened;
      });
      await queue.start();
      await queue.enqueue(greet, { who: 'lan' });
      await begun.opened;

      await queue.stop(20);

      await aborted.opened;
      expect(aborted.isOpen()).toBe(true);
    });

    it('tells that it is up', async () => {
      const queue = open();
      await queue.start();

      expect(await queue.health()).toEqual({ up: true });
    });
  });
}

const greet: JobDefinition<{ who: string }> = { name: 'greet', version: 1, payload: z.object({ who: z.string() }) };
const part: JobDefinition<{ lane: string; n: number }> = {
  name: 'part',
  version: 1,
  payload: z.object({ lane: z.string(), n: z.number() }),
};

function recordGreetings(queue: JobQueue): string[] {
  const runs: string[] = [];
  queue.process(greet, async ({ who }) => void runs.push(who));
  return runs;
}

/** Notes, by lane, the numbers in the order in which they ran and how many at most ran at once. */
function recordLanes(
  queue: JobQueue,
  { seen = new Map<string, number[]>(), most = new Map<string, number>(), ran = () => {} }: {
    seen?: Map<string, number[]>;
    most?: Map<string, number>;
    ran?: () => void;
  } = {},
): { seen: Map<string, number[]>; most: Map<string, number> } {
  const now = new Map<string, number>();
  queue.process(part, async ({ lane, n }) => {
    ran();
    now.set(lane, (now.get(lane) ?? 0) + 1);
    most.set(lane, Math.max(most.get(lane) ?? 0, now.get(lane) ?? 0));
    await pause((n * 7) % 5);
    seen.set(lane, [...(seen.get(lane) ?? []), n]);
    now.set(lane, (now.get(lane) ?? 0) - 1);
  });
  return { seen, most };
}

function recordingLog(): { log: Log; lines: string[] } {
  const lines: string[] = [];
  function write(fields: Record<string, unknown>, message: string): void {
    lines.push(`${message} ${JSON.stringify(fields)} ${String(fields['err'])}`);
  }
  return { log: { info: write, warn: write, error: write }, lines };
}

function gate(): { opened: Promise<void>; open: () => void; isOpen: () => boolean } {
  const emitter = new EventEmitter();
  let isOpen = false;
  return {
    opened: once(emitter, 'open').then(() => {}),
    open() {
      isOpen = true;
      emitter.emit('open');
    },
    isOpen: () => isOpen,
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await pause(5);
}

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, n) => n);
}
