/** How the library reaches Zalo's web servers: with a limit on time, and with errors that say what became of a call. */
import { setTimeout as sleep } from 'node:timers/promises';
import { fetchTrouble, ZaloCallError } from './call-error.ts';

/** The part of the web's `fetch` that is used; tests hand in their own. */
export type Fetch = typeof fetch;

/** Questions that Zalo holds open until the phone has done something. */
const LONG_QUESTION = /\/authen\/qr\/waiting-(?:scan|confirm)$/;

/**
 * A `fetch` for the library. The answer is read whole before it is handed on, so that the limit holds for it too.
 * Rejects with `ZaloCallError` only. `signal` ends every call: the sign-in was given up, the channel stops.
 */
export function createPatientFetch({ fetch, callMs, codeMs, askCodeMs, signal }: {
  fetch: Fetch;
  callMs: number;
  codeMs: number;
  askCodeMs: number;
  signal?: AbortSignal;
}): Fetch {
  return async function patientFetch(input, init = {}) {
    const address = String(input instanceof Request ? input.url : input);
    const long = LONG_QUESTION.test(new URL(address).pathname);
    if (signal?.aborted) throw new ZaloCallError({ kind: 'stopped' });

    const controller = new AbortController();
    function abort(): void {
      controller.abort();
    }
    const timer = setTimeout(abort, long ? codeMs : callMs);
    const signals = [signal, init.signal].filter((each) => each instanceof AbortSignal);
    for (const each of signals) each.addEventListener('abort', abort, { once: true });
    try {
      // A server that says "not yet" at once would otherwise be asked without a pause.
      if (long) await sleep(askCodeMs, undefined, { signal: controller.signal });
      const response = await fetch(address, { ...init, signal: controller.signal });
      if (response.status >= 400) throw new ZaloCallError({ kind: 'server', status: response.status });
      return await whole(response);
    } catch (error) {
      if (error instanceof ZaloCallError) throw error;
      throw new ZaloCallError(signal?.aborted ? { kind: 'stopped' } : fetchTrouble(error));
    } finally {
      clearTimeout(timer);
      for (const each of signals) each.removeEventListener('abort', abort);
    }
  };
}

async function whole(response: Response): Promise<Response> {
  const body = await response.arrayBuffer();
  const { status, statusText, headers } = response;
  // These have no body by definition, and the constructor insists on it.
  return new Response([204, 205, 304].includes(status) ? null : body, { status, statusText, headers });
}
