/** What staff read about the state of this network, and the two lines that it says in groups. */

export const HEALTH = {
  wrongToken:
    'Zalo không nhận mã bot này. Kiểm tra ZALO_BOT_TOKEN (mã mà Zalo Bot Manager gửi qua Zalo) rồi khởi động lại.',
  unreachable: 'Không kết nối được máy chủ Zalo Bot. Chương trình tự thử lại; kiểm tra mạng và ZALO_BOT_API_ROOT.',
  notZalo: 'Địa chỉ ZALO_BOT_API_ROOT trả lời không phải như Zalo. Kiểm tra lại địa chỉ đó.',
  serverTrouble: 'Máy chủ Zalo đang có sự cố. Chương trình tự thử lại.',
  slowDown:
    'Zalo báo bot đã dùng hết hạn mức hoặc gọi quá nhanh. Chương trình tự thử lại; xem hạn mức trong Zalo Bot Creator.',
  refused: 'Zalo từ chối lệnh của bot.',
  webhookRefused: 'Zalo không nhận địa chỉ webhook. Địa chỉ phải là https và mở được từ Internet.',
  webhookNotReached:
    'Zalo đã ghi địa chỉ webhook nhưng báo chưa gọi tới được. Kiểm tra tên miền, chứng chỉ https và tường lửa.',
  webhookElsewhere:
    'Zalo đang giao tin của bot tới một địa chỉ khác: có chương trình khác dùng cùng mã bot. Tắt chương trình kia rồi '
    + 'khởi động lại chương trình này.',
  notSaved:
    'Không lưu được tin nhắn vừa đến; chương trình giữ trong bộ nhớ và thử lại. Kiểm tra ổ đĩa và cơ sở dữ liệu.',
  polling:
    'Đang tự hỏi Zalo để lấy tin (chưa đặt webhook): Zalo chỉ đưa mỗi tin một lần, nên tin đến đúng lúc chương trình '
    + 'tắt đột ngột có thể mất. Khi dùng thật, đặt ZALO_BOT_WEBHOOK_SECRET và PUBLIC_URL.',
} as const;

/** Why a message did not go out; kept with it for staff. */
export const REASON = {
  blocked: 'Zalo không cho gửi: người dân đã chặn bot hoặc chưa từng nhắn cho bot.',
  chatGone: 'Cuộc trò chuyện không còn trên Zalo.',
  tooLong: 'Tin nhắn dài quá giới hạn 2.000 ký tự của Zalo.',
  empty: 'Tin nhắn không có chữ.',
  refused: 'Zalo từ chối tin nhắn này.',
  foreignChat: 'Cuộc trò chuyện này không thuộc bot Zalo đang chạy.',
  slowDown: 'Zalo báo hết hạn mức hoặc gửi quá nhanh.',
  unreachable: 'Chưa kết nối được Zalo.',
  serverTrouble: 'Máy chủ Zalo đang có sự cố.',
  wrongToken: 'Zalo không nhận mã bot.',
  noAnswer: 'Zalo không trả lời; có thể tin nhắn đã đến.',
} as const;

/** Said in a group; whatever is personal is said in private. */
export const GROUP_LINE = {
  taken:
    'Tôi đã nhận lời ông/bà và trả lời trong tin nhắn riêng. '
    + 'Nếu chưa thấy, ông/bà bấm vào tên tôi, nhắn riêng cho tôi nhé.',
  privately: 'Ông/bà bấm vào tên tôi, nhắn riêng cho tôi nhé.',
} as const;
