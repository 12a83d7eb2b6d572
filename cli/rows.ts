import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { parse } from 'csv-parse/sync';
import { readSheet } from 'read-excel-file/node';
import { StartError } from '../config.ts';
import type { ImportRow } from '../handlers/import-petitions.ts';

/**
 * The rows of a file, by its ending; the first line of a .csv or .xlsx names the columns. A line that cannot be read
 * becomes an empty row, so that it is reported under its number. Texts are left exactly as they are.
 */
export async function readRows(file: string): Promise<ImportRow[]> {
  const content = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw new StartError(`${file} cannot be read (${error.code}).`, { cause: error });
  });
  const kind = extname(file).toLowerCase();
  try {
    if (kind === '.jsonl' || kind === '.ndjson') return jsonLines(content.toString('utf8'));
    if (kind === '.csv') return csv(content);
    if (kind === '.xlsx') return named(await readSheet(content, { trim: false }));
  } catch (error) {
    throw new StartError(`${file} is not a readable ${kind} file: ${(error as Error).message}`, { cause: error });
  }
  throw new StartError(`${file}: the ending must be .jsonl, .csv or .xlsx.`);
}

function jsonLines(text: string): ImportRow[] {
  return text.replace(/^\uFEFF/, '').split('\n').filter((line) => line.trim() !== '').map((line) => {
    try {
      const value: unknown = JSON.parse(line);
      return typeof value === 'object' && value !== null ? (value as ImportRow) : {};
    } catch {
      return {};
    }
  });
}

function csv(content: Buffer): ImportRow[] {
  const firstLine = content.toString('utf8').split('\n', 1)[0] ?? '';
  // Excel in Vietnamese writes semicolons.
  const delimiter = firstLine.split(';').length > firstLine.split(',').length ? ';' : ',';
  return named(parse(content, { bom: true, delimiter, relax_column_count: true, skip_empty_lines: true }));
}

function named([header = [], ...lines]: unknown[][]): ImportRow[] {
  const names = header.map((name) => String(name ?? '').trim());
  return lines.map((line) => Object.fromEntries(names.map((name, index) => [name, line[index]])));
}
