import type { Program } from './program.ts';

export interface Administrator {
  /** Presses a button of the console that leads nowhere else than back. */
  presses(path: string): Promise<void>;
  gets(path: string): Promise<Buffer>;
}

/** The first administrator follows the link that the program printed. */
export async function signInAsAdmin({ base, data }: Program): Promise<Administrator> {
  const token = await data.staffAccess.ensureFirstAdmin();
  if (!token) throw new Error('There is an administrator already.');
  const entrance = await post(`/console/sign-in/${token}`);
  const cookie = entrance.headers.getSetCookie()[0]!.split(';')[0]!;

  function post(path: string, headers: Record<string, string> = {}): Promise<Response> {
    const init = { method: 'POST', headers: { origin: base, ...headers }, body: new URLSearchParams(), redirect: 'manual' };
    return fetch(`${base}${path}`, init as RequestInit);
  }

  return {
    async presses(path) {
      const { status } = await post(path, { cookie });
      if (status !== 303) throw new Error(`${path} answers ${status}`);
    },
    async gets(path) {
      const response = await fetch(`${base}${path}`, { headers: { cookie } });
      if (response.status !== 200) throw new Error(`${path} answers ${response.status}`);
      return Buffer.from(await response.arrayBuffer());
    },
  };
}
