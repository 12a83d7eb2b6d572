/** The page itself: the frame in which `assets/chat.js` shows the conversation. */
import { render } from 'preact-render-to-string';
import { MAX_FILE_BYTES } from './file-upload.ts';
import { PROBLEMS } from './problems.vi.ts';
import type { ChatPlan } from './web-chat.ts';

export interface PageOptions {
  /** Path where the chat is mounted. */
  base: string;
  plans: readonly ChatPlan[];
  chatId: string;
  /** A first visit: the page opens the conversation by itself. */
  isNew: boolean;
}

/** The whole HTML document. */
export function chatPage(options: PageOptions): string {
  return `<!doctype html>${render(<ChatPage {...options} />)}`;
}

function ChatPage({ base, plans, chatId, isNew }: PageOptions) {
  const rehearsal = plans.length > 0 && plans.every((plan) => plan.rehearsal);
  const title = `Đối thoại với ${whom(plans)}`;
  return (
    <html lang="vi">
      <head>
        <meta charset="utf-8" />
        <title>{rehearsal ? `Tập dượt – ${title}` : title}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content" />
        <meta name="theme-color" content="#8f1d1d" />
        <meta name="format-detection" content="telephone=no" />
        <link rel="icon" type="image/svg+xml" href={`${base}/assets/icon.svg`} />
        <link rel="stylesheet" href={`${base}/assets/chat.css`} />
        <script src={`${base}/assets/chat.js`} defer />
      </head>
      <body
        data-base={base} data-chat={chatId} data-new={isNew ? '1' : '0'}
        data-max-file={MAX_FILE_BYTES} data-file-too-big={PROBLEMS.fileTooBig.message}
      >
        {rehearsal && (
          <p class="rehearsal">
            <strong>TẬP DƯỢT</strong> – không giải quyết thật
          </p>
        )}
        <header>
          <h1>{title}</h1>
          <p>Máy nhận ý kiến, cán bộ đọc và trả lời.</p>
          <button type="button" id="leave" hidden>Xoá cuộc trò chuyện khỏi máy này</button>
        </header>
        <main>
          <div id="log" role="log" aria-label="Cuộc trò chuyện" aria-live="polite" aria-busy="true">
            <ol id="lines" />
          </div>
          <p id="typing" hidden>
            <span class="label">Đang trả lời</span>
            <span class="dot" /><span class="dot" /><span class="dot" />
          </p>
          <noscript>
            <p class="notice">
              Trình duyệt này chưa chạy được trang trò chuyện. Ông/bà mở bằng máy khác, hoặc gửi ý kiến trực tiếp cho
              cán bộ Mặt trận nơi mình ở giúp ạ.
            </p>
          </noscript>
        </main>
        <Composer />
      </body>
    </html>
  );
}

function Composer() {
  return (
    <form id="composer" autocomplete="off">
      <button type="button" id="newer" hidden />
      <p id="status" role="status" hidden />
      <label for="text" class="label">Ý kiến của ông/bà</label>
      <textarea id="text" rows={1} placeholder="Viết ở đây…" />
      <div class="actions">
        <button type="button" id="attach">Ảnh/tệp</button>
        <button type="submit" id="send">Gửi</button>
      </div>
      <input
        type="file" id="file" class="label" multiple tabIndex={-1} aria-label="Chọn ảnh hoặc tệp"
        accept="image/*,audio/*,.pdf,.docx,application/pdf"
      />
    </form>
  );
}

/** "xã Thái Tân" when one commune is served; with several, the bot asks which. */
function whom(plans: readonly ChatPlan[]): string {
  const [first, ...others] = plans;
  if (!first || others.some(({ commune }) => commune.name !== first.commune.name)) return 'chính quyền địa phương';
  return `${first.commune.unit} ${first.commune.name}`;
}
