/** Runs the rendering in a thread of its own, so that no chat waits for a document. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { ExportFormat, ReportInput } from './input.ts';
import type { WorkerAnswer, WorkerRequest } from './worker.ts';

/** Copying a record to the worker costs about 5 µs here: a slice holds up the loop for some milliseconds. */
const SLICE = 500;

/** A document of ten thousand petitions needs about 450 MB while it is made; far more fails in the worker only. */
const MEMORY_LIMIT_MB = 1024;

const ENTRY = new URL('./worker-entry.mjs', import.meta.url);

export interface WorkerOptions {
  /** The worker's entry; another one only in tests. */
  entry?: URL;
  /** Of the worker's heap; reaching it is an error to the caller. */
  memoryLimitMb?: number;
}

/**
 * Renders in a worker that ends with its task.
 *
 * @throws {Error} with the worker's own error as `cause`; a crash or lack of memory there never ends this process.
 */
export async function renderInWorker(
  format: ExportFormat, input: ReportInput,
  { entry = ENTRY, memoryLimitMb = MEMORY_LIMIT_MB }: WorkerOptions = {},
): Promise<Buffer> {
  const worker = new Worker(entry, { execArgv: [], resourceLimits: { maxOldGenerationSizeMb: memoryLimitMb } });
  try {
    const answer = answerOf(worker);
    // The feeding stops with the first failure, which `answer` reports.
    await Promise.race([answer, feed(worker, format, input)]);
    const { file } = await answer;
    return Buffer.from(file);
  } catch (error) {
    throw new Error(`The ${format} export could not be rendered.`, { cause: error });
  } finally {
    await worker.terminate();
  }
}

function answerOf(worker: Worker): Promise<WorkerAnswer> {
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('messageerror', reject);
    worker.once('exit', (code) => reject(new Error(`The rendering worker ended with code ${code} before answering.`)));
  });
}

async function feed(worker: Worker, format: ExportFormat, { petitions, people, ...rest }: ReportInput): Promise<void> {
  for (let start = 0; start < petitions.length; start += SLICE) {
    send(worker, { kind: 'petitions', items: petitions.slice(start, start + SLICE) });
    await nextTurn();
  }
  for (let start = 0; start < people.length; start += SLICE) {
    send(worker, { kind: 'people', items: people.slice(start, start + SLICE) });
    await nextTurn();
  }
  send(worker, { kind: 'render', format, rest });
}

function send(worker: Worker, request: WorkerRequest): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread of ours, not a browser's window
  worker.postMessage(request);
}
