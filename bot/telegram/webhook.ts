import type { Log } from '../../log.ts';
import { parseJson } from '../parse-json.ts';
import { sameSecret } from '../same-secret.ts';
import type { Receive } from './receive.ts';
import { readUpdate, updateIdOf } from './update.ts';

/** Telegram puts the secret that we gave it into this header of every delivery. */
export const SECRET_HEADER = 'x-telegram-bot-api-secret-token';

/**
 * One delivery: 200 once it is saved (or is nothing that we could ever use), 500 when it was not saved, so that
 * Telegram brings it again, 401 when the secret is wrong. `body` is the request's body: raw (a string) or parsed.
 */
export type TelegramWebhook = (secretHeader: string | undefined, body: unknown) => Promise<{ status: number }>;

/** Without a `secret` nobody is let in. */
export function createTelegramWebhook(deps: { secret?: string; receive: Receive; log: Log }): TelegramWebhook {
  const { secret, receive, log } = deps;
  return async (secretHeader, body) => {
    if (!sameSecret(secretHeader, secret)) {
      log.warn({ channel: 'telegram' }, 'a delivery with a wrong secret was turned away');
      return { status: 401 };
    }
    // Only now: nobody else can make us read a megabyte of JSON.
    const raw = typeof body === 'string' ? parseJson(body) : body;
    const update = readUpdate(raw);
    if (!update) {
      log.warn({ channel: 'telegram', updateId: updateIdOf(raw) }, 'a malformed update was passed over');
      return { status: 200 };
    }
    try {
      await receive(update);
      return { status: 200 };
    } catch (error) {
      const name = error instanceof Error ? error.name : typeof error;
      log.error({ channel: 'telegram', updateId: update.update_id, error: name }, 'an update could not be saved');
      return { status: 500 };
    }
  };
}
