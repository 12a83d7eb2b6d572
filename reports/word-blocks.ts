/** The fixed blocks of an official paper: heading, title, signature, recipients, page headers. */
import {
  AlignmentType, BorderStyle, Header, PageNumber, Paragraph, Table, TableCell, TableLayoutType, TableRow, TextRun,
  VerticalAlign, WidthType,
} from 'docx';
import type { IParagraphOptions } from 'docx';
import type { Plan } from '../plans/plan.ts';
import type { Letterhead } from './letterhead.ts';
import { officialDate } from './official-date.ts';
import { PORTRAIT_WIDTH, SIZE } from './word-styles.ts';
import { visibleInXml } from './word-text.ts';
import { REHEARSAL_MARK } from './wording.ts';

type RunStyle = { bold?: boolean; italics?: boolean; size?: number; underline?: Record<string, never>; break?: number };

const NO_BORDER = { style: BorderStyle.NONE, size: 0, color: 'auto' };
const NO_BORDERS = {
  top: NO_BORDER, bottom: NO_BORDER, left: NO_BORDER, right: NO_BORDER,
  insideHorizontal: NO_BORDER, insideVertical: NO_BORDER,
};

/** A centred line. */
export function centred(text: string, style: RunStyle = {}, options: IParagraphOptions = {}): Paragraph {
  return new Paragraph({
    alignment: AlignmentType.CENTER, ...options, children: [new TextRun({ text: visibleInXml(text), ...style })],
  });
}

/** A body paragraph: justified, first line indented. */
export function body(text: string): Paragraph {
  return new Paragraph({ style: 'BodyText', children: [new TextRun(visibleInXml(text))] });
}

/** Word wants a paragraph after a table that ends a section; this one takes no room. */
export function afterTable(): Paragraph {
  return new Paragraph({ spacing: { line: 20, lineRule: 'exact' }, children: [] });
}

/** "I. …", in bold capitals. */
export function part(text: string): Paragraph {
  return new Paragraph({ style: 'Part', children: [new TextRun(text.toUpperCase())] });
}

/** The heading in twips. It reaches 6 mm into both margins, as is usual: its lines are long and should not break. */
const HEAD_OVERHANG = 340;
const HEAD_WIDTH = PORTRAIT_WIDTH + 2 * HEAD_OVERHANG;
const HEAD_LEFT = Math.round(HEAD_WIDTH * 0.46);
const HEAD_RIGHT = HEAD_WIDTH - HEAD_LEFT;

/** The heading: who issues it and its number on the left; nation or Party, place and day on the right. */
export function headingBlock(plan: Plan, letterhead: Letterhead, now: Date): Table {
  const date = `${plan.commune.name}, ${officialDate(now)}`;
  const [left, right] = letterhead.family === 'party'
    ? partyHeading(letterhead, date)
    : governmentHeading(letterhead, date);
  return twoColumns(left, right, [HEAD_LEFT, HEAD_RIGHT], HEAD_OVERHANG);
}

function governmentHeading(letterhead: Letterhead, date: string): [Paragraph[], Paragraph[]] {
  return [
    [
      ...(letterhead.parent ? [centred(letterhead.parent, { size: 24 })] : []),
      centred(letterhead.body, { bold: true, size: 26 }),
      rule(HEAD_LEFT, HEAD_LEFT * 0.4),
      centred(letterhead.numberLine, { size: 26 }),
    ],
    [
      centred(letterhead.nation, { bold: true, size: 24 }),
      centred(letterhead.motto ?? '', { bold: true, size: 26 }),
      rule(HEAD_RIGHT, MOTTO_WIDTH),
      centred(date, { italics: true, size: 26 }),
    ],
  ];
}

function partyHeading(letterhead: Letterhead, date: string): [Paragraph[], Paragraph[]] {
  return [
    [
      ...(letterhead.parent ? [centred(letterhead.parent, { size: 26 })] : []),
      centred(letterhead.body, { bold: true, size: 28 }),
      centred('*', { size: 28 }),
      centred(letterhead.numberLine, { size: 28 }),
    ],
    [
      centred(letterhead.nation, { bold: true, size: 30 }),
      rule(HEAD_RIGHT, PARTY_WIDTH),
      centred(date, { italics: true, size: 28 }, { spacing: { before: 120 } }),
    ],
  ];
}

/** Lengths of the printed lines in twips, measured in Times New Roman: the line below is as long as the words. */
const MOTTO_WIDTH = 3360;
const PARTY_WIDTH = 4640;

/** A horizontal line of a given length, centred in a column: an empty paragraph's lower border between indents. */
function rule(columnWidth: number, length: number): Paragraph {
  const indent = Math.max(0, Math.round((columnWidth - length) / 2));
  return new Paragraph({
    indent: { left: indent, right: indent },
    spacing: { line: 40, lineRule: 'exact', after: 100 },
    border: { bottom: { style: BorderStyle.SINGLE, size: 6, color: '000000', space: 0 } },
    children: [],
  });
}

/** Type of paper, subject and the rule below ("-----" on Party papers). */
export function titleBlock(letterhead: Letterhead, type: string, subject: string): Paragraph[] {
  const isParty = letterhead.family === 'party';
  return [
    centred(type, { bold: true, size: isParty ? 32 : 28 }, { spacing: { before: 360 } }),
    centred(subject.replaceAll('Nhân dân', 'Nhân\u00A0dân'), { bold: true, size: 28 }),
    isParty ? centred('-----', { bold: true }) : rule(PORTRAIT_WIDTH, PORTRAIT_WIDTH * 0.35),
  ];
}

/** Recipients on the left, the signature on the right with room to sign; the name only where the plan states it. */
export function closingBlock({ family, signature, recipients }: Letterhead): Table {
  const isParty = family === 'party';
  const head = isParty
    ? new TextRun({ text: 'Nơi nhận:', size: SIZE.body, underline: {} })
    : new TextRun({ text: 'Nơi nhận:', size: SIZE.recipientsHead, bold: true, italics: true });
  const left = [
    new Paragraph({ children: [head] }),
    ...recipients.map((recipient) =>
      new Paragraph({ children: [new TextRun({ text: visibleInXml(recipient), size: SIZE.recipients })] })),
  ];
  const right = [
    centred(signature.onBehalfOf, { bold: true, size: 28 }),
    // Hướng dẫn 36-HD/VPTW sets the post upright; Nghị định 30 bold.
    centred(signature.post ?? '', { bold: !isParty, size: 28 }),
    ...Array.from({ length: 4 }, () => centred('')),
    centred(signature.name ?? '', { bold: true, size: 28 }),
  ];
  const half = Math.round(PORTRAIT_WIDTH / 2);
  return twoColumns(left, right, [half, PORTRAIT_WIDTH - half]);
}

function twoColumns(left: Paragraph[], right: Paragraph[], widths: [number, number], overhang = 0): Table {
  return new Table({
    borders: NO_BORDERS,
    layout: TableLayoutType.FIXED,
    columnWidths: widths,
    indent: { size: -overhang, type: WidthType.DXA },
    width: { size: widths[0] + widths[1], type: WidthType.DXA },
    rows: [new TableRow({
      cantSplit: true,
      children: [left, right].map((children) =>
        new TableCell({ children, verticalAlign: VerticalAlign.TOP, margins: { left: 0, right: 0 } })),
    })],
  });
}

/**
 * Page headers: the page's number centred in the top margin, hidden on the first page; a rehearsal says on every page
 * that it is one.
 */
export function pageHeaders(rehearsal: boolean): { default: Header; first: Header } {
  const mark = new TextRun({ text: REHEARSAL_MARK, bold: true, size: 24 });
  const number = new TextRun({ children: [PageNumber.CURRENT, rehearsal ? ' – ' : ''], size: 26 });
  const later = rehearsal ? [number, mark] : [number];
  return {
    default: new Header({ children: [new Paragraph({ alignment: AlignmentType.CENTER, children: later })] }),
    first: new Header({
      children: [new Paragraph({ alignment: AlignmentType.CENTER, children: rehearsal ? [mark] : [] })],
    }),
  };
}
