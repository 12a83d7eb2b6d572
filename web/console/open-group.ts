/**
 * One group of the grouped list, one page of its rows. All petitions are grouped and counted by what stands beside
 * their words; the words themselves are read for the rows that are shown.
 */
import type { Petition } from '../../models/petition.ts';
import type { PetitionFacets } from '../../models/stores/petitions.ts';
import type { GroupedList, HamletGroup, ListGroup } from '../../reports/grouped-list.ts';
import type { ListedPetition } from '../../reports/listed.ts';
import { noteOf, printedAdditions, printedText } from '../../reports/wording.ts';

/** Rows of a group on one page: a browser draws them at once, a longer one nobody would read here. */
const GROUP_PAGE_SIZE = 100;

/** Stands for the group of what has no topic or office. */
const UNKNOWN = 'none';

export interface OpenGroup {
  group: ListGroup;
  /** Its hamlets with the rows of this page. */
  hamlets: HamletGroup[];
  page: number;
  pages: number;
}

/** A petition as grouping needs it; what is only printed is empty until `withWords`. */
export function withoutWords(facets: PetitionFacets): ListedPetition {
  return {
    ...facets, receipt: facets.code, text: '', additions: [], attachments: [], channel: 'web', receivedAt: new Date(0),
  };
}

/** The group asked for, else the first one; undefined when there is none at all. */
export function openGroup(list: GroupedList, wanted: { group?: string; page: number }): OpenGroup | undefined {
  const group = list.groups.find((one) => groupId(one) === wanted.group) ?? list.groups[0];
  if (!group) return undefined;
  const pages = Math.max(1, Math.ceil(group.counts.petitions / GROUP_PAGE_SIZE));
  const page = Math.min(wanted.page, pages);
  const from = (page - 1) * GROUP_PAGE_SIZE;
  return { group, page, pages, hamlets: cut(group.hamlets, from, from + GROUP_PAGE_SIZE) };
}

/** Codes of the rows that are shown. */
export function shownCodes({ hamlets }: OpenGroup): string[] {
  return hamlets.flatMap(({ rows }) => rows.map(({ code }) => code));
}

/** The same with the words of its rows, as an export prints them. */
export function withWords(open: OpenGroup, petitions: readonly Petition[]): OpenGroup {
  const byCode = new Map(petitions.map((petition) => [petition.code, petition]));
  const hamlets = open.hamlets.map((hamlet) => ({
    ...hamlet,
    rows: hamlet.rows.map((row) => {
      const petition = byCode.get(row.code);
      if (!petition) return row;
      return { ...row, text: printedText(petition), additions: printedAdditions(petition), note: noteOf(petition) };
    }),
  }));
  return { ...open, hamlets };
}

/** What an address calls a group by. */
export function groupId({ id }: ListGroup): string {
  return id ?? UNKNOWN;
}

/** Rows `from` to `to` of the whole group, still under their hamlets. */
function cut(hamlets: readonly HamletGroup[], from: number, to: number): HamletGroup[] {
  let start = 0;
  return hamlets.flatMap((hamlet) => {
    const rows = hamlet.rows.slice(Math.max(0, from - start), Math.max(0, to - start));
    start += hamlet.rows.length;
    return rows.length > 0 ? [{ ...hamlet, rows }] : [];
  });
}
