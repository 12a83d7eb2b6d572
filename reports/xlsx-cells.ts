/** Cells of the Excel sheets: one look, and any text whole. */
import type { CellObject, Row } from 'write-excel-file/node';
import type { Column } from './columns.ts';
import { escapeForExcel, splitForExcel } from './excel-text.ts';

const FORMULA_LIKE = /^[=+\-@\t\r]/;

export const BODY_STYLE = {
  alignVertical: 'top', wrap: true, borderStyle: 'thin', borderColor: '#A6A6A6',
} as const satisfies CellObject;

export const HEADER_STYLE = {
  ...BODY_STYLE, fontWeight: 'bold', align: 'center', alignVertical: 'center', backgroundColor: '#DCE6F1',
} as const satisfies CellObject;

export const GROUP_STYLE = {
  ...BODY_STYLE, fontWeight: 'bold', backgroundColor: '#EEF3E2',
} as const satisfies CellObject;

export const SUBGROUP_STYLE = {
  ...BODY_STYLE, fontWeight: 'bold', fontStyle: 'italic', backgroundColor: '#FAFAFA',
} as const satisfies CellObject;

export const TOTAL_STYLE = {
  ...BODY_STYLE, fontWeight: 'bold', backgroundColor: '#FCE9DA',
} as const satisfies CellObject;

/**
 * One cell. A text is always stored as a string, so `=HYPERLINK(…)` is shown, never run; where it looks like a formula
 * the cell is also formatted as text, so that it stays one after somebody has edited it.
 */
export function cell(value: string | number, style: CellObject = BODY_STYLE): CellObject {
  if (typeof value === 'number') return { ...style, value, type: Number };
  if (value === '') return style;
  const format = FORMULA_LIKE.test(value) ? { format: '@' } : {};
  return { ...style, ...format, value: escapeForExcel(value), type: String };
}

/** The heading's row. */
export function headerRow<R>(columns: readonly Column<R>[]): Row {
  return columns.map(({ header }) => cell(header, HEADER_STYLE));
}

/**
 * The row or rows of one record: a text longer than a cell goes on in further rows, each marked "(tiếp)" beside the
 * code, and so do later additions, so that every text is whole and every cell is only text of the person's own.
 */
export function recordRows<R>(
  columns: readonly Column<R>[], record: R, additions: readonly { label: string; text: string }[] = [],
): Row[] {
  const textColumn = columns.find(({ text }) => text);
  const [first = '', ...rest] = splitForExcel(String(textColumn?.value(record) ?? ''));
  const further = [
    ...rest.map((text) => ({ label: 'tiếp', text })),
    ...additions.flatMap(({ label, text }) =>
      splitForExcel(text).map((piece, index) => ({ label: index === 0 ? label : `${label}, tiếp`, text: piece }))),
  ];

  return [
    columns.map((column) => cell(column === textColumn ? first : column.value(record), styleOf(column))),
    ...further.map(({ label, text }) => columns.map((column) => {
      if (column === textColumn) return cell(text, styleOf(column));
      if (column.key === 'code') return cell(`${column.value(record)} (${label})`, styleOf(column));
      return cell(column.key === 'order' || column.key === 'name' ? '' : column.value(record), styleOf(column));
    })),
  ];
}

function styleOf<R>({ align }: Column<R>): CellObject {
  return align ? { ...BODY_STYLE, align } : BODY_STYLE;
}

/** A line across the sheet above the table. */
export function titleRow(text: string, columns: number, style: CellObject = {}): Row {
  return [{ ...cell(text, style), columnSpan: columns }, ...Array.from({ length: columns - 1 }, () => null)];
}
