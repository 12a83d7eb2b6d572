/** The cookie of a signed-in account. Zalo ties it to the browser's name; a new one comes with any answer. */
import { randomBytes, randomUUID } from 'node:crypto';

const NAME = 'zpw_sek';

/** What a program keeps to sign in again without a code. */
export interface Credentials {
  imei: string;
  cookie: { key: string; value: string; domain: string; path: string }[];
  userAgent: string;
}

export interface Session {
  /** Signed in anew: with a browser of this name. Returns the cookie to set. */
  begin(userAgent: string): string;
  /** Is this the cookie of the account, from the browser that it belongs to? */
  admits(cookie: string, userAgent: string): boolean;
  /** Binds the session to the device that uses it first. */
  sameDevice(imei: string): boolean;
  expire(): void;
  /** The next answer brings a new cookie; the old one ends when the new one is used. */
  rotate(): void;
  /** For an answer's `set-cookie`, when one is due. */
  due(): string | undefined;
  /** Those of an account that was signed in before the test. */
  credentials(): Credentials;
}

export function createSession(): Session {
  let userAgent = 'Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0';
  let imei: string | undefined;
  let current = fresh();
  let previous: string | undefined;
  let rotating = false;
  let expired = false;

  return {
    begin(browser) {
      [userAgent, imei, current, previous, expired] = [browser, undefined, fresh(), undefined, false];
      return setCookie(current);
    },
    admits(cookie, browser) {
      if (expired || browser !== userAgent) return false;
      const given = new RegExp(`(?:^|; )${NAME}=([^;]*)`).exec(cookie)?.[1];
      if (given === current) previous = undefined;
      return given !== undefined && (given === current || given === previous);
    },
    sameDevice(device) {
      imei ??= device;
      return imei === device;
    },
    expire() { expired = true; },
    rotate() { rotating = true; },
    due() {
      if (!rotating) return undefined;
      rotating = false;
      previous = current;
      current = fresh();
      return setCookie(current);
    },
    credentials() {
      imei ??= randomUUID();
      return { imei, userAgent, cookie: [{ key: NAME, value: current, domain: 'chat.zalo.me', path: '/' }] };
    },
  };
}

function fresh(): string {
  return randomBytes(12).toString('hex');
}

function setCookie(value: string): string {
  return `${NAME}=${value}; Domain=chat.zalo.me; Path=/; Max-Age=604800; Secure; HttpOnly`;
}
