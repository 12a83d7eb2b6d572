/** The Excel file: the list by topic and by office, counts, speakers and, on request, the internal appendix. */
import writeXlsxFile from 'write-excel-file/node';
import { APPENDIX_COLUMNS, LIST_COLUMNS, SPEAKER_COLUMNS, columnsFor } from './columns.ts';
import { groupPetitions } from './grouped-list.ts';
import { LIST_TITLE, countsSentence, listSubject, speakersSubject } from './headings.ts';
import type { ReportInput } from './input.ts';
import { clockTime, shortDate } from './official-date.ts';
import { appendixRows, speakerRows } from './rows.ts';
import { countByTopicAndHamlet } from './summary.ts';
import { REHEARSAL_MARK } from './wording.ts';
import { createSheetFeatures } from './xlsx-features.ts';
import { listSheet, plainSheet, summarySheet } from './xlsx-sheets.ts';
import type { SheetHead } from './xlsx-sheets.ts';

/** Renders the workbook. Takes seconds of processor time for ten thousand petitions: call it in the worker. */
export async function renderXlsx(input: ReportInput): Promise<Buffer> {
  const { plan, conference, petitions, people, speakers, now, appendix } = input;
  const byTopic = groupPetitions({ plan, petitions, conference, by: 'topic' });
  const byOffice = groupPetitions({ plan, petitions, conference, by: 'office' });
  const subject = listSubject(plan, conference);
  const made = `Số liệu đến ${clockTime(now)} ngày ${shortDate(now)}`;
  const mark = plan.rehearsal ? [`${REHEARSAL_MARK} – số liệu không có thật`] : [];
  const pageHeader = plan.rehearsal ? REHEARSAL_MARK : undefined;
  function head(name: string, title: string, about: string, counts?: string): SheetHead {
    return { name, title, lines: [about, counts ? `${counts}. ${made}` : made, ...mark], pageHeader };
  }
  const counts = countsSentence(byTopic.counts);
  const listColumns = columnsFor(LIST_COLUMNS, plan.hamletUnit);

  const sheets = [
    listSheet(head('Danh sách', LIST_TITLE, subject, counts), listColumns, byTopic),
    listSheet(
      head('Theo đơn vị', `${LIST_TITLE} theo cơ quan, đơn vị trả lời`, subject, counts), listColumns, byOffice,
    ),
    summarySheet(
      head('Tổng hợp', `Số ý kiến, kiến nghị theo lĩnh vực và theo ${plan.hamletUnit}`, subject, counts),
      countByTopicAndHamlet(plan, petitions, conference), byOffice,
    ),
    plainSheet(
      head('Đăng ký phát biểu', 'Danh sách đăng ký phát biểu', speakersSubject(plan, conference)),
      columnsFor(SPEAKER_COLUMNS, plan.hamletUnit), speakerRows(plan, speakers, conference),
    ),
    ...(appendix ? [plainSheet(
      head('Phụ lục nội bộ', 'Phụ lục nội bộ – không công bố', subject),
      columnsFor(APPENDIX_COLUMNS, plan.hamletUnit), appendixRows(plan, petitions, people, conference),
    )] : []),
  ];

  return writeXlsxFile(
    sheets.map(({ sheet }) => sheet),
    { fontFamily: 'Times New Roman', fontSize: 12, features: createSheetFeatures(sheets.map(({ extras }) => extras)) },
  ).toBuffer();
}
