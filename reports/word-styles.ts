/**
 * Paper, margins and letters of the Word documents: Nghị định 30/2020/NĐ-CP, Phụ lục I, and Hướng dẫn 36-HD/VPTW,
 * which agree but for the heading's sizes.
 */
import { AlignmentType, LineRuleType, PageOrientation } from 'docx';
import type { IParagraphStyleOptions, ISectionPropertiesOptions } from 'docx';

/** Twentieths of a point in a millimetre. */
const TWIPS_PER_MM = 1440 / 25.4;
function mm(millimetres: number): number {
  return Math.round(millimetres * TWIPS_PER_MM);
}

const MARGIN = { top: mm(20), bottom: mm(20), left: mm(30), right: mm(15), header: mm(10), footer: mm(10) };
const A4 = { short: mm(210), long: mm(297) };

/** Width of the text in twips. */
export const PORTRAIT_WIDTH = A4.short - MARGIN.left - MARGIN.right;
export const LANDSCAPE_WIDTH = A4.long - MARGIN.left - MARGIN.right;

/** A section's page; `first` is another header (no page number on a paper's first page). */
export function pageOf(orientation: 'portrait' | 'landscape'): ISectionPropertiesOptions {
  return {
    titlePage: true,
    page: {
      // The library swaps the sides itself for a landscape page.
      size: {
        width: A4.short,
        height: A4.long,
        orientation: orientation === 'landscape' ? PageOrientation.LANDSCAPE : PageOrientation.PORTRAIT,
      },
      margin: MARGIN,
      pageNumbers: { start: 1 },
    },
  };
}

export const FONT = 'Times New Roman';

/** Half-points, as Word counts. */
export const SIZE = { body: 28, table: 24, recipients: 22, recipientsHead: 24 };

/** Named styles: short in the file, and a clerk can change the whole paper's look in one place. */
export const PARAGRAPH_STYLES: IParagraphStyleOptions[] = [
  {
    id: 'BodyText', name: 'Noi dung', basedOn: 'Normal',
    paragraph: {
      alignment: AlignmentType.JUSTIFIED, indent: { firstLine: mm(12.7) },
      spacing: { before: 120, line: 276, lineRule: LineRuleType.AUTO },
    },
  },
  {
    id: 'Part', name: 'Phan', basedOn: 'Normal', run: { bold: true },
    paragraph: { indent: { firstLine: mm(12.7) }, spacing: { before: 180, after: 60 }, keepNext: true },
  },
  { id: 'Centred', name: 'Giua', basedOn: 'Normal', paragraph: { alignment: AlignmentType.CENTER } },
  { id: 'Cell', name: 'O bang', basedOn: 'Normal', run: { size: SIZE.table } },
  {
    id: 'CellCentred', name: 'O bang giua', basedOn: 'Cell', run: { size: SIZE.table },
    paragraph: { alignment: AlignmentType.CENTER },
  },
  { id: 'CellBold', name: 'O bang dam', basedOn: 'Cell', run: { size: SIZE.table, bold: true } },
  {
    id: 'CellBoldCentred', name: 'O bang dam giua', basedOn: 'Cell', run: { size: SIZE.table, bold: true },
    paragraph: { alignment: AlignmentType.CENTER },
  },
  { id: 'CellItalic', name: 'O bang nghieng', basedOn: 'Cell', run: { size: SIZE.table, bold: true, italics: true } },
];
