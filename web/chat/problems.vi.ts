/** What the page is told when something cannot be taken: a status, whether it should try again by itself, and words. */
import type { Response } from 'express';

export const PROBLEMS = {
  invalid: { status: 400, retry: false, message: 'Tin này chưa gửi được. Ông/bà tải lại trang rồi gửi lại giúp ạ.' },
  noChat: {
    status: 401,
    retry: false,
    message: 'Máy này chưa giữ được cuộc trò chuyện. Ông/bà tải lại trang rồi gửi lại giúp ạ.',
  },
  crossSite: { status: 403, retry: false, message: 'Tin này không gửi từ trang trò chuyện nên không được nhận.' },
  tooLong: {
    status: 413,
    retry: false,
    message: 'Tin này dài quá nên chưa gửi được. Ông/bà chia thành vài tin ngắn hơn giúp ạ.',
  },
  fileTooBig: {
    status: 413,
    retry: false,
    message: 'Tệp này lớn quá 10 MB nên chưa gửi được. Ông/bà chọn ảnh hoặc tệp nhỏ hơn giúp ạ.',
  },
  fileRefused: {
    status: 415,
    retry: false,
    message: 'Loại tệp này chưa nhận được. Ông/bà gửi ảnh, PDF, Word (.docx) hoặc ghi âm nhé.',
  },
  tooMany: { status: 429, retry: true, message: 'Ông/bà gửi hơi nhanh. Tin vẫn còn đây và sẽ tự gửi lại sau ít giây.' },
  notSaved: {
    status: 503,
    retry: true,
    message: 'Máy chủ đang trục trặc nên chưa nhận được tin. Tin vẫn còn đây và sẽ tự gửi lại.',
  },
} as const;

export type Problem = keyof typeof PROBLEMS;

/** Answers with a problem, as JSON: `{ code, message, retry }`. */
export function refuse(res: Response, code: Problem): void {
  const { status, message, retry } = PROBLEMS[code];
  res.status(status).json({ code, message, retry });
}
