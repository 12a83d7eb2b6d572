/** Pages for those who are not signed in: the one-time link, and errors. */
import { explain, type WebErrorCode } from '../../errors.ts';
import { Document } from '../views/layout.tsx';
import type { Shell } from '../shell.ts';

/** Opening the link does not use it up, because chat apps open links to preview them: the button does. */
export function SignInPage({ shell, token }: { shell: Shell; token: string }) {
  return (
    <Document shell={shell} title="Đăng nhập">
      <section class="entrance card">
        <img src={shell.urls.icon} alt="" width="56" height="56" />
        <h1>Vào trang làm việc</h1>
        <p>Liên kết này chỉ dùng được một lần, trong 24 giờ. Sau khi vào, máy này giữ đăng nhập trong 12 giờ.</p>
        <form method="post" action={`/console/sign-in/${token}`}>
          <button class="primary wide" type="submit" autofocus>
            Vào làm việc
          </button>
        </form>
      </section>
    </Document>
  );
}

/** `used`: a link was opened that lets nobody in any more. */
export function NoLinkPage({ shell, used }: { shell: Shell; used: boolean }) {
  return (
    <Document shell={shell} title="Đăng nhập">
      <section class="entrance card">
        <img src={shell.urls.icon} alt="" width="56" height="56" />
        <h1>{used ? 'Liên kết không còn dùng được' : 'Trang làm việc của cán bộ'}</h1>
        {used ? (
          <p>Liên kết đã được dùng, đã quá 24 giờ, hoặc gõ chưa đủ.</p>
        ) : (
          <p>Ông/bà vào đây bằng liên kết dùng một lần. Không có mật khẩu để nhớ hay để lộ.</p>
        )}
        <p>
          Xin liên kết mới từ người quản trị của xã. Người quản trị tạo liên kết ở mục “Cán bộ”, hoặc trên máy chủ bằng
          lệnh:
        </p>
        <pre>
          <code>npm run -s cli -- invite</code>
        </pre>
        <p>
          <a href="/">Về trang đầu</a>
        </p>
      </section>
    </Document>
  );
}

/** What went wrong and what to do, with the code that a log line carries too. */
export function ErrorPage({ shell, code, back }: { shell: Shell; code: WebErrorCode; back?: string }) {
  const { status, title, sentence } = explain(code);
  const [href, label] =
    code === 'sign-in-needed'
      ? ['/console/sign-in', 'Cách đăng nhập']
      : [back ?? '/console', back ? 'Xem bản mới' : 'Về trang làm việc'];
  return (
    <Document shell={shell} title={title}>
      <section class="entrance card">
        <p class="muted">Mã {status}</p>
        <h1>{title}</h1>
        <p>{sentence}</p>
        <p>
          <a class="button primary" href={href}>
            {label}
          </a>
        </p>
      </section>
    </Document>
  );
}

/** `/`: leads people on to the chat and staff to the console. */
export function FrontPage({ shell, chat }: { shell: Shell; chat: boolean }) {
  return (
    <Document shell={shell} title="Hội nghị đối thoại">
      <section class="entrance card">
        <img src={shell.urls.icon} alt="" width="56" height="56" />
        <h1>Hội nghị đối thoại với Nhân dân</h1>
        <p>Nơi bà con gửi ý kiến, kiến nghị và đăng ký phát biểu.</p>
        {chat ? (
          <p>
            <a class="button primary wide" href="/chat">
              Gửi ý kiến
            </a>
          </p>
        ) : (
          <p>Bà con gửi ý kiến qua kênh trò chuyện mà xã đã thông báo.</p>
        )}
        <p>
          <a href="/console">Dành cho cán bộ</a>
        </p>
      </section>
    </Document>
  );
}
