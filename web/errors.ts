/** What can go wrong on a page: a code, and one place where it becomes an HTTP status and a sentence for people. */

const ERRORS = {
  'bad-request': [
    400,
    'Yêu cầu không hợp lệ',
    'Địa chỉ hoặc dữ liệu gửi lên không đúng. Ông/bà quay lại trang trước và thử lại.',
  ],
  'sign-in-needed': [401, 'Cần đăng nhập', 'Ông/bà chưa đăng nhập, hoặc phiên làm việc đã hết hạn (12 giờ).'],
  'not-allowed': [
    403,
    'Không có quyền',
    'Vai trò của ông/bà không bao gồm việc này. Nếu cần, hãy đề nghị người quản trị giao thêm vai trò.',
  ],
  'bad-csrf': [
    403,
    'Biểu mẫu đã cũ',
    'Biểu mẫu này đã cũ hoặc được gửi từ nơi khác, nên chưa có gì thay đổi. Ông/bà tải lại trang rồi làm lại.',
  ],
  'not-found': [404, 'Không tìm thấy trang', 'Trang này không có, hoặc không thuộc phạm vi công việc của ông/bà.'],
  changed: [
    409,
    'Vừa có người khác thay đổi',
    'Ý kiến này vừa được người khác thay đổi. Quyết định của ông/bà chưa được ghi: ông/bà xem lại bản mới.',
  ],
  'not-possible': [
    409,
    'Không làm được ở trạng thái này',
    'Ý kiến đang ở trạng thái không cho phép việc này. Chưa có gì thay đổi.',
  ],
  'too-large': [413, 'Dữ liệu quá lớn', 'Dữ liệu gửi lên quá lớn.'],
  'too-many': [429, 'Thao tác quá nhanh', 'Có quá nhiều yêu cầu từ máy này. Ông/bà đợi vài phút rồi thử lại.'],
  'our-fault': [
    500,
    'Chương trình gặp lỗi',
    'Lỗi đã được ghi lại. Chưa chắc thay đổi vừa rồi đã được lưu: ông/bà tải lại trang để kiểm tra.',
  ],
} as const satisfies Record<string, readonly [number, string, string]>;

export type WebErrorCode = keyof typeof ERRORS;

/** Thrown by a route; the error page does the rest. */
export class WebError extends Error {
  readonly code: WebErrorCode;
  /** Where to go on from the error page. */
  readonly back?: string;

  constructor(code: WebErrorCode, back?: string) {
    super(code);
    this.name = 'WebError';
    this.code = code;
    this.back = back;
  }
}

/** Status, title and sentence of a code. */
export function explain(code: WebErrorCode): { status: number; title: string; sentence: string } {
  const [status, title, sentence] = ERRORS[code];
  return { status, title, sentence };
}

/** The code of anything that was thrown: body parsers and the router carry an HTTP status, all else is our fault. */
export function codeOf(error: unknown): WebErrorCode {
  if (error instanceof WebError) return error.code;
  const status = typeof error === 'object' && error !== null ? (error as { status?: unknown }).status : undefined;
  if (status === 413) return 'too-large';
  if (status === 404) return 'not-found';
  if (typeof status === 'number' && status >= 400 && status < 500) return 'bad-request';
  return 'our-fault';
}
