/** What every renderer is given: plain data, so that it can be handed to the worker. */
import type { Conference, Plan } from '../plans/plan.ts';
import type { GroupBy } from './grouped-list.ts';
import type { ListedPerson, ListedPetition, ListedSpeaker } from './listed.ts';

/** What can be written. */
export const EXPORT_FORMATS = ['xlsx', 'docx', 'csv', 'json'] as const;
/** One of them; also the file's ending. */
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** Everything that a report is made from. */
export interface ReportInput {
  plan: Plan;
  /** Only this conference's petitions and speakers; absent: all. */
  conference?: Conference;
  petitions: ListedPetition[];
  /** Needed for the internal appendix alone. */
  people: ListedPerson[];
  speakers: ListedSpeaker[];
  /** The day that stands on the paper. */
  now: Date;
  /** With the internal appendix, which names people and must not be published. */
  appendix?: boolean;
  /** How Word and CSV group the list; Excel has both. Default: by topic. */
  by?: GroupBy;
}
