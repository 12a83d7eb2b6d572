/**
 * The thread in which the database lives: it opens the data file, listens, answers, and ends when it is told to.
 * Started by `start.ts` through `worker-entry.mjs`.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { serveFolder, type ServeOptions } from './serve.ts';
import type { Address } from './client.ts';

/** What the thread is asked, with a number by which its answer is known. */
export type WorkerTask = { id: number } & (
  { kind: 'backup'; file: string } | { kind: 'unused' } | { kind: 'close' }
);
/** What it says: that it listens, that it could not begin, or that a task is done. */
export type WorkerMessage =
  | { kind: 'listening'; address: Address }
  | { kind: 'failed'; message: string; unusable: boolean }
  | { kind: 'done'; id: number; error?: string };

const port = parentPort;
if (!port) throw new Error('models/embedded/worker.ts runs only as a worker thread; call startEmbedded().');

function say(message: WorkerMessage): void {
  port!.postMessage(message);
}

try {
  const served = await serveFolder(workerData as ServeOptions);
  port.on('message', async (task: WorkerTask) => {
    const { id } = task;
    try {
      if (task.kind === 'backup') await served.backup(task.file);
      else await served[task.kind]();
      say({ kind: 'done', id });
    } catch (error) {
      say({ kind: 'done', id, error: (error as Error).message });
    }
    if (task.kind === 'close') port.close();
  });
  say({ kind: 'listening', address: served.address });
} catch (error) {
  say({
    kind: 'failed', message: (error as Error).message, unusable: (error as Error).name === 'DatabaseUnusableError',
  });
}
