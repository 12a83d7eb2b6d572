/** What staff read about this network, and the few words that it says in groups by itself. */

export const HEALTH = {
  needed: 'Chưa đăng nhập Zalo. Mở mục Mạng của trang quản trị và quét mã QR bằng điện thoại của tài khoản này.',
  expired: 'Zalo không nhận phiên đăng nhập cũ nữa. Quét lại mã QR để đăng nhập càng sớm càng tốt.',
  unreadable:
    'Không đọc được thông tin đăng nhập đã lưu: khoá ZALO_PERSONAL_KEY đã đổi hoặc tệp bị hỏng. '
    + 'Đặt lại đúng khoá rồi khởi động lại, hoặc quét mã QR để đăng nhập mới.',
  unreachable: 'Không kết nối được Zalo. Kiểm tra mạng; chương trình tự thử lại.',
  notZalo: 'Máy chủ Zalo trả lời không như mọi khi. Chương trình tự thử lại.',
  lost: 'Mất kết nối với Zalo. Chương trình tự kết nối lại và nhận bù tin nhắn.',
  silent: 'Zalo im lặng quá lâu. Chương trình đang kết nối lại.',
  kicked:
    'Tài khoản đang mở ở Zalo Web hoặc máy tính khác nên Zalo ngắt chương trình này. '
    + 'Đăng xuất ở nơi kia; để không tranh chỗ, chương trình chỉ tự thử lại sau vài phút, lâu nhất là một giờ.',
  notSaved: 'Không lưu được tin nhắn vừa đến. Chương trình tự thử lại; kiểm tra ổ đĩa và cơ sở dữ liệu.',
  otherAccount:
    'Đã đăng nhập bằng một tài khoản Zalo khác tài khoản trước. Các cuộc trò chuyện cũ thuộc tài khoản trước: '
    + 'muốn trả lời tiếp thì đăng nhập lại tài khoản đó.',
  notKept: 'Đã đăng nhập nhưng không lưu được thông tin đăng nhập xuống ổ đĩa; khởi động lại sẽ phải quét mã lần nữa.',
} as const;

/** Why a sign-in by code did not come about. */
export const SIGN_IN = {
  expired: 'Mã đã hết hạn mà chưa được xác nhận. Bấm để lấy mã mới.',
  declined: 'Trên điện thoại đã chọn từ chối đăng nhập. Bấm để lấy mã mới.',
  unreachable: 'Chưa lấy được mã từ Zalo. Kiểm tra mạng rồi thử lại.',
  failed: 'Zalo không cho đăng nhập lần này. Thử lại sau ít phút.',
} as const;

/** Why a message did not go out; kept with it for staff. */
export const REASON = {
  foreignChat: 'Cuộc trò chuyện này không thuộc tài khoản Zalo đang đăng nhập.',
  tooLong: 'Tin nhắn dài quá giới hạn của Zalo.',
  empty: 'Tin nhắn không có chữ.',
  notSignedIn: 'Chưa đăng nhập Zalo.',
  notConnected: 'Chưa kết nối được Zalo.',
  slowDown: 'Zalo báo gửi quá nhiều; chương trình nghỉ rồi gửi tiếp.',
  serverTrouble: 'Máy chủ Zalo đang có sự cố.',
  stranger: 'Người này không nhận tin nhắn từ người lạ, hoặc đã chặn tài khoản.',
  refused: 'Zalo từ chối tin nhắn này.',
  repeated: 'Zalo không nhận cùng một lời gửi nhiều lần; người này đã có lời ấy.',
  emptyAnswer: 'Zalo không báo đã nhận tin; có thể tin nhắn chưa đến.',
  noAnswer: 'Zalo không trả lời; có thể tin nhắn đã đến.',
} as const;

/** Before a text that this person got shortly before, word for word. */
export const AGAIN = 'Tôi xin nhắc lại:';

/** To somebody of a group with whom the bot cannot talk yet, or who said nothing. */
export const IN_GROUP = 'Mời bà con nhắn riêng cho tôi: bấm vào tên tôi, chọn Nhắn tin, rồi gửi ý kiến ở đó nhé.';

/** What the terminal shows at the first start. */
export const TERMINAL = {
  scan: 'Đăng nhập Zalo: mở Zalo trên điện thoại của tài khoản dùng cho bot, chọn quét mã QR, rồi quét mã dưới đây.',
  scanned: (by: string) => `Đã quét (${by}). Xác nhận đăng nhập trên điện thoại.`,
  signedIn: 'Đã đăng nhập Zalo.',
  notDrawn: (page: string) => `Không vẽ được mã ở đây. Mở ${page} để quét mã đăng nhập Zalo.`,
  later: (page: string) => `Chưa đăng nhập Zalo. Lúc nào tiện, mở ${page} để lấy mã mới và quét.`,
} as const;
