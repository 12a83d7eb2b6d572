/** The web app: webhooks, the staff console, the villagers' chat. It never listens; `main.ts` does. */
import express, { Router, urlencoded, type Express, type NextFunction, type Request, type Response } from 'express';
import { createAssets } from './assets.ts';
import { createAccess, createSessionCookie } from './console/access.ts';
import { ErrorPage, FrontPage } from './console/pages/entrance.tsx';
import type { ConsoleRoute } from './console/route.ts';
import { callerRoutes } from './console/routes/callers.ts';
import { documentRoutes } from './console/routes/documents.ts';
import { entranceRoutes } from './console/routes/entrance.ts';
import { fileRoutes } from './console/routes/files.ts';
import { networkRoutes } from './console/routes/networks.ts';
import { petitionRoutes } from './console/routes/petitions.ts';
import { staffRoutes } from './console/routes/staff.ts';
import type { Shell } from './console/shell.ts';
import type { WebDeps } from './deps.ts';
import { codeOf, explain, WebError } from './errors.ts';
import { sendPage } from './render.ts';
import { limitRequests, noStore, sameOriginOnly, securityHeaders } from './security.ts';
import { nameOf, webhookRoutes } from './webhooks.ts';

const MINUTE_MS = 60_000;

/** A decision is a few words; a form of the console is never larger. */
const FORM_LIMIT = '64kb';

/** Builds the app. Everything it needs is in `deps`; it starts no timer and opens no port. */
export function createWeb(deps: WebDeps): Express {
  const { plans, clock, log, publicUrl, chatRoutes, webhooks = {}, health, limits = {} } = deps;
  const secure = publicUrl?.startsWith('https:') ?? false;
  const assets = createAssets();
  const cookie = createSessionCookie(secure);

  function shell(): Shell {
    return { urls: assets.urls, now: clock(), rehearsal: plans.some(({ rehearsal }) => rehearsal) };
  }

  const app = express();
  app.disable('x-powered-by');
  // Addresses are read plainly: `topic[$ne]=x` stays one odd key and never becomes an object.
  app.set('query parser', 'simple');
  // Only a proxy on this machine may say whom it speaks for.
  app.set('trust proxy', 'loopback');
  app.use(securityHeaders(secure));

  app.get('/healthz', async (_request, response) => {
    const { ok, parts } = await health();
    response
      .status(ok ? 200 : 503)
      .set('Cache-Control', 'no-store')
      .json({ ok, parts });
  });
  app.use(webhookRoutes(webhooks, log));
  app.use(assets.routes);
  app.get('/', (_request, response) =>
    sendPage(response, FrontPage, { shell: shell(), chat: chatRoutes !== undefined }),
  );
  // Each chat has a limit of its own; this one is for an address that keeps inventing chats. A school shares one.
  if (chatRoutes) app.use('/chat', limitRequests(limits.chatPerMinute ?? 1_200, MINUTE_MS), chatRoutes);

  app.use('/console', noStore(), limitRequests(limits.consolePerMinute ?? 600, MINUTE_MS));
  app.use('/console/sign-in', limitRequests(limits.signInPer15Minutes ?? 30, 15 * MINUTE_MS), sameOriginOnly());
  app.use(
    '/console',
    consoleRouter(deps, [
      ...entranceRoutes({ ...deps, cookie, shell }),
      ...petitionRoutes(deps),
      ...fileRoutes(deps),
      ...documentRoutes(deps),
      ...callerRoutes(deps),
      ...networkRoutes(deps),
      ...staffRoutes(deps),
    ]),
  );

  app.use((_request, _response, next) => next(new WebError('not-found')));
  app.use((error: unknown, request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent) return next(error);
    const code = codeOf(error);
    const { status } = explain(code);
    if (status >= 500) log.error({ code, error: nameOf(error), method: request.method }, 'a page failed');
    const back = error instanceof WebError ? error.back : undefined;
    sendPage(response.set('Cache-Control', 'no-store'), ErrorPage, { shell: shell(), code, back }, status);
  });
  return app;

  function consoleRouter({ staffAccess, networks }: WebDeps, routes: readonly ConsoleRoute[]): Router {
    const requirePermission = createAccess({ staffAccess, networks, plans, cookie, clock, urls: assets.urls });
    const router = Router();
    router.use(urlencoded({ extended: false, limit: FORM_LIMIT, parameterLimit: 200 }));
    for (const route of routes) router[route.method](route.path, requirePermission(route), route.run);
    return router;
  }
}
