/** Who a browser is: a random secret in a cookie that scripts cannot read, and the chat's id that is made of it. */
import { createHash, randomBytes } from 'node:crypto';
import type { Request, Response } from 'express';

const COOKIE = 'chat';
const SECRET = /^[\w-]{32}$/;
/** Browsers keep a cookie for 400 days at most; every visit begins them anew. */
const MAX_AGE_MS = 400 * 24 * 3600 * 1000;

export interface CookieOptions {
  /** Where the page is mounted: the cookie goes nowhere else. */
  path: string;
  /** True when people reach the page over https. */
  secure: boolean;
}

/** The chat of this browser, or null when it has none yet. */
export function chatOf(req: Request): string | null {
  const secret = secretOf(req);
  return secret && chatId(secret);
}

/** The chat of this browser; a first visit makes one. `isNew` tells the page to greet. */
export function openChat(req: Request, res: Response, options: CookieOptions): { chatId: string; isNew: boolean } {
  const known = secretOf(req);
  const secret = known ?? randomBytes(24).toString('base64url');
  res.cookie(COOKIE, secret, { ...attributes(options), maxAge: MAX_AGE_MS });
  return { chatId: chatId(secret), isNew: !known };
}

/** This browser forgets its chat (a phone that several people use); what was sent stays with the commune. */
export function leaveChat(res: Response, options: CookieOptions): void {
  res.clearCookie(COOKIE, attributes(options));
}

function attributes({ path, secure }: CookieOptions) {
  return { path, secure, httpOnly: true, sameSite: 'lax' as const };
}

function secretOf(req: Request): string | null {
  for (const pair of (req.headers.cookie ?? '').split(';')) {
    const [name, value = ''] = pair.trim().split('=', 2);
    if (name === COOKIE && SECRET.test(value)) return value;
  }
  return null;
}

/** A digest, so that nobody who reads an id in a log or in the database can write in that person's name. */
function chatId(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url').slice(0, 22);
}
