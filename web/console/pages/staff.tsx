/** For administrators: who works in the console, with which roles, and one-time links. */
import { ROLES, type StaffMember } from '../../../models/staff.ts';
import { communeText } from '../../../plans/lookup.ts';
import type { Plan } from '../../../plans/plan.ts';
import { officeLabel, ROLE_LABELS, upperFirst } from '../labels.ts';
import { localTime } from '../local-time.ts';
import type { SignedInShell } from '../shell.ts';
import { ConsolePage, Csrf } from '../views/layout.tsx';
import { Notice } from '../views/parts.tsx';

/** A link that was just made; it is shown on this one page and never again. */
export interface FreshLink {
  name: string;
  url: string;
}

interface StaffProps {
  shell: SignedInShell;
  staff: readonly StaffMember[];
  fresh?: FreshLink;
  allPlans: readonly Plan[];
}

export function StaffPage(props: StaffProps) {
  const { shell, staff, fresh } = props;
  return (
    <ConsolePage shell={shell} title="Cán bộ">
      <div class="page-head">
        <h1>Cán bộ</h1>
        <p class="muted">Mỗi người vào bằng liên kết dùng một lần, hết hạn sau 24 giờ. Không có mật khẩu.</p>
      </div>
      {fresh && (
        <Notice>
          Liên kết cho <b>{fresh.name}</b>, chỉ hiện một lần này. Gửi riêng cho người đó:{' '}
          <input
            class="fresh-link"
            type="text"
            readOnly
            value={fresh.url}
            aria-label={`Liên kết cho ${fresh.name}`}
            data-copy
          />
        </Notice>
      )}
      <table class="rows card">
        <thead>
          <tr>
            <th scope="col">Tên</th>
            <th scope="col">Vai trò</th>
            <th scope="col">Phạm vi</th>
            <th scope="col">Từ</th>
            <th scope="col">
              <span class="hidden">Việc</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {staff.map((member) => (
            <Row {...props} member={member} />
          ))}
        </tbody>
      </table>
      <Invite {...props} />
    </ConsolePage>
  );
}

function Row({ shell, member, allPlans }: StaffProps & { member: StaffMember }) {
  const action = (what: string) => `/console/staff/${member.id}/${what}`;
  const plans = allPlans.filter(({ id }) => member.plans.includes(id));
  const office = member.office && plans[0] ? `: ${officeLabel(plans[0], member.office)}` : '';
  return (
    <tr class={member.disabledAt ? 'waiting' : undefined}>
      <th scope="row">
        {member.name}
        {member.id === shell.member.id && <small class="muted">chính là ông/bà</small>}
      </th>
      <td data-label="Vai trò">
        {member.roles.map((role) => ROLE_LABELS[role].name).join(', ')}
        {office}
      </td>
      <td data-label="Phạm vi">
        {member.plans.length === 0 ? 'Mọi kế hoạch' : plans.map((plan) => upperFirst(communeText(plan))).join(', ')}
      </td>
      <td data-label="Từ" class="nowrap">
        {localTime(member.createdAt)}
      </td>
      <td>
        {member.disabledAt ? (
          <span class="muted">đã thôi từ {localTime(member.disabledAt)}</span>
        ) : (
          <span class="actions">
            <form method="post" action={action('link')}>
              <Csrf token={shell.csrf} />
              <button type="submit">Liên kết mới</button>
            </form>
            {member.id !== shell.member.id && (
              <details>
                <summary>Cho thôi</summary>
                <form method="post" action={action('disable')}>
                  <Csrf token={shell.csrf} />
                  <button class="danger" type="submit">
                    {member.name} không vào được nữa
                  </button>
                </form>
              </details>
            )}
          </span>
        )}
      </td>
    </tr>
  );
}

function Invite({ shell, allPlans }: StaffProps) {
  return (
    <form class="card invite" method="post" action="/console/staff">
      <h2>Mời người</h2>
      <Csrf token={shell.csrf} />
      <label class="field">
        <span>Họ tên, chức vụ</span>
        <input type="text" name="name" required maxLength={100} autocomplete="off" />
      </label>
      <fieldset>
        <legend>Vai trò</legend>
        {ROLES.map((role) => (
          <label class="check">
            <input type="checkbox" name="roles" value={role} />
            <span>
              {ROLE_LABELS[role].name} <small class="muted">{ROLE_LABELS[role].may}</small>
            </span>
          </label>
        ))}
      </fieldset>
      <fieldset>
        <legend>Kế hoạch</legend>
        <p class="muted small">Không chọn nghĩa là mọi kế hoạch.</p>
        {allPlans.map((plan) => (
          <label class="check">
            <input type="checkbox" name="plans" value={plan.id} />
            <span>
              {upperFirst(communeText(plan))} <small class="muted">{plan.id}</small>
            </span>
          </label>
        ))}
      </fieldset>
      <label class="field">
        <span>Đơn vị, cho vai trò “{ROLE_LABELS.office.name}”</span>
        <select name="office">
          <option value="">Không</option>
          {allPlans.map((plan) => (
            <optgroup label={upperFirst(communeText(plan))}>
              {plan.offices.map(({ id, name }) => (
                <option value={`${plan.id}/${id}`}>{name}</option>
              ))}
            </optgroup>
          ))}
        </select>
      </label>
      <button class="primary" type="submit">
        Tạo liên kết mời
      </button>
    </form>
  );
}
