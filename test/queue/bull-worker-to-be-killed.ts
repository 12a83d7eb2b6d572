/** A process that takes a job, says so, and never ends it. Arguments: the Redis URL and the prefix. */
import { silentLog } from '../../log.ts';
import { createBullQueue } from '../../queue/bull-queue.ts';
import { receiveMessage } from '../../queue/jobs/receive-message.ts';

const [redisUrl = '', prefix = ''] = process.argv.slice(2);
const queue = createBullQueue({ redisUrl, prefix, log: silentLog, lockMs: 500 });
queue.process(receiveMessage, async () => {
  process.stdout.write('in hand\n');
  await new Promise(() => {});
});
await queue.start();
