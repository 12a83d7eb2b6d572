import readXlsxFile from 'read-excel-file/node';
import { describe, expect, it } from 'vitest';
import type { ReportInput } from '../../reports/input.ts';
import { renderXlsx } from '../../reports/xlsx.ts';
import {
  CONFERENCE, NASTY_TEXTS, createInput, createPerson, createPetition, createPlan, createSpeaker,
} from './sample.ts';
import { fileIn, unzip } from './unzip.ts';

type Cells = (string | number | boolean | Date | null)[][];

/** Sheet name → cells, texts untrimmed. */
async function read(input: ReportInput): Promise<Map<string, Cells>> {
  const sheets = await readXlsxFile(await renderXlsx(input), { trim: false });
  return new Map(sheets.map(({ sheet, data }) => [sheet, data as Cells]));
}

/** The rows below the heading as records by heading. */
function records(cells: Cells | undefined): Record<string, string>[] {
  const header = cells?.findIndex((row) => row[0] === 'STT') ?? -1;
  const names = cells?.[header] ?? [];
  return (cells?.slice(header + 1) ?? []).map((row) =>
    Object.fromEntries(names.map((name, index) => [String(name), String(row[index] ?? '')])));
}

const TEXT = 'Nội dung ý kiến, kiến nghị';

describe('the Excel file', () => {
  it('has the list, the list by office, counts and speakers; the internal appendix only when asked for', async () => {
    const input = createInput({ people: [createPerson(1)], speakers: [createSpeaker(1)] });

    expect([...(await read(input)).keys()]).toEqual(['Danh sách', 'Theo đơn vị', 'Tổng hợp', 'Đăng ký phát biểu']);
    expect([...(await read({ ...input, appendix: true })).keys()].at(-1)).toBe('Phụ lục nội bộ');
  });

  it.each(Object.entries(NASTY_TEXTS))('gives back character for character: %s', async (_name, text) => {
    const cells = await read(createInput({ petitions: [createPetition(1, { text })] }));

    const row = records(cells.get('Danh sách')).find(({ Mã }) => Mã === 'VD-0001');
    expect(row?.[TEXT]).toBe(text);
  });

  it('stores what looks like a formula as a text that stays one after editing', async () => {
    const file = await renderXlsx(createInput({ petitions: [createPetition(1, { text: '=HYPERLINK("x")' })] }));

    const sheet = fileIn(file, 'xl/worksheets/sheet1.xml');
    expect(sheet).not.toContain('<f>');
    expect(fileIn(file, 'xl/styles.xml')).toContain('formatCode="@"');
  });

  it('continues 50,000 characters in further rows, marked, nothing lost', async () => {
    const text = Array.from({ length: 5_000 }, (_, index) => String(index).padStart(9, 'ệ')).join(' ');

    const cells = await read(createInput({ petitions: [createPetition(1, { text }), createPetition(2)] }));

    const parts = records(cells.get('Danh sách')).filter(({ Mã }) => Mã?.startsWith('VD-0001'));
    expect(parts.map(({ Mã }) => Mã)).toEqual(['VD-0001', 'VD-0001 (tiếp)']);
    expect(parts.map((part) => part[TEXT]).join('')).toBe(text);
  });

  it('puts what was added later below, with its day', async () => {
    const additions = [{ at: new Date('2026-02-06T00:00:00Z'), text: ' thêm ', attachments: [], origin: 'x' }];

    const cells = await read(createInput({ petitions: [createPetition(1, { additions })] }));

    const row = records(cells.get('Danh sách')).find(({ Mã }) => Mã === 'VD-0001 (bổ sung ngày 06/02/2026)');
    expect(row?.[TEXT]).toBe(' thêm ');
  });

  it('shows the counts of each topic and hamlet and in all', async () => {
    const petitions = [
      createPetition(1, { person: 'a', status: 'answered' }), createPetition(2, { person: 'a' }),
      createPetition(3, { hamlet: 'ha' }),
    ];

    const rows = records((await read(createInput({ petitions }))).get('Danh sách'));

    const counted = rows.filter((row) => row['Số người / số ý kiến'] !== '')
      .map((row) => [row[TEXT], row['Số người / số ý kiến'], row['Kết quả']]);
    expect(counted).toEqual([
      ['I. Giao thông, thuỷ lợi', '2 / 3', 'Đã trả lời: 1'],
      ['Thôn Thượng', '1 / 2', 'Đã trả lời: 1'],
      ['Thôn Hạ', '1 / 1', 'Đã trả lời: 0'],
      ['TỔNG CỘNG', '2 / 3', 'Đã trả lời: 1'],
    ]);
  });

  it('counts by topic and hamlet with sums, also where there is nothing', async () => {
    const petitions = [
      createPetition(1), createPetition(2, { hamlet: undefined }),
      createPetition(3, { topic: undefined, hamlet: 'ha' }),
    ];

    const cells = (await read(createInput({ petitions }))).get('Tổng hợp') ?? [];

    const header = cells.findIndex((row) => row[0] === 'Lĩnh vực');
    expect(cells.slice(header, header + 5)).toEqual([
      ['Lĩnh vực', 'Thượng', 'Hạ', 'Không rõ thôn', 'Cộng ý kiến', 'Số người', 'Đã trả lời'],
      ['Giao thông, thuỷ lợi', 1, 0, 1, 2, 2, 0],
      ['Tài nguyên – môi trường', 0, 0, 0, 0, 0, 0],
      ['Chưa phân loại', 0, 1, 0, 1, 1, 0],
      ['TỔNG CỘNG', 1, 1, 1, 3, 3, 0],
    ]);
  });

  it('counts by topic alone when the plan names no hamlets', async () => {
    const plan = createPlan({ hamlets: [] });

    const cells = (await read(createInput({ plan, petitions: [createPetition(1, { hamlet: undefined })] })));

    const summary = cells.get('Tổng hợp') ?? [];
    const header = summary.findIndex((row) => row[0] === 'Lĩnh vực');
    expect(summary.slice(header, header + 2).map((row) => row.slice(0, 4))).toEqual([
      ['Lĩnh vực', 'Cộng ý kiến', 'Số người', 'Đã trả lời'], ['Giao thông, thuỷ lợi', 1, 1, 0],
    ]);
    expect(records(cells.get('Danh sách')).map((row) => row[TEXT]))
      .toEqual(['I. Giao thông, thuỷ lợi', 'Ý kiến số 1', 'TỔNG CỘNG']);
  });

  it('lists speakers with a seat in order, then the reserves', async () => {
    const speakers = [
      createSpeaker(1, { seat: undefined, reserve: 1 }), createSpeaker(3, { seat: 2 }), createSpeaker(2, { seat: 1 }),
      createSpeaker(4, { conference: 'another' }),
    ];

    const rows = records((await read(createInput({ speakers, conference: CONFERENCE }))).get('Đăng ký phát biểu'));

    expect(rows.map((row) => [row['Họ tên'], row['Thứ tự'], row['Ghi chú']])).toEqual([
      ['Trần Văn Phát Biểu 2', '1', ''], ['Trần Văn Phát Biểu 3', '2', ''], ['Trần Văn Phát Biểu 1', '', 'Dự bị 1'],
    ]);
  });

  it('names and phones a petition\'s author nowhere but in the internal appendix', async () => {
    const input = createInput({ people: [createPerson(1)] });

    const published = [...unzip(await renderXlsx(input)).values()].join('');
    const rows = records((await read({ ...input, appendix: true })).get('Phụ lục nội bộ'));

    expect(published).not.toContain('Nguyễn Thị Ví Dụ');
    expect(published).not.toContain('0900000001');
    expect(rows).toEqual([{
      'STT': '1', 'Mã': 'VD-0001', 'Họ tên': 'Nguyễn Thị Ví Dụ 1', 'Số điện thoại': '0900000001', 'Thôn': 'Thượng',
      'Kênh': 'Trang web', 'Ngày nhận': '05/02/2026',
    }]);
  });

  it('leaves the name of an erased person out of the appendix', async () => {
    const people = [createPerson(1, { erasedAt: new Date(0) })];

    const file = await renderXlsx(createInput({ people, appendix: true }));

    expect(fileIn(file, 'xl/sharedStrings.xml')).not.toContain('Nguyễn Thị Ví Dụ');
  });

  it('holds no held petition', async () => {
    const petitions = [createPetition(1), createPetition(2, { status: 'held', text: 'tố cáo ông X' })];

    const file = await renderXlsx(createInput({ petitions, people: [createPerson(2)], appendix: true }));

    expect([...unzip(file).values()].join('')).not.toMatch(/tố cáo ông X|VD-0002|Ví Dụ 2/);
  });

  it('freezes the heading, filters below it and repeats it on every printed page', async () => {
    const file = await renderXlsx(createInput());

    const sheet = fileIn(file, 'xl/worksheets/sheet1.xml');
    expect(sheet).toMatch(/<pane [^>]*ySplit="4"[^>]*state="frozen"/);
    // Heading in row 4, then topic, hamlet and petition; the grand total stays outside.
    expect(sheet).toContain('<autoFilter ref="A4:J7"/>');
    expect(fileIn(file, 'xl/workbook.xml')).toContain('$4:$4</definedName>');
  });

  it('makes a row as high as its text needs, and lets it fit itself later', async () => {
    const petitions = [
      createPetition(1, { text: 'một\nhai\nba\nbốn' }), createPetition(2, { text: 'dài '.repeat(9_000) }),
    ];

    const sheet = fileIn(await renderXlsx(createInput({ petitions })), 'xl/worksheets/sheet1.xml');

    expect(sheet).toContain('<row r="7" ht="66">');
    // Excel's greatest height.
    expect(sheet).toContain('<row r="8" ht="409">');
    expect(sheet).not.toContain('customHeight');
  });

  it('says on the sheets and on every printed page that a rehearsal is one', async () => {
    const plan = createPlan({ rehearsal: true });

    const file = await renderXlsx(createInput({ plan }));

    const sheets = [...unzip(file)].filter(([path]) => path.startsWith('xl/worksheets/sheet'));
    expect(sheets).toHaveLength(4);
    expect(sheets.every(([, xml]) => xml.includes('<oddHeader>&amp;C&amp;BBẢN TẬP DƯỢT</oddHeader>'))).toBe(true);
    expect(fileIn(file, 'xl/sharedStrings.xml')).toContain('BẢN TẬP DƯỢT');
    expect(fileIn(await renderXlsx(createInput()), 'xl/sharedStrings.xml')).not.toContain('TẬP DƯỢT');
  });

  it('can be made of nothing at all', async () => {
    const cells = await read(createInput({ petitions: [] }));

    expect(records(cells.get('Danh sách')).map((row) => row['Số người / số ý kiến'])).toEqual(['0 / 0']);
  });
});
