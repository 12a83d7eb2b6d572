/** Documents to download: Word and Excel for people, CSV and JSON for other programs. */
import { can } from '../../../models/staff.ts';
import type { ExportFormat } from '../../../reports/input.ts';
import { planPath, type PlanShell } from '../shell.ts';
import { ConsolePage } from '../views/layout.tsx';
import { Select } from '../views/parts.tsx';

const FORMATS: readonly { format: ExportFormat; name: string; what: string }[] = [
  { format: 'docx', name: 'Word', what: 'đúng thể thức văn bản, để ký và in' },
  { format: 'xlsx', name: 'Excel', what: 'lọc và cộng sẵn, có bảng số liệu và danh sách phát biểu' },
  { format: 'csv', name: 'CSV', what: 'bảng thuần cho phần mềm khác' },
  { format: 'json', name: 'JSON', what: 'đủ mọi trường cho phần mềm khác' },
];

export function DownloadsPage({ shell }: { shell: PlanShell }) {
  const { plan, member } = shell;
  return (
    <ConsolePage shell={shell} title="Tải về">
      <div class="page-head">
        <h1>Tải về</h1>
        <p class="muted">
          Danh sách không nêu tên người gửi, và không có khiếu nại, tố cáo, ý kiến đã rút hay không đưa vào.
        </p>
      </div>
      <form class="card download" method="get" action={`${planPath(plan)}/export`}>
        <div class="filters">
          <Select
            name="conference"
            label="Hội nghị"
            first="Cả kế hoạch"
            options={plan.conferences.map(({ id, name }) => ({ value: id, label: name }))}
          />
          <Select
            name="by"
            label="Nhóm theo"
            value="topic"
            options={[
              { value: 'topic', label: 'Lĩnh vực' },
              { value: 'office', label: 'Đơn vị trả lời' },
            ]}
          />
        </div>
        {can(member, 'list.appendix', plan.id) && (
          <label class="check">
            <input type="checkbox" name="appendix" value="1" />
            <span>
              Kèm phụ lục nội bộ có họ tên, số điện thoại người gửi{' '}
              <small class="muted">(chỉ Word, Excel; không được công bố)</small>
            </span>
          </label>
        )}
        <ul class="formats">
          {FORMATS.map(({ format, name, what }) => (
            <li>
              <button
                class={format === 'docx' || format === 'xlsx' ? 'primary' : undefined}
                type="submit"
                name="format"
                value={format}
              >
                Tải {name}
              </button>
              <span class="muted">{what}</span>
            </li>
          ))}
        </ul>
      </form>
    </ConsolePage>
  );
}
