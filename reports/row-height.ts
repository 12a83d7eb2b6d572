/**
 * How high an Excel row must be for its wrapped texts.
 *
 * Excel would find out by itself, but other programs (LibreOffice, viewers on phones) show one line of a row that
 * states no height. It is an estimate on the generous side; the rows are not fixed to it, so a spreadsheet fits them
 * anew when somebody edits or widens a column.
 */
import type { Row } from 'write-excel-file/node';

const LINE_POINTS = 16;
/** Excel's greatest row height in points. */
const MAX_POINTS = 409;

/** Gives a row the height that its fullest cell needs; `widths` are the columns' in characters. */
export function withHeight(row: Row, widths: readonly number[]): Row {
  const lines = Math.max(1, ...row.map((cell, index) => linesIn(cell, widths[index] ?? 1)));
  const height = Math.min(MAX_POINTS, lines * LINE_POINTS + 2);
  const [first, ...rest] = row;
  return typeof first === 'object' && first !== null && 'borderStyle' in first ? [{ ...first, height }, ...rest] : row;
}

/**
 * Column widths count digits. Letters are narrower on average, which makes up for lines that are not full because
 * words are not cut.
 */
function linesIn(cell: Row[number], width: number): number {
  if (typeof cell !== 'object' || cell === null || !('value' in cell) || typeof cell.value !== 'string') return 1;
  if (cell.value.length <= width && !cell.value.includes('\n')) return 1;
  return cell.value.split('\n')
    .reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / width)), 0);
}
