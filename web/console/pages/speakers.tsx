/** Who registered to speak at a conference: places, and the reserve of each hamlet or association. */
import type { Placed } from '../../../models/speaker-registration.ts';
import { dateText } from '../../../plans/plan-date.ts';
import { partyName } from '../../../plans/lookup.ts';
import type { Conference, Plan } from '../../../plans/plan.ts';
import { hamletLabel, topicLabel, upperFirst } from '../labels.ts';
import { localTime } from '../local-time.ts';
import { planPath, type PlanShell } from '../shell.ts';
import { ConsolePage } from '../views/layout.tsx';
import { number, Select } from '../views/parts.tsx';

export function SpeakersPage({
  shell,
  speakers,
  conference,
}: {
  shell: PlanShell;
  speakers: readonly Placed[];
  conference?: Conference;
}) {
  const { plan } = shell;
  const path = `${planPath(plan)}/speakers`;
  const { capacityPerGroup, minutes } = plan.speaking;
  const shown = conference ? [conference] : plan.conferences;
  return (
    <ConsolePage shell={shell} title="Đăng ký phát biểu">
      <div class="page-head">
        <h1>Đăng ký phát biểu</h1>
        <p class="muted">
          {capacityPerGroup === undefined
            ? 'Không giới hạn số người.'
            : `Mỗi ${plan.hamletUnit}, hội: ${capacityPerGroup} người; ai đăng ký sau là dự bị.`}
          {minutes !== undefined && ` Mỗi người ${minutes} phút.`}
        </p>
      </div>
      {plan.conferences.length > 1 && (
        <form class="filters card" method="get" action={path} data-auto>
          <Select
            name="conference"
            label="Hội nghị"
            value={conference?.id}
            first="Mọi hội nghị"
            options={plan.conferences.map(({ id, name }) => ({ value: id, label: name }))}
          />
          <button class="primary" type="submit">
            Xem
          </button>
        </form>
      )}
      {plan.conferences.length === 0 && <p class="card empty">Kế hoạch này chưa có hội nghị nào.</p>}
      {shown.map((one) => (
        <OfConference
          shell={shell}
          conference={one}
          speakers={speakers.filter((speaker) => speaker.conference === one.id)}
        />
      ))}
    </ConsolePage>
  );
}

function OfConference({
  shell: { plan },
  conference,
  speakers,
}: {
  shell: PlanShell;
  conference: Conference;
  speakers: readonly Placed[];
}) {
  const seated = speakers.filter(({ seat }) => seat !== undefined);
  const waiting = speakers.filter(({ reserve }) => reserve !== undefined);
  return (
    <section class="card">
      <h2>{conference.name}</h2>
      <p class="muted">
        {conference.date ? dateText(conference.date, { weekday: true }) : 'chưa có ngày'} · {number(seated.length)}{' '}
        người phát biểu
        {waiting.length > 0 && `, ${number(waiting.length)} dự bị`}
      </p>
      {speakers.length === 0 ? (
        <p class="empty">Chưa có ai đăng ký.</p>
      ) : (
        <table class="rows">
          <thead>
            <tr>
              <th scope="col">Thứ tự</th>
              <th scope="col">Họ tên</th>
              <th scope="col">{upperFirst(plan.hamletUnit)}/Hội</th>
              <th scope="col">Nội dung đăng ký</th>
              <th scope="col">Lĩnh vực</th>
              <th scope="col">Đăng ký lúc</th>
            </tr>
          </thead>
          <tbody>
            {[...seated, ...waiting].map((speaker) => (
              <tr class={speaker.seat === undefined ? 'waiting' : undefined}>
                <td data-label="Thứ tự" class="nowrap">
                  {speaker.seat ?? `Dự bị ${speaker.reserve}`}
                </td>
                <th scope="row">
                  <bdi>{speaker.name}</bdi>
                </th>
                <td data-label={`${upperFirst(plan.hamletUnit)}/Hội`}>{groupLabel(plan, speaker)}</td>
                <td class="cell-text">
                  <span class="words" dir="auto">
                    {speaker.content}
                  </span>
                </td>
                <td data-label="Lĩnh vực">
                  {speaker.topic ? topicLabel(plan, speaker.topic) : <span class="muted">chưa chọn</span>}
                </td>
                <td data-label="Đăng ký lúc" class="nowrap">
                  {localTime(speaker.registeredAt)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function groupLabel(plan: Plan, { hamlet, association }: Placed): string {
  if (hamlet) return hamletLabel(plan, hamlet);
  return association ? partyName(plan, association) : '';
}
