import { createInterface } from 'node:readline';
import { createClassifier } from '../classifier/index.ts';
import { classifyLine } from '../classifier/lines.ts';

/** Classifies standard input, line by line. */
export async function classifyLines(): Promise<void> {
  const classifier = createClassifier();
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    const result = classifyLine(classifier, line);
    if (result) process.stdout.write(`${JSON.stringify(result)}\n`);
  }
}
