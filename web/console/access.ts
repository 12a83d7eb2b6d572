/** The one check before every page of the console: who is it, which plan, may they, and did they mean it. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import type { Clock } from '../../clock.ts';
import type { Networks } from '../../handlers/networks.ts';
import type { StaffAccess } from '../../handlers/staff-access.ts';
import { can } from '../../models/staff.ts';
import type { Plan } from '../../plans/plan.ts';
import type { AssetUrls } from '../assets.ts';
import { WebError } from '../errors.ts';
import { paramsSchema, parse } from './query.ts';
import type { ConsoleRoute, Visit } from './route.ts';
import type { SignedInShell } from './shell.ts';

/** Session cookies: out of reach of scripts and not sent along by other sites' forms. */
export function createSessionCookie(secure: boolean) {
  // The prefix makes browsers refuse a cookie that a neighbouring host set without https.
  const name = secure ? '__Host-doi-thoai' : 'doi-thoai';
  const options = { httpOnly: true, secure, sameSite: 'lax', path: '/' } as const;
  return {
    read(request: Request): string | undefined {
      const pairs = (request.get('cookie') ?? '').split(';').map((pair) => pair.trim());
      return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) || undefined;
    },
    // Without an age it ends with the browser; the session itself ends after twelve hours at the latest.
    set: (response: Response, token: string) => response.cookie(name, token, options),
    clear: (response: Response) => response.clearCookie(name, options),
  };
}

export type SessionCookie = ReturnType<typeof createSessionCookie>;

export interface AccessDeps {
  staffAccess: Pick<StaffAccess, 'member'>;
  networks: Pick<Networks, 'alerts'>;
  plans: readonly Plan[];
  cookie: SessionCookie;
  clock: Clock;
  urls: AssetUrls;
}

/**
 * `requirePermission(route)`: signs the visitor in by their cookie, finds the plan of the address among those they may
 * open, checks the route's permission, and for a form its token. Pages read the result with `visitOf` and `shellOf`.
 */
export function createAccess({ staffAccess, networks, plans, cookie, clock, urls }: AccessDeps) {
  return function requirePermission({ needs, method, section }: ConsoleRoute): RequestHandler {
    return async (request, response, next) => {
      const params = parse(paramsSchema, request.params, 'not-found');
      if (needs === 'anyone') return next();

      const token = cookie.read(request);
      const signedIn = token && await staffAccess.member(token);
      if (!signedIn) throw new WebError('sign-in-needed');
      const { member, csrf } = signedIn;
      const own = plans.filter((plan) => member.plans.length === 0 || member.plans.includes(plan.id));
      const plan = own.find(({ id }) => id === params.plan);
      if (params.plan && !plan) throw new WebError('not-found');
      if (needs !== 'signed-in' && !needs.some((permission) => can(member, permission, plan?.id))) {
        throw new WebError('not-allowed');
      }
      if (method !== 'get' && !sameToken(csrf, (request.body as Record<string, unknown> | undefined)?.['_csrf'])) {
        throw new WebError('bad-csrf');
      }

      response.locals['visit'] = { member, csrf, plans: own, plan } satisfies Visit;
      response.locals['shell'] = {
        urls, now: clock(), member, csrf, plans: own, plan, section: section ?? null,
        alerts: can(member, 'network.read') ? await networks.alerts() : [],
        rehearsal: plan ? plan.rehearsal : own.some(({ rehearsal }) => rehearsal),
      } satisfies SignedInShell;
      next();
    };
  };
}

/** Compares hashes, which are equally long, in a time that says nothing. */
function sameToken(expected: string, given: unknown): boolean {
  if (typeof given !== 'string') return false;
  const [left, right] = [expected, given].map((text) => createHash('sha256').update(text).digest());
  return left !== undefined && right !== undefined && timingSafeEqual(left, right);
}
