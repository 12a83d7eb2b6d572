/**
 * One column table for each list. It feeds Excel, Word, CSV and the console's page, so that a heading and what stands
 * below it cannot part.
 */
import type { Counts, ListRow } from './grouped-list.ts';
import { capitalised } from './names.ts';

/** One column: its key, its heading and what stands in it. */
export interface Column<Row> {
  key: string;
  header: string;
  /** Excel's width in characters; Word shares the page's width out in these proportions. */
  width: number;
  value: (row: Row) => string | number;
  /** Holds the person's own words: wrapped, and whole whatever its length. */
  text?: boolean;
  align?: 'center';
  /** Only where rows can be filtered or sorted away from their group's heading (Excel, CSV). */
  flatOnly?: boolean;
  /** What a group's own row shows in this column. */
  subtotal?: (counts: Counts) => string;
}

/** The grouped list; it names nobody. "Nội dung trả lời" is filled in by the office on paper. */
export const LIST_COLUMNS: readonly Column<ListRow>[] = [
  { key: 'order', header: 'STT', width: 6, value: (row) => row.order, align: 'center' },
  { key: 'code', header: 'Mã', width: 11, value: (row) => row.code, align: 'center' },
  { key: 'topic', header: 'Lĩnh vực', width: 24, value: (row) => row.topic, flatOnly: true },
  { key: 'text', header: 'Nội dung ý kiến, kiến nghị', width: 60, value: (row) => row.text, text: true },
  { key: 'hamlet', header: 'Thôn', width: 16, value: (row) => row.hamlet },
  {
    key: 'counts', header: 'Số người / số ý kiến', width: 12, value: () => '', align: 'center',
    subtotal: ({ people, petitions }) => `${people} / ${petitions}`,
  },
  { key: 'office', header: 'Cơ quan, đơn vị trả lời', width: 24, value: (row) => row.office },
  { key: 'answer', header: 'Nội dung trả lời', width: 28, value: () => '' },
  {
    key: 'outcome', header: 'Kết quả', width: 18, value: (row) => row.outcome,
    subtotal: ({ answers }) => `Đã trả lời: ${answers}`,
  },
  { key: 'note', header: 'Ghi chú', width: 16, value: (row) => row.note },
];

export interface SpeakerRow {
  order: number; name: string; group: string; content: string; topic: string; place: string; note: string;
}

/** The speakers' list, for the chair: kept apart from the petitions, because it must name people. */
export const SPEAKER_COLUMNS: readonly Column<SpeakerRow>[] = [
  { key: 'order', header: 'STT', width: 6, value: (row) => row.order, align: 'center' },
  { key: 'name', header: 'Họ tên', width: 26, value: (row) => row.name },
  { key: 'group', header: 'Thôn/Hội', width: 22, value: (row) => row.group },
  { key: 'content', header: 'Nội dung đăng ký', width: 60, value: (row) => row.content, text: true },
  { key: 'topic', header: 'Lĩnh vực', width: 26, value: (row) => row.topic },
  { key: 'place', header: 'Thứ tự', width: 10, value: (row) => row.place, align: 'center' },
  { key: 'note', header: 'Ghi chú', width: 18, value: (row) => row.note },
];

export interface AppendixRow {
  order: number; code: string; name: string; phone: string; hamlet: string; channel: string; receivedOn: string;
}

/** The internal appendix: the only place where a petition's author is named. Never published. */
export const APPENDIX_COLUMNS: readonly Column<AppendixRow>[] = [
  { key: 'order', header: 'STT', width: 6, value: (row) => row.order, align: 'center' },
  { key: 'code', header: 'Mã', width: 11, value: (row) => row.code, align: 'center' },
  { key: 'name', header: 'Họ tên', width: 28, value: (row) => row.name },
  { key: 'phone', header: 'Số điện thoại', width: 16, value: (row) => row.phone, align: 'center' },
  { key: 'hamlet', header: 'Thôn', width: 18, value: (row) => row.hamlet },
  { key: 'channel', header: 'Kênh', width: 14, value: (row) => row.channel },
  { key: 'receivedOn', header: 'Ngày nhận', width: 13, value: (row) => row.receivedOn, align: 'center' },
];

/** The column table as a plan words it: the unit may be "bản" or "tổ dân phố" instead of "thôn". */
export function columnsFor<Row>(columns: readonly Column<Row>[], hamletUnit: string): Column<Row>[] {
  return columns.map((column) => ({ ...column, header: column.header.replace('Thôn', capitalised(hamletUnit)) }));
}
