import { Telegram } from 'telegraf';
import type { Opts, Telegram as Methods } from 'telegraf/types';
import { createAgent } from './agent.ts';
import { TelegramCallError, toTrouble } from './call-error.ts';

const DEFAULT_API_ROOT = 'https://api.telegram.org/';

export interface TelegramApi {
  /** One call of the Bot API; rejects with `TelegramCallError` only. `timeoutMs` limits the whole call. */
  call<M extends keyof Methods>(
    method: M,
    payload: Opts<M>,
    options?: { signal?: AbortSignal; timeoutMs?: number },
  ): Promise<ReturnType<Methods[M]>>;
  /** Where a file's content is. Holds the token: never log or store it. */
  fileUrl(filePath: string): URL;
}

/** telegraf's API client, and nothing else of telegraf: no handlers, no polling, no webhook (they lose messages). */
export function createApi(options: {
  token: string;
  apiRoot?: string;
  timeoutMs: number;
  connectMs: number;
}): TelegramApi {
  const apiRoot = withTrailingSlash(options.apiRoot ?? DEFAULT_API_ROOT);
  const client = new Telegram(options.token, { apiRoot, webhookReply: false });
  // Set afterwards, because telegraf's constructor throws the agent away for http: addresses.
  client.options.agent = createAgent(apiRoot, options.connectMs);

  return {
    async call(method, payload, { signal, timeoutMs = options.timeoutMs } = {}) {
      const controller = new AbortController();
      function abort(): void {
        controller.abort();
      }
      const timer = setTimeout(abort, timeoutMs);
      if (signal?.aborted) abort();
      signal?.addEventListener('abort', abort, { once: true });
      try {
        return await client.callApi(method, payload, { signal: controller.signal as never });
      } catch (error) {
        throw new TelegramCallError(method, toTrouble(error, signal?.aborted ?? false));
      } finally {
        clearTimeout(timer);
        signal?.removeEventListener('abort', abort);
      }
    },
    fileUrl: (filePath) => new URL(`./file/bot${options.token}/${filePath}`, apiRoot),
  };
}

/** Without the slash, the last part of a path prefix would be replaced instead of extended. */
function withTrailingSlash(apiRoot: string): string {
  return apiRoot.endsWith('/') ? apiRoot : `${apiRoot}/`;
}
