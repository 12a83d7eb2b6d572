import * as http from 'node:http';
import * as https from 'node:https';
import { isIP } from 'node:net';
import type { Log } from '../../log.ts';
import { ZaloBotCallError } from './call-error.ts';
import { isPublicAddress, NOT_PUBLIC, publicLookup } from './public-address.ts';

/** Zalo names no limit; no photo of a phone comes near it. */
export const MAX_DOWNLOAD_BYTES = 20 * 1024 * 1024;

const MOST_REDIRECTS = 3;

/** The address expired or never was one: Zalo's photos are links that end some day. */
const GONE = new Set([401, 403, 404, 410]);

/** Why a file can never be had. */
class Never extends Error {}

/**
 * The content behind a photo's or a voice's address, which anybody who knows the webhook's secret could have written:
 * only https to public addresses, redirects looked at like the first, or the API's own origin (a proxy, a test). Null
 * when it can never be had, logged with the reason; rejects with `ZaloBotCallError` while it is worth another try.
 */
export async function download(
  ref: string, { origin, log, timeoutMs }: { origin: string; log: Log; timeoutMs: number },
): Promise<Buffer | null> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    let url = allowed(ref, origin);
    for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
      const response = await get(url, origin, signal);
      const { statusCode: status = 0, headers: { location } } = response;
      if (status >= 200 && status < 300) return await contentOf(response);
      response.destroy();
      if (GONE.has(status)) throw new Never('gone');
      if (status < 300 || status >= 400 || !location) throw new Error('no content');
      url = allowed(new URL(location, url).href, origin);
    }
    throw new Never('too many redirects');
  } catch (error) {
    if (error instanceof Never || (error as { code?: unknown }).code === NOT_PUBLIC) {
      const reason = error instanceof Never ? error.message : 'not a public address';
      log.warn({ channel: 'zalo-bot', reason }, 'a file cannot be fetched');
      return null;
    }
    // What was caught may name the address, and with it the person's photo.
    throw new ZaloBotCallError('file', { kind: 'no-answer' });
  }
}

function allowed(ref: string, origin: string): URL {
  if (!URL.canParse(ref)) throw new Never('no address');
  const url = new URL(ref);
  if (url.origin === origin) return url;
  if (url.protocol !== 'https:') throw new Never('not https');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0 && !isPublicAddress(host)) throw new Never('not a public address');
  return url;
}

function get(url: URL, origin: string, signal: AbortSignal): Promise<http.IncomingMessage> {
  const { request } = url.protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    request(url, { signal, agent: false, ...(url.origin !== origin && { lookup: publicLookup }) })
      .once('response', resolve)
      .once('error', reject)
      .end();
  });
}

async function contentOf(response: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_DOWNLOAD_BYTES) throw new Never('too big');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
