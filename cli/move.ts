import { join } from 'node:path';
import { SingleBar } from 'cli-progress';
import { environment, readConfig, StartError } from '../config.ts';
import { EMBEDDED_DATABASE_NAME } from '../data.ts';
import { startEmbedded } from '../models/embedded/index.ts';
import { moveDatabase } from '../models/move.ts';

/** Copies the embedded database to MongoDB, for a commune that has grown. The program must not run meanwhile. */
export async function move({ to }: { to: string }): Promise<void> {
  process.umask(0o077);
  const { dataDir } = readConfig(environment());
  const bar = process.stderr.isTTY ? new SingleBar({ format: ' {value} {name}', stream: process.stderr }) : undefined;
  let embedded: Awaited<ReturnType<typeof startEmbedded>> | undefined;
  try {
    embedded = await startEmbedded({ dir: join(dataDir, 'db') });
    bar?.start(0, 0, { name: '' });
    const moved = await moveDatabase({
      from: embedded.uri, database: EMBEDDED_DATABASE_NAME, to,
      onProgress: (name, documents) => bar?.update(documents, { name }),
    });
    bar?.stop();
    for (const { name, documents, copied } of moved) {
      process.stdout.write(`${name}: ${documents} documents, ${copied} copied now, all compared\n`);
    }
    process.stdout.write(`Everything is there. Set MONGODB_URI to it, and keep ${dataDir}/files: photos stay there.\n`);
  } catch (error) {
    bar?.stop();
    throw new StartError(`Not everything was moved: ${(error as Error).message}\nIt can be run again at any time.`, {
      cause: error,
    });
  } finally {
    await embedded?.close();
  }
}
