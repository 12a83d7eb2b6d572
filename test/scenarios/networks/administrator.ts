import type { Program } from './program.ts';

export interface Administrator {
  /** Presses the button of a page of the console that posts to this path. */
  presses(page: string, path: string): Promise<void>;
  gets(path: string): Promise<Buffer>;
}

/** The first administrator follows the link that the program printed. */
export async function signInAsAdmin({ base, data }: Program): Promise<Administrator> {
  const token = await data.staffAccess.ensureFirstAdmin();
  if (!token) throw new Error('There is an administrator already.');
  let cookie = '';
  const entrance = await post(`/console/sign-in/${token}`);
  cookie = entrance.headers.getSetCookie()[0]!.split(';')[0]!;

  async function post(path: string, fields: Record<string, string> = {}): Promise<Response> {
    const headers = { origin: base, ...(cookie && { cookie }) };
    const init = { method: 'POST', headers, body: new URLSearchParams(fields), redirect: 'manual' } as const;
    const response = await fetch(`${base}${path}`, init);
    await response.text();
    return response;
  }

  async function gets(path: string): Promise<Buffer> {
    const response = await fetch(`${base}${path}`, { headers: { cookie } });
    if (response.status !== 200) throw new Error(`${path} answers ${response.status}`);
    return Buffer.from(await response.arrayBuffer());
  }

  return {
    gets,
    async presses(page, path) {
      const html = (await gets(page)).toString();
      if (!html.includes(`action="${path}"`)) throw new Error(`${page} has no button for ${path}`);
      const { status } = await post(path, { _csrf: /name="_csrf" value="([^"]+)"/.exec(html)![1]! });
      if (status !== 303) throw new Error(`${path} answers ${status}`);
    },
  };
}
