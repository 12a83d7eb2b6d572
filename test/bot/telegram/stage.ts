/** A Telegram channel on the fake Bot API, with waiting times short enough for tests. */
import { createTelegramChannel, type TelegramChannelOptions } from '../../../bot/telegram/channel.ts';
import type { Timing } from '../../../bot/telegram/timing.ts';
import { silentLog } from '../../../log.ts';
import type { FakeBotApi } from '../../fakes/bot-api/server.ts';

export const SHORT: Timing = {
  pollMs: 50_000,
  callMs: 400,
  connectMs: 200,
  backOffMs: 5,
  backOffMaxMs: 20,
  slowMs: 30,
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
