import { StartError } from '../config.ts';
import { DatabaseInUseError, DatabaseUnusableError, startEmbedded } from '../models/embedded/index.ts';

/**
 * Serves a folder of the embedded database alone, until it is told to end: for a look inside a copy, or for another
 * program. The first line that it prints is the address.
 */
export async function database({ dir }: { dir: string }): Promise<void> {
  try {
    const served = await startEmbedded({ dir });
    process.stdout.write(`${served.uri}\n`);
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void served.close());
    void served.failed.then(() => {
      process.stderr.write('The database has ended by itself. What was saved is on disk.\n');
      process.exit(1);
    });
  } catch (error) {
    if (error instanceof DatabaseInUseError || error instanceof DatabaseUnusableError) {
      throw new StartError(error.message, { cause: error });
    }
    throw error;
  }
}
