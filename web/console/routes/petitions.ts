/** Overview, queue, one petition and what is decided about it. */
import type { Request } from 'express';
import type { Callers } from '../../../handlers/callers.ts';
import type { Lists } from '../../../handlers/lists.ts';
import type { Refusal, Review } from '../../../handlers/review.ts';
import type { StaffAccess } from '../../../handlers/staff-access.ts';
import { can, type StaffMember } from '../../../models/staff.ts';
import type { Petition } from '../../../models/petition.ts';
import type { Plan } from '../../../plans/plan.ts';
import { WebError, type WebErrorCode } from '../../errors.ts';
import { sendPage } from '../../render.ts';
import { HeldPage } from '../pages/held.tsx';
import { OverviewPage } from '../pages/overview.tsx';
import { PetitionPage } from '../pages/petition.tsx';
import { QueuePageView } from '../pages/queue.tsx';
import { decisionSchema, parse, queueSchema, queueSearch, toQueueQuery } from '../query.ts';
import { planShellOf, type ConsoleRoute } from '../route.ts';
import { petitionPath } from '../shell.ts';

const REFUSALS: Readonly<Record<Refusal, WebErrorCode>> = {
  'not-found': 'not-found',
  'not-allowed': 'not-allowed',
  'not-possible': 'not-possible',
  'unknown-value': 'bad-request',
  changed: 'changed',
};

/** How many petitions the overview puts first. */
const FIRST = 6;

export interface PetitionRouteDeps {
  lists: Lists;
  review: Review;
  callers: Callers;
  staffAccess: Pick<StaffAccess, 'list'>;
}

export function petitionRoutes({ lists, review, callers, staffAccess }: PetitionRouteDeps): ConsoleRoute[] {
  return [
    {
      method: 'get',
      path: '/plans/:plan',
      needs: ['petition.read'],
      section: 'overview',
      async run(_request, response) {
        const shell = planShellOf(response);
        const { plan, member } = shell;
        const [counts, queue, held, waiting, staff] = await Promise.all([
          lists.countsFor(plan, member),
          lists.queue(plan, member, { status: 'todo', order: 'priority' }, 1),
          lists.heldCount(plan, member),
          can(member, 'petition.identity', plan.id) ? callers.count(plan) : undefined,
          can(member, 'staff.manage') ? staffAccess.list() : [],
        ]);
        const nobodyReceives = can(member, 'staff.manage') && !staff.some((one) => can(one, 'petition.held', plan.id));
        sendPage(response, OverviewPage, {
          shell,
          data: { counts, first: queue.petitions.slice(0, FIRST), held, callers: waiting, nobodyReceives },
        });
      },
    },
    {
      method: 'get',
      path: '/plans/:plan/petitions',
      needs: ['petition.read'],
      section: 'petitions',
      async run(request, response) {
        const shell = planShellOf(response);
        const params = parse(queueSchema, request.query);
        const data = await lists.queue(shell.plan, shell.member, toQueueQuery(params), params.page);
        sendPage(response, QueuePageView, { shell, params, data });
      },
    },
    {
      method: 'get',
      path: '/plans/:plan/petitions/:code',
      needs: ['petition.read'],
      section: 'petitions',
      async run(request, response) {
        const shell = planShellOf(response);
        const { plan, member } = shell;
        const params = parse(queueSchema, request.query);
        const petition = await find(lists, plan, member, request);
        const [{ previous, next }, attachments, author, staff, like] = await Promise.all([
          lists.neighbours(plan, member, toQueueQuery(params), petition),
          lists.attachmentsOf(petition),
          lists.authorOf(plan, member, petition),
          staffAccess.list(),
          lists.like(plan, member, petition),
        ]);
        const staffNames = new Map(staff.map(({ id, name }) => [id, name]));
        sendPage(response, PetitionPage, {
          shell,
          params,
          data: { petition, attachments, author, previous, next, staffNames, like },
        });
      },
    },
    {
      // `decide` asks for the exact permission of each decision; this is only the door.
      method: 'post',
      path: '/plans/:plan/petitions/:code',
      needs: ['petition.review', 'petition.held'],
      section: 'petitions',
      async run(request, response) {
        const { plan, member } = planShellOf(response);
        const params = parse(queueSchema, request.query);
        const { seen, ...decision } = parse(decisionSchema, request.body);
        const petition = await find(lists, plan, member, request);
        const here = petitionPath(plan, petition.code);
        const result = await review.decide({ plan, petitionId: petition.id, seen, by: member, decision });
        if (!result.done) throw new WebError(REFUSALS[result.refusal], `${here}${queueSearch(params)}`);
        // What an officer puts on hold they may see no longer: then the queue is where they go on.
        const after = await lists.petition(plan, member, petition.number);
        const search = queueSearch(params);
        response.redirect(
          303,
          after ? `${here}${search}${search ? '&' : '?'}saved=1` : `/console/plans/${plan.id}/petitions${search}`,
        );
      },
    },
    {
      method: 'get',
      path: '/plans/:plan/held',
      needs: ['petition.held'],
      section: 'held',
      async run(_request, response) {
        const shell = planShellOf(response);
        sendPage(response, HeldPage, { shell, petitions: await lists.held(shell.plan, shell.member) });
      },
    },
  ];
}

/** The petition of an address. @throws {WebError} `not-found`, also when this person may not see it. */
export async function find(lists: Lists, plan: Plan, member: StaffMember, request: Request): Promise<Petition> {
  const number = Number(/-(\d+)$/.exec(String(request.params['code']))?.[1]);
  const petition = Number.isSafeInteger(number) ? await lists.petition(plan, member, number) : null;
  if (petition?.code !== request.params['code'] || !petition) throw new WebError('not-found');
  return petition;
}
