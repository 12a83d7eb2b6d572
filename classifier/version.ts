import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Twelve hex digits over everything that decides a classification: code, lexicon and corpus. It changes whenever one
 * of them does, so a stored proposal tells which classifier made it.
 */
export function contentVersion(): string {
  const hash = createHash('sha256');
  const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.ts') || file.endsWith('.txt'))
    .sort();
  for (const file of files) hash.update(file).update('\0').update(readFileSync(join(import.meta.dirname, file)));
  return hash.digest('hex').slice(0, 12);
}
