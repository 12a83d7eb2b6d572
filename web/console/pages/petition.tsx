/**
 * One petition: the person's own words, the machine's proposal beside the person's decision, what happened to it.
 * Longer than other pages on purpose: its cards are one page, and are read from top to bottom as one.
 */
import { holdsPersonalData } from '../../../classifier/index.ts';
import type { Attachment } from '../../../models/attachment.ts';
import type { HistoryEntry } from '../../../models/history.ts';
import type { Person } from '../../../models/person.ts';
import type { LikePetition } from '../../../handlers/like-petitions.ts';
import type { Petition } from '../../../models/petition.ts';
import { can } from '../../../models/staff.ts';
import { CHANNEL_LABELS, hamletLabel, historyText, officeLabel, reasonText, topicLabel } from '../labels.ts';
import { localTime } from '../local-time.ts';
import { queueSearch, type QueueParams } from '../query.ts';
import { petitionPath, planPath, type PlanShell } from '../shell.ts';
import { DecisionPanel } from '../views/decisions.tsx';
import { ConsolePage } from '../views/layout.tsx';
import { excerpt, Notice, percent, StatusPill, UrgentMark } from '../views/parts.tsx';

export interface PetitionData {
  petition: Petition;
  attachments: ReadonlyMap<string, Attachment>;
  /** Only for those who may know. */
  author: Person | null;
  previous?: Petition;
  next?: Petition;
  /** Other petitions that say much the same, most alike first. */
  like: readonly LikePetition[];
  /** Names of staff by id, for the history. */
  staffNames: ReadonlyMap<string, string>;
}

export function PetitionPage({ shell, params, data }: { shell: PlanShell; params: QueueParams; data: PetitionData }) {
  const { plan, member } = shell;
  const { petition, previous, next, author } = data;
  const search = queueSearch(params);
  const isHeld = petition.status === 'held';
  return (
    <ConsolePage shell={shell} title={petition.code}>
      <nav class="trail" aria-label="Vị trí">
        {isHeld ? (
          <a href={`${planPath(plan)}/held`}>← Đang tạm giữ</a>
        ) : (
          <a href={`${planPath(plan)}/petitions${search}`}>← Danh sách ý kiến</a>
        )}
        <span class="trail-next">
          {previous && (
            <a class="button" rel="prev" href={`${petitionPath(plan, previous.code)}${search}`}>
              ← {previous.code}
            </a>
          )}
          {next && (
            <a class="button" rel="next" href={`${petitionPath(plan, next.code)}${search}`}>
              {next.code} →
            </a>
          )}
        </span>
      </nav>
      {params.saved && (
        <Notice>
          Đã ghi quyết định của ông/bà.
          {next && (
            <>
              {' '}
              <a href={`${petitionPath(plan, next.code)}${search}`}>Xem ý kiến tiếp theo: {next.code}</a>
            </>
          )}
        </Notice>
      )}
      <div class="page-head">
        <h1>
          {petition.code} <StatusPill status={petition.status} /> {petition.urgent && <UrgentMark />}
        </h1>
        <p class="muted">
          {localTime(petition.receivedAt)} · {CHANNEL_LABELS[petition.channel] ?? petition.channel} ·{' '}
          {hamletLabel(plan, petition.hamlet, petition.hamletText)}
          {petition.receipt !== petition.code && (
            <>
              {' '}
              · cùng phiếu với <a href={petitionPath(plan, petition.receipt)}>{petition.receipt}</a>
            </>
          )}
        </p>
      </div>
      <div class="petition">
        <div class="petition-words">
          <Words shell={shell} data={data} />
          {can(member, 'petition.identity', plan.id) && <Author petition={petition} author={author} />}
          <Like shell={shell} like={data.like} />
        </div>
        <aside class="petition-decide" aria-label="Quyết định">
          <Facts shell={shell} data={data} />
          <DecisionPanel shell={shell} petition={petition} search={search} />
        </aside>
        <History shell={shell} data={data} />
      </div>
    </ConsolePage>
  );
}

function Words({ shell, data: { petition, attachments } }: { shell: PlanShell; data: PetitionData }) {
  const files = (ids: readonly string[]) => (
    <Files shell={shell} petition={petition} ids={ids} attachments={attachments} />
  );
  return (
    <section class="card" aria-labelledby="words">
      <h2 id="words">Nguyên văn</h2>
      {petition.erasedAt ? (
        <p class="empty">Nội dung đã được xoá theo yêu cầu của người gửi, {localTime(petition.erasedAt)}.</p>
      ) : petition.text === '' ? (
        <p class="empty">Không có lời viết.</p>
      ) : (
        <blockquote class="words" dir="auto">
          {petition.text}
        </blockquote>
      )}
      {holdsPersonalData(petition.text) && (
        <p class="muted small">Có thể có dữ liệu riêng của người khác, xem kỹ trước khi đưa vào danh sách.</p>
      )}
      {files(petition.attachments)}
      {petition.additions.map((addition) => (
        <div class="addition">
          <h3>Bổ sung {localTime(addition.at)}</h3>
          {addition.text !== '' && (
            <blockquote class="words" dir="auto">
              {addition.text}
            </blockquote>
          )}
          {files(addition.attachments)}
        </div>
      ))}
      {petition.location && (
        <p class="muted">
          Vị trí gửi kèm: {petition.location.latitude.toFixed(5)}, {petition.location.longitude.toFixed(5)}
        </p>
      )}
      {petition.wholeMessage && petition.wholeMessage !== petition.text && (
        <details>
          <summary>Cả tin nhắn gồm nhiều ý kiến</summary>
          <blockquote class="words" dir="auto">
            {petition.wholeMessage}
          </blockquote>
        </details>
      )}
    </section>
  );
}

function Files({
  shell,
  petition,
  ids,
  attachments,
}: {
  shell: PlanShell;
  petition: Petition;
  ids: readonly string[];
  attachments: ReadonlyMap<string, Attachment>;
}) {
  const found = ids.flatMap((id) => attachments.get(id) ?? []);
  if (found.length === 0) return null;
  return (
    <ul class="files">
      {found.map((file, index) => {
        const href = `${petitionPath(shell.plan, petition.code)}/files/${file.id}`;
        const label = file.name ?? `${KINDS[file.kind]} ${index + 1}`;
        if (file.state !== 'stored') {
          return (
            <li class="muted">
              {label}: {file.state === 'failed' ? 'không tải được từ mạng' : 'đang tải về'}
            </li>
          );
        }
        return (
          <li>
            <a href={href}>
              {file.kind === 'photo' ? (
                <img src={href} alt={`${label} gửi kèm ${petition.code}`} loading="lazy" />
              ) : (
                label
              )}
            </a>
          </li>
        );
      })}
    </ul>
  );
}

const KINDS = { photo: 'Ảnh', file: 'Tệp', voice: 'Ghi âm', video: 'Video' } as const;

function Author({ petition, author }: { petition: Petition; author: Person | null }) {
  const erased = petition.erasedAt ?? author?.erasedAt;
  return (
    <section class="card" aria-labelledby="author">
      <h2 id="author">Người gửi</h2>
      {erased ? (
        <p class="empty">Đã xoá theo yêu cầu.</p>
      ) : (
        <dl class="facts">
          <dt>Họ tên</dt>
          <dd>{author?.name ?? <span class="muted">không để lại</span>}</dd>
          <dt>Điện thoại</dt>
          <dd>
            {author?.phone ? (
              <a href={`tel:${author.phone}`}>{author.phone}</a>
            ) : (
              <span class="muted">không để lại</span>
            )}
          </dd>
        </dl>
      )}
      <p class="muted small">Chỉ dùng để liên hệ lại. Không đưa tên vào danh sách công bố.</p>
    </section>
  );
}

function Like({ shell: { plan }, like }: { shell: PlanShell; like: readonly LikePetition[] }) {
  if (like.length === 0) return null;
  return (
    <section class="card" aria-labelledby="like">
      <h2 id="like">Ý kiến giống</h2>
      <ul>
        {like.map(({ petition, likeness, same }) => (
          <li>
            <a href={petitionPath(plan, petition.code)}>{petition.code}</a> {excerpt(petition)}{' '}
            <small class="muted">
              {same ? 'có lẽ là một' : `giống ${percent(likeness)}`} · {localTime(petition.receivedAt)} ·{' '}
              {hamletLabel(plan, petition.hamlet, petition.hamletText)}
            </small>
          </li>
        ))}
      </ul>
      <p class="muted small">Máy chỉ gợi ý để đọc cùng lúc; không ý kiến nào bị gộp.</p>
    </section>
  );
}

function Facts({ shell: { plan }, data: { petition, staffNames } }: { shell: PlanShell; data: PetitionData }) {
  const conference = plan.conferences.find(({ id }) => id === petition.conference);
  const confirmedBy = petition.topicConfirmedBy && (staffNames.get(petition.topicConfirmedBy) ?? 'cán bộ');
  return (
    <section class="card">
      <dl class="facts">
        <dt>Lĩnh vực</dt>
        <dd>
          {topicLabel(plan, petition.topic)}
          {petition.topic && (
            <small class="muted">{confirmedBy ? `${confirmedBy} xác nhận` : 'máy đề xuất, chưa ai xác nhận'}</small>
          )}
        </dd>
        <dt>Đơn vị trả lời</dt>
        <dd>{officeLabel(plan, petition.office)}</dd>
        <dt>Đưa tới</dt>
        <dd>{conference ? conference.name : 'Đơn vị, theo cách giải quyết thường ngày'}</dd>
      </dl>
      {petition.classifyError && <Notice kind="warn">Máy chưa đọc được ý kiến này và sẽ thử lại.</Notice>}
    </section>
  );
}

function History({ shell, data: { petition, staffNames } }: { shell: PlanShell; data: PetitionData }) {
  return (
    <section class="card petition-history" aria-labelledby="history">
      <h2 id="history">Quá trình</h2>
      <ol class="history">
        {petition.history.map((entry) => (
          <li>
            <time dateTime={entry.at.toISOString()}>{localTime(entry.at)}</time>
            <span>
              <b>{historyText(shell.plan, entry)}</b> <span class="muted">{actorText(entry, staffNames)}</span>
            </span>
            {reasonText(entry) && <q>{reasonText(entry)}</q>}
          </li>
        ))}
      </ol>
    </section>
  );
}

function actorText({ by }: HistoryEntry, names: ReadonlyMap<string, string>): string {
  switch (by.kind) {
    case 'staff':
      return names.get(by.id) ?? 'cán bộ';
    case 'author':
      return 'người gửi';
    case 'machine':
      return 'máy';
  }
}
