import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { parse } from 'csv-parse/sync';
import { readSheet } from 'read-excel-file/node';
import { StartError } from '../config.ts';
import type { ImportRow } from '../handlers/import-petitions.ts';

/** The columns that are known, whatever their letters' case in the file. */
const COLUMNS = ['text', 'hamlet', 'name', 'phone', 'receivedAt'];

/** The commune's time: a spreadsheet's dates have no zone. */
const VIETNAM_MS = 7 * 3_600_000;

/**
 * The rows of a file, by its ending; the first line of a .csv or .xlsx names the columns. In place of a row that
 * cannot be read stands why, so that it is reported under its number. Texts are left exactly as they are.
 */
export async function readRows(file: string): Promise<ImportRow[]> {
  const content = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw new StartError(`${file} cannot be read (${error.code}).`, { cause: error });
  });
  const kind = extname(file).toLowerCase();
  try {
    if (kind === '.jsonl' || kind === '.ndjson') return jsonLines(content.toString('utf8'));
    if (kind === '.csv') return named(csv(content));
    if (kind === '.xlsx') return named((await readSheet(content, { trim: false })).map((line) => line.map(zoned)));
  } catch (error) {
    throw new StartError(`${file} is not a readable ${kind} file: ${(error as Error).message}`, { cause: error });
  }
  throw new StartError(`${file}: the ending must be .jsonl, .csv or .xlsx.`);
}

function jsonLines(text: string): ImportRow[] {
  return text.replace(/^\uFEFF/, '').split('\n').filter((line) => line.trim() !== '').map((line) => {
    try {
      const value: unknown = JSON.parse(line);
      return typeof value === 'object' && value !== null && !Array.isArray(value)
        ? (value as Record<string, unknown>)
        : 'the line is no JSON object';
    } catch {
      return 'the line is not valid JSON';
    }
  });
}

function csv(content: Buffer): (unknown[] | string)[] {
  const firstLine = content.toString('utf8').split('\n', 1)[0] ?? '';
  // Excel in Vietnamese writes semicolons; what is copied out of a table has tabs.
  const [delimiter] = [',', ';', '\t'].sort((a, b) => firstLine.split(b).length - firstLine.split(a).length);
  const lines: (unknown[] | string)[] = [];
  parse(content, {
    bom: true, delimiter, relax_column_count: true, relax_quotes: true, skip_empty_lines: true,
    skip_records_with_error: true,
    on_record: (record) => void lines.push(record),
    on_skip: (error) => void lines.push(`the line cannot be read: ${error?.message ?? 'unknown error'}`),
  });
  return lines;
}

function named([header, ...lines]: (unknown[] | string)[]): ImportRow[] {
  const names = (Array.isArray(header) ? header : []).map((cell) => {
    const name = String(cell ?? '').trim();
    return COLUMNS.find((column) => column.toLowerCase() === name.toLowerCase()) ?? name;
  });
  return lines.map((line) => (
    Array.isArray(line) ? Object.fromEntries(names.map((name, index) => [name, line[index]])) : line));
}

/** The library reads the clock on the sheet as if it were Greenwich's. */
function zoned(cell: unknown): unknown {
  return cell instanceof Date ? new Date(cell.getTime() - VIETNAM_MS) : cell;
}
