/** The sheets of the Excel file, each from rows and a column table. */
import type { CellObject, Row } from 'write-excel-file/node';
import type { Column } from './columns.ts';
import type { Counts, GroupedList, ListRow } from './grouped-list.ts';
import { countingNotes, roman } from './headings.ts';
import { withHeight } from './row-height.ts';
import type { TopicHamletCounts } from './summary.ts';
import type { SheetExtras, XlsxSheet } from './xlsx-features.ts';
import {
  GROUP_STYLE, HEADER_STYLE, SUBGROUP_STYLE, TOTAL_STYLE, cell, headerRow, recordRows, titleRow,
} from './xlsx-cells.ts';

export interface ReportSheet { sheet: XlsxSheet; extras: SheetExtras }

export interface SheetHead {
  name: string;
  title: string;
  /** Lines below the title: what it is about, when it was made, the rehearsal's mark. */
  lines: string[];
  pageHeader?: string;
}

const TITLE_STYLE: CellObject = {
  fontWeight: 'bold', fontSize: 14, align: 'center', alignVertical: 'center', height: 24,
};
const LINE_STYLE: CellObject = { fontStyle: 'italic', align: 'center', height: 18 };

/** The grouped list: a row for each group and hamlet with its counts, the grand total last. */
export function listSheet(head: SheetHead, columns: readonly Column<ListRow>[], list: GroupedList): ReportSheet {
  const rows: Row[] = [];
  list.groups.forEach((group, index) => {
    rows.push(countRow(columns, `${roman(index + 1)}. ${group.name}`, group.counts, GROUP_STYLE));
    for (const hamlet of group.hamlets) {
      if (hamlet.name !== '') rows.push(countRow(columns, hamlet.name, hamlet.counts, SUBGROUP_STYLE));
      for (const row of hamlet.rows) rows.push(...recordRows(columns, row, row.additions));
    }
  });
  const lastFilterRow = rows.length;
  rows.push(countRow(columns, 'TỔNG CỘNG', list.counts, TOTAL_STYLE));
  const notes = countingNotes(list).map((note) => titleRow(note, columns.length, { fontStyle: 'italic', height: 18 }));
  return tableSheet(head, columns, rows, { notes, lastFilterRow });
}

/** A plain table: speakers, the internal appendix. */
export function plainSheet<R>(head: SheetHead, columns: readonly Column<R>[], records: readonly R[]): ReportSheet {
  const rows = records.flatMap((record) => recordRows(columns, record));
  return tableSheet(head, columns, rows, { notes: [], lastFilterRow: rows.length });
}

/** Counts of petitions by topic and hamlet, with people and answers beside; then the same by office. */
export function summarySheet(head: SheetHead, summary: TopicHamletCounts, byOffice: GroupedList): ReportSheet {
  const headings = ['Lĩnh vực', ...summary.hamlets, 'Cộng ý kiến', 'Số người', 'Đã trả lời'];
  const body = summary.rows.map(({ topic, petitions, counts }) => [
    cell(topic), ...petitions.map((count) => cell(count, { ...GROUP_COUNT })), ...countCells(counts, GROUP_COUNT),
  ]);
  const total: Row = [
    cell('TỔNG CỘNG', TOTAL_STYLE),
    ...summary.columnSums.map((sum) => cell(sum, TOTAL_COUNT)),
    ...countCells(summary.counts, TOTAL_COUNT),
  ];
  const offices: Row[] = [
    [],
    ['Cơ quan, đơn vị trả lời', 'Cộng ý kiến', 'Số người', 'Đã trả lời'].map((text) => cell(text, HEADER_STYLE)),
    ...byOffice.groups.map(({ name, counts }) => [cell(name), ...countCells(counts, GROUP_COUNT)]),
    [cell('TỔNG CỘNG', TOTAL_STYLE), ...countCells(byOffice.counts, TOTAL_COUNT)],
  ];
  const columns = headings.map((header, index) => ({
    key: header, header, width: index === 0 ? 38 : 12, value: () => '',
  }));
  return tableSheet(head, columns, [...body, total, ...offices], { notes: [], stickyColumns: 1 });
}

const GROUP_COUNT: CellObject = { alignVertical: 'top', borderStyle: 'thin', borderColor: '#A6A6A6', align: 'center' };
const TOTAL_COUNT: CellObject = { ...TOTAL_STYLE, align: 'center' };

function countCells({ petitions, people, answers }: Counts, style: CellObject): CellObject[] {
  return [petitions, people, answers].map((count) => cell(count, style));
}

/** A group's, a hamlet's or the grand total's row: the name across the text column, counts in their own columns. */
function countRow(columns: readonly Column<ListRow>[], name: string, counts: Counts, style: CellObject): Row {
  return columns.map((column) => {
    if (column.text) return cell(name, style);
    const text = column.subtotal?.(counts) ?? '';
    return cell(text, column.align ? { ...style, align: column.align } : style);
  });
}

interface TableOptions { notes: Row[]; lastFilterRow?: number; stickyColumns?: number }

function tableSheet<R>(
  { name, title, lines, pageHeader }: SheetHead, columns: readonly Column<R>[], rows: Row[],
  { notes, lastFilterRow, stickyColumns }: TableOptions,
): ReportSheet {
  const top = [
    titleRow(title.toUpperCase(), columns.length, TITLE_STYLE),
    ...lines.map((line) => titleRow(line, columns.length, LINE_STYLE)),
  ];
  const header = top.length;
  const widths = columns.map(({ width }) => width);
  return {
    sheet: {
      sheet: name,
      data: [...top, ...[headerRow(columns), ...rows].map((row) => withHeight(row, widths)), ...notes],
      columns: widths.map((width) => ({ width })),
      stickyRowsCount: header + 1,
      stickyColumnsCount: stickyColumns,
      orientation: 'landscape',
    },
    extras: {
      sheet: name,
      headerRow: header,
      filter: lastFilterRow === undefined ? undefined : { lastRow: header + lastFilterRow, columns: columns.length },
      pageHeader,
    },
  };
}
