import { describe, expect, it } from 'vitest';
import { fetchPublic, MAX_FILE_BYTES } from '../../../bot/zalo-personal/fetch-public.ts';

/** Answers by address; what is not named is not there. */
function web(pages: Record<string, () => Response>): { fetch: typeof fetch; asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    async fetch(input) {
      asked.push(String(input));
      return pages[String(input)]?.() ?? new Response('', { status: 404 });
    },
  };
}

function get(address: string, fetch: typeof globalThis.fetch): Promise<Buffer | null> {
  return fetchPublic(address, { fetch, timeoutMs: 1_000 });
}

function to(location: string): Response {
  return new Response(null, { status: 302, headers: { location } });
}

describe('fetching a file from the address that came with it', () => {
  it('brings what is there, also after a redirection', async () => {
    const { fetch } = web({
      'https://a.zdn.vn/1': () => to('/2'), 'https://a.zdn.vn/2': () => new Response('ảnh'),
    });

    expect((await get('https://a.zdn.vn/1', fetch))?.toString()).toBe('ảnh');
  });

  it.each([
    'http://a.zdn.vn/1', 'https://127.0.0.1/', 'https://10.0.0.5/admin', 'https://[::1]/', 'https://[fd00::1]/',
    'https://2130706433/', 'https://0x7f.1/', 'https://localhost/', 'https://router/', 'https://may-in.local/',
    'https://kho.internal/', 'https://a.zdn.vn:8443/', 'https://ten:mat-khau@a.zdn.vn/', 'file:///etc/passwd',
    'ftp://a.zdn.vn/', '../../etc/passwd', '', 'https://',
  ])('asks nobody for %s', async (address) => {
    const { fetch, asked } = web({});

    expect(await get(address, fetch)).toBeNull();
    expect(asked).toEqual([]);
  });

  it('does not follow a redirection into the house', async () => {
    const { fetch, asked } = web({ 'https://a.zdn.vn/1': () => to('https://192.168.1.1/') });

    expect(await get('https://a.zdn.vn/1', fetch)).toBeNull();
    expect(asked).toEqual(['https://a.zdn.vn/1']);
  });

  it('does not follow for ever', async () => {
    const { fetch, asked } = web({ 'https://a.zdn.vn/1': () => to('/1') });

    expect(await get('https://a.zdn.vn/1', fetch)).toBeNull();
    expect(asked.length).toBeLessThan(10);
  });

  it.each([403, 404, 410])('has nothing where the address has ended (%i)', async (status) => {
    const { fetch } = web({ 'https://a.zdn.vn/1': () => new Response('', { status }) });

    expect(await get('https://a.zdn.vn/1', fetch)).toBeNull();
  });

  it('is worth another try while the server is in trouble', async () => {
    const { fetch } = web({ 'https://a.zdn.vn/1': () => new Response('', { status: 503 }) });

    await expect(get('https://a.zdn.vn/1', fetch)).rejects.toThrow('server 503');
  });

  it('takes nothing that is too big, whatever it says of its size', async () => {
    const big = () => new Response(new Uint8Array(MAX_FILE_BYTES + 1));
    const { fetch } = web({ 'https://a.zdn.vn/1': big });

    expect(await get('https://a.zdn.vn/1', fetch)).toBeNull();
  });
});
