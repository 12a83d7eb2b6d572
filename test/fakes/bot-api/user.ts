import type { FakeBotState, SentMessage } from './bot.ts';

export interface UserProfile {
  firstName?: string;
  lastName?: string;
}

/** A person with Telegram in a private chat with the bot. What is sent returns the message's id. */
export interface FakeUser {
  readonly id: number;
  /** As `from` in messages. */
  readonly from: Readonly<Record<string, unknown>>;
  /** All that the bot said here, oldest first. */
  readonly heard: readonly SentMessage[];
  says(text: string): number;
  /** Opens the chat, perhaps through a deep link. */
  opens(payload?: string): number;
  edits(messageId: number, text: string): void;
  /** Presses the newest button or key with this label, as the app would. */
  presses(label: string | RegExp): void;
  /** A press with any data at all. */
  pressesData(data: string): void;
  sendsPhoto(bytes: Buffer, caption?: string): number;
  /** Several photos at once; the caption is on the first. */
  album(photos: readonly Buffer[], caption?: string): number[];
  /** `size` announces another size than the content has. */
  sendsFile(bytes: Buffer, about: { name: string; mime: string; caption?: string; size?: number }): number;
  sendsVoice(bytes: Buffer): number;
  sendsVideo(bytes: Buffer, caption?: string): number;
  sendsLocation(latitude: number, longitude: number): number;
  sendsSticker(): number;
  /** A contact card: the own one, or somebody else's. */
  shares(contact: { phone: string; name: string; own?: boolean }): number;
  forwards(text: string, origin: Record<string, unknown>): number;
  /** A message with any content. */
  sends(content: Record<string, unknown>): number;
  blocks(): void;
  unblocks(): void;
  /** The account is deleted. */
  disappears(): void;
  /** The next message (after those heard by an earlier call) that matches. */
  hears(pattern: RegExp, withinMs?: number): Promise<SentMessage>;
}

/** Plays one person; see `FakeUser`. */
export function createUser(bot: FakeBotState, id: number, profile: UserProfile): FakeUser {
  const chat = bot.chat(id);
  const from = { id, is_bot: false, first_name: profile.firstName ?? 'Người', last_name: profile.lastName ?? 'Thử' };
  let cursor = 0;
  let presses = 0;

  function message(content: Record<string, unknown>, messageId = chat.nextMessageId++): Record<string, unknown> {
    return {
      message_id: messageId,
      from,
      chat: { id, type: 'private', first_name: from.first_name, last_name: from.last_name },
      date: bot.now(),
      ...content,
    };
  }

  function sends(content: Record<string, unknown>): number {
    const sent = message(content);
    if (chat.state === 'unopened') chat.state = 'open';
    bot.push({ message: sent });
    return sent.message_id as number;
  }

  function photo(bytes: Buffer): Record<string, unknown>[] {
    const large = bot.addFile(bytes, 'jpg');
    const small = bot.addFile(bytes.subarray(0, 8), 'jpg');
    return [
      { file_id: small, file_unique_id: `u${small}`, width: 90, height: 67, file_size: 8 },
      { file_id: large, file_unique_id: `u${large}`, width: 1280, height: 960, file_size: bytes.length },
    ];
  }

  function captioned(caption: string | undefined): Record<string, unknown> {
    return caption === undefined ? {} : { caption };
  }

  function pressesData(data: string, on?: SentMessage): void {
    presses += 1;
    const query = `${id}-${presses}`;
    bot.openPresses.add(query);
    const holder = on ?? { message_id: 1, date: 0, chat: { id, type: 'private' } };
    bot.push({ callback_query: { id: query, from, message: holder, chat_instance: String(id), data } });
  }

  function membership(before: string, after: string): void {
    const bots = { id: bot.id, is_bot: true, first_name: 'Đối Thoại' };
    bot.push({
      my_chat_member: {
        chat: { id, type: 'private' },
        from,
        date: bot.now(),
        old_chat_member: { user: bots, status: before },
        new_chat_member: { user: bots, status: after },
      },
    });
  }

  return {
    id,
    from,
    heard: chat.heard,
    sends,
    pressesData,
    says: (text) => sends({ text }),
    opens: (payload) => sends({ text: payload === undefined ? '/start' : `/start ${payload}` }),
    edits(messageId, text) {
      bot.push({ edited_message: { ...message({ text }, messageId), edit_date: bot.now() } });
    },
    presses(label) {
      function matches(text: string): boolean {
        return typeof label === 'string' ? text === label : label.test(text);
      }
      for (const sent of chat.heard.toReversed()) {
        const button = sent.reply_markup?.inline_keyboard?.flat().find(({ text }) => matches(text));
        if (button) {
          pressesData(button.callback_data ?? '', sent);
          return;
        }
        const key = sent.reply_markup?.keyboard?.flat().find(({ text }) => matches(text));
        if (key?.request_contact) {
          sends({ contact: { phone_number: '84900000000', first_name: from.first_name, user_id: id } });
          return;
        }
        if (key) {
          sends({ text: key.text });
          return;
        }
      }
      throw new Error(`No button "${label}" among the ${chat.heard.length} messages of this chat`);
    },
    sendsPhoto: (bytes, caption) => sends({ photo: photo(bytes), ...captioned(caption) }),
    album(photos, caption) {
      const group = `album-${id}-${chat.nextMessageId}`;
      return photos.map((bytes, index) =>
        sends({ media_group_id: group, photo: photo(bytes), ...captioned(index === 0 ? caption : undefined) }),
      );
    },
    sendsFile(bytes, { name, mime, caption, size }) {
      const file = bot.addFile(bytes, 'dat', size);
      const document = { file_id: file, file_unique_id: `u${file}`, file_name: name, mime_type: mime };
      return sends({ document: { ...document, file_size: size ?? bytes.length }, ...captioned(caption) });
    },
    sendsVoice(bytes) {
      const file = bot.addFile(bytes, 'oga');
      return sends({ voice: { file_id: file, duration: 3, mime_type: 'audio/ogg', file_size: bytes.length } });
    },
    sendsVideo(bytes, caption) {
      const file = bot.addFile(bytes, 'mp4');
      const video = { file_id: file, width: 640, height: 480, duration: 3, mime_type: 'video/mp4' };
      return sends({ video: { ...video, file_size: bytes.length }, ...captioned(caption) });
    },
    sendsLocation: (latitude, longitude) => sends({ location: { latitude, longitude } }),
    sendsSticker: () => sends({ sticker: { file_id: 'sticker', width: 512, height: 512, emoji: '👍' } }),
    shares: ({ phone, name, own = true }) =>
      sends({ contact: { phone_number: phone, first_name: name, ...(own ? { user_id: id } : { user_id: id + 1 }) } }),
    forwards: (text, origin) => sends({ text, forward_origin: { date: bot.now(), ...origin } }),
    blocks() {
      chat.state = 'blocked';
      membership('member', 'kicked');
    },
    unblocks() {
      chat.state = 'open';
      membership('kicked', 'member');
    },
    disappears() {
      chat.state = 'deactivated';
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
