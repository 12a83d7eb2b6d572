/**
 * What write-excel-file has no option for, through its `Feature` hook: filters, the heading repeated on every printed
 * page, one page wide, page numbers, and the rehearsal's mark in the header.
 */
import type writeXlsxFile from 'write-excel-file/node';
import { getCellAddress, sanitizeAttributeValue, sanitizeTextContent } from 'write-excel-file/utility';

export interface SheetExtras {
  sheet: string;
  /** Index of the heading's row, from 0. */
  headerRow: number;
  /** Index of the last row and the number of columns that the filter spans; absent: no filter. */
  filter?: { lastRow: number; columns: number };
  /** Text in the middle of every printed page's header. */
  pageHeader?: string;
}

type WriteParameters = Parameters<typeof writeXlsxFile>;
/** The package exports these types only as parameters of its function. */
export type XlsxSheet = WriteParameters[0][number];
export type XlsxFeatures = NonNullable<NonNullable<WriteParameters[1]>['features']>;

/** The hooks for a workbook whose sheets are `extras`, in this order. */
export function createSheetFeatures(extras: readonly SheetExtras[]): XlsxFeatures {
  return [{
    files: {
      transform: {
        'xl/worksheets/sheet{id}.xml': {
          transform: (xml, _options, { sheetIndex }) =>
            withPrintSetup(withFilter(xml, extras[sheetIndex]), extras[sheetIndex]),
        },
        'xl/workbook.xml': { transform: (xml) => withNames(xml, extras) },
      },
    },
  }];
}

function withFilter(xml: string, extras: SheetExtras | undefined): string {
  if (!extras?.filter) return xml;
  const element = `<autoFilter ref="${filterRange(extras.headerRow, extras.filter)}"/>`;
  return insertBefore(xml, element, ['<mergeCells', '<pageMargins', '<pageSetup']);
}

function withPrintSetup(xml: string, extras: SheetExtras | undefined): string {
  if (!extras) return xml;
  const header = extras.pageHeader
    ? `<oddHeader>&amp;C&amp;B${sanitizeTextContent(extras.pageHeader)}</oddHeader>`
    : '';
  const footer = '<oddFooter>&amp;CTrang &amp;P/&amp;N</oddFooter>';
  // Heights are estimates: without this mark a spreadsheet fits the row anew when it changes.
  const fitting = xml.replaceAll(' customHeight="1"', '');
  const withFooter = insertAfter(fitting, `<headerFooter>${header}${footer}</headerFooter>`, /<pageSetup[^>]*\/>/);
  return insertBefore(
    withFooter.replace(/<pageSetup /, '<pageSetup fitToWidth="1" fitToHeight="0" '),
    '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>', ['<sheetViews', '<cols', '<sheetData'],
  );
}

/** Excel wants the filter's range once more as a hidden name, and the repeated rows as another. */
function withNames(xml: string, extras: readonly SheetExtras[]): string {
  const names = extras.flatMap(({ sheet, headerRow, filter }, index) => {
    const quoted = sanitizeAttributeValue(`'${sheet}'!`);
    const row = headerRow + 1;
    const opening = `<definedName name="_xlnm.Print_Titles" localSheetId="${index}">`;
    const titles = `${opening}${quoted}$${row}:$${row}</definedName>`;
    if (!filter) return [titles];
    const range = filterRange(headerRow, filter).replace(/([A-Z]+)(\d+)/g, '$$$1$$$2');
    const hidden = `<definedName name="_xlnm._FilterDatabase" localSheetId="${index}" hidden="1">`;
    return [`${hidden}${quoted}${range}</definedName>`, titles];
  });
  return xml.replace('<definedNames/>', `<definedNames>${names.join('')}</definedNames>`);
}

function filterRange(headerRow: number, { lastRow, columns }: { lastRow: number; columns: number }): string {
  return `${getCellAddress(headerRow, 0)}:${getCellAddress(lastRow, columns - 1)}`;
}

/** Puts an element before the first of the given ones: their order is prescribed, a wrong one "damages" the file. */
function insertBefore(xml: string, element: string, candidates: readonly string[]): string {
  const position = candidates.map((candidate) => xml.indexOf(candidate)).find((found) => found >= 0);
  if (position === undefined) {
    throw new Error(`The sheet has none of ${candidates.join(', ')}; cannot place ${element}.`);
  }
  return xml.slice(0, position) + element + xml.slice(position);
}

function insertAfter(xml: string, element: string, anchor: RegExp): string {
  const found = anchor.exec(xml);
  if (!found) throw new Error(`The sheet has no ${anchor.source}; cannot place ${element}.`);
  const position = found.index + found[0].length;
  return xml.slice(0, position) + element + xml.slice(position);
}
