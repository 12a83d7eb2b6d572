/** Files that people sent, at addresses that end one day. */
import { randomUUID } from 'node:crypto';

const HOSTS = { photo: 'f20-zpc.zdn.vn', voice: 'voice-aac-dl.zdn.vn', file: 'b-f21-zpc.zdn.vn' };

export interface Media {
  /** Keeps the content; tells its address. */
  add(kind: keyof typeof HOSTS, bytes: Buffer, extension: string): string;
  serves(url: URL): boolean;
  answer(url: URL): Response;
  /** Addresses given so far lead nowhere from now on. */
  expire(): void;
}

export function createMedia(): Media {
  const files = new Map<string, Buffer>();
  return {
    add(kind, bytes, extension) {
      const url = `https://${HOSTS[kind]}/${randomUUID()}.${extension}`;
      files.set(url, bytes);
      return url;
    },
    serves: ({ host }) => Object.values(HOSTS).includes(host),
    answer({ href }) {
      const bytes = files.get(href);
      if (!bytes) return new Response('gone', { status: 404 });
      const headers = { 'content-type': 'application/octet-stream', 'content-length': String(bytes.length) };
      return new Response(new Uint8Array(bytes), { headers });
    },
    expire: () => files.clear(),
  };
}
