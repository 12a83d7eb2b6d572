import type { Log } from '../../log.ts';
import type { BackOff } from '../back-off.ts';
import type { Status } from '../status.ts';
import type { TelegramApi } from './api.ts';
import { troubleOf } from './call-error.ts';
import type { Me } from './groups.ts';
import { HEALTH } from './sentences.vi.ts';
import { ALLOWED_UPDATES } from './update.ts';

/** One line of the menu beside the text field: without slash, a–z, 0–9, _; the description is Vietnamese. */
export interface BotCommand {
  command: string;
  description: string;
}

/** How updates reach us. */
export type Ingress = { mode: 'polling' } | { mode: 'webhook'; url: string; secret: string };

/**
 * Introduces the program to Telegram, again and again until it succeeds or `signal` is aborted: who am I, how do
 * updates come, what is in the menu. `introduced` is told as soon as Telegram has said who the bot is.
 */
export async function setUp(deps: {
  api: TelegramApi;
  ingress: Ingress;
  commands?: readonly BotCommand[];
  status: Status;
  backOff: BackOff;
  log: Log;
  signal: AbortSignal;
  introduced: (me: Me) => void;
}): Promise<void> {
  const { api, ingress, commands, status, backOff, log, signal, introduced } = deps;
  while (!signal.aborted) {
    try {
      const { username, can_read_all_group_messages: hearsAll } = await api.call('getMe', {}, { signal });
      introduced({ username, hearsAll });
      await openIngress(api, ingress, signal);
      if (commands) await setMenu(api, commands, log, signal);
      backOff.reset();
      status.up();
      log.info({ channel: 'telegram', mode: ingress.mode }, 'connected to Telegram');
      return;
    } catch (error) {
      await backOff.afterCall(error, isWebhookRefusal(error) ? HEALTH.webhookRefused : undefined);
    }
  }
}

async function openIngress(api: TelegramApi, ingress: Ingress, signal: AbortSignal): Promise<void> {
  if (ingress.mode === 'polling') {
    await api.call('deleteWebhook', { drop_pending_updates: false }, { signal });
    return;
  }
  await api.call(
    'setWebhook',
    { url: ingress.url, secret_token: ingress.secret, allowed_updates: ALLOWED_UPDATES },
    { signal },
  );
}

/** The menu is a convenience: a refused one is logged and the bot runs without. */
async function setMenu(
  api: TelegramApi,
  commands: readonly BotCommand[],
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  try {
    await api.call('setMyCommands', { commands, scope: { type: 'all_private_chats' } }, { signal });
  } catch (error) {
    const trouble = troubleOf(error);
    if (trouble?.kind !== 'refused' || trouble.code !== 400) throw error;
    log.error({ channel: 'telegram', code: trouble.code }, 'Telegram refused the menu of commands');
  }
}

function isWebhookRefusal(error: unknown): boolean {
  const trouble = troubleOf(error);
  return trouble?.kind === 'refused' && trouble.code === 400;
}
