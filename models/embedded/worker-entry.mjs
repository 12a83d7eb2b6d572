// A new thread starts from a file that Node can read as it is: this one, which goes on with the built worker.
import { built } from '../../bin/build.mjs';

await import(await built('models/embedded/worker.ts'));
