/** A Telegram channel on the fake Bot API, with waiting times short enough for tests. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import { vi } from 'vitest';
import { createTelegramChannel, type TelegramChannel, type TelegramChannelOptions } from '../../../bot/telegram/channel.ts';
import type { Timing } from '../../../bot/telegram/timing.ts';
import { SECRET_HEADER } from '../../../bot/telegram/webhook.ts';
import { silentLog, type Log } from '../../../log.ts';
import type { InboundMessage } from '../../../models/message.ts';
import type { ChannelHarness } from '../../contracts/channel.ts';
import type { FakeBotApi } from '../../fakes/bot-api/server.ts';

export const SHORT: Timing = {
  pollMs: 50_000,
  callMs: 5_000,
  connectMs: 3_000,
  backOffMs: 5,
  backOffMaxMs: 20,
  slowMs: 30,
  lookMs: 60_000,
};

export const MORNING = new Date('2026-03-02T01:00:00Z');

export function createOn(fake: FakeBotApi, options: Partial<TelegramChannelOptions> = {}) {
  return createTelegramChannel({
    token: fake.bot.token,
    apiRoot: fake.url,
    mode: 'polling',
    clock: () => MORNING,
    log: silentLog,
    timing: SHORT,
    ...options,
  });
}

/** The smallest web server that mounts a channel's webhook. */
export async function serve(channel: () => TelegramChannel | undefined): Promise<{ url: string; server: Server }> {
  const server = createServer(async (request, response) => {
    const header = request.headers[SECRET_HEADER];
    const { status } = (await channel()?.webhook(String(header), await readText(request))) ?? { status: 500 };
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/telegram`, server };
}

/** What the channel contract asks of the network: one person, 7, on the fake. */
export function personOn(fake: FakeBotApi) {
  const user = fake.bot.user(7);
  return {
    chat: `tg:${fake.bot.id}:7`,
    says: (text) => void user.says(text),
    heard: () =>
      user.heard.map(({ text, reply_markup: markup }) => ({
        text,
        labels: (markup?.inline_keyboard ?? []).flat().map((button) => button.text),
      })),
    presses: (label) => user.presses(label),
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

/** Collects messages; `words` are their texts, or their kinds where there are none. */
export function createInbox() {
  const messages: InboundMessage[] = [];
  return {
    messages,
    async take(message: InboundMessage): Promise<void> {
      messages.push(message);
    },
    words: () => messages.map(({ content }) => ('text' in content && content.text) || content.kind),
  };
}
