// The thread that owns the data file once it has been read. A commit waits for the disk, and whoever waits here holds
// up nobody else. LMDB's own writing thread is not used: it damages the program's memory when a commit fails on a full
// disk. Plain JavaScript: a new thread starts from a file that Node can read as it is.
import { open } from 'lmdb';
import { parentPort, workerData } from 'node:worker_threads';

// overlappingSync: false means that a finished commit is on disk
const root = open({ path: workerData.path, overlappingSync: false, noSync: workerData.noSync, noSubdir: true, maxDbs: 4 });
const databases = {
  documents: root.openDB({ name: 'documents', encoding: 'binary' }),
  collections: root.openDB({ name: 'collections', encoding: 'binary' }),
};

const TASKS = {
  /** One transaction: `changes` are [database, key, value or undefined to remove]. */
  commit({ changes }) {
    root.transactionSync(() => {
      for (const [database, key, value] of changes) {
        if (value) databases[database].putSync(key, Buffer.from(value.buffer, value.byteOffset, value.byteLength));
        else databases[database].removeSync(key);
      }
    });
  },
  copy: ({ file }) => root.backup(file, true),
  close: () => root.close(),
};

parentPort.on('message', async (task) => {
  try {
    await TASKS[task.kind](task);
    parentPort.postMessage({});
  } catch (error) {
    parentPort.postMessage({ error: error instanceof Error ? error.message : String(error) });
  }
  if (task.kind === 'close') parentPort.close();
});
