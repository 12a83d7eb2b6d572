import type { Log } from '../../log.ts';
import type { Take } from '../channel.ts';
import type { TelegramApi } from './api.ts';
import { noteCourtesy } from './courtesy.ts';
import { isGroup, type Groups } from './groups.ts';
import { toInbound } from './to-inbound.ts';
import type { Update } from './update.ts';

/** Takes in one update. Resolves when nothing of it can be lost any more; rejects when it was not saved. */
export type Receive = (update: Update) => Promise<void>;

/** Hands what an update says to `take`; a pressed button is released at once. */
export function createReceive({ bot, api, take, groups, log, signal }: {
  bot: string;
  api: TelegramApi;
  take: Take;
  groups: Pick<Groups, 'hear' | 'changed'>;
  log: Log;
  signal: AbortSignal;
}): Receive {
  return async (update) => {
    const { update_id: updateId, callback_query: press, my_chat_member: membership, edited_message: edited } = update;
    if (press) {
      // At once, so that the button stops its waiting animation; the answer comes as a message.
      api.call('answerCallbackQuery', { callback_query_id: press.id }, { signal })
        .catch((error: unknown) => noteCourtesy(log, error, updateId));
    }
    if (membership) groups.changed(updateId, membership);
    const talk = update.message ?? edited;
    if (talk && isGroup(talk.chat)) return groups.hear(updateId, talk, talk === edited);
    const message = toInbound(bot, update);
    if (message) await take(message);
  };
}
