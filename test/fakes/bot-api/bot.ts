import { createScript, type Script } from './script.ts';
import { createUpdateQueue, type UpdateQueue } from './updates.ts';
import { createGroup, type FakeGroup } from './group.ts';
import { createUser, type FakeUser, type UserProfile } from './user.ts';
import { createWebhookSender, type WebhookSender } from './webhook.ts';

/** A message that the bot sent to a chat. */
export interface SentMessage {
  message_id: number;
  date: number;
  chat: { id: number; type: string };
  text: string;
  /** Which message of the group it answers. */
  reply_parameters?: { message_id: number };
  reply_markup?: {
    inline_keyboard?: { text: string; callback_data?: string }[][];
    keyboard?: { text: string; request_contact?: boolean }[][];
    remove_keyboard?: boolean;
  };
}

export interface FakeChat {
  id: number;
  type: 'private' | 'group' | 'supergroup' | 'channel';
  /** `unopened`: the person never pressed Start; `left`: the bot is not in the group. */
  state: 'open' | 'blocked' | 'deactivated' | 'unopened' | 'left';
  /** Messages of people that the bot may react to. */
  said: Set<number>;
  reactions: { messageId: number; emoji: string }[];
  heard: SentMessage[];
  nextMessageId: number;
}

export interface FakeFile {
  path: string;
  bytes: Buffer;
  /** As announced; may be larger than `bytes` to play a big file. */
  size: number;
}

/** One bot of the fake server: what waits for it, what it did, and the people who write to it. */
export interface FakeBot {
  readonly token: string;
  readonly id: number;
  readonly username: string;
  /** Every call, oldest first, failed ones too. */
  readonly calls: readonly { method: string; payload: Record<string, unknown> }[];
  /** How often a method was called. */
  count(method: string): number;
  readonly queue: UpdateQueue;
  readonly webhook: WebhookSender;
  commands: readonly { command: string; description: string }[];
  /** Trouble on order; see `script.ts`. */
  fail: Script['fail'];
  clearFailures(): void;
  /** On, as @BotFather gives it out: a group shows the bot only what is addressed to it, unless it is admin there. */
  privacyMode: boolean;
  /** Queues an update as it is. */
  push(raw: Record<string, unknown>): number;
  /** Plays a person in a private chat; the same one for the same id. */
  user(id: number, profile?: UserProfile): FakeUser;
  /** A group that the bot may be added to; the same one for the same id. */
  group(id: number): FakeGroup;
  /** Resolves when `check` holds; looked at after everything that happens. Rejects after `withinMs`. */
  until(check: () => boolean, what: string, withinMs?: number): Promise<void>;
}

/** The inside, for the methods and the people of the fake. */
export interface FakeBotState extends FakeBot {
  readonly calls: { method: string; payload: Record<string, unknown> }[];
  readonly chats: Map<number, FakeChat>;
  readonly files: Map<string, FakeFile>;
  readonly openPresses: Set<string>;
  readonly script: Script;
  deliver(chatId: number, text: string, about?: Pick<SentMessage, 'reply_markup' | 'reply_parameters'>): SentMessage;
  addFile(bytes: Buffer, extension: string, size?: number): string;
  chat(id: number, type?: FakeChat['type'], state?: FakeChat['state']): FakeChat;
  /** Seconds; moves by one with each message, so that nothing depends on the day. */
  now(): number;
  changed(): void;
}

const FIRST_SECOND = 1_790_000_000;

export function createFakeBot(token: string, options: { webhookRetryMs: number }): FakeBotState {
  const listeners = new Set<() => void>();
  const users = new Map<number, FakeUser>();
  const groups = new Map<number, FakeGroup>();
  const queue = createUpdateQueue();
  const script = createScript();
  const id = Number(token.split(':')[0]);
  let seconds = FIRST_SECOND;

  function changed(): void {
    for (const listener of listeners) listener();
  }

  const bot: FakeBotState = {
    token,
    id,
    username: `thu_nghiem_${id}_bot`,
    calls: [],
    count: (method) => bot.calls.filter((call) => call.method === method).length,
    queue,
    webhook: createWebhookSender({ queue, retryMs: options.webhookRetryMs, changed }),
    commands: [],
    privacyMode: true,
    script,
    fail: script.fail,
    clearFailures: script.clear,
    chats: new Map(),
    files: new Map(),
    openPresses: new Set(),
    changed,
    now: () => seconds++,
    push(raw) {
      return queue.push(raw);
    },
    chat(chatId, type = 'private', state = 'open') {
      const known = bot.chats.get(chatId);
      if (known) return known;
      const chat: FakeChat = {
        id: chatId, type, state, said: new Set(), reactions: [], heard: [], nextMessageId: 1,
      };
      bot.chats.set(chatId, chat);
      return chat;
    },
    group(groupId) {
      const known = groups.get(groupId);
      if (known) return known;
      const group = createGroup(bot, groupId);
      groups.set(groupId, group);
      return group;
    },
    user(userId, profile) {
      const known = users.get(userId);
      if (known) return known;
      const user = createUser(bot, userId, profile ?? {});
      users.set(userId, user);
      return user;
    },
    deliver(chatId, text, about) {
      const chat = bot.chat(chatId);
      const message: SentMessage = {
        message_id: chat.nextMessageId++,
        date: bot.now(),
        chat: { id: chat.id, type: chat.type },
        text,
        ...about,
      };
      chat.heard.push(message);
      return message;
    },
    addFile(bytes, extension, size = bytes.length) {
      const fileId = `file-${bot.files.size + 1}`;
      bot.files.set(fileId, { path: `files/${fileId}.${extension}`, bytes, size });
      return fileId;
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
