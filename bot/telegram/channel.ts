/**
 * Telegram as a `Channel`: private chats over telegraf's API client, by long polling or by webhook; of groups only what
 * is said to the bot, which goes on in private.
 */
import { setMaxListeners } from 'node:events';
import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import type { Capabilities, Channel, SendResult, Take } from '../channel.ts';
import { createStatus } from '../status.ts';
import { watchWebhook } from '../watch-webhook.ts';
import { createApi } from './api.ts';
import { createTelegramBackOff } from './back-off.ts';
import { troubleOf } from './call-error.ts';
import { download } from './download.ts';
import { fromOutbound } from './from-outbound.ts';
import { createGroups, type GroupOptions, type Groups, type Me } from './groups.ts';
import { poll } from './polling.ts';
import { createReceive, type Receive } from './receive.ts';
import { toSendResult } from './send-result.ts';
import { CONTACT_LABEL, HEALTH, REASON } from './sentences.vi.ts';
import { setUp, type BotCommand, type Ingress } from './set-up.ts';
import { TIMING, type Timing } from './timing.ts';
import { createTelegramWebhook, type TelegramWebhook } from './webhook.ts';

export interface TelegramChannelOptions extends GroupOptions {
  /** From @BotFather: `<bot id>:<secret>`. */
  token: string;
  /** Another Bot API server or a proxy, with or without a path; Telegram's own by default. */
  apiRoot?: string;
  mode: 'polling' | 'webhook';
  /** Where Telegram delivers, in webhook mode: public and https. */
  webhookUrl?: string;
  /** 1–256 characters of `A-Za-z0-9_-`, in webhook mode. */
  webhookSecret?: string;
  clock: Clock;
  log: Log;
  /** The menu in private chats; without it the menu is left as it is. */
  commands?: readonly BotCommand[];
  /** First `getUpdates` offset; 0 (default) means the oldest that is not confirmed. */
  initialOffset?: number;
  /** On the key that shares the person's number. */
  contactLabel?: string;
  timing?: Partial<Timing>;
}

export interface TelegramChannel extends Channel {
  /** For `POST /webhooks/telegram`; answers 500 while the channel is not started, and 401 always in polling mode. */
  readonly webhook: TelegramWebhook;
  /** The bot's user name for `t.me/<name>?start=…`, once Telegram has been reached. */
  username(): string | undefined;
}

/**
 * Telegram asks for about one message a second in a chat with short bursts allowed, and 30 a second in all. A reply
 * here is one to three messages, so 350 ms keeps it lively; 40 ms leaves a margin below 30 a second. Beyond, Telegram
 * answers 429 and `send` says when to try again.
 */
const CAPABILITIES: Capabilities = {
  buttons: true,
  edit: true,
  maxText: 4096,
  initiate: false,
  reactions: true,
  pace: { perChat: 350, perAccount: 40 },
};

interface Session {
  receive: Receive;
  groups: Groups;
  stop(): Promise<void>;
}

/** Throws a plain sentence when the settings cannot work: no bot id in the token, webhook without address or secret. */
export function createTelegramChannel(options: TelegramChannelOptions): TelegramChannel {
  const { log } = options;
  const account = accountOf(options.token);
  const ingress = ingressOf(options);
  const chatPrefix = `tg:${account}:`;
  const timing = { ...TIMING, ...options.timing };
  const api = createApi({
    token: options.token,
    apiRoot: options.apiRoot,
    timeoutMs: timing.callMs,
    connectMs: timing.connectMs,
  });
  const status = createStatus({ name: 'telegram', account, clock: options.clock });
  let session: Session | undefined;
  let me: Me | undefined;

  function begin(take: Take): Session {
    const controller = new AbortController();
    const { signal } = controller;
    // Every call that is under way listens to it, and a busy evening has many.
    setMaxListeners(0, signal);
    const backOff = createTelegramBackOff({ timing, status, log, signal });
    const underWay = new Set<Promise<void>>();
    const groups = createGroups({
      bot: account, me: () => me, options, api, take: takeAndTell, clock: options.clock, log, signal,
    });
    const takeIn = createReceive({ bot: account, api, take: takeAndTell, groups, log, signal });

    async function takeAndTell(message: Parameters<Take>[0]): Promise<void> {
      await take(message);
      status.took();
    }

    async function receive(update: Parameters<Receive>[0]): Promise<void> {
      if (signal.aborted) throw new Error('The Telegram channel is stopping.');
      const taking = takeIn(update);
      underWay.add(taking);
      try {
        await taking;
      } finally {
        underWay.delete(taking);
      }
    }

    function watch(url: string): Promise<void> {
      return watchWebhook({
        channel: 'telegram', url,
        ask: async () => (await api.call('getWebhookInfo', {}, { signal })).url,
        elsewhere: HEALTH.webhookElsewhere,
        lookMs: timing.lookMs,
        status, backOff, log, signal,
      });
    }

    async function run(): Promise<void> {
      while (!signal.aborted) {
        await setUp({
          api, ingress, commands: options.commands, status, backOff, log, signal,
          introduced(introduced) {
            me = introduced;
          },
        });
        const { initialOffset = 0 } = options;
        if (ingress.mode === 'webhook') await watch(ingress.url);
        else await poll({ api, receive, status, backOff, log, timing, signal, initialOffset });
      }
    }

    const running = run();
    return {
      receive,
      groups,
      async stop() {
        controller.abort();
        await running;
        await Promise.allSettled(underWay);
      },
    };
  }

  async function receiveDelivery(update: Parameters<Receive>[0]): Promise<void> {
    if (!session) throw new Error('The Telegram channel is not started.');
    try {
      await session.receive(update);
      status.up();
    } catch (error) {
      status.down(HEALTH.notSaved);
      throw error;
    }
  }

  async function send(chat: string, message: Parameters<Channel['send']>[1]): Promise<SendResult> {
    const chatId = chatIdOf(chat, chatPrefix);
    if (chatId === null) return { status: 'refused', reason: REASON.foreignChat };
    try {
      const payload = fromOutbound(chatId, message, options.contactLabel ?? CONTACT_LABEL);
      const sent = await api.call('sendMessage', payload);
      session?.groups.wrote(chat);
      return { status: 'sent', messageId: String(sent.message_id) };
    } catch (error) {
      const trouble = troubleOf(error);
      if (!trouble) throw error;
      const result = toSendResult(trouble);
      if (result.status === 'dead') session?.groups.cannotWrite(chat);
      const code = trouble.kind === 'refused' ? trouble.code : undefined;
      log.warn({ channel: 'telegram', trouble: trouble.kind, code, result: result.status }, 'a message was not sent');
      return result;
    }
  }

  return {
    name: 'telegram',
    account,
    chatPrefix,
    capabilities: CAPABILITIES,
    async start(take) {
      if (session) throw new Error('The Telegram channel is started already.');
      status.starting();
      session = begin(take);
    },
    async stop() {
      const ending = session;
      await ending?.stop();
      if (session === ending) session = undefined;
      if (!session) status.stopped();
    },
    send,
    download: (ref) => download(ref, { api, log, timeoutMs: timing.pollMs }),
    health: () => status.health(),
    username: () => me?.username,
    webhook: createTelegramWebhook({
      secret: ingress.mode === 'webhook' ? ingress.secret : undefined,
      log,
      receive: receiveDelivery,
    }),
  };
}

function accountOf(token: string): string {
  const account = /^(\d+):[\w-]+$/.exec(token)?.[1];
  if (!account) throw new Error('The Telegram token is not of the form <bot id>:<secret>, as @BotFather gives it.');
  return account;
}

function chatIdOf(chat: string, chatPrefix: string): number | null {
  const digits = chat.startsWith(chatPrefix) ? chat.slice(chatPrefix.length) : '';
  return /^-?\d{1,16}$/.test(digits) && Number.isSafeInteger(Number(digits)) ? Number(digits) : null;
}

function ingressOf({ mode, webhookUrl, webhookSecret }: TelegramChannelOptions): Ingress {
  if (mode === 'polling') return { mode };
  if (!webhookUrl) throw new Error('Telegram in webhook mode needs the public https address of this server.');
  if (!webhookSecret || !/^[\w-]{1,256}$/.test(webhookSecret)) {
    throw new Error('Telegram in webhook mode needs a secret of 1-256 characters A-Z, a-z, 0-9, _ and -.');
  }
  return { mode, url: webhookUrl, secret: webhookSecret };
}
