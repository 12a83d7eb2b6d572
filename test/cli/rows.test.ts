import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import writeXlsx from 'write-excel-file/node';
import { readRows } from '../../cli/rows.ts';

function folder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'rows-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

function rowsOf(name: string, content: string | Buffer): ReturnType<typeof readRows> {
  const file = join(folder(), name);
  writeFileSync(file, content);
  return readRows(file);
}

/** Whatever else it holds, it must come out as it went in. */
const WORDS = '  Đường "hỏng", xe; không đi được\nDòng hai\t \u200b'.normalize('NFD');

it.each([
  ['commas', ',', ''],
  ['the semicolons and the mark at the start that Excel writes', ';', '\uFEFF'],
  ['tabs', '\t', ''],
])('reads a .csv with %s, every character kept', async (_, delimiter, mark) => {
  const cell = `"${WORDS.replaceAll('"', '""')}"`;

  const rows = await rowsOf('a.csv', `${mark}text${delimiter}hamlet\r\n${cell}${delimiter}Bến Gió\r\n`);

  expect(rows).toEqual([{ text: WORDS, hamlet: 'Bến Gió' }]);
});

it('knows the columns whatever the case of their letters', async () => {
  expect(await rowsOf('a.csv', 'Text, RECEIVEDAT \nĐèn hỏng,14/5/2026\n')).toEqual([{ text: 'Đèn hỏng', receivedAt: '14/5/2026' }]);
});

it('takes quotation marks inside a .csv text as they stand', async () => {
  const rows = await rowsOf('a.csv', 'text,hamlet\nđường "tránh" hỏng,A\n"Ao làng" bẩn,B\n');

  expect(rows).toEqual([{ text: 'đường "tránh" hỏng', hamlet: 'A' }, { text: '"Ao làng" bẩn', hamlet: 'B' }]);
});

it('keeps the rows before a quotation mark that is never closed, and says why the rest is none', async () => {
  const rows = await rowsOf('a.csv', 'text,hamlet\nĐèn hỏng,A\n"Ao bẩn,B\nCầu yếu,C\n');

  expect(rows).toEqual([{ text: 'Đèn hỏng', hamlet: 'A' }, expect.stringMatching(/cannot be read: Quote Not Closed/)]);
});

it('puts a reason in the place of a line that is no JSON object', async () => {
  const rows = await rowsOf('a.jsonl', `\uFEFF${JSON.stringify({ text: WORDS })}\r\n{no\n\n[1]\n"x"\nnull\n{"text":"b"}`);

  expect(rows).toEqual([
    { text: WORDS },
    'the line is not valid JSON', 'the line is no JSON object', 'the line is no JSON object', 'the line is no JSON object',
    { text: 'b' },
  ]);
});

it("reads an .xlsx: texts whole, a date cell in the commune's time", async () => {
  const file = join(folder(), 'a.xlsx');
  const text = (value: string) => ({ value, type: String });
  const sheet = await writeXlsx([
    [text('text'), text('receivedAt')],
    [text(WORDS), { value: new Date('2026-05-14T08:30:00Z'), type: Date, format: 'dd/mm/yyyy hh:mm' }],
  ]).toBuffer();
  writeFileSync(file, sheet);

  expect(await readRows(file)).toEqual([{ text: WORDS, receivedAt: new Date('2026-05-14T08:30:00+07:00') }]);
});

it.each([
  ['a file that is not there', 'no-such.csv', /cannot be read \(ENOENT\)/],
  ['another ending', 'package.json', /must be \.jsonl, \.csv or \.xlsx/],
])('refuses %s in plain words', async (_, file, sentence) => {
  await expect(readRows(file)).rejects.toThrow(sentence);
});

it('refuses what only pretends to be a spreadsheet', async () => {
  await expect(rowsOf('a.xlsx', 'no spreadsheet')).rejects.toThrow(/is not a readable \.xlsx file/);
});
