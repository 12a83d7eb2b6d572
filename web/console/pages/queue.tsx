/** The queue of petitions: filters with counts, one page of rows. */
import type { QueuePage } from '../../../handlers/lists.ts';
import { PETITION_STATUSES, type Petition } from '../../../models/petition.ts';
import { limitedToOffice } from '../../../models/staff.ts';
import type { Plan } from '../../../plans/plan.ts';
import { hamletLabel, NO_TOPIC, officeLabel, STATUS_LABELS, topicLabel, upperFirst } from '../labels.ts';
import { localTime } from '../local-time.ts';
import { queueSearch, type QueueParams } from '../query.ts';
import { petitionPath, planPath, type PlanShell } from '../shell.ts';
import { ConsolePage } from '../views/layout.tsx';
import { excerpt, number, Pager, Select, StatusPill, UrgentMark, type Option } from '../views/parts.tsx';

export function QueuePageView({ shell, params, data }: { shell: PlanShell; params: QueueParams; data: QueuePage }) {
  const { plan } = shell;
  const path = `${planPath(plan)}/petitions`;
  return (
    <ConsolePage shell={shell} title="Ý kiến">
      <div class="page-head">
        <h1>Ý kiến, kiến nghị</h1>
      </div>
      <Tabs path={path} params={params} data={data} />
      <Filters shell={shell} path={path} params={params} data={data} />
      <p class="total" role="status">
        <b>{number(data.total)}</b> ý kiến
        {data.pages > 1 && (
          <>
            , trang {number(data.page)} / {number(data.pages)}
          </>
        )}
        {hasFilter(params) && (
          <>
            {' '}
            · <a href={path}>Bỏ mọi bộ lọc</a>
          </>
        )}
      </p>
      {data.petitions.length === 0 ? (
        <p class="card empty">Không có ý kiến nào khớp. Thử bớt điều kiện lọc, hoặc gõ ít từ hơn.</p>
      ) : (
        <Rows plan={plan} params={params} petitions={data.petitions} />
      )}
      <Pager page={data.page} pages={data.pages} href={(page) => `${path}${queueSearch(params, { page })}`} />
    </ConsolePage>
  );
}

/** What is to be looked at is shown with the most pressing first. */
function orderOf(status: QueueParams['status']): QueueParams['order'] {
  return status === 'todo' ? 'priority' : undefined;
}

function hasFilter({ status, topic, hamlet, office, urgent, q }: QueueParams): boolean {
  return Boolean(status || topic || hamlet || office || urgent || q);
}

function Tabs({ path, params, data }: { path: string; params: QueueParams; data: QueuePage }) {
  const { counts } = data;
  const tabs: { status?: QueueParams['status']; label: string; count: number }[] = [
    { status: 'todo', label: 'Cần xem', count: counts.todo },
    { status: 'reviewed', label: 'Đã xem', count: counts.status.get('reviewed') ?? 0 },
    { status: 'routed', label: 'Đã chuyển', count: counts.status.get('routed') ?? 0 },
    { status: 'answered', label: 'Đã trả lời', count: counts.status.get('answered') ?? 0 },
    { label: 'Tất cả', count: [...counts.status.values()].reduce((sum, count) => sum + count, 0) },
  ];
  return (
    <nav class="tabs" aria-label="Trạng thái">
      <ul>
        {tabs
          .filter(({ status, count }) => count > 0 || status === params.status || status === 'todo' || !status)
          .map(({ status, label, count }) => (
            <li>
              <a
                href={path + queueSearch(params, { status, page: 1, order: orderOf(status) })}
                aria-current={params.status === status ? 'true' : undefined}
              >
                {label}
                {!params.q && <span class="count">{number(count)}</span>}
              </a>
            </li>
          ))}
      </ul>
    </nav>
  );
}

function Filters({
  shell,
  path,
  params,
  data,
}: {
  shell: PlanShell;
  path: string;
  params: QueueParams;
  data: QueuePage;
}) {
  const { plan, member } = shell;
  // The numbers beside the choices do not know the words that are searched for: then they are left out.
  const count = (counts: Map<string, number>, id: string) => (params.q ? undefined : (counts.get(id) ?? 0));
  const { counts } = data;
  const topics: Option[] = [
    ...plan.topics.map(({ id, name }) => ({ value: id, label: name, count: count(counts.topic, id) })),
    { value: 'none', label: NO_TOPIC, count: count(counts.topic, '') },
  ];
  const hamlets: Option[] = [
    ...plan.hamlets.map(({ id, name }) => ({ value: id, label: name, count: count(counts.hamlet, id) })),
    { value: 'none', label: hamletLabel(plan, undefined), count: count(counts.hamlet, '') },
  ];
  const offices = plan.offices.map(({ id, name }) => ({ value: id, label: name, count: count(counts.office, id) }));
  const statuses = PETITION_STATUSES.filter(
    (status) => status !== 'held' && (counts.status.has(status) || status === params.status),
  ).map((status) => ({
    value: status,
    label: STATUS_LABELS[status],
    count: count(counts.status as Map<string, number>, status),
  }));
  // On a phone the choices are folded away until one of them is used.
  const narrowed = Boolean(params.topic || params.hamlet || params.office || params.urgent);
  return (
    <form class="filters card" method="get" action={path} role="search" data-auto>
      <label class="field field-search">
        <span>Tìm trong nội dung</span>
        <input
          type="search"
          name="q"
          value={params.q ?? ''}
          maxLength={200}
          placeholder="gõ không dấu cũng được"
          enterKeyHint="search"
        />
      </label>
      <label class="check more">
        <input type="checkbox" checked={narrowed} />
        <span>Lọc thêm</span>
      </label>
      <Select extra name="topic" label="Lĩnh vực" value={params.topic} first="Mọi lĩnh vực" options={topics} />
      <Select
        extra
        name="hamlet"
        label={upperFirst(plan.hamletUnit)}
        value={params.hamlet}
        first={`Mọi ${plan.hamletUnit}`}
        options={hamlets}
      />
      <Select
        extra
        name="status"
        label="Trạng thái"
        value={params.status}
        first="Mọi trạng thái"
        options={[{ value: 'todo', label: 'Cần xem', count: params.q ? undefined : counts.todo }, ...statuses]}
      />
      {limitedToOffice(member) === undefined && (
        <Select extra name="office" label="Đơn vị trả lời" value={params.office} first="Mọi đơn vị" options={offices} />
      )}
      <Select
        extra
        name="order"
        label="Thứ tự"
        value={params.order}
        first="Mới nhất trước"
        options={[
          { value: 'oldest', label: 'Cũ nhất trước' },
          { value: 'priority', label: 'Cần xem nhất trước' },
        ]}
      />
      <label class="check extra">
        <input type="checkbox" name="urgent" value="1" checked={params.urgent === '1'} />
        <span>Chỉ việc gấp{!params.q && ` (${number(counts.urgent)})`}</span>
      </label>
      <button class="primary" type="submit">
        Lọc
      </button>
    </form>
  );
}

function Rows({ plan, params, petitions }: { plan: Plan; params: QueueParams; petitions: readonly Petition[] }) {
  const search = queueSearch(params);
  return (
    <table class="rows rows-queue card">
      <caption class="hidden">Ý kiến tìm được</caption>
      <thead>
        <tr>
          <th scope="col">Mã</th>
          <th scope="col">Nội dung</th>
          <th scope="col">Lĩnh vực</th>
          <th scope="col">{upperFirst(plan.hamletUnit)}</th>
          <th scope="col">Trạng thái</th>
          <th scope="col">Nhận lúc</th>
        </tr>
      </thead>
      <tbody>
        {petitions.map((petition) => (
          <tr class={petition.urgent ? 'urgent' : undefined}>
            <th scope="row" class="cell-code">
              <a class="row-link" href={`${petitionPath(plan, petition.code)}${search}`}>
                {petition.code}
              </a>
            </th>
            <td class="cell-text">
              <span class="excerpt">
                <bdi>{excerpt(petition)}</bdi>
              </span>
              {petition.urgent && <UrgentMark />}
              {petition.attachments.length > 0 && (
                <span class="muted nowrap"> {petition.attachments.length} tệp kèm</span>
              )}
            </td>
            <td data-label="Lĩnh vực">
              {topicLabel(plan, petition.topic)}
              {petition.status === 'classified' && <small class="muted">máy đề xuất</small>}
            </td>
            <td data-label={upperFirst(plan.hamletUnit)}>
              {petition.hamlet ? (
                plan.hamlets.find(({ id }) => id === petition.hamlet)?.name
              ) : (
                <span class="muted">{hamletLabel(plan, undefined, petition.hamletText)}</span>
              )}
            </td>
            <td data-label="Trạng thái" class="cell-status">
              <StatusPill status={petition.status} />
              {petition.status === 'routed' && <small class="muted">{officeLabel(plan, petition.office)}</small>}
            </td>
            <td data-label="Nhận lúc" class="nowrap">
              {localTime(petition.receivedAt)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
