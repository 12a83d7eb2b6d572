/**
 * What the console's lists and the exports show. One rule is kept here for all of them: what is held as a complaint
 * or denunciation is in none, except on the page of the officer who receives citizens.
 */
import type { Clock } from '../clock.ts';
import { fold } from '../classifier/index.ts';
import type { Attachment } from '../models/attachment.ts';
import type { Person } from '../models/person.ts';
import {
  PETITION_STATUSES, UNLISTED_STATUSES, UNREVIEWED_STATUSES, type Petition, type PetitionStatus,
} from '../models/petition.ts';
import { placeSpeakers, type Placed } from '../models/speaker-registration.ts';
import { can, limitedToOffice, type StaffMember } from '../models/staff.ts';
import type { Stores } from '../models/stores/index.ts';
import type { PetitionFilter, PetitionOrder } from '../models/stores/petition-query.ts';
import type { PetitionFacets } from '../models/stores/petitions.ts';
import type { Conference, Plan } from '../plans/plan.ts';
import { countCells, type Counted } from './list-counts.ts';
import { createLikePetitions, type LikePetition } from './like-petitions.ts';
import { createPetitionCounts } from './petition-counts.ts';

/** What somebody narrows the queue by; the ids are checked against nothing: an unknown one finds nothing. */
export interface QueueQuery {
  status?: PetitionStatus | 'todo';
  /** `none` stands for petitions without one. */
  topic?: string;
  hamlet?: string;
  office?: string;
  urgent?: boolean;
  /** Words with or without diacritics; all must occur. */
  text?: string;
  order?: PetitionOrder;
}

export interface QueuePage {
  petitions: Petition[];
  total: number;
  page: number;
  pages: number;
  counts: Counted;
}

/** Petitions of the queue on one page. */
const PAGE_SIZE = 25;

/** So far a look for the neighbours of a petition reaches in an order that no index knows. */
const NEIGHBOURS = 500;

/** Like petitions beside one. */
const LIKE_SHOWN = 5;

/** What an office has on its desk or has had: nothing before it was sent there. */
const OFFICE_STATUSES: readonly PetitionStatus[] = ['routed', 'answered', 'closed', 'reopened'];

const LISTED_STATUSES = PETITION_STATUSES.filter((status) => !UNLISTED_STATUSES.includes(status));
const SHOWN_STATUSES = PETITION_STATUSES.filter((status) => status !== 'held');

export type Lists = ReturnType<typeof createLists>;
export type ListStores = Pick<Stores, 'petitions' | 'people' | 'speakers' | 'attachments'>;

/** Reads for pages and documents; it changes nothing. */
export function createLists({ stores, clock }: { stores: ListStores; clock: Clock }) {
  const { cells, outline } = createPetitionCounts({ petitions: stores.petitions, clock });
  const like = createLikePetitions({ petitions: stores.petitions, clock });

  /** The filter that a person's question comes to, within what they may see; null when they may see nothing. */
  function filterFor(plan: Plan, member: StaffMember, query: QueueQuery): PetitionFilter | null {
    const visible = visibleStatuses(member);
    const wanted = query.status === 'todo' ? UNREVIEWED_STATUSES : query.status ? [query.status] : visible;
    const status = wanted.filter((one) => visible.includes(one));
    const own = limitedToOffice(member);
    if (own === null || status.length === 0) return null;
    if (own !== undefined && query.office !== undefined && query.office !== own) return null;
    const words = query.text && fold(query.text).trim();
    return {
      plan: plan.id,
      status: status.length === 1 ? status[0] : status,
      ...(query.topic && { topic: query.topic === 'none' ? null : query.topic }),
      ...(query.hamlet && { hamlet: query.hamlet === 'none' ? null : query.hamlet }),
      ...((own ?? query.office) && { office: own ?? query.office }),
      ...(query.urgent && { urgent: true }),
      ...(words && { words }),
    };
  }

  async function countsFor(plan: Plan, member: StaffMember, query: QueueQuery = {}): Promise<Counted> {
    const own = limitedToOffice(member);
    const visible = new Set(visibleStatuses(member));
    const seen = (await cells(plan.id)).filter(
      (cell) => visible.has(cell.status) && (own === undefined || cell.office === own),
    );
    return countCells(seen, query);
  }

  return {
    countsFor,

    /** One page of the queue; a page beyond the last one is the last one. */
    async queue(plan: Plan, member: StaffMember, query: QueueQuery, page: number): Promise<QueuePage> {
      const counts = await countsFor(plan, member, query);
      const filter = filterFor(plan, member, query);
      if (!filter) return { petitions: [], total: 0, page: 1, pages: 1, counts };
      const total = filter.words ? await stores.petitions.count(filter) : counts.matching;
      const pages = Math.max(1, Math.ceil(total / PAGE_SIZE));
      const current = Math.min(page, pages);
      const skip = (current - 1) * PAGE_SIZE;
      const petitions =
        total === 0 ? [] : await stores.petitions.page(filter, { skip, limit: PAGE_SIZE, order: query.order });
      return { petitions, total, page: current, pages, counts };
    },

    /** One petition by its number, if this person may see it. */
    async petition(plan: Plan, member: StaffMember, number: number): Promise<Petition | null> {
      const petition = await stores.petitions.byNumber(plan.commune.id, number);
      if (!petition || petition.plan !== plan.id) return null;
      if (!maySee(member, petition)) return null;
      // The rest of the message may be for other offices.
      return limitedToOffice(member) === undefined ? petition : { ...petition, wholeMessage: undefined };
    },

    /** The neighbours of a petition in the filtered queue, in the queue's order. */
    async neighbours(
      plan: Plan,
      member: StaffMember,
      query: QueueQuery,
      petition: Petition,
    ): Promise<{ previous?: Petition; next?: Petition }> {
      const filter = filterFor(plan, member, query);
      if (!filter) return {};
      if (query.order === 'priority') {
        const ids = await stores.petitions.ids(filter, { order: 'priority', limit: NEIGHBOURS });
        const at = ids.indexOf(petition.id);
        // After a decision it has left the queue of what is to be looked at: the next one is the first.
        const [previous, next] = at < 0 ? [undefined, ids[0]] : [ids[at - 1], ids[at + 1]];
        const found = await stores.petitions.byIds([previous, next].filter((id) => id !== undefined));
        return {
          previous: found.find(({ id }) => id === previous),
          next: found.find(({ id }) => id === next),
        };
      }
      const [below, above] = await Promise.all([
        stores.petitions.page({ ...filter, below: petition.number }, { limit: 1, order: 'newest' }),
        stores.petitions.page({ ...filter, above: petition.number }, { limit: 1, order: 'oldest' }),
      ]);
      return query.order === 'oldest' ? { previous: below[0], next: above[0] } : { previous: above[0], next: below[0] };
    },

    /** Other petitions of the commune that say much the same, those of this plan that this person may see. */
    async like(plan: Plan, member: StaffMember, petition: Petition): Promise<LikePetition[]> {
      return (await like(petition))
        .filter(({ petition: other }) => other.plan === plan.id && maySee(member, other))
        .slice(0, LIKE_SHOWN);
    },

    /** Files of a petition and its additions, by id. */
    async attachmentsOf(petition: Petition): Promise<Map<string, Attachment>> {
      const ids = [...petition.attachments, ...petition.additions.flatMap(({ attachments }) => attachments)];
      return new Map((await stores.attachments.byIds(ids)).map((attachment) => [attachment.id, attachment]));
    },

    /** Who wrote it; null without the permission, so that no page can show it by mistake. */
    async authorOf(plan: Plan, member: StaffMember, petition: Petition): Promise<Person | null> {
      if (!petition.person || !can(member, 'petition.identity', plan.id)) return null;
      return stores.people.byId(petition.person);
    },

    /** A file that was sent with this petition; null for any other. */
    async attachment(petition: Petition, id: string): Promise<Attachment | null> {
      const own = [...petition.attachments, ...petition.additions.flatMap(({ attachments }) => attachments)];
      return own.includes(id) ? stores.attachments.byId(id) : null;
    },

    /** What is held as a complaint or denunciation, oldest first. Only ever for `petition.held`. */
    held: (plan: Plan, member: StaffMember): Promise<Petition[]> =>
      can(member, 'petition.held', plan.id)
        ? stores.petitions.all({ plan: plan.id, status: 'held' })
        : Promise.resolve([]),

    /** How many are held; undefined for those who may not know. */
    async heldCount(plan: Plan, member: StaffMember): Promise<number | undefined> {
      if (!can(member, 'petition.held', plan.id)) return undefined;
      return (await cells(plan.id)).reduce((sum, cell) => sum + (cell.status === 'held' ? cell.count : 0), 0);
    },

    speakers,

    /** All that an export holds; people only for the internal appendix. */
    async exportData(
      plan: Plan,
      conference?: Conference,
      { appendix = false } = {},
    ): Promise<{ petitions: Petition[]; people: Person[]; speakers: Placed[] }> {
      const petitions = await listed(plan, conference);
      const ids = appendix ? [...new Set(petitions.flatMap(({ person }) => person ?? []))] : [];
      return { petitions, people: await stores.people.byIds(ids), speakers: await speakers(plan, conference) };
    },

    /** The petitions of the grouped list without their words, by number: enough to group and count them. */
    async outline(plan: Plan, conference?: Conference): Promise<PetitionFacets[]> {
      return (await outline(plan.id)).filter(({ status, conference: goesTo }) => (
        LISTED_STATUSES.includes(status) && (!conference || goesTo === conference.id)));
    },

    /** Those with these ids, whole. */
    byIds: (ids: readonly string[]): Promise<Petition[]> => stores.petitions.byIds(ids),
  };

  /** The petitions of an export, whole and by number. */
  function listed(plan: Plan, conference?: Conference): Promise<Petition[]> {
    return stores.petitions.ofPlan({
      plan: plan.id,
      status: LISTED_STATUSES,
      ...(conference && { conference: conference.id }),
    });
  }

  /** Registrations with their places, conference by conference. */
  async function speakers(plan: Plan, conference?: Conference): Promise<Placed[]> {
    const all = await stores.speakers.list(plan.id, conference?.id);
    const ids = [...new Set(all.map((registration) => registration.conference))];
    return ids.flatMap((id) =>
      placeSpeakers(
        all.filter((registration) => registration.conference === id),
        plan.speaking.capacityPerGroup,
      ),
    );
  }
}

/** Statuses whose petitions this person may see in the queue; held ones have their own page. */
function visibleStatuses(member: StaffMember): readonly PetitionStatus[] {
  return limitedToOffice(member) === undefined ? SHOWN_STATUSES : OFFICE_STATUSES;
}

function maySee(member: StaffMember, petition: Petition): boolean {
  const own = limitedToOffice(member);
  if (petition.status === 'held') return can(member, 'petition.held', petition.plan);
  if (own === undefined) return true;
  return petition.office === own && OFFICE_STATUSES.includes(petition.status);
}
