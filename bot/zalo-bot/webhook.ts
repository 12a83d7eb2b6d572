import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../../log.ts';
import { parseJson } from '../parse-json.ts';
import { sameSecret } from '../same-secret.ts';
import type { Receive } from './receive.ts';

/**
 * One delivery: 200 once everything in it is saved, 500 when it is not (yet), 401 when the secret is wrong. `body` is
 * the request's body: raw (a string) or parsed.
 *
 * What holds no event of ours is answered with 200: Zalo tries an address out with bodies that it does not document,
 * and what can never be read must not come again for ever. Whatever names a person to answer counts as a message,
 * however odd it looks, so such a body holds no person's words that could be attributed to anybody.
 */
export type ZaloBotWebhook = (secretHeader: string | undefined, body: unknown) => Promise<{ status: number }>;

/** Without a `secret` nobody is let in. After `answerMs` Zalo is told that it was not saved; the saving goes on. */
export function createZaloBotWebhook({ secret, receive, answerMs, log }: {
  secret?: string;
  receive: Receive;
  answerMs: number;
  log: Log;
}): ZaloBotWebhook {
  return async (secretHeader, body) => {
    if (!sameSecret(secretHeader, secret)) {
      log.warn({ channel: 'zalo-bot' }, 'a delivery with a wrong secret was turned away');
      return { status: 401 };
    }
    const answered = new AbortController();
    // Only now: nobody else can make us read a megabyte of JSON.
    const content = typeof body === 'string' ? parseJson(body) : body;
    const saved = receive(content).then(
      (events) => {
        if (events === 0) log.warn({ channel: 'zalo-bot' }, 'a delivery without any event was passed over');
        return 200;
      },
      () => 500,
    );
    const late = sleep(answerMs, 500, { signal: answered.signal }).catch(() => 500);
    const status = await Promise.race([saved, late]);
    answered.abort();
    return { status };
  };
}
