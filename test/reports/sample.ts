/** An invented commune's plan and records for the reports' tests. */
import type { ListedPerson, ListedPetition, ListedSpeaker } from '../../reports/listed.ts';
import type { ReportInput } from '../../reports/input.ts';
import type { Conference, Plan } from '../../plans/plan.ts';

export const NOW = new Date('2026-02-05T03:07:00Z');

export const CONFERENCE: Conference = {
  id: 'hoi-nghi-1', name: 'Hội nghị đối thoại với Nhân dân các thôn', chair: 'Chủ tịch UBND xã', mode: 'periodic',
  hamlets: [], associations: [], invited: [], survey: false,
};

export function createPlan(over: Partial<Plan> = {}): Plan {
  return {
    id: 'vi-du-2026', rehearsal: false, title: 'Kế hoạch tổ chức hội nghị đối thoại', number: '12-KH/ĐU', basis: [],
    commune: { id: 'vi-du', name: 'Ví Dụ', unit: 'xã', aliases: [] },
    issuer: {
      name: 'Đảng ủy xã Ví Dụ', parent: 'Đảng bộ thành phố Ví Dụ', family: 'party',
      signer: { post: 'Bí thư', onBehalfOf: 'Ban Thường vụ' },
    },
    receiptPrefix: 'VD', hamletUnit: 'thôn',
    hamlets: [
      { id: 'thuong', name: 'Thượng', aliases: [] }, { id: 'ha', name: 'Hạ', aliases: [] },
    ],
    associations: [{ id: 'nong-dan', name: 'Hội Nông dân xã', aliases: [] }],
    conferences: [CONFERENCE],
    topics: [
      { id: 'traffic_irrigation', name: 'Giao thông, thuỷ lợi', covers: [], routing: { office: 'kinh-te', with: [] } },
      { id: 'environment', name: 'Tài nguyên – môi trường', covers: [] },
    ],
    offices: [
      { id: 'van-phong', name: 'Văn phòng', kind: 'government', aliases: [] },
      { id: 'kinh-te', name: 'Phòng Kinh tế', kind: 'government', aliases: [] },
    ],
    defaultRouting: { office: 'van-phong', with: [] }, milestones: [], collecting: {},
    recipients: ['Ban Thường vụ Thành ủy (báo cáo),', 'Các thôn;', 'Lưu Văn phòng Đảng ủy.'],
    speaking: { rules: [] }, contact: {}, retention: { months: 12 }, notes: [],
    ...over,
  };
}

export function createPetition(number: number, over: Partial<ListedPetition> = {}): ListedPetition {
  const code = `VD-${String(number).padStart(4, '0')}`;
  return {
    number, code, receipt: code, text: `Ý kiến số ${number}`, additions: [], attachments: [], channel: 'web',
    person: `person-${number}`, hamlet: 'thuong', conference: CONFERENCE.id, topic: 'traffic_irrigation',
    status: 'reviewed', urgent: false, receivedAt: NOW, ...over,
  };
}

export function createPerson(number: number, over: Partial<ListedPerson> = {}): ListedPerson {
  return { id: `person-${number}`, name: `Nguyễn Thị Ví Dụ ${number}`, phone: `090000000${number}`, ...over };
}

export function createSpeaker(number: number, over: Partial<ListedSpeaker> = {}): ListedSpeaker {
  return {
    conference: CONFERENCE.id, name: `Trần Văn Phát Biểu ${number}`, hamlet: 'ha', content: `Nội dung ${number}`,
    topic: 'environment', number, seat: number, ...over,
  };
}

export function createInput(over: Partial<ReportInput> = {}): ReportInput {
  return { plan: createPlan(), petitions: [createPetition(1)], people: [], speakers: [], now: NOW, ...over };
}

/** Texts that real chats bring and that formats like to spoil. */
export const NASTY_TEXTS: Record<string, string> = {
  'decomposed Vietnamese': 'Đề nghị sửa đường'.normalize('NFD'),
  'zero-width characters': 'a\u200Bb\u200Dc\uFEFFd',
  'control characters': 'một\u000Bhai\u0000ba\u001Bbốn\u007Fnăm\u0085sáu',
  'a lone carriage return': 'một\rhai\r\nba\nbốn',
  HTML: '<b onclick="x()">đậm</b> & <script>alert(1)</script>',
  'a formula': '=HYPERLINK("http://vi.du","bấm vào đây")',
  'a formula after a tab': '\t=1+1',
  'a list item': '- Đề nghị sửa cống',
  'an at sign': '@SUM(1)',
  emoji: '😀👨‍👩‍👧‍👦🇻🇳',
  'only spaces around': '   hai đầu có khoảng trắng \n ',
  'right to left': 'שלום \u202Eabc\u202C مرحبا',
  'an escape look-alike': 'mã _x0041_ và _x005F_x000B_ giữ nguyên',
  'a replacement character': 'mất chữ \uFFFD ở đây',
  noncharacters: 'x\uFFFE\uFFFF\u{1FFFE}y',
  'lone surrogates': 'a\uD800b\uDC00c',
  'a property of every object': 'constructor',
  'another property of every object': '__proto__',
  placeholders: '{default-bullet-numbering-0} $& $1 {{tên}}',
  'an apostrophe before a formula': "'=1+1",
  'a quoted line': '"xin, chào"; dòng\r\nmới',
  'a single apostrophe': "'",
  'a number as text': '007',
};
