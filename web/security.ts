/** Headers and limits that hold for every page. */
import type { RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import helmet from 'helmet';
import { WebError } from './errors.ts';

/**
 * Nothing from elsewhere, nothing inline, no frames. `blob:` images are the photos that a villager is about to send.
 * A stricter policy on single answers (people's files) is set by their route.
 */
export function securityHeaders(secure: boolean): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"], styleSrc: ["'self'"], scriptSrc: ["'self'"], imgSrc: ["'self'", 'blob:'],
        connectSrc: ["'self'"], formAction: ["'self'"], baseUri: ["'none'"], frameAncestors: ["'none'"],
        ...(secure && { upgradeInsecureRequests: [] }),
      },
    },
    // With `no-referrer` a browser would send `Origin: null` with our own forms.
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: secure ? { maxAge: 15_552_000 } : false,
    xFrameOptions: { action: 'deny' },
  });
}

/** Answers with the page for `too-many` beyond `limit` requests of one address. */
export function limitRequests(limit: number, windowMs: number): RequestHandler {
  return rateLimit({
    limit, windowMs, standardHeaders: 'draft-8', legacyHeaders: false, ipv6Subnet: 64,
    handler: (_request, _response, next) => next(new WebError('too-many')),
  });
}

/** Pages about people are kept in no cache, not even for the back button of a shared computer. */
export function noStore(): RequestHandler {
  return (_request, response, next) => {
    response.set('Cache-Control', 'no-store');
    next();
  };
}

/**
 * Refuses a form that another site sent. Browsers say where a form came from; a client that says nothing is no
 * browser that could be tricked.
 */
export function sameOriginOnly(): RequestHandler {
  return (request, _response, next) => {
    const site = request.get('sec-fetch-site');
    const origin = request.get('origin');
    const foreign = site !== undefined
      ? !['same-origin', 'none'].includes(site)
      : origin !== undefined && hostOf(origin) !== request.get('host');
    next(foreign ? new WebError('bad-csrf') : undefined);
  };
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
