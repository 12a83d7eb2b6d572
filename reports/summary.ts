/** The counts: topic × hamlet, with sums, and by office. */
import type { Conference, Plan } from '../plans/plan.ts';
import { countPetitions, isListed } from './grouped-list.ts';
import type { Counts } from './grouped-list.ts';
import type { ListedPetition } from './listed.ts';
import { UNCLASSIFIED, createPlanNames } from './names.ts';

export interface TopicHamletCounts {
  /** Headings of the hamlets' columns; the unknown one last, only where it is needed. */
  hamlets: string[];
  /** One row for each topic of the plan, also where it has nothing, and "Chưa phân loại" where it is needed. */
  rows: { topic: string; petitions: number[]; counts: Counts }[];
  /** Petitions by hamlet. */
  columnSums: number[];
  /** People, petitions and answers by hamlet, in the order of `hamlets`. */
  byHamlet: { name: string; counts: Counts }[];
  counts: Counts;
}

/** Counts petitions by topic and hamlet. Every topic and hamlet of the plan appears: a zero is a finding too. */
export function countByTopicAndHamlet(
  plan: Plan, petitions: readonly ListedPetition[], conference?: Conference,
): TopicHamletCounts {
  const names = createPlanNames(plan);
  const listed = petitions.filter((petition) => isListed(petition, conference));
  const topicIds = new Set(plan.topics.map(({ id }) => id));
  const hamletIndex = new Map(plan.hamlets.map(({ id }, index) => [id, index]));
  const unknownColumn = plan.hamlets.length;
  const hasUnknown = plan.hamlets.length > 0 && listed.some(({ hamlet }) => !hamletIndex.has(hamlet ?? ''));
  const width = unknownColumn + (hasUnknown ? 1 : 0);

  const byTopic = new Map<string, ListedPetition[]>(plan.topics.map(({ id }) => [id, []]));
  const unclassified: ListedPetition[] = [];
  for (const petition of listed) {
    (topicIds.has(petition.topic ?? '') ? byTopic.get(petition.topic ?? '') ?? unclassified : unclassified)
      .push(petition);
  }

  function toRow(topic: string, members: readonly ListedPetition[]): TopicHamletCounts['rows'][number] {
    const cells = Array.from({ length: width }, () => 0);
    for (const { hamlet } of members) {
      const column = hamletIndex.get(hamlet ?? '') ?? unknownColumn;
      if (column < width) cells[column] = (cells[column] ?? 0) + 1;
    }
    return { topic, petitions: cells, counts: countPetitions(members) };
  }
  const rows = [...byTopic].map(([id, members]) => toRow(names.topic(id), members));
  if (unclassified.length > 0) rows.push(toRow(UNCLASSIFIED, unclassified));

  const hamlets = [...plan.hamlets.map(({ name }) => name), ...(hasUnknown ? [names.hamlet(undefined)] : [])];
  const inColumn: ListedPetition[][] = hamlets.map(() => []);
  for (const petition of listed) inColumn[hamletIndex.get(petition.hamlet ?? '') ?? unknownColumn]?.push(petition);

  return {
    hamlets,
    byHamlet: hamlets.map((name, column) => ({ name, counts: countPetitions(inColumn[column] ?? []) })),
    rows,
    columnSums: Array.from({ length: width }, (_, column) =>
      rows.reduce((sum, row) => sum + (row.petitions[column] ?? 0), 0)),
    counts: countPetitions(listed),
  };
}
