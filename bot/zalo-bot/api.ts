import { z } from 'zod';
import { parseJson } from '../parse-json.ts';
import { toTrouble, ZaloBotCallError } from './call-error.ts';

const DEFAULT_API_ROOT = 'https://bot-api.zaloplatforms.com';

/** What this program asks of the platform (docs.zaloplatforms.com/docs/BOT). */
export type Method = 'getMe' | 'getUpdates' | 'setWebhook' | 'deleteWebhook' | 'getWebhookInfo' | 'sendMessage';

export interface ZaloBotApi {
  /** One call; resolves with its `result`, rejects with `ZaloBotCallError` only. `timeoutMs` limits the whole call. */
  call(
    method: Method, payload?: Record<string, unknown>, options?: { signal?: AbortSignal; timeoutMs?: number },
  ): Promise<unknown>;
  /** Scheme, name and port of the API. */
  readonly origin: string;
}

const number = z.coerce.number().optional().catch(undefined);
const answer = z.object({
  ok: z.boolean(),
  result: z.unknown().optional(),
  error_code: number,
  description: z.string().optional().catch(undefined),
  parameters: z.object({ retry_after: number }).optional().catch(undefined),
});

/** Zalo's Bot API over `fetch`: POST and JSON, no library. */
export function createApi({ token, apiRoot = DEFAULT_API_ROOT, timeoutMs: usualMs }: {
  token: string;
  apiRoot?: string;
  timeoutMs: number;
}): ZaloBotApi {
  const root = apiRoot.replace(/\/+$/, '');
  return {
    origin: new URL(root).origin,
    async call(method, payload = {}, { signal, timeoutMs = usualMs } = {}) {
      const limit = AbortSignal.timeout(timeoutMs);
      try {
        const response = await fetch(`${root}/bot${token}/${method}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(payload),
          // The token is in the address: it goes nowhere else.
          redirect: 'manual',
          signal: signal ? AbortSignal.any([signal, limit]) : limit,
        });
        return readAnswer(method, response, await response.text());
      } catch (error) {
        if (error instanceof ZaloBotCallError) throw error;
        throw new ZaloBotCallError(method, toTrouble(error, signal?.aborted ?? false));
      }
    },
  };
}

/** A refusal comes with HTTP 200 and `ok: false`, but the gateway before the API has only its status and a page. */
function readAnswer(method: Method, response: Response, body: string): unknown {
  const read = answer.safeParse(parseJson(body)).data;
  if (read?.ok) return read.result;
  if (!read && response.status < 400) throw new ZaloBotCallError(method, { kind: 'not-zalo' });
  const seconds = read?.parameters?.retry_after ?? Number(response.headers.get('retry-after') ?? NaN);
  throw new ZaloBotCallError(method, {
    kind: 'refused',
    code: read?.error_code || response.status,
    description: read?.description ?? '',
    ...(seconds > 0 && Number.isFinite(seconds) && { retryAfterMs: seconds * 1000 }),
  });
}
