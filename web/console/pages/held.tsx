/** What is held as a complaint or denunciation: seen by the officer who receives citizens, and by nobody else. */
import type { Petition } from '../../../models/petition.ts';
import { hamletLabel } from '../labels.ts';
import { localTime } from '../local-time.ts';
import { petitionPath, type PlanShell } from '../shell.ts';
import { ConsolePage } from '../views/layout.tsx';
import { excerpt } from '../views/parts.tsx';

export function HeldPage({ shell, petitions }: { shell: PlanShell; petitions: readonly Petition[] }) {
  const { plan } = shell;
  return (
    <ConsolePage shell={shell} title="Tạm giữ">
      <div class="page-head">
        <h1>Đang tạm giữ</h1>
        <p class="muted">
          Có thể là khiếu nại, tố cáo: không có trong danh sách hay bản xuất nào. Người gửi đã được chỉ nơi nộp đơn. Nếu
          thật ra là ý kiến, kiến nghị, ông/bà mở ra và đưa trở lại danh sách.
        </p>
      </div>
      {petitions.length === 0 ? (
        <p class="card empty">Không có gì đang tạm giữ.</p>
      ) : (
        <table class="rows card">
          <thead>
            <tr>
              <th scope="col">Mã</th>
              <th scope="col">Nội dung</th>
              <th scope="col">Nơi ở</th>
              <th scope="col">Nhận lúc</th>
            </tr>
          </thead>
          <tbody>
            {petitions.map((petition) => (
              <tr>
                <th scope="row" class="cell-code">
                  <a class="row-link" href={petitionPath(plan, petition.code)}>
                    {petition.code}
                  </a>
                </th>
                <td class="cell-text">
                  <span class="excerpt">
                    <bdi>{excerpt(petition)}</bdi>
                  </span>
                </td>
                <td data-label="Nơi ở">{hamletLabel(plan, petition.hamlet, petition.hamletText)}</td>
                <td data-label="Nhận lúc" class="nowrap">
                  {localTime(petition.receivedAt)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </ConsolePage>
  );
}
