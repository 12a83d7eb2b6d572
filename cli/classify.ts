import { createInterface } from 'node:readline';
import { createClassifier } from '../classifier/index.ts';
import { classifyLine } from '../classifier/lines.ts';

/** Classifies standard input, line by line, for as long as somebody reads what it writes. */
export async function classifyLines(): Promise<void> {
  const classifier = createClassifier();
  let read = true;
  process.stdout.on('error', () => {
    read = false;
  });
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    if (!read) break;
    const result = classifyLine(classifier, line);
    if (result) process.stdout.write(`${JSON.stringify(result)}\n`);
  }
  process.stdin.destroy();
}
