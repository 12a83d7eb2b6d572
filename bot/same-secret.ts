import { createHash, timingSafeEqual } from 'node:crypto';

/**
 * Whether a delivery brought the secret that we gave the network; nobody is let in without one. Hashed first, so that
 * both have one length and the comparison takes one time.
 */
export function sameSecret(given: string | undefined, secret: string | undefined): boolean {
  if (given === undefined || secret === undefined) return false;
  return timingSafeEqual(digest(given), digest(secret));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
