/** How Zalo Web hides what it sends: AES in CBC with an empty initial vector for calls, AES-GCM for events. */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { deflateSync } from 'node:zlib';

const EMPTY_VECTOR = Buffer.alloc(16);

function cbc(key: Buffer): string {
  return `aes-${key.length * 8}-cbc`;
}

/** Base64 of the encrypted text; the key has 16 or 32 bytes. */
export function encrypt(key: Buffer, text: string): string {
  const cipher = createCipheriv(cbc(key), key, EMPTY_VECTOR);
  return Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]).toString('base64');
}

/** @throws Error when the text was not encrypted with this key. */
export function decrypt(key: Buffer, base64: string): string {
  const decipher = createDecipheriv(cbc(key), key, EMPTY_VECTOR);
  return Buffer.concat([decipher.update(base64, 'base64'), decipher.final()]).toString('utf8');
}

/** The key of a sign-in's answer, which both sides mix from two values that travel in the address. */
export function signInKey(zcid: string, zcidExt: string): Buffer {
  const digest = createHash('md5').update(zcidExt).digest('hex').toUpperCase();
  const [fromDigest] = alternate(digest);
  const [even, odd] = alternate(zcid);
  return Buffer.from(fromDigest.slice(0, 8) + even.slice(0, 12) + [...odd].reverse().slice(0, 12).join(''), 'utf8');
}

/** The letters at even and at odd places. */
function alternate(text: string): [string, string] {
  const letters = [...text];
  return [letters.filter((_, at) => at % 2 === 0).join(''), letters.filter((_, at) => at % 2 === 1).join('')];
}

/** 0: plain; 1: deflated; 2: deflated and encrypted; 3: encrypted. */
export type EventEncoding = 0 | 1 | 2 | 3;

/** The `data` of an event frame. */
export function encodeEvent(json: string, encoding: EventEncoding, key: Buffer): string {
  if (encoding === 0) return json;
  if (encoding === 1) return deflateSync(json).toString('base64');
  const [vector, extra] = [randomBytes(16), randomBytes(16)];
  const cipher = createCipheriv('aes-256-gcm', key, vector).setAAD(extra);
  const content = encoding === 2 ? deflateSync(json) : Buffer.from(json);
  const sealed = Buffer.concat([cipher.update(content), cipher.final(), cipher.getAuthTag()]);
  return encodeURIComponent(Buffer.concat([vector, extra, sealed]).toString('base64'));
}
