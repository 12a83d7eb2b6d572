import { createScript, type Script } from '../bot-api/script.ts';
import { createEventQueue, type EventQueue, type ZaloEvent } from './events.ts';
import { createGroup, createUser, type FakeZaloGroup, type FakeZaloUser } from './people.ts';
import { createFakeWebhook, type FakeWebhook } from './webhook.ts';

/** A message that the bot sent to a chat. */
export interface SentMessage { message_id: string; date: number; text: string }

/** A private chat (`id` is the person's) or a group. */
export interface FakeChat { id: string; type: 'PRIVATE' | 'GROUP'; blocked: boolean; heard: SentMessage[] }

/** One bot: what waits for it, what it did, and the people who write to it. */
export interface FakeZaloBot {
  readonly token: string;
  readonly id: string;
  readonly name: string;
  /** Every call, oldest first, failed ones too. */
  readonly calls: readonly { method: string; payload: Record<string, unknown> }[];
  count(method: string): number;
  readonly queue: EventQueue;
  readonly webhook: FakeWebhook;
  /** Trouble on order, by method, or `file` for photos and voices; see `bot-api/script.ts`. */
  fail: Script['fail'];
  clearFailures(): void;
  /** Queues an event as it is: `{ event_name, message }`, or something damaged. */
  push(event: ZaloEvent): void;
  /** Somebody in a private chat with the bot; the same one for the same id. */
  user(id: string, profile?: { name?: string }): FakeZaloUser;
  /** A group that the bot is in. */
  group(id: string): FakeZaloGroup;
  /** Resolves when `check` holds; looked at after everything that happens. Rejects after `withinMs`. */
  until(check: () => boolean, what: string, withinMs?: number): Promise<void>;
}

/** The inside, for the methods and the people of the fake. */
export interface FakeZaloBotState extends FakeZaloBot {
  readonly calls: { method: string; payload: Record<string, unknown> }[];
  readonly chats: Map<string, FakeChat>;
  readonly files: Map<string, Buffer>;
  readonly script: Script;
  chat(id: string, type: FakeChat['type']): FakeChat;
  deliver(chat: FakeChat, text: string): SentMessage;
  /** The address of a file that the platform keeps. */
  addFile(bytes: Buffer, extension: string): string;
  nextMessageId(): string;
  /** Milliseconds; moves with each look, so that nothing depends on the day. */
  now(): number;
  changed(): void;
}

const FIRST_MOMENT = 1_790_000_000_000;

export function createFakeBot({ token, name, url, webhookRetryMs }: {
  token: string;
  name: string;
  url: string;
  webhookRetryMs: number;
}): FakeZaloBotState {
  const listeners = new Set<() => void>();
  const users = new Map<string, FakeZaloUser>();
  const groups = new Map<string, FakeZaloGroup>();
  const queue = createEventQueue();
  const script = createScript();
  let moment = FIRST_MOMENT;
  let messages = 0;

  function changed(): void {
    for (const listener of listeners) listener();
  }

  const bot: FakeZaloBotState = {
    token,
    id: token.split(':')[0]!,
    name,
    calls: [],
    count: (method) => bot.calls.filter((call) => call.method === method).length,
    queue,
    webhook: createFakeWebhook({ queue, retryMs: webhookRetryMs, changed }),
    script,
    fail: script.fail,
    clearFailures: script.clear,
    chats: new Map(),
    files: new Map(),
    changed,
    now: () => moment++,
    nextMessageId: () => `message-${++messages}`,
    push: (event) => queue.push(event),
    chat(id, type) {
      const chat = bot.chats.get(id) ?? { id, type, blocked: false, heard: [] };
      bot.chats.set(id, chat);
      return chat;
    },
    deliver(chat, text) {
      const message = { message_id: bot.nextMessageId(), date: bot.now(), text };
      chat.heard.push(message);
      return message;
    },
    addFile(bytes, extension) {
      const file = `${bot.files.size + 1}.${extension}`;
      bot.files.set(file, bytes);
      return `${url}/files/${file}`;
    },
    user(id, profile = {}) {
      const user = users.get(id) ?? createUser(bot, id, profile.name ?? 'Người Thử');
      users.set(id, user);
      return user;
    },
    group(id) {
      const group = groups.get(id) ?? createGroup(bot, id);
      groups.set(id, group);
      return group;
    },
    until(check, what, withinMs = 5_000) {
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          listeners.delete(look);
          reject(new Error(`Waited ${withinMs} ms in vain: ${what}`));
        }, withinMs);
        function look(): void {
          if (!check()) return;
          clearTimeout(timer);
          listeners.delete(look);
          resolve();
        }
        listeners.add(look);
        look();
      });
    },
  };
  return bot;
}
