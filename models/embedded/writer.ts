import { Worker } from 'node:worker_threads';

/** One change of the data file: a value to put, or nothing to remove what is there. */
export type Change = [database: 'documents' | 'collections', key: number | [number, number], value?: Buffer];

type Task = { kind: 'commit'; changes: Change[] } | { kind: 'copy'; file: string } | { kind: 'close' };

/** The writing thread, seen from this one: each task resolves when it is done and rejects with the thread's reason. */
export interface Writer {
  commit(changes: Change[]): Promise<void>;
  copy(file: string): Promise<void>;
  close(): Promise<void>;
}

/** Starts the thread; its file must not be open in this one any more. */
export function startWriter(path: string, noSync: boolean): Writer {
  const worker = new Worker(new URL('./writer-thread.mjs', import.meta.url), { workerData: { path, noSync }, execArgv: [] });
  // Tasks are answered in their order.
  const waiting: { resolve: () => void; reject: (error: Error) => void }[] = [];
  let gone: Error | undefined;

  function fail(error: Error): void {
    gone ??= error;
    for (const { reject } of waiting.splice(0)) reject(error);
  }

  worker.on('message', ({ error }: { error?: string }) => {
    const task = waiting.shift();
    if (error === undefined) task?.resolve();
    else task?.reject(new Error(error));
    if (waiting.length === 0) worker.unref();
  });
  worker.on('error', fail);
  worker.on('exit', () => fail(new Error('the writing thread has ended')));
  // Alone it does not keep the program alive.
  worker.unref();

  function run(task: Task): Promise<void> {
    return new Promise((resolve, reject) => {
      if (gone) return reject(gone);
      waiting.push({ resolve, reject });
      worker.ref();
      worker.postMessage(task);
    });
  }

  return {
    commit: (changes) => run({ kind: 'commit', changes }),
    copy: (file) => run({ kind: 'copy', file }),
    close: () => run({ kind: 'close' }),
  };
}
