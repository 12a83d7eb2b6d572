import type { FakeZaloBotState, SentMessage } from './bot.ts';

/** Somebody with Zalo in a private chat with the bot. What is sent returns the message's id. */
export interface FakeZaloUser {
  readonly id: string;
  readonly name: string;
  /** All that the bot said here, oldest first. */
  readonly heard: readonly SentMessage[];
  says(text: string): string;
  sendsPhoto(bytes: Buffer, caption?: string): string;
  sendsVoice(bytes: Buffer): string;
  sendsSticker(): string;
  /** A file, a contact card, or anything of a protected person: the platform hides what it was. */
  sendsUnsupported(): string;
  /** Any event `message.<kind>.received` with any content. */
  sends(kind: string, content: Record<string, unknown>): string;
  blocks(): void;
  unblocks(): void;
  /** The next message (after those heard by an earlier call) that matches. */
  hears(pattern: RegExp, withinMs?: number): Promise<SentMessage>;
}

/** A group: the platform shows the bot only what mentions it or answers it. */
export interface FakeZaloGroup {
  readonly id: string;
  /** All that the bot said in the group. */
  readonly heard: readonly SentMessage[];
  /** Said to all; the bot gets it when it contains `@<bot's name>`. */
  says(who: FakeZaloUser, text: string): void;
  /** An answer to something that the bot said here. */
  replies(who: FakeZaloUser, text: string): void;
  /** The bot gets the photo when its caption mentions it. */
  sendsPhoto(who: FakeZaloUser, bytes: Buffer, caption: string): void;
}

/** Plays one person; see `FakeZaloUser`. */
export function createUser(bot: FakeZaloBotState, id: string, name: string): FakeZaloUser {
  const chat = bot.chat(id, 'PRIVATE');
  let cursor = 0;

  function sends(kind: string, content: Record<string, unknown>): string {
    return pushMessage(bot, { id, name }, { id, chat_type: 'PRIVATE' }, kind, content);
  }

  return {
    id,
    name,
    heard: chat.heard,
    sends,
    says: (text) => sends('text', { text }),
    sendsPhoto: (bytes, caption) => sends('image', photo(bot, bytes, caption)),
    sendsVoice: (bytes) => sends('voice', { voice_url: bot.addFile(bytes, 'aac') }),
    sendsSticker: () => sends('sticker', { sticker: 'invented', url: bot.addFile(Buffer.from('sticker'), 'png') }),
    sendsUnsupported: () => sends('unsupported', {}),
    blocks() {
      chat.blocked = true;
    },
    unblocks() {
      chat.blocked = false;
    },
    async hears(pattern, withinMs) {
      let found = -1;
      await bot.until(
        () => (found = chat.heard.findIndex(({ text }, index) => index >= cursor && pattern.test(text))) >= 0,
        `${pattern} in chat ${id}`,
        withinMs,
      ).catch((error: Error) => {
        const said = chat.heard.slice(cursor).map(({ text }) => `- ${text}`).join('\n');
        throw new Error(`${error.message}; since then it said:\n${said || '(nothing)'}`);
      });
      cursor = found + 1;
      return chat.heard[found]!;
    },
  };
}

/** Plays one group; see `FakeZaloGroup`. */
export function createGroup(bot: FakeZaloBotState, id: string): FakeZaloGroup {
  const { heard } = bot.chat(id, 'GROUP');

  function sends(who: FakeZaloUser, kind: string, content: Record<string, unknown>): void {
    pushMessage(bot, who, { id, chat_type: 'GROUP' }, kind, content);
  }

  return {
    id,
    heard,
    says(who, text) {
      if (text.includes(`@${bot.name}`)) sends(who, 'text', { text });
    },
    replies: (who, text) => sends(who, 'text', { text }),
    sendsPhoto(who, bytes, caption) {
      if (caption.includes(`@${bot.name}`)) sends(who, 'image', photo(bot, bytes, caption));
    },
  };
}

function photo(bot: FakeZaloBotState, bytes: Buffer, caption?: string): Record<string, unknown> {
  return { photo: bot.addFile(bytes, 'jpg'), ...(caption !== undefined && { caption }) };
}

function pushMessage(
  bot: FakeZaloBotState,
  from: { id: string; name: string },
  chat: { id: string; chat_type: string },
  kind: string,
  content: Record<string, unknown>,
): string {
  const messageId = bot.nextMessageId();
  bot.push({
    event_name: `message.${kind}.received`,
    message: {
      message_id: messageId,
      date: bot.now(),
      from: { id: from.id, display_name: from.name, is_bot: false },
      chat,
      ...content,
    },
  });
  return messageId;
}
