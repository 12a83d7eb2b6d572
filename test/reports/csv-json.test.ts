import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { renderCsv } from '../../reports/csv.ts';
import type { JsonExport } from '../../reports/json.ts';
import { renderJson } from '../../reports/json.ts';
import type { ReportInput } from '../../reports/input.ts';
import {
  CONFERENCE, NASTY_TEXTS, NOW, createInput, createPerson, createPetition, createPlan, createSpeaker,
} from './sample.ts';

const FORMULA_START = /^[=+\-@\t\r\n＝＋－＠]/;

function records(input: ReportInput): Record<string, string>[] {
  return parse(Buffer.from(renderCsv(input)), { bom: true, columns: true, relax_column_count: false });
}

describe('the CSV file', () => {
  it('begins with a byte order mark, so that Excel reads Vietnamese', () => {
    expect([...Buffer.from(renderCsv(createInput())).subarray(0, 3)]).toEqual([0xEF, 0xBB, 0xBF]);
  });

  it.each(Object.entries(NASTY_TEXTS))('holds whole: %s', (_name, text) => {
    const [record] = records(createInput({ petitions: [createPetition(1, { text })] }));

    const cell = record?.['Nội dung ý kiến, kiến nghị'] ?? '';
    expect(FORMULA_START.test(cell)).toBe(false);
    // The guard can always be taken off again.
    expect(/^'+[=+\-@\t\r\n＝＋－＠]/.test(cell) ? cell.slice(1) : cell).toBe(Buffer.from(text).toString());
  });

  it('names the hamlet as the person did where the plan knows none', () => {
    const petitions = [createPetition(1, { hamlet: undefined, hamletText: 'xóm Mới' }), createPetition(2, { hamlet: undefined })];

    expect(records(createInput({ petitions })).map((record) => record['Thôn'])).toEqual(['xóm Mới', 'Không rõ thôn']);
  });

  it('has one record a petition in the list\'s order, names nobody and leaves out what is held', () => {
    const petitions = [
      createPetition(3, { status: 'held' }), createPetition(2, { topic: 'environment' }),
      createPetition(1, { additions: [{ at: NOW, text: 'thêm', attachments: [], origin: 'x' }] }),
    ];

    const found = records(createInput({ petitions, people: [createPerson(1)], appendix: true }));

    expect(found.map((record) => [record['Mã'], record['Lĩnh vực'], record['Thôn'], record['Bổ sung']])).toEqual([
      ['VD-0001', 'Giao thông, thuỷ lợi', 'Thượng', '(bổ sung ngày 05/02/2026) thêm'],
      ['VD-0002', 'Tài nguyên – môi trường', 'Thượng', ''],
    ]);
    expect(Object.keys(found[0] ?? {})).toEqual([
      'STT', 'Mã', 'Lĩnh vực', 'Nội dung ý kiến, kiến nghị', 'Thôn', 'Cơ quan, đơn vị trả lời', 'Nội dung trả lời',
      'Kết quả', 'Ghi chú', 'Bổ sung',
    ]);
  });
});

describe('the JSON file', () => {
  function read(over: Partial<ReportInput>): JsonExport {
    return JSON.parse(renderJson(createInput(over)));
  }

  it.each(Object.entries(NASTY_TEXTS))('gives back character for character: %s', (_name, text) => {
    expect(read({ petitions: [createPetition(1, { text })] }).petitions[0]?.text).toBe(text);
  });

  it('carries code, text, hamlet, topic, status and channel of every listed petition', () => {
    const { petitions, counts } = read({
      petitions: [
        createPetition(2, { hamlet: undefined, hamletText: 'thôn bên', topic: undefined }),
        createPetition(1, { wholeMessage: 'cả hai' }), createPetition(3, { status: 'withdrawn' }),
      ],
    });

    expect(petitions).toMatchObject([
      {
        code: 'VD-0001', text: 'Ý kiến số 1', wholeMessage: 'cả hai', hamlet: 'Thượng', hamletId: 'thuong',
        topic: 'traffic_irrigation', topicName: 'Giao thông, thuỷ lợi', officeName: 'Phòng Kinh tế',
        status: 'reviewed', channel: 'web', conference: CONFERENCE.id, receivedAt: NOW.toISOString(),
      },
      { code: 'VD-0002', hamlet: 'thôn bên', hamletId: null, topic: null, topicName: 'Chưa phân loại' },
    ]);
    expect(counts).toEqual({ people: 2, petitions: 2, answers: 0 });
  });

  it('names nobody, neither authors nor speakers, and no text that was erased', () => {
    const json = renderJson(createInput({
      petitions: [createPetition(1, { erasedAt: NOW, text: 'còn sót', wholeMessage: 'còn sót' })],
      people: [createPerson(1)], speakers: [createSpeaker(1)], appendix: true,
    }));

    expect(json).not.toMatch(/Nguyễn Thị|Phát Biểu|0900000001|person-1|còn sót/);
    expect(JSON.parse(json)).toMatchObject({
      petitions: [{ text: '', erased: true }], speakers: [{ content: 'Nội dung 1', seat: 1, hamlet: 'ha' }],
    });
  });

  it('says that a rehearsal is one', () => {
    expect(read({ plan: createPlan({ rehearsal: true }) }).plan.rehearsal).toBe(true);
  });
});
