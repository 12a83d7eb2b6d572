/** Small pieces that several pages share. */
import type { ComponentChildren } from 'preact';
import type { Petition, PetitionStatus } from '../../../models/petition.ts';
import { STATUS_LABELS } from '../labels.ts';

export function StatusPill({ status }: { status: PetitionStatus }) {
  return <span class={`pill pill-${status}`}>{STATUS_LABELS[status]}</span>;
}

export function UrgentMark() {
  return <span class="pill pill-urgent">Việc gấp</span>;
}

/** 0.873 → "87 %"; never 100, because a machine only guesses. */
export function percent(share: number): string {
  return `${Math.min(99, Math.round(share * 100))} %`;
}

/** "1.234", as Vietnamese papers write numbers. */
export function number(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, '.');
}

/** What a row shows of a petition: its first words, or a sentence in brackets when there are none. */
export function excerpt(petition: Pick<Petition, 'text' | 'attachments' | 'erasedAt'>): string {
  if (petition.erasedAt) return '(nội dung đã xoá theo yêu cầu)';
  const words = Array.from(petition.text.slice(0, 600)).slice(0, 280).join('').trim();
  if (words === '') return petition.attachments.length > 0 ? '(chỉ có ảnh, tệp gửi kèm)' : '(không có nội dung chữ)';
  return words.length < petition.text.trim().length ? `${words}…` : words;
}

/** A share of the whole as a thin bar; drawn with attributes, because the policy allows no inline style. */
export function Bar({ share }: { share: number }) {
  return (
    <svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
      <rect class="bar-rest" width="100" height="8" rx="1" />
      <rect class="bar-part" width={Math.max(share > 0 ? 1 : 0, share * 100).toFixed(1)} height="8" rx="1" />
    </svg>
  );
}

export function Notice({ kind = 'good', children }: { kind?: 'good' | 'warn'; children: ComponentChildren }) {
  return <p class={`notice notice-${kind}`} role="status">{children}</p>;
}

/** Links to the pages of a list; nothing when there is only one. */
export function Pager({ page, pages, href }: { page: number; pages: number; href: (page: number) => string }) {
  if (pages <= 1) return null;
  return (
    <nav class="pager" aria-label="Các trang">
      {page > 1 ? <a class="button" rel="prev" href={href(page - 1)}>← Trang trước</a> : <span />}
      <span>Trang {number(page)} / {number(pages)}</span>
      {page < pages ? <a class="button" rel="next" href={href(page + 1)}>Trang sau →</a> : <span />}
    </nav>
  );
}

export interface Option { value: string; label: string; count?: number }

/** A labelled choice; the first option stands for "all" or "not chosen". */
export function Select(
  { name, label, value, first, options, required, extra }:
  {
    name: string; label: string; value?: string; first?: string; options: readonly Option[]; required?: boolean;
    /** Folded away on a phone. */
    extra?: boolean;
  },
) {
  return (
    <label class={extra ? 'field extra' : 'field'}>
      <span>{label}</span>
      <select name={name} required={required}>
        {first !== undefined && <option value="" selected={!value}>{first}</option>}
        {options.map((option) => (
          <option value={option.value} selected={option.value === value}>
            {option.count === undefined ? option.label : `${option.label} (${number(option.count)})`}
          </option>
        ))}
      </select>
    </label>
  );
}
