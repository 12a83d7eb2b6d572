/** People of the console, for administrators. */
import type { Request, Response } from 'express';
import type { StaffAccess } from '../../../handlers/staff-access.ts';
import type { Plan } from '../../../plans/plan.ts';
import type { StaffMember } from '../../../models/staff.ts';
import { WebError } from '../../errors.ts';
import { sendPage } from '../../render.ts';
import { StaffPage, type FreshLink } from '../pages/staff.tsx';
import { invitationSchema, parse } from '../query.ts';
import { shellOf, visitOf, type ConsoleRoute } from '../route.ts';

export interface StaffRouteDeps {
  staffAccess: StaffAccess;
  plans: readonly Plan[];
  publicUrl?: string;
}

export function staffRoutes({ staffAccess, plans, publicUrl }: StaffRouteDeps): ConsoleRoute[] {
  function linkFor(request: Request, token: string): string {
    const base = publicUrl ?? `${request.protocol}://${request.get('host') ?? ''}`;
    return `${base.replace(/\/$/, '')}/console/sign-in/${token}`;
  }

  async function show(response: Response, fresh?: FreshLink): Promise<void> {
    const { member, plans: own } = visitOf(response);
    const staff = (await staffAccess.list()).filter((one) => manages(member, one.plans));
    sendPage(response, StaffPage, { shell: shellOf(response), staff, fresh, allPlans: own });
  }

  /** Whom an address names. @throws {WebError} `not-found`, also for somebody this administrator does not manage. */
  async function find(request: Request, response: Response): Promise<StaffMember> {
    const found = (await staffAccess.list()).find(({ id }) => id === request.params['staff']);
    if (!found || !manages(visitOf(response).member, found.plans)) throw new WebError('not-found');
    return found;
  }

  return [
    {
      method: 'get',
      path: '/staff',
      needs: ['staff.manage'],
      section: 'staff',
      run: (_request, response) => show(response),
    },
    {
      method: 'post',
      path: '/staff',
      needs: ['staff.manage'],
      section: 'staff',
      async run(request, response) {
        const { name, roles, plans: chosen, office } = parse(invitationSchema, request.body);
        const [officePlan, officeId] = office?.split('/') ?? [];
        // Somebody of an office works in that office's plan and no other.
        const { member: by } = visitOf(response);
        const wanted = roles.includes('office') && officePlan ? [officePlan] : chosen;
        const scope = wanted.length > 0 ? wanted : by.plans;
        if (!manages(by, scope)) throw new WebError('not-allowed', '/console/staff');
        if (!scope.every((id) => plans.some((plan) => plan.id === id))) throw new WebError('bad-request');
        const needsOffice = roles.includes('office');
        if (
          needsOffice
          && !plans.some(({ id, offices }) => id === officePlan && offices.some((one) => one.id === officeId))
        ) {
          throw new WebError('bad-request', '/console/staff');
        }
        const { member, token } = await staffAccess.invite({
          name,
          roles,
          plans: scope,
          office: needsOffice ? officeId : undefined,
        });
        await show(response, { name: member.name, url: linkFor(request, token) });
      },
    },
    {
      method: 'post',
      path: '/staff/:staff/link',
      needs: ['staff.manage'],
      section: 'staff',
      async run(request, response) {
        const member = await find(request, response);
        const token = await staffAccess.newLink(member.id);
        if (!token) throw new WebError('not-found');
        await show(response, { name: member.name, url: linkFor(request, token) });
      },
    },
    {
      method: 'post',
      path: '/staff/:staff/disable',
      needs: ['staff.manage'],
      section: 'staff',
      async run(request, response) {
        const { id } = await find(request, response);
        const disabled = await staffAccess.disable(id, visitOf(response).member);
        if (!disabled) throw new WebError('not-possible', '/console/staff');
        response.redirect(303, '/console/staff');
      },
    },
  ];
}

/** May this administrator manage somebody of these plans? One of a single commune has no say in the others. */
function manages({ plans }: StaffMember, theirs: readonly string[]): boolean {
  return plans.length === 0 || (theirs.length > 0 && theirs.every((id) => plans.includes(id)));
}
