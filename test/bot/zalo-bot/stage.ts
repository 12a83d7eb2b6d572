/** A Zalo Bot channel on the fake platform, with waiting times short enough for tests. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import { vi } from 'vitest';
import {
  createZaloBotChannel, type ZaloBotChannel, type ZaloBotChannelOptions,
} from '../../../bot/zalo-bot/channel.ts';
import type { Timing } from '../../../bot/zalo-bot/timing.ts';
import { silentLog, type Log } from '../../../log.ts';
import type { InboundMessage } from '../../../models/message.ts';
import type { ChannelHarness } from '../../contracts/channel.ts';
import type { FakeZaloBotApi } from '../../fakes/zalo-bot/server.ts';

export const SHORT: Timing = {
  pollMs: 30_000,
  callMs: 5_000,
  fileMs: 3_000,
  answerMs: 2_000,
  backOffMs: 5,
  backOffMaxMs: 20,
  slowMs: 30,
  lookMs: 60_000,
};

export const MORNING = new Date('2026-03-02T01:00:00Z');
export const SECRET = 'an-invented-webhook-secret';

export function createOn(fake: FakeZaloBotApi, options: Partial<ZaloBotChannelOptions> = {}): ZaloBotChannel {
  return createZaloBotChannel({
    token: fake.bot.token,
    apiRoot: fake.url,
    mode: 'polling',
    clock: () => MORNING,
    log: silentLog,
    ...options,
    timing: { ...SHORT, ...options.timing },
  });
}

/** The smallest web server that mounts a channel's webhook, and the channel that tells the platform of it. */
export async function createDelivered(fake: FakeZaloBotApi, options: Partial<ZaloBotChannelOptions> = {}) {
  const server: Server = createServer(async (request, response) => {
    const secret = request.headers['x-bot-api-secret-token'] as string | undefined;
    const { status } = await channel.webhook(secret, await readText(request));
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/zalo-bot`;
  const channel = createOn(fake, { mode: 'webhook', webhookUrl: url, webhookSecret: SECRET, ...options });
  return {
    channel,
    url,
    async close(): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** What the channel contract asks of the network: one person, "lan", on the fake. */
export function personOn(fake: FakeZaloBotApi) {
  const user = fake.bot.user('lan', { name: 'Lan' });
  return {
    chat: `zb:${fake.bot.id}:lan`,
    says: (text) => void user.says(text),
    heard: () => user.heard.map(({ text }) => ({ text, labels: [] })),
    sendsPhoto: (bytes, caption) => void user.sendsPhoto(bytes, caption),
    blocks: () => user.blocks(),
    refusesForPace: () => fake.bot.fail('sendMessage', { code: 429, retryAfter: 1 }),
  } satisfies Partial<ChannelHarness>;
}

/** Keeps what is logged, to look for what must not be there. */
export function createRecordingLog() {
  const entries: { level: 'info' | 'warn' | 'error'; fields: Record<string, unknown>; message: string }[] = [];
  const log: Log = {
    info: (fields, message) => void entries.push({ level: 'info', fields, message }),
    warn: (fields, message) => void entries.push({ level: 'warn', fields, message }),
    error: (fields, message) => void entries.push({ level: 'error', fields, message }),
  };
  return { log, entries };
}

/** Waits until `check` throws no more. */
export function until(check: () => void): Promise<void> {
  return vi.waitFor(check, { timeout: 5_000, interval: 3 });
}

/** Collects messages, after failing `refuse` times; `words` are their texts, or their kinds where there are none. */
export function createInbox({ refuse = 0 } = {}) {
  const messages: InboundMessage[] = [];
  let left = refuse;
  return {
    messages,
    async take(message: InboundMessage): Promise<void> {
      if (left-- > 0) throw new Error(`disk full while saving ${JSON.stringify(message)}`);
      messages.push(message);
    },
    words: () => messages.map(({ content }) => ('text' in content && content.text) || content.kind),
  };
}
