/**
 * The grouped list of petitions (danh sách tổng hợp): by topic or by office, then by hamlet, then by number. Pure.
 *
 * It names nobody, and holds nothing that is withdrawn, held as a complaint or rejected (docs/states.md).
 */
import { UNLISTED_STATUSES } from '../models/petition.ts';
import type { Conference, Plan } from '../plans/plan.ts';
import type { ListedPetition } from './listed.ts';
import { createPlanNames } from './names.ts';
import type { PlanNames } from './names.ts';
import { noteOf, outcomeOf, printedAdditions, printedText } from './wording.ts';

/** What the list's first level is. */
export type GroupBy = 'topic' | 'office';

/** What every report states separately: people, petitions and answers. */
export interface Counts {
  /** Distinct people; a petition that nobody's record belongs to counts as one person. */
  people: number;
  petitions: number;
  /** Petitions that are answered or closed. */
  answers: number;
}

/** One petition as a row. */
export interface ListRow {
  /** STT: counts through the whole list from 1. */
  order: number;
  code: string;
  /** The person's own words, character for character, or a sentence in brackets where there are none. */
  text: string;
  /** What the author added later, in their words. */
  additions: { label: string; text: string }[];
  topic: string;
  hamlet: string;
  office: string;
  /** "Kết quả". */
  outcome: string;
  note: string;
}

/** `name` with its unit, as a heading: "Thôn Uông Hạ"; empty where the plan names no hamlets. */
export interface HamletGroup { id?: string; name: string; rows: ListRow[]; counts: Counts }

/** A topic or an office; `id` is absent for "Chưa phân loại" and "Chưa phân công". */
export interface ListGroup { id?: string; name: string; hamlets: HamletGroup[]; counts: Counts }

/** The whole list, ready to be drawn. */
export interface GroupedList {
  by: GroupBy;
  /** Only groups that have petitions, in the plan's order; the unknown ones last. */
  groups: ListGroup[];
  counts: Counts;
  /** Petitions without a person's record, each counted as one person: said in a footnote when there are any. */
  withoutPerson: number;
}

export interface GroupInput {
  plan: Plan;
  petitions: readonly ListedPetition[];
  /** Only the petitions of this conference; absent: all. */
  conference?: Conference;
  by: GroupBy;
}

/** May a petition appear in a list or an export at all, and does it belong to the conference asked for? */
export function isListed(petition: Pick<ListedPetition, 'status' | 'conference'>, conference?: Conference): boolean {
  if (UNLISTED_STATUSES.includes(petition.status)) return false;
  return conference === undefined || petition.conference === conference.id;
}

/** Groups, orders and counts; see `GroupedList` for what it promises. */
export function groupPetitions({ plan, petitions, conference, by }: GroupInput): GroupedList {
  const names = createPlanNames(plan);
  const listed = petitions
    .filter((petition) => isListed(petition, conference))
    .sort((a, b) => a.number - b.number);

  const nextOrder = counter();
  const groupIds = by === 'topic' ? plan.topics.map(({ id }) => id) : plan.offices.map(({ id }) => id);
  const groups = partition(
    listed, groupIds, (petition) => (by === 'topic' ? petition.topic : names.officeId(petition)),
  ).map(([id, members]) => ({
    id,
    name: by === 'topic' ? names.topic(id) : names.office(id),
    hamlets: hamletGroups(plan, names, members, nextOrder),
    counts: countPetitions(members),
  }));

  return { by, groups, counts: countPetitions(listed), withoutPerson: listed.filter(({ person }) => !person).length };
}

/** Counts people, petitions and answers; the one place that knows how. */
export function countPetitions(petitions: readonly Pick<ListedPetition, 'person' | 'status'>[]): Counts {
  const people = new Set<string>();
  let unknown = 0;
  let answers = 0;
  for (const { person, status } of petitions) {
    if (person) people.add(person);
    else unknown += 1;
    if (status === 'answered' || status === 'closed') answers += 1;
  }
  return { people: people.size + unknown, petitions: petitions.length, answers };
}

function hamletGroups(
  plan: Plan, names: PlanNames, petitions: ListedPetition[], nextOrder: () => number,
): HamletGroup[] {
  return partition(petitions, plan.hamlets.map(({ id }) => id), ({ hamlet }) => hamlet).map(([id, members]) => ({
    id,
    name: names.hamletHeading(id),
    rows: members.map((petition) => toRow(names, petition, nextOrder())),
    counts: countPetitions(members),
  }));
}

function toRow(names: PlanNames, petition: ListedPetition, order: number): ListRow {
  return {
    order,
    code: petition.code,
    text: printedText(petition),
    additions: printedAdditions(petition),
    topic: names.topic(petition.topic),
    hamlet: petition.hamlet ? names.hamlet(petition.hamlet) : petition.hamletText ?? names.hamlet(undefined),
    office: names.office(names.officeId(petition)),
    outcome: outcomeOf(petition.status),
    note: noteOf(petition),
  };
}

/** Splits by id, in the order of `order`; what has no id of the plan comes last under `undefined`. None is empty. */
function partition<T>(
  items: readonly T[], order: readonly string[], idOf: (item: T) => string | undefined,
): [string | undefined, T[]][] {
  const parts = new Map<string | undefined, T[]>(order.map((id) => [id, []]));
  const unknown: T[] = [];
  for (const item of items) {
    const id = idOf(item);
    (id === undefined ? unknown : parts.get(id) ?? unknown).push(item);
  }
  parts.set(undefined, unknown);
  return [...parts].filter(([, members]) => members.length > 0);
}

function counter(): () => number {
  let value = 0;
  return () => ++value;
}
