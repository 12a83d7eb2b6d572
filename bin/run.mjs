// `node bin/run.mjs main.ts`: runs one of the program's entries.
import process from 'node:process';
import { built } from './build.mjs';

const [node, , entry, ...rest] = process.argv;
process.setSourceMapsEnabled(true);
process.argv = [node, entry, ...rest];
await import(await built(entry));
