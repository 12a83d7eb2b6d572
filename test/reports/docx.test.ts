import { describe, expect, it } from 'vitest';
import { renderDocx } from '../../reports/docx.ts';
import type { ReportInput } from '../../reports/input.ts';
import { NASTY_TEXTS, createInput, createPerson, createPetition, createPlan } from './sample.ts';
import { fileIn, unzip } from './unzip.ts';

const ENTITIES: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&amp;': '&', '&quot;': '"', '&apos;': "'" };

/** The text of a piece of WordprocessingML as Word would copy it. */
function textOf(xml: string): string {
  return [...xml.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>|<w:(br|tab)\/>/g)]
    .map(([, text, element]) => (element ? (element === 'br' ? '\n' : '\t') : text ?? ''))
    .join('')
    .replace(/&(lt|gt|amp|quot|apos);/g, (entity) => ENTITIES[entity] ?? entity);
}

/** Paragraphs of a piece, as texts. */
function paragraphs(xml: string): string[] {
  return [...xml.matchAll(/<w:p>.*?<\/w:p>|<w:p\/>/gs)].map(([paragraph]) => textOf(paragraph));
}

/** Table rows as texts of their cells. */
function rows(xml: string): string[][] {
  return [...xml.matchAll(/<w:tr>.*?<\/w:tr>/gs)].map(([row]) =>
    [...row.matchAll(/<w:tc>.*?<\/w:tc>/gs)].map(([cell]) => paragraphs(cell).join('\n\n')));
}

async function documentXml(over: Partial<ReportInput> = {}): Promise<string> {
  return fileIn(await renderDocx(createInput(over)), 'word/document.xml');
}

function government() {
  return createPlan({
    issuer: { name: 'UBND xã Ví Dụ', family: 'government', signer: { post: 'Chủ tịch', name: 'Lê Văn Mẫu' } },
    recipients: ['TT. Đảng ủy; HĐND xã (B/c);', 'Lưu: VT.'],
  });
}

describe('the Word document', () => {
  it('has the Party\'s heading when a Party body issued the plan', async () => {
    const lines = paragraphs(await documentXml());

    expect(lines.filter((line) => line !== '').slice(0, 7)).toEqual([
      'ĐẢNG BỘ THÀNH PHỐ VÍ DỤ', 'ĐẢNG ỦY XÃ VÍ DỤ', '*', 'Số       -BC/ĐU',
      'ĐẢNG CỘNG SẢN VIỆT NAM', 'Ví Dụ, ngày 05 tháng 02 năm 2026', 'BÁO CÁO',
    ]);
    expect(lines).toContain('T/M BAN THƯỜNG VỤ');
    expect(lines).toContain('BÍ THƯ');
    expect(lines.join('\n')).not.toContain('CỘNG HÒA XÃ HỘI');
  });

  it('has the nation\'s heading and the Front as issuer when the government\'s rule applies', async () => {
    const lines = paragraphs(await documentXml({ plan: government() }));

    expect(lines.filter((line) => line !== '').slice(0, 7)).toEqual([
      'UỶ BAN MTTQ VIỆT NAM XÃ\u00A0VÍ\u00A0DỤ', 'BAN THƯỜNG TRỰC', 'Số:       /BC-MTTQ-BTT',
      'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'Độc lập - Tự do - Hạnh phúc',
      'Ví Dụ, ngày 05 tháng 02 năm 2026', 'BÁO CÁO',
    ]);
    expect(lines).toContain('TM. BAN THƯỜNG TRỰC');
    // The plan's signer heads the People's Committee; this paper is the Front's.
    expect(lines).not.toContain('Lê Văn Mẫu');
  });

  it('writes months from March without a leading zero', async () => {
    const lines = paragraphs(await documentXml({ now: new Date('2026-10-14T20:00:00Z') }));

    expect(lines).toContain('Ví Dụ, ngày 15 tháng 10 năm 2026');
    expect(paragraphs(await documentXml({ now: new Date('2026-03-01T00:00:00Z') })))
      .toContain('Ví Dụ, ngày 01 tháng 3 năm 2026');
  });

  it('counts people, petitions and answers in its first part', async () => {
    const petitions = [
      createPetition(1, { person: 'a', status: 'answered' }), createPetition(2, { person: 'a' }),
      createPetition(3, { person: undefined }),
    ];

    const text = paragraphs(await documentXml({ petitions })).join('\n');

    expect(text).toContain(
      'đã tiếp nhận 3 ý kiến, kiến nghị của 2 người; trong đó có 1 ý kiến, kiến nghị đã được trả lời.');
    expect(text).toContain('Có 1 ý kiến, kiến nghị không ghi nhận được người gửi');
  });

  it('lists by topic and hamlet with counts, in order', async () => {
    const petitions = [createPetition(2, { topic: 'environment', hamlet: 'ha' }), createPetition(1)];

    const table = rows(await documentXml({ petitions }));

    const start = table.findIndex((cells) => cells[2] === 'Nội dung ý kiến, kiến nghị');
    expect(table.slice(start).map((cells) => cells.slice(0, 3))).toEqual([
      ['STT', 'Mã', 'Nội dung ý kiến, kiến nghị'],
      ['I. Giao thông, thuỷ lợi', '1 / 1', ''],
      ['Thôn Thượng', '1 / 1', ''],
      ['1', 'VD-0001', 'Ý kiến số 1'],
      ['II. Tài nguyên – môi trường', '1 / 1', ''],
      ['Thôn Hạ', '1 / 1', ''],
      ['2', 'VD-0002', 'Ý kiến số 2'],
      ['TỔNG CỘNG', '2 / 2', ''],
    ]);
  });

  it('groups by no hamlet when the plan names none, and shows what people wrote', async () => {
    const xml = await documentXml({
      plan: createPlan({ hamlets: [] }), petitions: [createPetition(1, { hamlet: undefined, hamletText: 'xóm Mới' })],
    });

    const table = rows(xml);
    expect(table.map(([first]) => first)).not.toContain('Không rõ thôn');
    expect(paragraphs(xml)).not.toContain('III. TỔNG HỢP THEO THÔN');
    expect(table.find(([, code]) => code === 'VD-0001')?.slice(2, 4)).toEqual(['Ý kiến số 1', 'xóm Mới']);
  });

  it('can be made of nothing at all', async () => {
    const lines = paragraphs(await documentXml({ petitions: [] }));

    expect(lines.join('\n')).toContain('đã tiếp nhận 0 ý kiến, kiến nghị của 0 người');
    expect(lines).toContain('T/M BAN THƯỜNG VỤ');
  });

  it('groups the list by office when asked to', async () => {
    const table = rows(await documentXml({ petitions: [createPetition(1)], by: 'office' }));

    expect(table.map(([first]) => first)).toContain('I. Phòng Kinh tế');
  });

  it.each(Object.entries(NASTY_TEXTS))('holds whole: %s', async (_name, text) => {
    const table = rows(await documentXml({ petitions: [createPetition(1, { text })] }));

    const cell = table.find(([, code]) => code === 'VD-0001')?.[2];
    expect(cell).toBe(shown(text));
  });

  it('holds 50,000 characters whole', async () => {
    const text = Array.from({ length: 5_000 }, (_, index) => String(index).padStart(9, 'ệ')).join(' ');

    const table = rows(await documentXml({ petitions: [createPetition(1, { text })] }));

    expect(table.find(([, code]) => code === 'VD-0001')?.[2]).toBe(text);
  });

  it('names nobody but in the internal appendix', async () => {
    const people = [createPerson(1)];

    const published = [...unzip(await renderDocx(createInput({ people }))).values()].join('');
    const table = rows(await documentXml({ people, appendix: true }));

    expect(published).not.toContain('Nguyễn Thị Ví Dụ');
    expect(table.at(-1)).toEqual(
      ['1', 'VD-0001', 'Nguyễn Thị Ví Dụ 1', '0900000001', 'Thượng', 'Trang web', '05/02/2026']);
  });

  it('holds no held petition', async () => {
    const petitions = [createPetition(1), createPetition(2, { status: 'held', text: 'tố cáo ông X' })];

    expect(await documentXml({ petitions, appendix: true })).not.toMatch(/tố cáo ông X|VD-0002/);
  });

  it('says in every page\'s header that a rehearsal is one', async () => {
    const marked = headers(await renderDocx(createInput({ plan: createPlan({ rehearsal: true }) })));
    const plain = headers(await renderDocx(createInput()));

    expect(marked.length).toBeGreaterThan(0);
    expect(marked.every((xml) => xml.includes('BẢN TẬP DƯỢT'))).toBe(true);
    expect(plain.some((xml) => xml.includes('BẢN TẬP DƯỢT'))).toBe(false);
  });

  it('numbers the pages at the top, but not the first page of a part', async () => {
    const all = headers(await renderDocx(createInput()));
    const xml = await documentXml();

    expect(all.filter((header) => header.includes('PAGE'))).toHaveLength(all.length / 2);
    expect(xml.match(/<w:titlePg\/>/g)).toHaveLength(2);
  });

  it('ends the recipients with the file copy', async () => {
    const party = paragraphs(await documentXml());
    const front = paragraphs(await documentXml({ plan: government() }));

    expect(party).toEqual(expect.arrayContaining(
      ['Nơi nhận:', '- Ban Thường vụ Thành ủy (báo cáo);', '- Các thôn;', '- Lưu Văn phòng Đảng ủy.']));
    expect(front).toEqual(expect.arrayContaining(['- TT. Đảng ủy; HĐND xã (B/c);', '- Lưu: VT, BTT.']));
  });

  it('is A4 with the margins of the rule, the lists on landscape pages', async () => {
    const xml = await documentXml();

    const pages = [...xml.matchAll(/<w:pgSz ([^>]*)\/>/g)].map(([, attributes]) => attributes);
    expect(pages[0]).toContain('w:w="11906" w:h="16838"');
    expect(pages[1]).toMatch(/w:w="16838" w:h="11906".*landscape/);
    expect(xml).toContain('w:left="1701"');
    expect(fileIn(await renderDocx(createInput()), 'word/styles.xml')).toContain('Times New Roman');
  });
});

function headers(file: Buffer): string[] {
  return [...unzip(file)].filter(([path]) => /^word\/header\d+\.xml$/.test(path)).map(([, xml]) => xml);
}

/** What Word can show of a text: signs for what XML forbids, one break for each line end. */
function shown(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    // oxlint-disable-next-line no-control-regex -- these are what the test is about
    .replace(/[\0-\x08\x0B\x0C\x0E-\x1F]/g, (control) => String.fromCharCode(0x2400 + control.charCodeAt(0)))
    .replace(/[\uFFFE\uFFFF]|\p{Cs}/gu, '\uFFFD');
}
