/** How one petition's state is put into words in a list. */
import type { ChannelName } from '../models/message.ts';
import type { PetitionStatus } from '../models/petition.ts';
import type { ListedPetition } from './listed.ts';
import { shortDate } from './official-date.ts';

export const ERASED_TEXT = '(nội dung đã xoá theo yêu cầu)';
const PHOTO_ONLY_TEXT = '(chỉ có ảnh, tệp gửi kèm)';
const NO_TEXT = '(không có nội dung chữ)';
export const REHEARSAL_MARK = 'BẢN TẬP DƯỢT';

/** The person's own words untouched; a sentence in brackets where there are none. */
export function printedText(petition: Pick<ListedPetition, 'text' | 'erasedAt' | 'attachments'>): string {
  if (petition.erasedAt) return ERASED_TEXT;
  if (petition.text !== '') return petition.text;
  return petition.attachments.length > 0 ? PHOTO_ONLY_TEXT : NO_TEXT;
}

/** What was added later, each with its day; empty after an erasure. */
export function printedAdditions(petition: ListedPetition): { label: string; text: string }[] {
  if (petition.erasedAt) return [];
  return petition.additions
    .filter(({ text }) => text !== '')
    .map(({ at, text }) => ({ label: `bổ sung ngày ${shortDate(at)}`, text }));
}

const OUTCOMES: Record<PetitionStatus, string> = {
  received: 'Đang tổng hợp',
  classified: 'Đang tổng hợp',
  reviewed: 'Đang tổng hợp',
  routed: 'Đã chuyển cơ quan, đơn vị trả lời',
  answered: 'Đã trả lời',
  closed: 'Đã trả lời',
  reopened: 'Đang xem xét lại',
  held: 'Tạm giữ',
  withdrawn: 'Đã rút',
  rejected: 'Không đưa vào danh sách',
};

/** "Kết quả". */
export function outcomeOf(status: PetitionStatus): string {
  return OUTCOMES[status];
}

/** "Ghi chú": pressing matters and what is attached. */
export function noteOf(petition: ListedPetition): string {
  const files = petition.attachments.length
    + petition.additions.reduce((sum, addition) => sum + addition.attachments.length, 0);
  const notes = [petition.urgent ? 'Cấp bách' : '', files > 0 && !petition.erasedAt ? `Kèm ${files} ảnh, tệp` : ''];
  return notes.filter(Boolean).join('; ');
}

const CHANNELS: Record<ChannelName, string> = {
  'zalo-bot': 'Zalo', 'zalo-personal': 'Zalo', telegram: 'Telegram', web: 'Trang web', import: 'Nhập từ tệp', paper: 'Phiếu giấy',
};

/** "Kênh"; a network that this table does not know yet is shown by its own name. */
export function channelLabel(channel: ChannelName): string {
  return CHANNELS[channel] ?? channel;
}
