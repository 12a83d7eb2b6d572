/** What each method of the fake does, with the documented limits. */
import type { Failure } from '../bot-api/script.ts';
import type { FakeZaloBotState } from './bot.ts';

type Payload = Record<string, unknown>;
type Answer = Record<string, unknown>;

const MAX_TEXT = 2000;

/** The documented meanings of the codes; 403 is indeed "Internal server error" there. */
const DESCRIPTIONS: Record<number, string> = {
  400: 'Bad request',
  401: 'Unauthorized',
  403: 'Internal server error',
  404: 'Not Found',
  408: 'Request timeout',
  429: 'Quota exceeded',
};

/** The platform's answer that a call failed. */
export function refusal({ code, description }: Extract<Failure, { code: number }>): Answer {
  return { ok: false, error_code: code, description: description ?? DESCRIPTIONS[code] ?? 'Internal server error' };
}

function bad(what: string): Answer {
  return refusal({ code: 400, description: `Bad request: ${what}` });
}

export const METHODS: Record<string, (bot: FakeZaloBotState, payload: Payload) => Answer> = {
  getMe: (bot) => ({
    ok: true,
    result: {
      id: bot.id, account_name: `bot.${bot.id}`, display_name: bot.name, account_type: 'BASIC', can_join_groups: true,
    },
  }),

  sendMessage(bot, { chat_id: chatId, text }) {
    if (typeof text !== 'string' || text.trim() === '') return bad('text must not be empty');
    if (text.length > MAX_TEXT) return bad('text must be between 1 and 2000 characters');
    const chat = bot.chats.get(String(chatId));
    if (!chat) return bad('chat_id is invalid');
    if (chat.blocked) return refusal({ code: 403, description: 'Forbidden: the user has blocked this bot' });
    return { ok: true, result: bot.deliver(chat, text) };
  },

  setWebhook(bot, { url, secret_token: secret }) {
    // The real one asks for https and a public address; a test's own server speaks http on the loopback.
    if (!/^https?:\/\//.test(String(url))) return bad('url is invalid');
    if (typeof secret !== 'string' || secret.length < 8 || secret.length > 256) {
      return bad('secret_token must be 8 to 256 characters');
    }
    bot.webhook.set(String(url), secret);
    const { verification } = bot.webhook;
    return { ok: true, result: { url, updated_at: bot.now(), ...(verification && { verification }) } };
  },

  deleteWebhook(bot) {
    if (!bot.webhook.url()) return refusal({ code: 404 });
    bot.webhook.remove();
    return { ok: true, result: { url: '', updated_at: bot.now() } };
  },

  getWebhookInfo: (bot) => bot.webhook.url()
    ? { ok: true, result: { url: bot.webhook.url(), updated_at: bot.now() } }
    : refusal({ code: 404 }),
};
