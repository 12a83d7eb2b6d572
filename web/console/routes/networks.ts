/** The networks: how they are, pause, sign-in by a code. */
import type { Response } from 'express';
import { z } from 'zod';
import type { Networks } from '../../../handlers/networks.ts';
import { can, type StaffMember } from '../../../models/staff.ts';
import type { Plan } from '../../../plans/plan.ts';
import { WebError } from '../../errors.ts';
import { sendPage } from '../../render.ts';
import { NetworkPage } from '../pages/network.tsx';
import { NetworksPage } from '../pages/networks.tsx';
import { parse } from '../query.ts';
import { shellOf, visitOf, type ConsoleRoute } from '../route.ts';

const LIST = '/console/networks';

const pauseSchema = z.object({ back: z.enum(['list', 'network']).default('network') });

export function networkRoutes({ networks, plans }: { networks: Networks; plans: readonly Plan[] }): ConsoleRoute[] {
  /** The networks serve all communes of this program: an administrator of one has no say over the others' messages. */
  function mayManage(response: Response): boolean {
    const { member, plans: own } = visitOf(response);
    return can(member, 'network.manage') && own.length === plans.length;
  }

  /** A button's route: `press` answers false for a network that does not have it. */
  function button(what: string, press: (name: string, by: StaffMember) => Promise<boolean>): ConsoleRoute {
    return {
      method: 'post', path: `/networks/:network/${what}`, needs: ['network.manage'], section: 'networks',
      async run(request, response) {
        if (!mayManage(response)) throw new WebError('not-allowed', LIST);
        const { back } = parse(pauseSchema, request.body);
        const name = String(request.params['network']);
        if (!await press(name, visitOf(response).member)) throw new WebError('not-found', LIST);
        response.redirect(303, back === 'list' ? LIST : `${LIST}/${name}`);
      },
    };
  }

  return [
    {
      method: 'get', path: '/networks', needs: ['network.read'], section: 'networks',
      async run(_request, response) {
        // The page itself says all that the line on top would.
        const shell = { ...shellOf(response), alerts: [] };
        sendPage(response, NetworksPage, { shell, networks: await networks.list(), mayManage: mayManage(response) });
      },
    },
    {
      method: 'get', path: '/networks/:network', needs: ['network.read'], section: 'networks',
      async run(request, response) {
        const network = await networks.one(String(request.params['network']));
        if (!network) throw new WebError('not-found', LIST);
        const shell = shellOf(response);
        const alerts = shell.alerts.filter(({ name }) => name !== network.name);
        sendPage(response, NetworkPage, { shell: { ...shell, alerts }, network, mayManage: mayManage(response) });
      },
    },
    {
      // Whoever scans it lets this program into an account: only for those who may, and kept nowhere.
      method: 'get', path: '/networks/:network/qr.png', needs: ['network.manage'],
      run(request, response) {
        if (!mayManage(response)) throw new WebError('not-allowed', LIST);
        const signIn = networks.signIn(String(request.params['network']));
        if (signIn?.step !== 'code') throw new WebError('not-found', LIST);
        response.set({ 'Content-Type': 'image/png', 'Cache-Control': 'no-store' }).end(signIn.png);
      },
    },
    button('pause', networks.pause),
    button('resume', networks.resume),
    button('sign-in', networks.beginSignIn),
  ];
}
