import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';

/** What measures the classifier, or stands beside it, decides nothing. */
const ASIDE = ['evaluation/', 'likeness'];

/**
 * Twelve hex digits over everything that decides a classification: code, lexicon and corpus. It changes whenever one
 * of them does, so a stored proposal tells which classifier made it. Training writes it into the model.
 */
export function contentVersion(): string {
  const hash = createHash('sha256');
  const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll(sep, '/'))
    .filter((file) => /\.(?:ts|txt)$/u.test(file) && !ASIDE.some((start) => file.startsWith(start)))
    .sort();
  for (const file of files) {
    const text = readFileSync(join(import.meta.dirname, file), 'utf8').replaceAll('\r\n', '\n');
    hash.update(file).update('\0').update(text).update('\0');
  }
  return hash.digest('hex').slice(0, 12);
}
