/** Exports: plain records in, a file out. See docs/decisions.md for what each format promises. */
import { dayOf } from '../plans/plan-date.ts';
import type { Conference, Plan } from '../plans/plan.ts';
import type { GroupBy } from './grouped-list.ts';
import type { ExportFormat } from './input.ts';
import type { ListedPerson, ListedPetition, ListedSpeaker } from './listed.ts';
import { renderInWorker } from './render-in-worker.ts';
import { slimInput } from './slim-input.ts';

export { EXPORT_FORMATS } from './input.ts';
export type { ExportFormat } from './input.ts';
export { groupPetitions } from './grouped-list.ts';
export type { Counts, GroupBy, GroupedList, HamletGroup, ListGroup, ListRow } from './grouped-list.ts';

export interface ExportRequest {
  plan: Plan;
  /** Only this conference's petitions and speakers; absent: all of the plan. */
  conference?: Conference;
  petitions: readonly ListedPetition[];
  /** Read only with `appendix`. */
  people: readonly ListedPerson[];
  speakers: readonly ListedSpeaker[];
  /** The day that stands on the paper. */
  now: Date;
  /** With the internal appendix (names, phones): never published. Excel and Word only. */
  appendix?: boolean;
  /** How Word and CSV group the list; Excel has both. Default: by topic. */
  by?: GroupBy;
}

/**
 * Renders one export in a worker thread. The caller's event loop is held up for some milliseconds at a time only.
 *
 * @throws {Error} when rendering fails; the reason is its `cause`.
 */
export async function renderExport(format: ExportFormat, request: ExportRequest): Promise<Buffer> {
  return renderInWorker(format, await slimInput(request));
}

const CONTENT_TYPES: Record<ExportFormat, string> = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  csv: 'text/csv; charset=utf-8',
  json: 'application/json; charset=utf-8',
};

/** The value of the `Content-Type` header. */
export function contentType(format: ExportFormat): string {
  return CONTENT_TYPES[format];
}

/** `tong-hop-kien-nghi_thai-tan-2025_2026-11-21.xlsx`: ASCII only, safe in a header and in every file system. */
export function fileName(
  format: ExportFormat,
  { plan, conference, now, appendix }: Pick<ExportRequest, 'plan' | 'conference' | 'now' | 'appendix'>,
): string {
  const parts = [
    ...(plan.rehearsal ? ['tap-duot'] : []), 'tong-hop-kien-nghi', slug(plan.id),
    ...(conference ? [slug(conference.id)] : []), ...(appendix ? ['noi-bo'] : []), dayOf(now),
  ];
  return `${parts.join('_')}.${format}`;
}

function slug(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd').toLowerCase()
    .replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '');
}
