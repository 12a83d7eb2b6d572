/** A bot of a few sentences behind the real page, so that the page is tried with a conversation of the real shape. */
import type { InboundMessage, OutboundMessage } from '../../models/message.ts';

const AGREE: OutboundMessage = {
  text: 'Xin chào ông/bà. Tôi là trợ lý tự động nhận ý kiến của bà con.\n\nÔng/bà có đồng ý không ạ?',
  prompt: 'consent',
  choices: [
    { id: 'yes', label: 'Đồng ý' },
    { id: 'more', label: 'Cho tôi xem kỹ hơn' },
    { id: 'no', label: 'Không đồng ý' },
  ],
};
const CONFIRM: OutboundMessage = {
  text: 'Tôi ghi lại như sau:\n“Đường trước nhà văn hoá thôn Đình bị ngập mỗi khi mưa.”\nGửi ý kiến này chứ ạ?',
  prompt: 'confirm',
  choices: [{ id: 'send', label: 'Gửi' }, { id: 'edit', label: 'Sửa' }, { id: 'cancel', label: 'Huỷ' }],
};

/** It does not answer this. */
export const NO_ANSWER = 'im lặng';

/** What it answers to each kind of message. */
export async function scriptedBot(
  { content }: InboundMessage, say: (message: OutboundMessage) => Promise<void>,
): Promise<void> {
  if (content.kind === 'start') await say(AGREE);
  if (content.kind === 'choice' && content.prompt === 'consent') {
    await say({ text: 'Cảm ơn ông/bà. Ông/bà muốn nói điều gì ạ?' });
  }
  if (content.kind === 'text' && content.text !== NO_ANSWER) await say(CONFIRM);
  if (content.kind === 'media') await say({ text: 'Tôi đã nhận được ảnh.' });
  if (content.kind === 'choice' && content.prompt === 'confirm') {
    await say({ text: 'Đã nhận ý kiến, mã phiếu BM-0042.\nCán bộ xem trong 3 ngày làm việc rồi báo ông/bà.' });
  }
}
