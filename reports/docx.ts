/**
 * The grouped list as an official paper: a report to sign with the counts, and the lists themselves as appendices on
 * landscape pages, for a table of nine columns cannot be read on an upright page.
 */
import { Document, Packer } from 'docx';
import type { FileChild, ISectionOptions } from 'docx';
import type { Plan } from '../plans/plan.ts';
import { groupPetitions } from './grouped-list.ts';
import type { Counts, GroupedList } from './grouped-list.ts';
import { LIST_TITLE, countingNotes, formatNumber, listSubject, roman } from './headings.ts';
import type { ReportInput } from './input.ts';
import { letterheadOf } from './letterhead.ts';
import type { Letterhead } from './letterhead.ts';
import { capitalised } from './names.ts';
import { clockTime, officialDate } from './official-date.ts';
import { appendixRows } from './rows.ts';
import { countByTopicAndHamlet } from './summary.ts';
import { afterTable, body, centred, closingBlock, headingBlock, pageHeaders, part, titleBlock } from './word-blocks.ts';
import { countsTable, listTable, peopleTable } from './word-lists.ts';
import { FONT, LANDSCAPE_WIDTH, PARAGRAPH_STYLES, PORTRAIT_WIDTH, SIZE, pageOf } from './word-styles.ts';
import { WordTable } from './word-table.ts';

/** Renders the paper. Takes seconds of processor time for ten thousand petitions: call it in the worker. */
export async function renderDocx(input: ReportInput): Promise<Buffer> {
  const { plan, petitions, conference, people, appendix, by = 'topic' } = input;
  const letterhead = letterheadOf(plan);
  const list = groupPetitions({ plan, petitions, conference, by });
  const headers = pageHeaders(plan.rehearsal);
  const listTitle = by === 'topic' ? 'theo lĩnh vực' : 'theo cơ quan, đơn vị trả lời';

  const sections: ISectionOptions[] = [
    { properties: pageOf('portrait'), headers, children: report(input, letterhead, list) },
    {
      properties: pageOf('landscape'),
      headers,
      children: [
        ...appendixTitle(letterhead, 'Phụ lục', `Danh sách ý kiến, kiến nghị của Nhân dân ${listTitle}`),
        new WordTable(listTable(list, plan.hamletUnit, LANDSCAPE_WIDTH)),
        ...countingNotes(list).map((note) => body(note)),
        afterTable(),
      ],
    },
    ...(appendix ? [{
      properties: pageOf('portrait'),
      headers,
      children: [
        ...appendixTitle(letterhead, 'Phụ lục nội bộ', 'Danh sách người gửi ý kiến, kiến nghị (không công bố)'),
        new WordTable(
          peopleTable(appendixRows(plan, petitions, people, conference), plan.hamletUnit, PORTRAIT_WIDTH),
        ),
        afterTable(),
      ],
    }] : []),
  ];

  return Packer.toBuffer(new Document({
    title: LIST_TITLE,
    creator: letterhead.bodyInText,
    styles: { default: { document: { run: { font: FONT, size: SIZE.body } } }, paragraphStyles: PARAGRAPH_STYLES },
    sections,
  }));
}

/** The page that is signed. */
function report(input: ReportInput, letterhead: Letterhead, list: GroupedList): FileChild[] {
  const { plan, petitions, conference, now } = input;
  const byTopic = list.by === 'topic' ? list : groupPetitions({ plan, petitions, conference, by: 'topic' });
  const byOffice = list.by === 'office' ? list : groupPetitions({ plan, petitions, conference, by: 'office' });
  const subject = listSubject(plan, conference);
  const tables: [string, string, { name: string; counts: Counts }[]][] = [
    ['Tổng hợp theo lĩnh vực', 'Lĩnh vực', byTopic.groups],
    [`Tổng hợp theo ${plan.hamletUnit}`, capitalised(plan.hamletUnit), hamletLines(input)],
    ['Tổng hợp theo cơ quan, đơn vị trả lời', 'Cơ quan, đơn vị', byOffice.groups],
  ];
  // Not every plan names hamlets, and a report of nothing yet has no lines to sum up.
  const filled = tables.filter(([, , lines]) => lines.length > 0);
  return [
    headingBlock(plan, letterhead, now),
    ...titleBlock(letterhead, 'BÁO CÁO', `${LIST_TITLE} ${subject}`),
    body(`Thực hiện ${planReference(plan)}, ${letterhead.bodyInText} báo cáo tổng hợp ý kiến, kiến nghị của Nhân dân `
      + `${subject} như sau:`),
    part('I. Kết quả tiếp nhận'),
    body(`Đến ${clockTime(now)} ${officialDate(now)}, đã tiếp nhận ${formatNumber(list.counts.petitions)} ý kiến, `
      + `kiến nghị của ${formatNumber(list.counts.people)} người; trong đó có ${formatNumber(list.counts.answers)} `
      + 'ý kiến, kiến nghị đã được trả lời.'),
    ...countingNotes(byTopic).map((note) => body(note)),
    ...filled.flatMap(([title, what, lines], index) => [
      part(`${roman(index + 2)}. ${title}`),
      new WordTable(countsTable(what, lines, list.counts, PORTRAIT_WIDTH)),
    ]),
    body('Nội dung từng ý kiến, kiến nghị được nêu tại Phụ lục kèm theo. Trên đây là báo cáo tổng hợp ý kiến, '
      + `kiến nghị của Nhân dân ${subject}./.`),
    centred(''),
    closingBlock(letterhead),
  ];
}

function appendixTitle(letterhead: Letterhead, name: string, title: string): FileChild[] {
  return [
    centred(name.toUpperCase(), { bold: true, size: 28 }),
    centred(title.toUpperCase(), { bold: true, size: 26 }),
    centred(
      `(Kèm theo Báo cáo ${letterhead.reference} ngày       tháng       năm           của ${letterhead.bodyInText})`,
      { italics: true, size: 26 }, { spacing: { after: 160 } },
    ),
  ];
}

/** People who write from several hamlets are rare; each hamlet counts its own. */
function hamletLines({ plan, petitions, conference }: ReportInput): { name: string; counts: Counts }[] {
  return countByTopicAndHamlet(plan, petitions, conference).byHamlet.filter(({ counts }) => counts.petitions > 0);
}

/** "Kế hoạch số 54-KH/ĐU về tổ chức …": the number after the kind of paper, as papers cite each other. */
function planReference({ title, number }: Plan): string {
  return number ? title.replace(/^Kế hoạch/, `Kế hoạch số ${number}`) : title;
}
