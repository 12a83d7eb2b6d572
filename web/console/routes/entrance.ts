/** Into the console and out of it. */
import type { StaffAccess } from '../../../handlers/staff-access.ts';
import { can } from '../../../models/staff.ts';
import { WebError } from '../../errors.ts';
import { sendPage } from '../../render.ts';
import type { SessionCookie } from '../access.ts';
import { NoLinkPage, SignInPage } from '../pages/entrance.tsx';
import { visitOf, type ConsoleRoute } from '../route.ts';
import { planPath, type Shell } from '../shell.ts';

export function entranceRoutes(
  { staffAccess, cookie, shell }: { staffAccess: StaffAccess; cookie: SessionCookie; shell: () => Shell },
): ConsoleRoute[] {
  return [
    {
      method: 'get', path: '/', needs: 'signed-in',
      run(_request, response) {
        const { member, plans } = visitOf(response);
        const plan = plans.find(({ id }) => can(member, 'petition.read', id));
        if (plan) return response.redirect(303, planPath(plan));
        if (can(member, 'staff.manage')) return response.redirect(303, '/console/staff');
        throw new WebError('not-allowed');
      },
    },
    {
      method: 'get', path: '/sign-in', needs: 'anyone',
      run: (_request, response) => sendPage(response, NoLinkPage, { shell: shell(), used: false }),
    },
    {
      method: 'get', path: '/sign-in/:token', needs: 'anyone',
      run: (request, response) => (
        sendPage(response, SignInPage, { shell: shell(), token: String(request.params['token']) })),
    },
    {
      method: 'post', path: '/sign-in/:token', needs: 'anyone',
      async run(request, response) {
        const session = await staffAccess.signIn(String(request.params['token']));
        if (!session) return sendPage(response, NoLinkPage, { shell: shell(), used: true }, 403);
        cookie.set(response, session);
        response.redirect(303, '/console');
      },
    },
    {
      method: 'post', path: '/sign-out', needs: 'signed-in',
      async run(request, response) {
        await staffAccess.signOut(cookie.read(request) ?? '');
        cookie.clear(response);
        response.redirect(303, '/console/sign-in');
      },
    },
  ];
}
