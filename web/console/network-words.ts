/** The console's words for networks and their accounts. */
import type { NetworkAlert, NetworkHealth } from '../../handlers/networks.ts';
import type { ChannelName } from '../../models/message.ts';

export const STATE_LABELS: Readonly<Record<NetworkHealth['state'], string>> = {
  starting: 'Đang kết nối',
  up: 'Đang hoạt động',
  down: 'Mất kết nối',
  stopped: 'Đã dừng',
};

/** Follows the network's name in the line on top of every page. */
export const ALERT_TEXTS: Readonly<Record<NetworkAlert['kind'], string>> = {
  'needs-person': 'đang chờ người xử lý.',
  down: 'đang mất kết nối.',
  paused: 'đang tạm ngừng gửi: câu trả lời cho bà con còn chờ.',
};

/** What somebody must know who signs an account in by a code. */
interface SignInWords {
  /** What to do with the code. */
  scan: string;
  /** What may happen to the account; said before it happens. */
  risks: readonly string[];
}

const ANY_ACCOUNT: SignInWords = { scan: 'Quét mã này bằng điện thoại của tài khoản, rồi xác nhận.', risks: [] };

const SIGN_IN_WORDS: Partial<Record<ChannelName, SignInWords>> = {
  'zalo-personal': {
    scan: 'Trên điện thoại có tài khoản này: mở Zalo, chọn biểu tượng quét mã QR, quét hình dưới đây, rồi bấm đăng nhập.',
    risks: [
      'Đây là tài khoản Zalo thường. Chương trình dùng nó như một người mở Zalo Web, không qua cổng chính thức: Zalo có '
        + 'thể khoá tài khoản bất cứ lúc nào. Nếu được, hãy dùng bot chính thức của Zalo.',
      'Chỉ dùng một số điện thoại lập riêng cho việc này, không dùng số của cán bộ.',
      'Không mở tài khoản này bằng Zalo trên máy tính hay Zalo Web: mở ở đó thì bot ở đây bị ngắt. Trên điện thoại vẫn '
        + 'dùng được.',
      'Cán bộ trả lời tay trên điện thoại thì bot im lặng trong cuộc trò chuyện đó hai giờ.',
    ],
  },
};

export function signInWords(name: ChannelName): SignInWords {
  return SIGN_IN_WORDS[name] ?? ANY_ACCOUNT;
}
