import type { RequestHandler } from 'express';
import { refuse } from './problems.vi.ts';

/**
 * Refuses what another site's page sends in a person's name. Browsers state the origin of every POST; where one does
 * not (a very old one, a command-line tool), the cookie's SameSite rule is what protects.
 */
export function sameSiteOnly(publicUrl: string | undefined): RequestHandler {
  const publicHost = publicUrl && new URL(publicUrl).host;

  return function checkOrigin(req, res, next) {
    const { origin, host } = req.headers;
    const site = req.headers['sec-fetch-site'];
    if (origin !== undefined ? isOwn(origin, [host, publicHost]) : site === undefined || site === 'same-origin') {
      next();
      return;
    }
    refuse(res, 'crossSite');
  };
}

function isOwn(origin: string, hosts: readonly (string | undefined)[]): boolean {
  return URL.canParse(origin) && hosts.includes(new URL(origin).host);
}
