import { expect, it } from 'vitest';
import type { Log } from '../../log.ts';
import { silentLog } from '../../log.ts';
import { createInProcessQueue } from '../../queue/in-process-queue.ts';
import { sweep } from '../../queue/jobs/sweep.ts';
import { startSchedule } from '../../queue/schedule.ts';

it('sweeps at the start and then again and again, until it is stopped', async () => {
  const queue = createInProcessQueue({ log: silentLog });
  let sweeps = 0;
  const thirdSweep = new Promise<void>((resolve) => {
    queue.process(sweep, async () => {
      sweeps += 1;
      if (sweeps === 3) resolve();
    });
  });
  await queue.start();

  const schedule = startSchedule({ queue, log: silentLog, everyMs: 5 });
  await thirdSweep;
  schedule.stop();
  await queue.idle();
  const sweepsAtStop = sweeps;
  await new Promise((resolve) => {
    setTimeout(resolve, 30);
  });

  expect(sweeps).toBe(sweepsAtStop);
  await queue.stop();
});

it('logs a sweep that the queue did not take, and goes on', async () => {
  const queue = createInProcessQueue({ log: silentLog });
  await queue.stop();
  const warned: string[] = [];

  const schedule = await new Promise<ReturnType<typeof startSchedule>>((resolve) => {
    function warn(_fields: Record<string, unknown>, message: string): void {
      if (warned.push(message) === 2) resolve(started);
    }
    const log: Log = { ...silentLog, warn };
    const started = startSchedule({ queue, log, everyMs: 5 });
  });
  schedule.stop();

  expect(warned[0]).toBe('sweep not enqueued, the next one makes up for it');
});
