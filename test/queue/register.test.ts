import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { silentLog } from '../../log.ts';
import { createInProcessQueue } from '../../queue/in-process-queue.ts';
import type { JobDefinition } from '../../queue/job-queue.ts';
import { classifyPetition } from '../../queue/jobs/classify-petition.ts';
import { fetchAttachment } from '../../queue/jobs/fetch-attachment.ts';
import { receiveMessage } from '../../queue/jobs/receive-message.ts';
import { sendMessage } from '../../queue/jobs/send-message.ts';
import { sweep } from '../../queue/jobs/sweep.ts';
import { registerJobs } from '../../queue/register.ts';

it('brings every job to its use case', async () => {
  const queue = createInProcessQueue({ log: silentLog });
  const calls: unknown[] = [];
  function note(...call: unknown[]): Promise<void> {
    calls.push(call);
    return Promise.resolve();
  }
  registerJobs(queue, {
    receiveChat: (chat) => note('receive', chat),
    deliverChat: (chat) => note('deliver', chat),
    classifyPetition: (petition) => note('classify', petition),
    fetchAttachment: (attachment) => note('fetch', attachment),
    sweep: () => note('sweep'),
  });
  await queue.start();

  await queue.enqueue(receiveMessage, { chat: 'c1' });
  await queue.enqueue(sendMessage, { chat: 'c2' });
  await queue.enqueue(classifyPetition, { petition: 'p1' });
  await queue.enqueue(fetchAttachment, { attachment: 'a1' });
  await queue.enqueue(sweep, {});
  await queue.idle();

  expect(calls).toEqual([['receive', 'c1'], ['deliver', 'c2'], ['classify', 'p1'], ['fetch', 'a1'], ['sweep']]);
  await queue.stop();
});

it('registers every job that has a file', async () => {
  const files = readdirSync(new URL('../../queue/jobs/', import.meta.url));
  const registered: string[] = [];
  const queue = createInProcessQueue({ log: silentLog });
  async function unused(): Promise<void> {}

  registerJobs(
    { ...queue, process: (job: JobDefinition<never>) => void registered.push(job.name) },
    { receiveChat: unused, deliverChat: unused, classifyPetition: unused, fetchAttachment: unused, sweep: unused },
  );

  expect(registered.map((name) => `${name}.ts`).toSorted()).toEqual(files.toSorted());
});
