import { isIP } from 'node:net';
import { fetchTrouble, ZaloCallError } from './call-error.ts';
import type { Fetch } from './patient-fetch.ts';

/** As much as the other networks let through. */
export const MAX_FILE_BYTES = 20 * 1024 * 1024;
const MAX_HOPS = 3;
/** Statuses of an address that has ended: CDNs say 403 when a signature has run out. */
const GONE = new Set([400, 401, 403, 404, 410]);
const INSIDE = /\.(?:local|localhost|internal|intranet|lan|home|arpa)$/;

/**
 * The content at an address that came with a message. Who sends a message with a client of their own can put any
 * address there, so only https to a host with a public name is fetched, also after a redirection; inside the commune's
 * network nothing holds a certificate for such a name. Null when it is gone, too big, or no such address.
 * @throws ZaloCallError when another try may help.
 */
export async function fetchPublic(
  address: string, { fetch, timeoutMs }: { fetch: Fetch; timeoutMs: number },
): Promise<Buffer | null> {
  const signal = AbortSignal.timeout(timeoutMs);
  let url = publicUrl(address);
  try {
    for (let hops = 0; url && hops <= MAX_HOPS; hops += 1) {
      const response = await fetch(url, { signal, redirect: 'manual' });
      if (response.ok) return await content(response);
      await response.body?.cancel();
      const location = response.headers.get('location');
      if (response.status >= 300 && response.status < 400 && location) url = publicUrl(location, url);
      else if (GONE.has(response.status)) return null;
      else throw new ZaloCallError({ kind: 'server', status: response.status });
    }
    return null;
  } catch (error) {
    throw error instanceof ZaloCallError ? error : new ZaloCallError(fetchTrouble(error));
  }
}

function publicUrl(address: string, base?: URL): URL | null {
  const url = URL.canParse(address, base) ? new URL(address, base) : null;
  if (url?.protocol !== 'https:' || url.port || url.username || url.password) return null;
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  return isIP(host) || !host.includes('.') || INSIDE.test(host) ? null : url;
}

async function content({ body, headers }: Response): Promise<Buffer | null> {
  if (Number(headers.get('content-length') ?? 0) > MAX_FILE_BYTES) {
    await body?.cancel();
    return null;
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.length;
    // Leaving the loop ends the transfer.
    if (size > MAX_FILE_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
