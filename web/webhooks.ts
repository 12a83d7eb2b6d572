/** What networks post to us: translated to the adapters' handlers and nothing else. */
import { Router, text, type Request, type Response, type NextFunction } from 'express';
import type { Log } from '../log.ts';
import type { WebhookHandler } from './deps.ts';
import { codeOf, explain } from './errors.ts';

/** The largest update of any network that we speak to is far below this. */
const BODY_LIMIT = '1mb';

/** Routes for each path; a failing handler is answered with 500, so that the network tries again. */
export function webhookRoutes(webhooks: Readonly<Record<string, WebhookHandler>>, log: Log): Router {
  const router = Router();
  for (const [path, handle] of Object.entries(webhooks)) {
    router.post(path, text({ limit: BODY_LIMIT, type: () => true }), async (request, response) => {
      const secret = request.get('x-telegram-bot-api-secret-token') ?? request.get('x-bot-api-secret-token');
      const { status } = await handle(secret, request.body ?? '');
      response.status(status).json({ ok: status < 400 });
    });
    router.use(path, (error: unknown, _request: Request, response: Response, next: NextFunction) => {
      if (response.headersSent) return next(error);
      const { status } = explain(codeOf(error));
      if (status >= 500) log.error({ path, error: nameOf(error) }, 'a webhook failed');
      else log.warn({ path, status }, 'a webhook was called with a body that cannot be read');
      response.status(status).json({ ok: false });
    });
  }
  return router;
}

/** An error's class and code; never its message, which may quote what somebody wrote. */
export function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const { code } = error as { code?: unknown };
  return code === undefined ? error.name : `${error.name} ${String(code)}`;
}
