/** The grouped list as CSV, for spreadsheets and other programs. */
import { stringify } from 'csv-stringify/sync';
import { LIST_COLUMNS, columnsFor } from './columns.ts';
import type { Column } from './columns.ts';
import { groupPetitions } from './grouped-list.ts';
import type { ListRow } from './grouped-list.ts';
import type { ReportInput } from './input.ts';

/**
 * What a spreadsheet would run as a formula (OWASP, "CSV Injection": = + - @ tab and CR, their full-width forms
 * too), and such a text with apostrophes before it, so that the guard can always be taken off again.
 */
const FORMULA_LIKE = /^'*[=+\-@\t\r\n＝＋－＠]/;

/** Later additions have a column of their own here: one petition stays one record. */
const ADDITIONS: Column<ListRow> = {
  key: 'additions', header: 'Bổ sung', width: 40,
  value: (row) => row.additions.map(({ label, text }) => `(${label}) ${text}`).join('\n'),
};

/**
 * UTF-8 with a byte order mark (Excel needs it for Vietnamese), RFC 4180, a heading line, one record a petition in the
 * list's order. Texts are whole and unchanged, but for one apostrophe before what would be run as a formula.
 */
export function renderCsv({ plan, petitions, conference, by = 'topic' }: ReportInput): string {
  const columns = [...columnsFor(LIST_COLUMNS, plan.hamletUnit).filter(({ key }) => key !== 'counts'), ADDITIONS];
  const list = groupPetitions({ plan, petitions, conference, by });
  const rows = list.groups.flatMap((group) => group.hamlets.flatMap((hamlet) => hamlet.rows));

  return stringify(
    [columns.map(({ header }) => header), ...rows.map((row) => columns.map((column) => guarded(column.value(row))))],
    { bom: true, record_delimiter: 'windows', quoted_string: true },
  );
}

function guarded(value: string | number): string | number {
  return typeof value === 'string' && FORMULA_LIKE.test(value) ? `'${value}` : value;
}
