/** The grouped list as it will be exported: the groups with their counts, and one group open at a time. */
import type { Conference } from '../../../plans/plan.ts';
import { columnsFor, LIST_COLUMNS, type Column } from '../../../reports/columns.ts';
import type { Counts, GroupedList, ListRow } from '../../../reports/grouped-list.ts';
import { upperFirst } from '../labels.ts';
import { groupId, type OpenGroup } from '../open-group.ts';
import type { ListParams } from '../query.ts';
import { planPath, type PlanShell } from '../shell.ts';
import { ConsolePage } from '../views/layout.tsx';
import { number, Pager, Select } from '../views/parts.tsx';

export function GroupedListPage({
  shell,
  params,
  list,
  open,
  conference,
}: {
  shell: PlanShell;
  params: ListParams;
  list: GroupedList;
  open?: OpenGroup;
  conference?: Conference;
}) {
  const { plan } = shell;
  const path = `${planPath(plan)}/list`;
  const href = (change: Partial<ListParams>) => `${path}${listSearch({ ...params, page: 1, ...change })}`;
  return (
    <ConsolePage shell={shell} title="Danh sách tổng hợp">
      <div class="page-head">
        <h1>Danh sách tổng hợp</h1>
        <p class="muted">
          Đúng như sẽ xuất ra Word, Excel. Không nêu tên người gửi; không có khiếu nại, tố cáo, ý kiến đã rút.
        </p>
      </div>
      <form class="filters card" method="get" action={path} data-auto>
        <Select
          name="conference"
          label="Hội nghị"
          value={params.conference}
          first="Cả kế hoạch"
          options={plan.conferences.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <Select
          name="by"
          label="Nhóm theo"
          value={params.by ?? 'topic'}
          options={[
            { value: 'topic', label: 'Lĩnh vực' },
            { value: 'office', label: 'Đơn vị trả lời' },
          ]}
        />
        <button class="primary" type="submit">
          Xem
        </button>
      </form>
      <p class="total" role="status">
        {conference ? `${conference.name}: ` : ''}
        <b>{number(list.counts.people)}</b> người, <b>{number(list.counts.petitions)}</b> ý kiến,{' '}
        <b>{number(list.counts.answers)}</b> đã trả lời
      </p>
      {open ? (
        <div class="grouped">
          <nav class="card groups" aria-label="Nhóm">
            <ul>
              {list.groups.map((group) => (
                <li>
                  <a href={href({ group: groupId(group) })} aria-current={group === open.group ? 'true' : undefined}>
                    <span>{group.name}</span>
                    <b>{number(group.counts.petitions)}</b>
                  </a>
                </li>
              ))}
            </ul>
          </nav>
          <Group shell={shell} open={open} list={list} href={href} />
        </div>
      ) : (
        <p class="card empty">Chưa có ý kiến nào trong danh sách này.</p>
      )}
    </ConsolePage>
  );
}

function Group({
  shell,
  open: { group, hamlets, page, pages },
  list,
  href,
}: {
  shell: PlanShell;
  open: OpenGroup;
  list: GroupedList;
  href: (change: Partial<ListParams>) => string;
}) {
  const columns = columnsFor(LIST_COLUMNS, shell.plan.hamletUnit)
    .filter(({ key, flatOnly }) => !flatOnly && !['hamlet', 'answer', 'counts'].includes(key))
    .filter(({ key }) => list.by === 'topic' || key !== 'office');
  return (
    <section class="card group" aria-labelledby="group">
      <h2 id="group">{group.name}</h2>
      <p class="muted">{countsText(group.counts)}</p>
      {hamlets.map(({ name, rows, counts }) => (
        <>
          <h3>
            {upperFirst(name)} <small class="muted">{countsText(counts)}</small>
          </h3>
          <Rows columns={columns} rows={rows} />
        </>
      ))}
      <Pager page={page} pages={pages} href={(to) => href({ group: groupId(group), page: to })} />
    </section>
  );
}

function Rows({ columns, rows }: { columns: readonly Column<ListRow>[]; rows: readonly ListRow[] }) {
  return (
    <table class="rows rows-list">
      <thead>
        <tr>
          {columns.map(({ header }) => (
            <th scope="col">{header}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr>
            {columns.map(({ key, header, value, text }) => (
              <td class={`cell-${key}`} data-label={text ? undefined : header}>
                {text ? (
                  <span class="words" dir="auto">
                    {value(row)}
                  </span>
                ) : (
                  value(row)
                )}
                {text
                  && row.additions.map((addition) => (
                    <span class="words" dir="auto">
                      <i class="muted">({addition.label})</i> {addition.text}
                    </span>
                  ))}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function countsText({ people, petitions, answers }: Counts): string {
  return `${number(people)} người, ${number(petitions)} ý kiến, ${number(answers)} đã trả lời`;
}

function listSearch({ conference, by, group, page }: ListParams): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries({ conference, by, group })) if (value) search.set(key, value);
  if (page > 1) search.set('page', String(page));
  const text = search.toString();
  return text && `?${text}`;
}
