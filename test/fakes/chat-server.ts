/** The web chat with everything around it that it needs, in memory: for tests over HTTP and in a browser. */
import { createHash } from 'node:crypto';
import express from 'express';
import { createWebChatChannel } from '../../bot/web-chat/channel.ts';
import { silentLog } from '../../log.ts';
import type { ChatKey, InboundMessage, OutboundMessage } from '../../models/message.ts';
import { createChatRoutes, type ChatRoutesOptions } from '../../web/chat/routes.ts';
import { createMemoryOutbox } from './memory-outbox.ts';

export const PLAN = { rehearsal: false, commune: { unit: 'xã', name: 'Bình Minh' } };

type Given = Pick<ChatRoutesOptions, 'plans' | 'publicUrl' | 'perMinute' | 'streamsPerAddress' | 'log'>;

export interface ChatServerOptions extends Partial<Given> {
  /** Called once for each new message, after it is saved. */
  answer?: (message: InboundMessage, say: (message: OutboundMessage) => Promise<void>) => Promise<void>;
}

/** Starts the channel; `app` serves the chat at `/chat`. */
export async function createChatServer(
  { answer, log = silentLog, plans = [PLAN], ...options }: ChatServerOptions = {},
) {
  const outbox = createMemoryOutbox();
  const stored = new Map<string, Buffer>();
  const taken: InboundMessage[] = [];
  /** Keys of all that came, also of what could not be saved. */
  const tries: string[] = [];
  const state = { full: false };
  const files = {
    async save(content: Buffer): Promise<string> {
      const name = createHash('sha256').update(content).digest('hex');
      stored.set(name, content);
      return name;
    },
    read: async (name: string) => stored.get(name) ?? null,
  };
  const clock = () => new Date('2026-05-04T08:00:00Z');
  const channel = createWebChatChannel({ stores: { outbox }, files, clock, log, pollMs: 50 });

  async function say(chat: ChatKey, message: OutboundMessage): Promise<void> {
    outbox.put(chat, message);
    await channel.send(chat, message);
  }

  await channel.start(async (message) => {
    tries.push(message.key);
    if (state.full) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    if (taken.some(({ key }) => key === message.key)) return;
    taken.push(message);
    void answer?.(message, (reply) => say(message.chat, reply));
  });
  const chat = createChatRoutes({ webChat: channel, plans, log, ...options });
  const app = express().disable('x-powered-by').use('/chat', chat.router);

  return { app, channel, chat, outbox, stored, taken, tries, say, state };
}
