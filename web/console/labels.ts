/** The console's words for what the records hold as codes. */
import type { ChannelName } from '../../models/message.ts';
import type { HistoryEntry } from '../../models/history.ts';
import type { PetitionStatus } from '../../models/petition.ts';
import type { Role } from '../../models/staff.ts';
import { hamletText, partyName, topicById, topicFor } from '../../plans/lookup.ts';
import { TOPIC_IDS, type Plan } from '../../plans/plan.ts';

export const STATUS_LABELS: Readonly<Record<PetitionStatus, string>> = {
  received: 'Mới nhận',
  classified: 'Chờ xác nhận',
  reviewed: 'Đã xem',
  routed: 'Đã chuyển đơn vị',
  answered: 'Đã trả lời',
  closed: 'Đã khép lại',
  reopened: 'Chưa hài lòng, xem lại',
  held: 'Tạm giữ',
  withdrawn: 'Đã rút',
  rejected: 'Không đưa vào danh sách',
};

export const ROLE_LABELS: Readonly<Record<Role, { name: string; may: string }>> = {
  admin: { name: 'Quản trị', may: 'mời người, giao vai trò, trông coi các mạng nhắn tin' },
  mttq: { name: 'Mặt trận Tổ quốc', may: 'xem, phân loại, tổng hợp và xuất danh sách' },
  host: { name: 'Văn phòng chủ trì', may: 'xem, phân loại, xuất danh sách' },
  office: { name: 'Đơn vị trả lời', may: 'chỉ xem ý kiến đã chuyển cho đơn vị mình' },
  reception: { name: 'Tiếp công dân', may: 'xem khiếu nại, tố cáo đang tạm giữ' },
  viewer: { name: 'Chủ trì, thư ký', may: 'chỉ xem' },
};

export const CHANNEL_LABELS: Readonly<Record<ChannelName, string>> = {
  'zalo-bot': 'Zalo',
  'zalo-personal': 'Zalo (tài khoản thường)',
  telegram: 'Telegram',
  web: 'Trang chat',
  import: 'Nhập từ tệp',
  paper: 'Phiếu giấy',
};

export const NO_TOPIC = 'Chưa phân loại';

export function topicLabel(plan: Plan, id: string | undefined): string {
  return (id && topicById(plan, id)?.name) || NO_TOPIC;
}

/** The plan's topic that the machine's guess (one of the thirteen, or a topic of the plan) comes to. */
export function proposedTopic(plan: Plan, guess: string): string | undefined {
  const area = TOPIC_IDS.find((id) => id === guess);
  return topicById(plan, guess)?.id ?? (area && topicFor(plan, area)?.id);
}

/** "thôn Uông Hạ"; what the person wrote, when it is no hamlet of the plan; else "Chưa rõ thôn". */
export function hamletLabel(plan: Plan, id: string | undefined, written?: string): string {
  const hamlet = plan.hamlets.find((candidate) => candidate.id === id);
  if (hamlet) return upperFirst(hamletText(plan, hamlet));
  return written ? `“${written}”` : `Chưa rõ ${plan.hamletUnit}`;
}

export function officeLabel(plan: Plan, id: string | undefined): string {
  return id ? partyName(plan, id) : 'Chưa có đơn vị';
}

/** What happened, in words: "đổi lĩnh vực từ … thành …". `name` gives a staff member's name. */
export function historyText(plan: Plan, entry: HistoryEntry): string {
  const { what, from, to } = entry;
  switch (what) {
    case 'received':
      return 'Nhận được ý kiến';
    case 'classified':
      return to ? `Đề xuất lĩnh vực: ${topicLabel(plan, to)}` : 'Không đề xuất được lĩnh vực';
    case 'topic':
      if (from === to || !from) return `${from ? 'Xác nhận' : 'Chọn'} lĩnh vực: ${topicLabel(plan, to)}`;
      return `Đổi lĩnh vực: ${topicLabel(plan, from)} → ${topicLabel(plan, to)}`;
    case 'hamlet':
      return `Đặt lại nơi ở: ${hamletLabel(plan, from)} → ${hamletLabel(plan, to)}`;
    case 'office':
      return from === to
        ? `Giữ đơn vị: ${officeLabel(plan, to)}`
        : `Đơn vị trả lời: ${officeLabel(plan, from)} → ${officeLabel(plan, to)}`;
    case 'urgent':
      return to === 'true' ? 'Đánh dấu việc gấp' : 'Bỏ dấu việc gấp';
    case 'addition':
      return 'Người gửi bổ sung thêm';
    case 'edited':
      return 'Người gửi sửa tin nhắn';
    case 'recalled':
      return 'Người gửi thu hồi một tin nhắn';
    case 'erased':
      return 'Xoá nội dung và người gửi theo yêu cầu';
    case 'status':
      return `Trạng thái: ${statusLabel(from)} → ${statusLabel(to)}`;
    default:
      return [what, from, to].filter(Boolean).join(' · ');
  }
}

const NOTES: Readonly<Record<string, string>> = {
  complaint: 'có thể là khiếu nại',
  denunciation: 'có thể là tố cáo',
  recalled: 'thu hồi tin nhắn',
  relayed: 'lời của người khác, người gửi chuyển giúp',
};

/** A person's reason in their words; of the program's own notes only what means something to people. */
export function reasonText({ by, why }: HistoryEntry): string | undefined {
  if (by.kind === 'staff') return why;
  return why === undefined ? undefined : NOTES[why];
}

function statusLabel(status: string | undefined): string {
  return STATUS_LABELS[status as PetitionStatus] ?? status ?? '';
}

export function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
