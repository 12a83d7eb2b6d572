import { writeFileSync } from 'node:fs';
import { MODEL_FILE } from '../classifier/model-file.ts';
import { trainShipped } from '../classifier/train.ts';

/** Trains the shipped model from `classifier/corpus` and writes it. The same corpus and code give the same bytes. */
export function train(): void {
  const text = trainShipped();
  writeFileSync(MODEL_FILE, text);
  process.stdout.write(`classifier/model.json: ${Math.round(text.length / 1024)} KB\n`);
}
