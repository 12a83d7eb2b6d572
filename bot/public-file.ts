/** Files at addresses that came with messages. Who writes with a program of their own can put any address there. */
import { request } from 'node:https';
import { isIP } from 'node:net';
import type { Log } from '../log.ts';
import type { ChannelName } from '../models/message.ts';
import { isPublicAddress, NOT_PUBLIC, publicLookup } from './public-address.ts';

/** What a bot may fetch from Telegram, and more than a photo of any phone. */
export const MAX_FILE_BYTES = 20 * 1024 * 1024;

const MOST_REDIRECTS = 3;
/** Statuses of an address that has ended: a CDN says 400 or 403 when a signature has run out. */
const GONE = new Set([400, 401, 403, 404, 410]);

/** Why a file can never be had. */
class Never extends Error {}

/** Another try may help. Says no more, because what was caught may name the address, and with it the person's photo. */
export class FileNotFetched extends Error {
  override name = 'FileNotFetched';
}

/** What a server answered; `drop` when its body is not wanted. */
interface Answer {
  status: number;
  location?: string | null;
  body: AsyncIterable<Uint8Array>;
  drop: () => unknown;
}

/**
 * The content behind an address: only by https from the usual port of a machine on the Internet, and redirects are
 * looked at like the first. `own` is an origin that may be anywhere and speak http: the one that the settings name.
 * Null when it can never be had, logged with the reason.
 * @throws FileNotFetched when another try may help.
 */
export async function fetchPublicFile(address: string, { channel, own, fetch, timeoutMs, log }: {
  channel: ChannelName;
  own?: string;
  /** Instead of a connection that leads to public addresses only; tests hand in their own. */
  fetch?: typeof globalThis.fetch;
  timeoutMs: number;
  log: Log;
}): Promise<Buffer | null> {
  const signal = AbortSignal.timeout(timeoutMs);

  function get(url: URL): Promise<Answer> {
    if (url.origin === own) return getBy(globalThis.fetch, url, signal);
    return fetch ? getBy(fetch, url, signal) : getPublic(url, signal);
  }

  try {
    let url = allowed(address, own);
    for (let hop = 0; hop <= MOST_REDIRECTS; hop += 1) {
      const answer = await get(url);
      if (answer.status >= 200 && answer.status < 300) {
        const content = await contentOf(answer.body);
        if (!content) throw new Never('too big');
        return content;
      }
      await answer.drop();
      if (GONE.has(answer.status)) throw new Never('gone');
      if (answer.status < 300 || answer.status >= 400 || !answer.location) throw new Error('no content');
      url = allowed(answer.location, own, url);
    }
    throw new Never('too many redirects');
  } catch (error) {
    const never = error instanceof Never || (error as { code?: unknown }).code === NOT_PUBLIC;
    if (!never) throw new FileNotFetched('A file could not be fetched; another try may help.');
    const reason = error instanceof Never ? error.message : 'not a public address';
    log.warn({ channel, reason }, 'a file cannot be fetched');
    return null;
  }
}

/** A body as a whole; null, and the transfer is ended, when it is bigger than any file may be. */
export async function contentOf(body: AsyncIterable<Uint8Array>): Promise<Buffer | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > MAX_FILE_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function allowed(address: string, own?: string, base?: URL): URL {
  if (!URL.canParse(address, base)) throw new Never('no address');
  const url = new URL(address, base);
  if (url.origin === own) return url;
  if (url.protocol !== 'https:') throw new Never('not https');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const strange = url.port || url.username || url.password;
  if (strange || (isIP(host) !== 0 && !isPublicAddress(host))) throw new Never('not a public address');
  return url;
}

async function getBy(fetch: typeof globalThis.fetch, url: URL, signal: AbortSignal): Promise<Answer> {
  const { status, headers, body } = await fetch(url, { signal, redirect: 'manual' });
  return { status, location: headers.get('location'), body: body ?? none(), drop: () => body?.cancel() };
}

async function* none(): AsyncGenerator<Uint8Array> {}

function getPublic(url: URL, signal: AbortSignal): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request(url, { signal, agent: false, lookup: publicLookup })
      .once('response', (response) => resolve({
        status: response.statusCode ?? 0,
        location: response.headers.location,
        body: response,
        drop: () => response.destroy(),
      }))
      .once('error', reject)
      .end();
  });
}
