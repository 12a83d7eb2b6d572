import { join } from 'node:path';
import { environment, readConfig, StartError } from '../config.ts';
import { restoreEmbedded } from '../models/embedded/index.ts';

/** Puts a backup in the place of the data, while the program does not run. What was there is kept beside it. */
export async function restore(file: string): Promise<void> {
  process.umask(0o077);
  const { dataDir, mongodbUri } = readConfig(environment());
  if (mongodbUri) throw new StartError('The data is in MongoDB: restore it with its own tool, mongorestore.');
  try {
    const before = await restoreEmbedded({ dir: join(dataDir, 'db'), file });
    process.stdout.write(`${file} is restored to ${dataDir}.\n`);
    if (before) process.stdout.write(`What was there before is now ${before}: delete it when all is well.\n`);
    process.stdout.write(`Photos and files belong to ${dataDir}/files: copy that folder back too.\n`);
  } catch (error) {
    throw new StartError(`Nothing was restored: ${(error as Error).message}`, { cause: error });
  }
}
