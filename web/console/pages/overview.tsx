/** The first page of a plan: how it stands, and what needs a person now. */
import type { Counted } from '../../../handlers/list-counts.ts';
import { PETITION_STATUSES, type Petition } from '../../../models/petition.ts';
import { collectingCloses } from '../../../plans/milestones.ts';
import { daysBetween, dayOf, dateText } from '../../../plans/plan-date.ts';
import type { Plan } from '../../../plans/plan.ts';
import { hamletLabel, NO_TOPIC, STATUS_LABELS, topicLabel } from '../labels.ts';
import { petitionPath, planPath, type PlanShell } from '../shell.ts';
import { ConsolePage } from '../views/layout.tsx';
import { Bar, excerpt, Notice, number, UrgentMark } from '../views/parts.tsx';

export interface OverviewData {
  counts: Counted;
  /** What to look at first. */
  first: readonly Petition[];
  held?: number;
  /** How many asked for a human being; absent for those who may not see who. */
  callers?: number;
  /** Told to administrators: nobody could see a complaint. */
  nobodyReceives: boolean;
}

export function OverviewPage({ shell, data }: { shell: PlanShell; data: OverviewData }) {
  const { plan } = shell;
  const { counts, first, held, callers } = data;
  const petitions = `${planPath(plan)}/petitions`;
  return (
    <ConsolePage shell={shell} title="Tổng quan">
      <div class="page-head">
        <h1>Tổng quan</h1>
        <p class="muted">{plan.title}</p>
      </div>
      {data.nobodyReceives && (
        <Notice kind="warn">
          Chưa có ai giữ vai trò “Tiếp công dân”, nên khiếu nại, tố cáo đang tạm giữ chưa có người xem.{' '}
          <a href="/console/staff">Mời người</a>
        </Notice>
      )}
      <ul class="figures">
        <Figure
          href={`${petitions}?status=todo&order=priority`}
          value={number(counts.todo)}
          label="cần xem"
          strong={counts.todo > 0}
          note={counts.unsure > 0 ? `${number(counts.unsure)} ý kiến máy chưa chắc` : 'máy đã đề xuất lĩnh vực'}
        />
        <Figure
          href={`${petitions}?urgent=1`}
          value={number(counts.urgent)}
          label="việc gấp"
          alarm={counts.urgent > 0}
          note="liên quan tính mạng, an toàn"
        />
        <Figure href={petitions} value={number(counts.all)} label="ý kiến" note="không kể đang tạm giữ" />
        {callers !== undefined && callers > 0 && (
          <Figure
            href={`${planPath(plan)}/callers`}
            value={number(callers)}
            label="cần gặp cán bộ"
            alarm
            note="đã nhắn “gặp cán bộ”"
          />
        )}
        {held !== undefined && (
          <Figure href={`${planPath(plan)}/held`} value={number(held)} label="tạm giữ" note="khiếu nại, tố cáo" />
        )}
        <Closing plan={plan} now={shell.now} />
      </ul>

      <section class="card" aria-labelledby="first">
        <h2 id="first">Cần người xem trước</h2>
        {first.length === 0 ? (
          <p class="empty">Không còn ý kiến nào chờ xem.</p>
        ) : (
          <ol class="first">
            {first.map((petition) => (
              <li>
                <a href={`${petitionPath(plan, petition.code)}?status=todo&order=priority`}>
                  <span class="code">{petition.code}</span>
                  <span class="excerpt">
                    <bdi>{excerpt(petition)}</bdi>
                  </span>
                </a>
                <span class="tags">
                  {petition.urgent && <UrgentMark />}
                  <span class="muted">
                    {topicLabel(plan, petition.topic)} · {hamletLabel(plan, petition.hamlet, petition.hamletText)}
                  </span>
                </span>
              </li>
            ))}
          </ol>
        )}
      </section>

      <div class="columns">
        <Tally
          title="Theo trạng thái"
          all={counts.all}
          rows={PETITION_STATUSES.filter((status) => counts.status.has(status)).map((status) => ({
            label: STATUS_LABELS[status],
            count: counts.status.get(status) ?? 0,
            href: `${petitions}?status=${status}`,
          }))}
        />
        <Tally
          title={`Theo ${plan.hamletUnit}`}
          all={counts.all}
          rows={[
            ...plan.hamlets.map(({ id }) => ({
              label: hamletLabel(plan, id),
              count: counts.hamlet.get(id) ?? 0,
              href: `${petitions}?hamlet=${id}`,
            })),
            ...unknown(counts.hamlet, hamletLabel(plan, undefined), `${petitions}?hamlet=none`),
          ]}
        />
        <Tally
          wide
          title="Theo lĩnh vực"
          all={counts.all}
          rows={[
            ...plan.topics.map(({ id, name }) => ({
              label: name,
              count: counts.topic.get(id) ?? 0,
              href: `${petitions}?topic=${id}`,
            })),
            ...unknown(counts.topic, NO_TOPIC, `${petitions}?topic=none`),
          ]}
        />
        <Conferences plan={plan} />
      </div>
    </ConsolePage>
  );
}

function unknown(counts: Map<string, number>, label: string, href: string) {
  const count = counts.get('') ?? 0;
  return count > 0 ? [{ label, count, href }] : [];
}

function Figure({
  href,
  value,
  label,
  note,
  strong,
  alarm,
}: {
  href?: string;
  value: string;
  label: string;
  note: string;
  strong?: boolean;
  alarm?: boolean;
}) {
  const content = (
    <>
      <b>{value}</b> <span>{label}</span>
      <small>{note}</small>
    </>
  );
  const look = alarm ? 'figure figure-alarm' : strong ? 'figure figure-strong' : 'figure';
  return <li class={look}>{href ? <a href={href}>{content}</a> : <div>{content}</div>}</li>;
}

function Closing({ plan, now }: { plan: Plan; now: Date }) {
  const closes = collectingCloses(plan);
  if (!closes) return null;
  const days = daysBetween(dayOf(now), closes.latest);
  if (days < 0) return <Figure value="Đã hết" label="hạn nhận ý kiến" note={dateText(closes)} />;
  if (days === 0) return <Figure value="Hôm nay" label="là ngày cuối nhận ý kiến" note={dateText(closes)} strong />;
  return <Figure value={String(days)} label="ngày nữa hết hạn nhận" note={dateText(closes)} />;
}

function Tally({
  title,
  rows,
  all,
  wide,
}: {
  title: string;
  rows: readonly { label: string; count: number; href: string }[];
  all: number;
  wide?: boolean;
}) {
  return (
    <section class={wide ? 'card wide' : 'card'}>
      <h2>{title}</h2>
      {rows.length === 0 ? (
        <p class="empty">Chưa có ý kiến nào.</p>
      ) : (
        <ul class="tally">
          {rows.map(({ label, count, href }) => (
            <li class={count === 0 ? 'zero' : undefined}>
              <a href={href}>
                <span>{label}</span>
                <b>{number(count)}</b>
              </a>
              <Bar share={all === 0 ? 0 : count / all} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Conferences({ plan }: { plan: Plan }) {
  if (plan.conferences.length === 0) return null;
  return (
    <section class="card wide">
      <h2>Hội nghị</h2>
      <ul class="conferences">
        {plan.conferences.map(({ name, date, time, place, chair }) => (
          <li>
            <b>{name}</b>
            <span class="muted">
              {[date ? dateText(date, { weekday: true }) : 'chưa có ngày', time, place].filter(Boolean).join(' · ')}
            </span>
            <span class="muted">Chủ trì: {chair}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
