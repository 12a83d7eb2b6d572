/** A group: its people talk, and the bot is shown what Telegram would show it. */
import type { FakeBotState, SentMessage } from './bot.ts';

/** What a message may have besides its words. */
export interface GroupMessage {
  /** Id of a message of this group, by people or the bot. */
  replyTo?: number;
  /** The part of the answered message that was chosen by hand. */
  quote?: string;
  /** This stretch of the text names the bot as a link, without its user name. */
  names?: string;
  /** Any other content: a photo, a sticker. */
  content?: Record<string, unknown>;
}

/** Somebody in the group. What is said returns the message's id, also when the bot is not shown it. */
export interface FakeMember {
  says(text: string, about?: GroupMessage): number;
  /** The text is the caption of the first. */
  album(text: string, photos: readonly Buffer[]): number[];
  edits(messageId: number, text: string): void;
}

export interface FakeGroup {
  readonly id: number;
  /** All that the bot said here, oldest first. */
  readonly heard: readonly SentMessage[];
  /** The bot's sign under each message. */
  reactions(): Readonly<Record<number, string>>;
  addsBot(as?: 'member' | 'administrator'): void;
  /** A member becomes administrator. */
  promotesBot(): void;
  removesBot(): void;
  /** Somebody who may never have opened a private chat with the bot. */
  member(userId: number): FakeMember;
  /** An administrator who hides behind the group. */
  anonymous(): FakeMember;
  /** A channel that speaks in the group. */
  channel(title: string): FakeMember;
  anotherBot(id: number): FakeMember;
}

/** Telegram's own stand-in for hidden administrators and channels. */
const STAND_IN = { id: 1_087_968_824, is_bot: true, first_name: 'Group', username: 'GroupAnonymousBot' };

/** Plays one group; see `FakeGroup`. */
export function createGroup(bot: FakeBotState, id: number): FakeGroup {
  const chat = bot.chat(id, id < -1_000_000_000 ? 'supergroup' : 'group', 'left');
  const frame = { id, type: chat.type, title: 'Thôn thử' };
  const messages = new Map<number, Record<string, unknown>>();
  let standing = 'left';

  function membership(after: string): void {
    const bots = { id: bot.id, is_bot: true, first_name: 'Đối Thoại' };
    const [old_chat_member, new_chat_member] = [standing, after].map((status) => ({ user: bots, status }));
    standing = after;
    chat.state = after === 'left' || after === 'kicked' ? 'left' : 'open';
    bot.push({ my_chat_member: { chat: frame, from: STAND_IN, date: bot.now(), old_chat_member, new_chat_member } });
  }

  /** Privacy mode shows a bot its mentions, commands and replies to it; administrators see everything. */
  function isShown(message: Record<string, unknown>): boolean {
    if (standing === 'left' || standing === 'kicked') return false;
    if (!bot.privacyMode || standing === 'administrator') return true;
    const { reply_to_message: answered } = message as { reply_to_message?: { from?: { id: number } } };
    return answered?.from?.id === bot.id || entitiesOf(message).some(({ type, user, written }) =>
      user?.id === bot.id || (type === 'mention' && written.toLowerCase() === `@${bot.username}`)
      || (type === 'bot_command' && (!written.includes('@') || written.endsWith(`@${bot.username}`))));
  }

  function answered(messageId: number | undefined): Record<string, unknown> {
    if (messageId === undefined) return {};
    const own = chat.heard.find(({ message_id: one }) => one === messageId);
    const bots = { id: bot.id, is_bot: true, first_name: 'Đối Thoại' };
    const message = own ? { ...own, chat: frame, from: bots } : messages.get(messageId);
    if (!message) throw new Error(`There is no message ${messageId} in this group.`);
    const { reply_to_message: _, ...flat } = message as Record<string, unknown>;
    return { reply_to_message: flat };
  }

  function speaker(who: Record<string, unknown>): FakeMember {
    function says(text: string, { replyTo, quote, names, content }: GroupMessage = {}): number {
      const messageId = chat.nextMessageId++;
      const words = content ? { ...content, ...(text && { caption: text }) } : { text };
      const entities = findEntities(text, names === undefined ? undefined : { words: names, bot: bot.id });
      const message = {
        message_id: messageId, ...who, chat: frame, date: bot.now(), ...words,
        ...(entities.length > 0 && { [content ? 'caption_entities' : 'entities']: entities }),
        ...answered(replyTo),
        ...(quote !== undefined && { quote: { text: quote, position: 0, is_manual: true } }),
      };
      messages.set(messageId, message);
      chat.said.add(messageId);
      if (isShown(message)) bot.push({ message });
      return messageId;
    }

    return {
      says,
      album(text, photos) {
        const media_group_id = `album-${id}-${chat.nextMessageId}`;
        return photos.map((bytes, index) => {
          const photo = [{ file_id: bot.addFile(bytes, 'jpg'), file_unique_id: `u${index}`, width: 9, height: 9 }];
          return says(index === 0 ? text : '', { content: { media_group_id, photo } });
        });
      },
      edits(messageId, text) {
        const message = { ...messages.get(messageId), text, entities: findEntities(text), edit_date: bot.now() };
        messages.set(messageId, message);
        if (isShown(message)) bot.push({ edited_message: message });
      },
    };
  }

  return {
    id,
    heard: chat.heard,
    reactions: () => Object.fromEntries(chat.reactions.map(({ messageId, emoji }) => [messageId, emoji])),
    addsBot: (as = 'member') => membership(as),
    promotesBot: () => membership('administrator'),
    removesBot: () => membership('kicked'),
    member(userId) {
      bot.chat(userId, 'private', 'unopened');
      return speaker({ from: bot.user(userId).from });
    },
    anonymous: () => speaker({ from: STAND_IN, sender_chat: frame }),
    channel: (title) => speaker({ from: STAND_IN, sender_chat: { id: -1_009_999, type: 'channel', title } }),
    anotherBot: (botId) => speaker({ from: { id: botId, is_bot: true, first_name: 'Máy khác' } }),
  };
}

interface Entity { type: string; offset: number; length: number; user?: { id: number } }

/** As Telegram marks them: `@name`, `/command@name` at a word's beginning, `#tag`; a name as a link. */
function findEntities(text: string, link?: { words: string; bot: number }): Entity[] {
  const found: Entity[] = [];
  const add = (type: string, pattern: RegExp) => {
    for (const { 0: { length }, index } of text.matchAll(pattern)) found.push({ type, offset: index, length });
  };
  add('mention', /(?<![\w/@])@\w{4,}/g);
  add('bot_command', /(?<!\S)\/\w+(?:@\w+)?/g);
  add('hashtag', /(?<![\p{L}\p{N}_])#[\p{L}\p{M}\p{N}_]+/gu);
  if (link) {
    const user = { id: link.bot, is_bot: true, first_name: 'Đối Thoại' };
    found.push({ type: 'text_mention', offset: text.indexOf(link.words), length: link.words.length, user });
  }
  return found;
}

function entitiesOf(message: Record<string, unknown>): (Entity & { written: string })[] {
  const { text, caption, entities, caption_entities } = message as {
    text?: string; caption?: string; entities?: Entity[]; caption_entities?: Entity[];
  };
  const words = text ?? caption ?? '';
  return (entities ?? caption_entities ?? []).map((entity) => (
    { ...entity, written: words.slice(entity.offset, entity.offset + entity.length) }));
}
