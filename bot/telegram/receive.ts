import type { Log } from '../../log.ts';
import type { Take } from '../channel.ts';
import type { TelegramApi } from './api.ts';
import { toInbound } from './to-inbound.ts';
import type { Update } from './update.ts';
import { troubleOf } from './call-error.ts';

/** Takes in one update. Resolves when nothing of it can be lost any more; rejects when it was not saved. */
export type Receive = (update: Update) => Promise<void>;

/** Hands what an update says to `take`; a pressed button is released at once. */
export function createReceive(deps: {
  bot: string;
  api: TelegramApi;
  take: Take;
  log: Log;
  signal: AbortSignal;
  /** Said once to a group that adds the bot; without it the bot stays silent there. */
  groupNotice?: string;
}): Receive {
  const { bot, api, take, log, signal, groupNotice } = deps;

  /** Courtesies: tried once, never waited for, and no message depends on them. */
  function courtesy(call: Promise<unknown>, updateId: number): void {
    call.catch((error: unknown) => {
      const trouble = troubleOf(error);
      const code = trouble?.kind === 'refused' ? trouble.code : undefined;
      // 400: the press is too old to be answered, which is nobody's fault after a restart.
      if (trouble?.kind === 'stopped' || code === 400) return;
      log.warn({ channel: 'telegram', updateId, trouble: trouble?.kind, code }, 'a courtesy call failed');
    });
  }

  return async (update) => {
    const { update_id: updateId, callback_query: press, my_chat_member: membership } = update;
    // At once, so that the button stops its waiting animation; the answer comes as a message.
    if (press) courtesy(api.call('answerCallbackQuery', { callback_query_id: press.id }, { signal }), updateId);
    if (membership && groupNotice && wasAddedToGroup(membership)) {
      courtesy(api.call('sendMessage', { chat_id: membership.chat.id, text: groupNotice }, { signal }), updateId);
    }
    const message = toInbound(bot, update);
    if (message) await take(message);
  };
}

const INSIDE = new Set(['member', 'administrator', 'restricted']);

function wasAddedToGroup(membership: NonNullable<Update['my_chat_member']>): boolean {
  const group = membership.chat.type === 'group' || membership.chat.type === 'supergroup';
  return group && INSIDE.has(membership.new_chat_member.status) && !INSIDE.has(membership.old_chat_member.status);
}
