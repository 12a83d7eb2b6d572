import { createFakeBotApi } from '../../fakes/bot-api/server.ts';
import { PATIENCE_MS, type Group, type Network, type Villager } from './network.ts';

const GROUP = { id: -100, type: 'group', title: 'Thôn Bến Gió' };

/** Telegram by polling, with buttons. */
export async function createTelegram(): Promise<Network> {
  const telegram = await createFakeBotApi();
  const { bot } = telegram;
  const users = new Map<Villager, { id: number; name: string }>();

  function villager(name: string): Villager {
    const id = users.size + 7;
    const user = bot.user(id, { firstName: name });
    // They have pressed Start before; otherwise the bot could not write to them.
    const me: Villager = {
      chat: () => `tg:${bot.id}:${id}`,
      says: async (text) => void user.says(text),
      answers: async (label) => user.presses(label),
      sendsPhoto: async (bytes, caption) => void user.sendsPhoto(bytes, caption),
      hears: async (pattern) => (await user.hears(pattern, PATIENCE_MS)).text,
      heard: async () => user.heard.map(({ text }) => text),
      async repeats() {
        const last = bot.queue.confirmed().at(-1) ?? bot.queue.pending().at(-1)!.update_id;
        const raw = bot.queue.pending().find(({ update_id: update }) => update === last)?.raw ?? sent.get(last)!;
        bot.push({ ...raw, update_id: last });
      },
    };
    users.set(me, { id, name });
    return me;
  }

  /** Every update by its id: Telegram forgets what was confirmed, and a repetition needs it. */
  const sent = new Map<number, Record<string, unknown>>();
  bot.queue.onPush(() => {
    for (const { update_id: id, raw } of bot.queue.pending()) sent.set(id, raw);
  });

  function group(): Group {
    const { heard } = bot.group(GROUP.id);
    let messages = 0;

    function push(who: Villager, text: string, entities: unknown[] = []): void {
      const { id, name } = users.get(who)!;
      const from = { id, is_bot: false, first_name: name };
      bot.push({ message: { message_id: ++messages, date: 1_790_000_000, from, chat: GROUP, text, entities } });
    }

    return {
      says: push,
      asksBot: (who, text) => push(who, `@${bot.username} ${text}`, [
        { type: 'mention', offset: 0, length: bot.username.length + 1 },
      ]),
      acknowledged: () => bot.until(() => bot.count('setMessageReaction') > 0, 'a reaction in the group'),
      heard: () => heard.map(({ text }) => text),
    };
  }

  return {
    channel: 'telegram', villager, group,
    env: () => ({ TELEGRAM_BOT_TOKEN: bot.token, TELEGRAM_API_ROOT: telegram.url }),
    close: telegram.close,
  };
}
