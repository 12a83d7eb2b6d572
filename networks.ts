/** The networks that the settings name, built and not yet started. */
import { join } from 'node:path';
import type { Channel } from './bot/channel.ts';
import { createWebChatChannel, type WebChat } from './bot/web-chat/channel.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import type { Data } from './data.ts';
import { WISHES } from './handlers/conversations/index.ts';
import { messages } from './handlers/messages.vi.ts';
import type { Log } from './log.ts';
import { findHashtagOf } from './plans/hashtags.ts';
import type { WebhookHandler } from './web/deps.ts';

export interface Networks {
  channels: Channel[];
  /** The villagers' web chat, which has pages of its own. */
  webChat?: WebChat;
  /** What networks post to, by path. */
  webhooks: Record<string, WebhookHandler>;
}

export interface NetworkDeps {
  config: Config;
  data: Pick<Data, 'stores' | 'plans' | 'fileStore'>;
  clock: Clock;
  log: Log;
  /** How the program reaches Zalo's web servers, and files there; tests hand in their own. */
  fetch?: typeof fetch;
}

/** A network's code is loaded only when it is used: what a small machine does not need is not in its memory. */
export async function openNetworks(deps: NetworkDeps): Promise<Networks> {
  const { config, data: { stores, fileStore }, clock, log } = deps;
  const telegram = config.telegram && await openTelegram(deps, config.telegram);
  const zaloBot = config.zaloBot && await openZaloBot(deps, config.zaloBot);
  const zaloPersonal = config.zaloPersonal && await openZaloPersonal(deps, config.zaloPersonal);
  const webChat = config.webChat ? createWebChatChannel({ stores, files: fileStore, clock, log }) : undefined;
  return {
    channels: [zaloBot, zaloPersonal, telegram, webChat].filter((channel) => channel !== undefined),
    webChat,
    webhooks: {
      ...(telegram && { '/webhooks/telegram': telegram.webhook }),
      ...(zaloBot && { '/webhooks/zalo-bot': zaloBot.webhook }),
    },
  };
}

async function openTelegram(
  { config: { publicUrl }, data: { plans }, clock, log }: NetworkDeps,
  { token, apiRoot, webhookSecret }: NonNullable<Config['telegram']>,
) {
  const { createTelegramChannel } = await import('./bot/telegram/channel.ts');
  const hashtags = plans.flatMap(({ hashtag }) => hashtag ?? []);
  return createTelegramChannel({
    token, apiRoot, clock, log,
    findHashtag: findHashtagOf(plans),
    groupNotice: ({ username, hearsAll }) =>
      messages.group.notice(plans, { name: `@${username}`, hashtags: hearsAll ? hashtags : [] }),
    groupLine: messages.group.privately,
    startParameter: (tag) => (plans.length === 1 ? plans[0] : plans.find(({ hashtag }) => tag && hashtag === tag))?.id,
    commands: WISHES.map(({ command, label }) => ({ command, description: label })),
    ...(webhookSecret
      ? { mode: 'webhook', webhookUrl: `${publicUrl}/webhooks/telegram`, webhookSecret }
      : { mode: 'polling' }),
  });
}

async function openZaloBot(
  { config: { publicUrl }, data: { plans }, clock, log }: NetworkDeps,
  { token, apiRoot, webhookSecret }: NonNullable<Config['zaloBot']>,
) {
  const { createZaloBotChannel } = await import('./bot/zalo-bot/channel.ts');
  return createZaloBotChannel({
    token, apiRoot, clock, log,
    findHashtag: findHashtagOf(plans),
    ...(webhookSecret && publicUrl
      ? { mode: 'webhook', webhookUrl: `${publicUrl}/webhooks/zalo-bot`, webhookSecret }
      : { mode: 'polling' }),
  });
}

async function openZaloPersonal(
  { config: { dataDir }, data: { plans, fileStore }, clock, log, fetch }: NetworkDeps,
  { key }: NonNullable<Config['zaloPersonal']>,
) {
  const { createZaloPersonalChannel } = await import('./bot/zalo-personal/channel.ts');
  return createZaloPersonalChannel({
    key, clock, log, fetch,
    dir: join(dataDir, 'zalo-personal'),
    files: fileStore,
    findHashtag: findHashtagOf(plans),
  });
}
