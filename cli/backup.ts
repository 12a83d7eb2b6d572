import { resolve } from 'node:path';
import { StartError } from '../config.ts';
import { withData } from './with-data.ts';

/** Copies the embedded database into a file. Photos lie beside it in `files/`, never changed: copy that folder. */
export async function backup(file: string): Promise<void> {
  await withData(undefined, async ({ embedded }, { dataDir }) => {
    if (!embedded) throw new StartError('The data is in MongoDB: make the backup with its own tool, mongodump.');
    const target = resolve(file);
    try {
      await embedded.backup(target);
    } catch (error) {
      throw new StartError(`The backup was not made: ${(error as Error).message}`, { cause: error });
    }
    process.stdout.write(`${target}\nPhotos and files are in ${dataDir}/files: copy that folder too.\n`);
  });
}
