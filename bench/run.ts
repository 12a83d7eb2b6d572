/** `npm run bench`: every benchmark, each figure with its baseline and their ratio (below 1 is better). */
import { benchClassifier } from './classifier.ts';
import { benchConsole } from './console.ts';
import { benchEmbedded } from './embedded.ts';
import { benchExport } from './export.ts';
import type { Figure } from './measure.ts';
import { benchMessages } from './message.ts';
import { benchStart } from './start.ts';

const BENCHMARKS: Record<string, () => Figure[] | Promise<Figure[]>> = {
  message: benchMessages, start: benchStart, console: benchConsole, export: benchExport, classifier: benchClassifier,
  embedded: benchEmbedded,
};

function print({ name, value, unit, baseline, baselineName }: Figure): void {
  const ratio = (value / baseline).toFixed(2);
  const figure = `${value.toFixed(2).padStart(10)} ${unit.padEnd(6)}`;
  const judged = `× ${ratio.padStart(6)} of ${baselineName} (${Number(baseline.toFixed(2))} ${unit})`;
  process.stdout.write(`${name.padEnd(58)} ${figure} ${judged}\n`);
}

const wanted = process.argv.slice(2);
for (const [name, bench] of Object.entries(BENCHMARKS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  process.stdout.write(`\n${name}\n`);
  for (const figure of await bench()) print(figure);
}
process.exit(0);
