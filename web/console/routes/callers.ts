/** People who asked for a human being. */
import { z } from 'zod';
import type { Callers } from '../../../handlers/callers.ts';
import { WebError } from '../../errors.ts';
import { sendPage } from '../../render.ts';
import { CallersPage } from '../pages/callers.tsx';
import { parse } from '../query.ts';
import { planShellOf, type ConsoleRoute } from '../route.ts';
import { planPath } from '../shell.ts';

const talkedSchema = z.object({ chat: z.string().min(1).max(200) });

export function callerRoutes({ callers }: { callers: Callers }): ConsoleRoute[] {
  return [
    {
      method: 'get',
      path: '/plans/:plan/callers',
      needs: ['petition.identity'],
      section: 'callers',
      async run(_request, response) {
        const shell = planShellOf(response);
        sendPage(response, CallersPage, { shell, callers: await callers.waiting(shell.plan) });
      },
    },
    {
      method: 'post',
      path: '/plans/:plan/callers',
      needs: ['petition.identity'],
      section: 'callers',
      async run(request, response) {
        const { plan } = planShellOf(response);
        const { chat } = parse(talkedSchema, request.body);
        if (!(await callers.talkedTo(plan, chat))) throw new WebError('changed', `${planPath(plan)}/callers`);
        response.redirect(303, `${planPath(plan)}/callers`);
      },
    },
  ];
}
