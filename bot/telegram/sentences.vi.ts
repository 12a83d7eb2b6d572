/** What staff read about the state of this network, and the one button that it names itself. */

/** On the key that shares the person's own number, when the composition root gives no other words. */
export const CONTACT_LABEL = 'Gửi số điện thoại của tôi';

export const HEALTH = {
  wrongToken: 'Telegram không nhận mã bot này. Kiểm tra TELEGRAM_BOT_TOKEN (lấy mã ở @BotFather) rồi khởi động lại.',
  conflict:
    'Một chương trình khác đang nhận tin của cùng bot này. Tắt chương trình kia, hoặc xin mã bot mới ở @BotFather.',
  unreachable:
    'Không kết nối được Telegram. Kiểm tra mạng; nơi Telegram bị chặn, đặt TELEGRAM_API_ROOT tới máy chủ trung gian.',
  notTelegram: 'Địa chỉ TELEGRAM_API_ROOT trả lời không phải như Telegram. Kiểm tra lại địa chỉ đó.',
  serverTrouble: 'Máy chủ Telegram đang có sự cố. Chương trình tự thử lại, tin nhắn không bị mất.',
  slowDown: 'Telegram yêu cầu gọi chậm lại. Chương trình tự thử lại.',
  refused: 'Telegram từ chối lệnh của bot.',
  webhookRefused: 'Telegram không nhận địa chỉ webhook. Địa chỉ phải là https và mở được từ Internet.',
  webhookElsewhere:
    'Telegram đang giao tin của bot tới một địa chỉ khác: có chương trình khác dùng cùng mã bot. Tắt chương trình kia '
    + 'rồi khởi động lại chương trình này.',
  notSaved: 'Không lưu được tin nhắn vừa đến. Telegram giữ tin lại 24 giờ; kiểm tra ổ đĩa và cơ sở dữ liệu.',
} as const;

/** Why a message did not go out; kept with it for staff. */
export const REASON = {
  blocked: 'Người dân đã chặn bot hoặc tài khoản không còn.',
  neverOpened: 'Người này chưa mở trò chuyện riêng với bot.',
  chatGone: 'Cuộc trò chuyện không còn trên Telegram.',
  migrated: 'Nhóm đã chuyển thành nhóm lớn; bot chỉ trò chuyện riêng.',
  tooLong: 'Tin nhắn dài quá giới hạn của Telegram.',
  empty: 'Tin nhắn không có chữ.',
  refused: 'Telegram từ chối tin nhắn này.',
  foreignChat: 'Cuộc trò chuyện này không thuộc bot Telegram đang chạy.',
  slowDown: 'Telegram yêu cầu gửi chậm lại.',
  unreachable: 'Chưa kết nối được Telegram.',
  serverTrouble: 'Máy chủ Telegram đang có sự cố.',
  wrongToken: 'Telegram không nhận mã bot.',
  noAnswer: 'Telegram không trả lời; có thể tin nhắn đã đến.',
} as const;
