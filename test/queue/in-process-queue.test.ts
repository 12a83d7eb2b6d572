import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { silentLog } from '../../log.ts';
import { createInProcessQueue } from '../../queue/in-process-queue.ts';
import { receiveMessage } from '../../queue/jobs/receive-message.ts';
import { describeJobQueue } from '../contracts/job-queue.ts';

describeJobQueue('the in-process queue', () => createInProcessQueue, { shared: false });

it('begins a job in the same turn of the event loop when its lane is idle', async () => {
  const queue = createInProcessQueue({ log: silentLog });
  const order: string[] = [];
  queue.process(receiveMessage, async () => void order.push('job'));
  await queue.start();

  setImmediate(() => order.push('next turn'));
  await queue.enqueue(receiveMessage, { chat: 'c' }, { lane: 'c' });
  await queue.idle();
  await new Promise(setImmediate);

  expect(order).toEqual(['job', 'next turn']);
  await queue.stop();
});

it('lets sockets and timers have their turn between a thousand jobs', async () => {
  const queue = createInProcessQueue({ log: silentLog });
  let runs = 0;
  queue.process(receiveMessage, async () => void (runs += 1));
  await queue.start();

  for (let n = 0; n < 1_000; n += 1) void queue.enqueue(receiveMessage, { chat: `c${n}` });
  await new Promise(setImmediate);
  const runsAtFirstTurn = runs;
  await queue.idle();

  expect(runsAtFirstTurn).toBeLessThan(100);
  expect(runs).toBe(1_000);
  await queue.stop();
});

it('remembers nothing of lanes and ids that are done with', async () => {
  const queue = createInProcessQueue({ log: silentLog });
  queue.process(receiveMessage, async () => {});
  await queue.start();
  const before = bytesInUse();

  for (let n = 0; n < 60_000; n += 1) {
    void queue.enqueue(receiveMessage, { chat: 'c' }, { lane: `lane-${n}`, id: `id-${n}` });
    if (n % 1_000 === 0) await queue.idle();
  }
  await queue.idle();

  // Even the keys alone would be more.
  expect(bytesInUse() - before).toBeLessThan(3_000_000);
  await queue.stop();
});

function bytesInUse(): number {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  collectGarbage();
  return process.memoryUsage().heapUsed;
}
