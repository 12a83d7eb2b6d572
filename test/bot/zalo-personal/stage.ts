/** The channel on the fake of Zalo's servers, signed in some time ago, with short waits. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import {
  createZaloPersonalChannel, type ZaloPersonalChannel, type ZaloPersonalOptions,
} from '../../../bot/zalo-personal/channel.ts';
import { createCredentialStore } from '../../../bot/zalo-personal/sign-in/credential-store.ts';
import type { Timing } from '../../../bot/zalo-personal/timing.ts';
import type { Log } from '../../../log.ts';
import { createFileStore, type FileStore } from '../../../models/files.ts';
import type { InboundMessage } from '../../../models/message.ts';
import { createFakeZalo, type FakeZalo, type FakeZaloOptions } from '../../fakes/zalo-personal/server.ts';

export const KEY = 'an invented key of the tests';
export const LAN = '5123456789012345678';
export const BINH = '5123456789012345679';
export const GROUP = '6123456789012345678';

/** As the running program's, and short. What must not happen in a test at all stays long. */
export const SHORT: Partial<Timing> = {
  connectMs: 2_000, codeMs: 2_000, askCodeMs: 5,
  backOffMs: 10, backOffMaxMs: 50, kickedMs: 60, refusedMs: 60_000,
  catchUpMs: 1_000, settleMs: 20, askAgainMs: 20,
  gapMs: 1, jitterMs: 1, throttleMs: 30, echoMs: 150, sendWaitMs: 2_000, takeMs: 10, takeMaxMs: 20, friendMs: 10,
};

export interface LogLine { level: 'info' | 'warn' | 'error'; fields: Record<string, unknown>; message: string }

export interface Stage {
  zalo: FakeZalo;
  dir: string;
  files: FileStore;
  channel: ZaloPersonalChannel;
  taken: InboundMessage[];
  lines: LogLine[];
  /** Makes a channel on the same folder and the same Zalo. */
  make(options?: Partial<ZaloPersonalOptions>): ZaloPersonalChannel;
  take(message: InboundMessage): Promise<void>;
  /** The texts, or the kinds, of what was taken. */
  words(): string[];
  /** Starts the channel and waits until it listens. */
  up(take?: (message: InboundMessage) => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

export function wordsOf(messages: readonly InboundMessage[]): string[] {
  return messages.map(({ content }) => ('text' in content && content.text) || content.kind);
}

export async function until(check: () => void | Promise<void>): Promise<void> {
  await vi.waitFor(check, { timeout: 5_000, interval: 5 });
}

/** `signedIn: false`: nobody has ever signed in. */
export async function createStage({ signedIn = true, timing = {}, options = {}, fake = {} }: {
  signedIn?: boolean;
  timing?: Partial<Timing>;
  options?: Partial<ZaloPersonalOptions>;
  fake?: FakeZaloOptions;
} = {}): Promise<Stage> {
  const zalo = await createFakeZalo(fake);
  const root = await mkdtemp(join(tmpdir(), 'zalo-personal-'));
  const dir = join(root, 'zalo-personal');
  const files = createFileStore(join(root, 'files'));
  const clock = () => new Date();
  const taken: InboundMessage[] = [];
  const lines: LogLine[] = [];
  const made: ZaloPersonalChannel[] = [];
  const log = Object.fromEntries((['info', 'warn', 'error'] as const).map((level) => [
    level, (fields: Record<string, unknown>, message: string) => void lines.push({ level, fields, message }),
  ])) as unknown as Log;
  if (signedIn) {
    await createCredentialStore({ dir, key: KEY, clock }).save({ ...zalo.credentials(), uid: zalo.uid, since: 0 });
  }

  function make(more: Partial<ZaloPersonalOptions> = {}): ZaloPersonalChannel {
    const channel = createZaloPersonalChannel({
      key: KEY, dir, files, clock, log, fetch: zalo.fetch, ...options, ...more,
      timing: { ...SHORT, ...timing, ...more.timing },
    });
    made.push(channel);
    return channel;
  }

  const stage: Stage = {
    zalo, dir, files, taken, lines, make,
    channel: make(),
    async take(message) {
      taken.push(message);
    },
    words: () => wordsOf(taken),
    async up(take = stage.take) {
      await stage.channel.start(take);
      await until(() => {
        if (stage.channel.health().state !== 'up') throw new Error(JSON.stringify(stage.channel.health()));
      });
    },
    async close() {
      await Promise.all(made.map((channel) => channel.stop()));
      await zalo.close();
      await rm(root, { recursive: true, force: true });
    },
  };
  return stage;
}
