/** People who asked for a human being: who they are, what they have sent, a button for "somebody talked to them". */
import type { Caller } from '../../../handlers/callers.ts';
import { CHANNEL_LABELS, hamletLabel } from '../labels.ts';
import { localTime } from '../local-time.ts';
import { petitionPath, planPath, type PlanShell } from '../shell.ts';
import { ConsolePage, Csrf } from '../views/layout.tsx';

export function CallersPage({ shell, callers }: { shell: PlanShell; callers: readonly Caller[] }) {
  const { plan, csrf } = shell;
  return (
    <ConsolePage shell={shell} title="Cần gặp cán bộ">
      <div class="page-head">
        <h1>Cần gặp cán bộ</h1>
        <p class="muted">Những người đã nhắn “gặp cán bộ”. Ông/bà gọi hoặc gặp trực tiếp, xong thì bấm “Đã gặp”.</p>
      </div>
      {callers.length === 0 ? (
        <p class="card empty">Không có ai đang chờ.</p>
      ) : (
        <table class="rows card">
          <thead>
            <tr>
              <th scope="col">Người chờ</th>
              <th scope="col">Điện thoại</th>
              <th scope="col">Nơi ở</th>
              <th scope="col">Đã gửi</th>
              <th scope="col">Từ lúc</th>
              <th scope="col"><span class="hidden">Việc</span></th>
            </tr>
          </thead>
          <tbody>
            {callers.map(({ chat, channel, person, codes, since }) => (
              <tr>
                <th scope="row"><bdi>{person?.name ?? `Chưa rõ tên (${CHANNEL_LABELS[channel]})`}</bdi></th>
                <td data-label="Điện thoại">{person?.phone ?? 'chưa có'}</td>
                <td data-label="Nơi ở">{hamletLabel(plan, person?.hamlet, person?.hamletText)}</td>
                <td data-label="Đã gửi">
                  {codes.length === 0 && 'chưa gửi gì'}
                  {codes.slice(0, 5).map((code) => (
                    <>
                      <a href={petitionPath(plan, code)}>{code}</a>{' '}
                    </>
                  ))}
                </td>
                <td data-label="Từ lúc" class="nowrap">{localTime(since)}</td>
                <td>
                  <form method="post" action={`${planPath(plan)}/callers`}>
                    <Csrf token={csrf} />
                    <input type="hidden" name="chat" value={chat} />
                    <button type="submit">Đã gặp</button>
                  </form>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </ConsolePage>
  );
}
