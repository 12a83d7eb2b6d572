/** What each method of the fake does, with the real limits. A refusal is returned as `{ code, description }`. */
import type { FakeBotState, SentMessage } from './bot.ts';
import type { Failure } from './script.ts';

type Payload = Record<string, unknown>;
export type MethodResult = { result: unknown } | Extract<Failure, { code: number }>;

const MAX_TEXT = 4096;
const MAX_CALLBACK_BYTES = 64;
const MAX_CALLBACK_ANSWER = 200;
const MAX_FILE_BYTES = 20 * 1024 * 1024;
const MAX_COMMANDS = 100;
/** A few of the emoji that Telegram knows as reactions; without variation selectors. */
const REACTIONS = new Set(['👍', '👎', '❤', '🔥', '👏', '🤔', '🙏', '👌', '👀', '🤝', '✍', '🫡']);

function bad(what: string): MethodResult {
  return { code: 400, description: `Bad Request: ${what}` };
}

/** Letters as Telegram counts them: code points. */
function length(text: string): number {
  return [...text].length;
}

export const METHODS: Record<string, (bot: FakeBotState, payload: Payload) => MethodResult> = {
  getMe: (bot) => ({
    result: {
      id: bot.id, is_bot: true, first_name: 'Đối Thoại', username: bot.username, can_join_groups: true,
      can_read_all_group_messages: !bot.privacyMode,
    },
  }),

  sendMessage(bot, payload) {
    const chatId = Number(payload.chat_id);
    const refused = reachable(bot, chatId);
    if (refused) return refused;
    const text = typeof payload.text === 'string' ? payload.text : '';
    if (text.trim() === '') return bad('message text is empty');
    if (length(text) > MAX_TEXT) return bad('message is too long');
    const wrongMarkup = checkMarkup(payload.reply_markup);
    if (wrongMarkup) return wrongMarkup;
    const { reply_markup, reply_parameters } = payload as Pick<SentMessage, 'reply_markup' | 'reply_parameters'>;
    const about = { ...(reply_markup && { reply_markup }), ...(reply_parameters && { reply_parameters }) };
    return { result: bot.deliver(chatId, text, about) };
  },

  editMessageText(bot, payload) {
    const chatId = Number(payload.chat_id);
    const refused = reachable(bot, chatId);
    if (refused) return refused;
    const message = bot.chats.get(chatId)?.heard.find(({ message_id: id }) => id === payload.message_id);
    if (!message) return bad('message to edit not found');
    const text = String(payload.text ?? '');
    if (text.trim() === '') return bad('message text is empty');
    if (length(text) > MAX_TEXT) return bad('message is too long');
    if (text === message.text) {
      return bad('message is not modified: specified new message content and reply markup are exactly the same');
    }
    message.text = text;
    return { result: message };
  },

  sendChatAction: (bot, payload) => reachable(bot, Number(payload.chat_id)) ?? { result: true },

  setMessageReaction(bot, payload) {
    const chatId = Number(payload.chat_id);
    const refused = reachable(bot, chatId);
    if (refused) return refused;
    const chat = bot.chats.get(chatId)!;
    if (!chat.said.has(Number(payload.message_id))) return bad('message to react not found');
    const [reaction] = (payload.reaction ?? []) as { type: string; emoji?: string }[];
    if (reaction && (reaction.type !== 'emoji' || !REACTIONS.has(reaction.emoji ?? ''))) return bad('REACTION_INVALID');
    chat.reactions = chat.reactions.filter(({ messageId }) => messageId !== payload.message_id);
    if (reaction) chat.reactions.push({ messageId: Number(payload.message_id), emoji: reaction.emoji! });
    return { result: true };
  },

  answerCallbackQuery(bot, payload) {
    if (length(String(payload.text ?? '')) > MAX_CALLBACK_ANSWER) return bad('MESSAGE_TOO_LONG');
    if (!bot.openPresses.delete(String(payload.callback_query_id))) {
      return bad('query is too old and response timeout expired or query ID is invalid');
    }
    return { result: true };
  },

  getFile(bot, payload) {
    const file = bot.files.get(String(payload.file_id));
    if (!file) return bad('wrong file_id or the file is temporarily unavailable');
    if (file.size > MAX_FILE_BYTES) return bad('file is too big');
    return { result: { file_id: payload.file_id, file_size: file.size, file_path: file.path } };
  },

  setMyCommands(bot, payload) {
    const commands = payload.commands as { command: string; description: string }[];
    if (!Array.isArray(commands) || commands.length > MAX_COMMANDS) return bad('too many commands');
    for (const { command, description } of commands) {
      if (!/^[a-z0-9_]{1,32}$/.test(command)) return bad('BOT_COMMAND_INVALID');
      if (length(description) < 1 || length(description) > 256) return bad('BOT_COMMAND_DESCRIPTION_INVALID');
    }
    bot.commands = commands;
    return { result: true };
  },

  setWebhook(bot, payload) {
    const url = String(payload.url ?? '');
    const secret = payload.secret_token === undefined ? undefined : String(payload.secret_token);
    if (secret !== undefined && !/^[\w-]{1,256}$/.test(secret)) {
      return bad('secret token contains unallowed characters');
    }
    // Real Telegram asks for https; a test's own server speaks http on the loopback.
    if (url !== '' && !/^https?:\/\//.test(url)) return bad('bad webhook: invalid webhook URL specified');
    if (url === '') bot.webhook.remove();
    else bot.webhook.set(url, secret);
    return { result: true };
  },

  deleteWebhook(bot) {
    bot.webhook.remove();
    return { result: true };
  },

  getWebhookInfo: (bot) => ({
    result: { url: bot.webhook.url(), pending_update_count: bot.queue.pending().length },
  }),
};

function reachable(bot: FakeBotState, chatId: number): MethodResult | undefined {
  const chat = bot.chats.get(chatId);
  if (!chat) return bad('chat not found');
  if (chat.state === 'left') return { code: 403, description: 'Forbidden: bot was kicked from the group chat' };
  if (chat.state === 'unopened') {
    return { code: 403, description: "Forbidden: bot can't initiate conversation with a user" };
  }
  if (chat.state === 'blocked') return { code: 403, description: 'Forbidden: bot was blocked by the user' };
  if (chat.state === 'deactivated') return { code: 403, description: 'Forbidden: user is deactivated' };
  return undefined;
}

function checkMarkup(markup: unknown): MethodResult | undefined {
  const { inline_keyboard: inline, keyboard } = (markup ?? {}) as NonNullable<SentMessage['reply_markup']>;
  for (const button of [...(inline ?? []), ...(keyboard ?? [])].flat()) {
    if (!button.text || button.text.trim() === '') return bad('keyboard button text must be non-empty');
  }
  for (const { callback_data: data = '' } of (inline ?? []).flat()) {
    const bytes = Buffer.byteLength(data);
    if (bytes < 1 || bytes > MAX_CALLBACK_BYTES) return bad('BUTTON_DATA_INVALID');
  }
  return undefined;
}
