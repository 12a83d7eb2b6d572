/**
 * The official Zalo Bot Platform as a `Channel`: by webhook, or, for trying out, by asking. Whatever is said to the bot
 * in a group goes on in the sender's private chat; the platform shows the bot nothing else of a group.
 */
import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import type { OutboundMessage } from '../../models/message.ts';
import type { Capabilities, Channel, SendResult, Take } from '../channel.ts';
import { createGroupManners } from '../group-manners.ts';
import type { FindHashtag } from '../group-talk.ts';
import { fetchPublicFile } from '../public-file.ts';
import { createStatus } from '../status.ts';
import { watchWebhook } from '../watch-webhook.ts';
import { createApi } from './api.ts';
import { createZaloBotBackOff } from './back-off.ts';
import { troubleOf } from './call-error.ts';
import { poll } from './polling.ts';
import { createReceive, type Receive } from './receive.ts';
import { createSaver } from './saver.ts';
import { toSendResult } from './send-result.ts';
import { GROUP_LINE, HEALTH, REASON } from './sentences.vi.ts';
import { setUp, whereDelivered, type Ingress } from './set-up.ts';
import { TIMING, type Timing } from './timing.ts';
import { createZaloBotWebhook, type ZaloBotWebhook } from './webhook.ts';

export interface ZaloBotChannelOptions {
  /** As Zalo Bot Manager gives it: `<bot id>:<secret>`. */
  token: string;
  /** A proxy or a test's server, with or without a path; Zalo's own by default. */
  apiRoot?: string;
  mode: 'polling' | 'webhook';
  /** Where Zalo delivers, in webhook mode: public and https. */
  webhookUrl?: string;
  /** 8–256 characters, in webhook mode; Zalo brings it in the header `X-Bot-Api-Secret-Token`. */
  webhookSecret?: string;
  clock: Clock;
  log: Log;
  /** Finds a plan's hashtag in what is said to the bot in a group; without it nobody looks for one. */
  findHashtag?: FindHashtag;
  timing?: Partial<Timing>;
}

export interface ZaloBotChannel extends Channel {
  /** For `POST /webhooks/zalo-bot`; answers 500 while the channel is not started, and 401 always in polling mode. */
  readonly webhook: ZaloBotWebhook;
}

/**
 * `maxText` is documented (1–2000 characters). No pace is: ten messages within half a second went through where
 * somebody tried (2026), and 429 says "quota exceeded". So these distances are ours: lively in a chat, far from any
 * flood.
 */
const CAPABILITIES: Capabilities = {
  buttons: false,
  edit: false,
  maxText: 2000,
  initiate: false,
  reactions: false,
  pace: { perChat: 400, perAccount: 100 },
};

interface Session {
  receive: Receive;
  stop(): Promise<void>;
}

/** Throws a plain sentence when the settings cannot work: no bot id in the token, webhook without address or secret. */
export function createZaloBotChannel(options: ZaloBotChannelOptions): ZaloBotChannel {
  const { clock, log } = options;
  const account = accountOf(options.token);
  const ingress = ingressOf(options);
  const chatPrefix = `zb:${account}:`;
  const timing = { ...TIMING, ...options.timing };
  const api = createApi({ token: options.token, apiRoot: options.apiRoot, timeoutMs: timing.callMs });
  const status = createStatus({ name: 'zalo-bot', account, clock });
  const findHashtag = options.findHashtag ?? (() => null);
  let session: Session | undefined;
  let botName: string | undefined;

  function begin(take: Take): Session {
    const controller = new AbortController();
    const { signal } = controller;
    const backOff = createZaloBotBackOff({ timing, status, log, signal });
    const underWay = new Set<Promise<unknown>>();
    const takeIn = createReceive({
      account,
      address: () => ({ botName, findHashtag }),
      saver: createSaver({ take, timing, status, log, signal }),
      manners: createGroupManners<string>({
        groupOf: (group) => group,
        // The platform knows no reactions.
        sign: (group) => api.call('sendMessage', { chat_id: group, text: GROUP_LINE.taken }, { signal }),
        line: (group) => api.call('sendMessage', { chat_id: group, text: GROUP_LINE.privately }, { signal }),
        failed: noteCourtesy,
        clock,
      }),
      log,
    });

    async function receive(raw: unknown): Promise<number> {
      const taking = takeIn(raw);
      underWay.add(taking);
      try {
        return await taking;
      } finally {
        underWay.delete(taking);
      }
    }

    function watch(url: string): Promise<void> {
      return watchWebhook({
        channel: 'zalo-bot', url,
        ask: () => whereDelivered(api, signal),
        elsewhere: HEALTH.webhookElsewhere,
        lookMs: timing.lookMs,
        status, backOff, log, signal,
      });
    }

    async function run(): Promise<void> {
      while (!signal.aborted) {
        botName = (await setUp({ api, ingress, status, backOff, log, signal })) ?? botName;
        if (ingress.mode === 'polling') await poll({ api, receive, status, backOff, log, timing, signal });
        else await watch(ingress.url);
      }
    }

    const running = run();
    return {
      async receive(raw) {
        if (signal.aborted) throw new Error('The Zalo Bot channel is stopping.');
        return await receive(raw);
      },
      async stop() {
        controller.abort();
        await running;
        await Promise.allSettled(underWay);
      },
    };
  }

  function noteCourtesy(error: unknown): void {
    const trouble = troubleOf(error);
    if (trouble?.kind === 'stopped') return;
    const code = trouble?.kind === 'refused' ? trouble.code : undefined;
    log.warn({ channel: 'zalo-bot', trouble: trouble?.kind, code }, 'a courtesy call failed');
  }

  async function receiveDelivery(raw: unknown): Promise<number> {
    if (!session) throw new Error('The Zalo Bot channel is not started.');
    const events = await session.receive(raw);
    // Whatever was said of the webhook: it delivers.
    if (events > 0) status.up();
    return events;
  }

  async function send(chat: string, { text }: OutboundMessage): Promise<SendResult> {
    const chatId = chat.startsWith(chatPrefix) ? chat.slice(chatPrefix.length) : '';
    if (chatId === '') return { status: 'refused', reason: REASON.foreignChat };
    // The platform's limits are known and the words of its refusal are not.
    if (text.trim() === '') return { status: 'refused', reason: REASON.empty };
    if (text.length > CAPABILITIES.maxText) return { status: 'refused', reason: REASON.tooLong };
    try {
      const sent = await api.call('sendMessage', { chat_id: chatId, text });
      const messageId = (sent as { message_id?: unknown } | null)?.message_id;
      return { status: 'sent', ...(typeof messageId === 'string' && { messageId }) };
    } catch (error) {
      const trouble = troubleOf(error);
      if (!trouble) throw error;
      const result = toSendResult(trouble);
      const code = trouble.kind === 'refused' ? trouble.code : undefined;
      log.warn({ channel: 'zalo-bot', trouble: trouble.kind, code, result: result.status }, 'a message was not sent');
      return result;
    }
  }

  return {
    name: 'zalo-bot',
    account,
    chatPrefix,
    capabilities: CAPABILITIES,
    async start(take) {
      if (session) throw new Error('The Zalo Bot channel is started already.');
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
    download: (ref) => fetchPublicFile(ref, { channel: 'zalo-bot', own: api.origin, timeoutMs: timing.fileMs, log }),
    health: () => status.health(),
    webhook: createZaloBotWebhook({
      secret: ingress.mode === 'webhook' ? ingress.secret : undefined,
      receive: receiveDelivery,
      answerMs: timing.answerMs,
      log,
    }),
  };
}

function accountOf(token: string): string {
  const account = /^([\w-]+):[\w-]+$/.exec(token)?.[1];
  if (!account) throw new Error('The Zalo Bot token is not of the form <bot id>:<secret> that Zalo Bot Manager gives.');
  return account;
}

function ingressOf({ mode, webhookUrl, webhookSecret }: ZaloBotChannelOptions): Ingress {
  if (mode === 'polling') return { mode };
  if (!webhookUrl) throw new Error('Zalo Bot in webhook mode needs the public https address of this server.');
  if (!webhookSecret || !/^[\w-]{8,256}$/.test(webhookSecret)) {
    throw new Error('Zalo Bot in webhook mode needs a secret of 8-256 characters A-Z, a-z, 0-9, _ and -.');
  }
  return { mode, url: webhookUrl, secret: webhookSecret };
}
