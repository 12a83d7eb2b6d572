/** The tables of the Word document, as rows of cells: counts in the report, lists in its appendices. */
import { APPENDIX_COLUMNS, LIST_COLUMNS, columnsFor } from './columns.ts';
import type { AppendixRow, Column } from './columns.ts';
import type { Counts, GroupedList, ListRow } from './grouped-list.ts';
import { formatNumber, roman } from './headings.ts';
import type { WordCell, WordRow, WordTableOptions } from './word-table.ts';

/** Shares of the page's width for the list's columns, in the order of the table. */
const LIST_SHARES: Record<string, number> = {
  order: 4.5, code: 8, text: 28.5, hamlet: 9, counts: 7.5, office: 12, answer: 12, outcome: 12, note: 6.5,
};

const PEOPLE_SHARES: Record<string, number> = {
  order: 7, code: 13, name: 24, phone: 14, hamlet: 15, channel: 12.5, receivedOn: 14.5,
};

/** The grouped list: a shaded row for each group and hamlet with its counts, the grand total last. */
export function listTable(list: GroupedList, hamletUnit: string, width: number): WordTableOptions {
  const columns = columnsFor(LIST_COLUMNS, hamletUnit).filter(({ flatOnly }) => !flatOnly);
  const rows: WordRow[] = [headerRow(columns)];
  list.groups.forEach((group, index) => {
    rows.push(groupRow(columns, `${roman(index + 1)}. ${group.name}`, group.counts, 'CellBold'));
    for (const hamlet of group.hamlets) {
      if (hamlet.name !== '') rows.push(groupRow(columns, hamlet.name, hamlet.counts, 'CellItalic'));
      for (const row of hamlet.rows) rows.push({ cells: columns.map((column) => listCell(column, row)) });
    }
  });
  rows.push(groupRow(columns, 'TỔNG CỘNG', list.counts, 'CellBold'));
  return { columnWidths: shareWidths(columns.map(({ key }) => LIST_SHARES[key] ?? 0), width), rows };
}

/** Who wrote what: the internal appendix. */
export function peopleTable(people: readonly AppendixRow[], hamletUnit: string, width: number): WordTableOptions {
  const columns = columnsFor(APPENDIX_COLUMNS, hamletUnit);
  return {
    columnWidths: shareWidths(columns.map(({ key }) => PEOPLE_SHARES[key] ?? 0), width),
    rows: [headerRow(columns), ...people.map((row) => ({ cells: columns.map((column) => plainCell(column, row)) }))],
  };
}

/** Counts line by line with a total: STT · what · people · petitions · answers. */
export function countsTable(
  what: string, lines: readonly { name: string; counts: Counts }[], total: Counts, width: number,
): WordTableOptions {
  const headings = ['STT', what, 'Số người', 'Số ý kiến, kiến nghị', 'Đã trả lời'];
  return {
    columnWidths: shareWidths([7, 48, 14, 17, 14], width),
    rows: [
      { kind: 'header', cells: headings.map((heading) => ({ paragraphs: [heading], style: 'CellBoldCentred' })) },
      ...lines.map(({ name, counts }, index): WordRow => ({
        // The total never stands alone on a new page.
        kind: index === lines.length - 1 ? 'keep' : undefined,
        cells: [
          { paragraphs: [String(index + 1)], style: 'CellCentred' }, { paragraphs: [name] },
          ...countCells(counts, 'CellCentred'),
        ],
      })),
      {
        cells: [
          { paragraphs: ['TỔNG CỘNG'], style: 'CellBoldCentred', span: 2 }, ...countCells(total, 'CellBoldCentred'),
        ],
      },
    ],
  };
}

function countCells({ people, petitions, answers }: Counts, style: WordCell['style']): WordCell[] {
  return [people, petitions, answers].map((count) => ({ paragraphs: [formatNumber(count)], style }));
}

function headerRow<R>(columns: readonly Column<R>[]): WordRow {
  return { kind: 'header', cells: columns.map(({ header }) => ({ paragraphs: [header], style: 'CellBoldCentred' })) };
}

/** The name spans the columns up to the counts; what follows shows its subtotal or stays empty. */
function groupRow(
  columns: readonly Column<ListRow>[], name: string, counts: Counts, style: WordCell['style'],
): WordRow {
  const first = columns.findIndex(({ subtotal }) => subtotal !== undefined);
  return {
    kind: 'group',
    cells: [
      { paragraphs: [name], style, span: first },
      ...columns.slice(first).map(({ subtotal, align }): WordCell => ({
        paragraphs: [subtotal?.(counts) ?? ''], style: align ? 'CellBoldCentred' : style,
      })),
    ],
  };
}

function listCell(column: Column<ListRow>, row: ListRow): WordCell {
  if (!column.text) return plainCell(column, row);
  return { paragraphs: [row.text, ...row.additions.map(({ label, text }) => `(${label}) ${text}`)] };
}

function plainCell<R>(column: Column<R>, row: R): WordCell {
  return { paragraphs: [String(column.value(row))], style: column.align ? 'CellCentred' : 'Cell' };
}

/** Whole twips that add up to the width. */
function shareWidths(shares: readonly number[], width: number): number[] {
  const sum = shares.reduce((total, share) => total + share, 0);
  return shares.map((share) => Math.floor((share / sum) * width));
}
