/**
 * The thread in which the database lives: it opens the data file, listens, answers, and ends when it is told to.
 * Started by `start.ts` through `worker-entry.mjs`.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { serveFolder, type ServeOptions } from './serve.ts';
import type { Address } from './wire/client.ts';

/** What the thread is asked: to wait until nobody is connected, to end. */
export type WorkerTask = 'unused' | 'close';
/** What it says: that it listens, that it could not begin, or that a task is done. */
export type WorkerMessage =
  | { kind: 'listening'; address: Address; former?: string }
  | { kind: 'failed'; message: string; unusable: boolean }
  | { kind: 'done'; task: WorkerTask };

const port = parentPort;
if (!port) throw new Error('models/embedded/worker.ts runs only as a worker thread; call startEmbedded().');

function say(message: WorkerMessage): void {
  port!.postMessage(message);
}

try {
  const served = await serveFolder(workerData as ServeOptions);
  port.on('message', async (task: WorkerTask) => {
    await served[task]();
    say({ kind: 'done', task });
    if (task === 'close') port.close();
  });
  say({ kind: 'listening', address: served.address, former: served.former });
} catch (error) {
  say({
    kind: 'failed', message: (error as Error).message, unusable: (error as Error).name === 'DatabaseUnusableError',
  });
}
