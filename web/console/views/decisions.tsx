/** The forms beside a petition. Only what is possible in its status, and allowed to this person, is offered. */
import type { ComponentChildren } from 'preact';
import { isPossible, permissionFor, type Decision } from '../../../handlers/review.ts';
import type { Petition } from '../../../models/petition.ts';
import { can, limitedToOffice } from '../../../models/staff.ts';
import { routingFor } from '../../../plans/lookup.ts';
import { officeLabel, proposedTopic, topicLabel, upperFirst } from '../labels.ts';
import { petitionPath, type PlanShell } from '../shell.ts';
import { Csrf } from './layout.tsx';
import { percent, Select } from './parts.tsx';

/** An alternative below this share would only distract. */
const WORTH_SHOWING = 0.01;

interface PanelProps {
  shell: PlanShell;
  petition: Petition;
  /** The queue that the person came from. */ search: string;
}

export function DecisionPanel(props: PanelProps) {
  const {
    shell: { member, plan },
    petition,
  } = props;
  const may = (kind: Decision['kind']) =>
    limitedToOffice(member) === undefined
    && can(member, permissionFor(kind, petition.status), plan.id)
    && isPossible(kind, petition.status);
  return (
    <>
      {may('topic') && <TopicForms {...props} />}
      {may('route') && <RouteForm {...props} />}
      {may('release') && (
        <section class="card">
          <h2>Không phải khiếu nại, tố cáo?</h2>
          <p class="muted">Máy chỉ đoán. Nếu đây là ý kiến, kiến nghị thông thường, ông/bà đưa trở lại danh sách.</p>
          <Form {...props} kind="release">
            <button class="primary" type="submit">
              Đưa trở lại danh sách
            </button>
          </Form>
        </section>
      )}
      {may('restore') && (
        <section class="card">
          <Form {...props} kind="restore">
            <button class="primary" type="submit">
              Đưa trở lại danh sách
            </button>
          </Form>
        </section>
      )}
      {(may('hamlet') || may('urgent')) && (
        <details class="card">
          <summary>Sửa {plan.hamletUnit}, việc gấp</summary>
          <HamletForm {...props} />
          <Form {...props} kind="urgent">
            <input type="hidden" name="urgent" value={petition.urgent ? '0' : '1'} />
            <button type="submit">{petition.urgent ? 'Bỏ dấu việc gấp' : 'Đánh dấu việc gấp'}</button>
          </Form>
        </details>
      )}
      {(['recall', 'hold', 'reject', 'withdraw'] as const).some(may) && (
        <details class="card">
          <summary>Việc khác</summary>
          {may('recall') && <ReasonForm {...props} kind="recall" label="Lấy lại từ đơn vị" button="Lấy lại" />}
          {may('hold') && (
            <ReasonForm
              {...props}
              kind="hold"
              label="Là khiếu nại, tố cáo: tạm giữ, chuyển người tiếp công dân"
              button="Tạm giữ"
            />
          )}
          {may('reject') && (
            <ReasonForm {...props} kind="reject" label="Không đưa vào danh sách" button="Không đưa vào" danger />
          )}
          {may('withdraw') && (
            <ReasonForm {...props} kind="withdraw" label="Rút theo đề nghị của người gửi" button="Rút ý kiến" danger />
          )}
        </details>
      )}
    </>
  );
}

function TopicForms(props: PanelProps) {
  const {
    shell: { plan },
    petition,
  } = props;
  const confirmed = Boolean(petition.topicConfirmedBy);
  const { proposal } = petition;
  const proposed = proposal?.topic ? proposedTopic(plan, proposal.topic) : undefined;
  const alternatives = (proposal?.alternatives ?? [])
    .map(({ topic, confidence }) => ({ topic: proposedTopic(plan, topic), confidence }))
    .filter(({ topic, confidence }) => topic !== undefined && topic !== proposed && confidence >= WORTH_SHOWING)
    .filter(({ topic }, index, all) => all.findIndex((other) => other.topic === topic) === index)
    .slice(0, 3);
  return (
    <section class="card decide" aria-labelledby="topic">
      <h2 id="topic">{confirmed ? 'Đổi lĩnh vực' : 'Xác nhận lĩnh vực'}</h2>
      {!confirmed && proposal && (
        <Form {...props} kind="topic">
          {proposed ? (
            <div class={proposal.auto ? 'proposal' : 'proposal proposal-weak'}>
              <p>
                <span class="muted">Máy đề xuất</span> <b>{topicLabel(plan, proposed)}</b>{' '}
                <span class="confidence">{percent(proposal.confidence)}</span>
              </p>
              <meter min={0} max={1} low={0.5} high={0.75} optimum={1} value={proposal.confidence}>
                {percent(proposal.confidence)}
              </meter>
              {!proposal.auto && <p class="muted small">Máy không chắc: ông/bà đọc kỹ trước khi xác nhận.</p>}
              <button class="primary wide" type="submit" name="topic" value={proposed}>
                Xác nhận lĩnh vực này
              </button>
            </div>
          ) : (
            <p class="muted">Máy không đoán được lĩnh vực của ý kiến này.</p>
          )}
          {alternatives.length > 0 && (
            <div class="alternatives">
              <span class="muted">Hoặc:</span>
              {alternatives.map(({ topic, confidence }) => (
                <button type="submit" name="topic" value={topic}>
                  {topicLabel(plan, topic)} <small>{percent(confidence)}</small>
                </button>
              ))}
            </div>
          )}
        </Form>
      )}
      <Form {...props} kind="topic">
        <Select
          name="topic"
          label={confirmed ? 'Lĩnh vực' : 'Chọn lĩnh vực khác'}
          value={confirmed ? petition.topic : undefined}
          first="Chọn…"
          required
          options={plan.topics.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <Select name="office" label="Đơn vị trả lời" first="Theo kế hoạch" options={offices(props)} />
        <button type="submit">Lưu lĩnh vực</button>
      </Form>
    </section>
  );
}

function RouteForm(props: PanelProps) {
  const {
    shell: { plan },
    petition,
  } = props;
  const current = petition.office ?? routingFor(plan, petition.topic ?? '').office;
  const routed = petition.status === 'routed';
  return (
    <section class="card">
      <h2>{routed ? 'Chuyển đơn vị khác' : 'Chuyển đơn vị trả lời'}</h2>
      <Form {...props} kind="route">
        <Select name="office" label="Đơn vị trả lời" value={current} options={offices(props)} />
        <button class={routed ? undefined : 'primary'} type="submit">
          {routed ? 'Chuyển lại' : 'Chuyển'}
        </button>
      </Form>
      {!routed && (
        <p class="muted small">Theo kế hoạch: {officeLabel(plan, routingFor(plan, petition.topic ?? '').office)}.</p>
      )}
    </section>
  );
}

function HamletForm(props: PanelProps) {
  const {
    shell: { plan },
    petition,
  } = props;
  return (
    <Form {...props} kind="hamlet">
      <Select
        name="hamlet"
        label={upperFirst(plan.hamletUnit)}
        value={petition.hamlet}
        first="Chưa rõ"
        options={plan.hamlets.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <button type="submit">Lưu {plan.hamletUnit}</button>
    </Form>
  );
}

function ReasonForm({
  label,
  button,
  danger,
  kind,
  ...props
}: PanelProps & { kind: Decision['kind']; label: string; button: string; danger?: boolean }) {
  return (
    <Form {...props} kind={kind}>
      <label class="field">
        <span>{label}</span>
        <input type="text" name="why" required maxLength={1000} placeholder="Lý do" />
      </label>
      <button class={danger ? 'danger' : undefined} type="submit">
        {button}
      </button>
    </Form>
  );
}

function Form({
  shell,
  petition,
  search,
  kind,
  children,
}: PanelProps & { kind: Decision['kind']; children: ComponentChildren }) {
  return (
    <form class="decision" method="post" action={`${petitionPath(shell.plan, petition.code)}${search}`}>
      <Csrf token={shell.csrf} />
      <input type="hidden" name="kind" value={kind} />
      <input type="hidden" name="seen" value={petition.history.length} />
      {children}
    </form>
  );
}

function offices({ shell: { plan } }: PanelProps) {
  return plan.offices.map(({ id, name }) => ({ value: id, label: name }));
}
