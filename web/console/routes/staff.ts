/** People of the console, for administrators. */
import type { Request, Response } from 'express';
import type { StaffAccess } from '../../../handlers/staff-access.ts';
import type { Plan } from '../../../plans/plan.ts';
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
    sendPage(response, StaffPage, {
      shell: shellOf(response),
      staff: await staffAccess.list(),
      fresh,
      allPlans: plans,
    });
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
        const scope = roles.includes('office') && officePlan ? [officePlan] : chosen;
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
        const id = String(request.params['staff']);
        const token = await staffAccess.newLink(id);
        const member = (await staffAccess.list()).find((one) => one.id === id);
        if (!token || !member) throw new WebError('not-found');
        await show(response, { name: member.name, url: linkFor(request, token) });
      },
    },
    {
      method: 'post',
      path: '/staff/:staff/disable',
      needs: ['staff.manage'],
      section: 'staff',
      async run(request, response) {
        const disabled = await staffAccess.disable(String(request.params['staff']), visitOf(response).member);
        if (!disabled) throw new WebError('not-possible', '/console/staff');
        response.redirect(303, '/console/staff');
      },
    },
  ];
}
