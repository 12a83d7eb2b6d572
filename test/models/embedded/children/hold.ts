/* Opens the folder given, says so (or why not), and stays until it is killed. */
import { startEmbedded } from '../../../../models/embedded/index.ts';

try {
  const database = await startEmbedded({ dir: process.argv[2]! });
  process.stdout.write(`open ${database.uri}\n`);
  setInterval(() => {}, 1000);
} catch (error) {
  process.stdout.write(`refused ${(error as Error).name}: ${(error as Error).message}\n`);
}
