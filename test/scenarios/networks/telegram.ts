import { createFakeBotApi } from '../../fakes/bot-api/server.ts';
import { PATIENCE_MS, type Group, type Network, type Villager } from './network.ts';

const GROUP = -100;

/** Telegram by polling, with buttons. */
export async function createTelegram(): Promise<Network> {
  const telegram = await createFakeBotApi();
  const { bot } = telegram;
  const ids = new Map<Villager, number>();
  let last: Record<string, unknown> = {};
  bot.queue.onPush(() => { last = bot.queue.pending().at(-1)?.raw ?? last; });

  function villager(name: string): Villager {
    const id = ids.size + 7;
    const user = bot.user(id, { firstName: name });
    // They have pressed Start before; otherwise the bot could not write to them.
    const me: Villager = {
      chat: () => `tg:${bot.id}:${id}`,
      says: async (text) => void user.says(text),
      answers: async (label) => user.presses(label),
      sendsPhoto: async (bytes, caption) => void user.sendsPhoto(bytes, caption),
      hears: async (pattern) => (await user.hears(pattern, PATIENCE_MS)).text,
      heard: async () => user.heard.map(({ text }) => text),
      async repeats() { bot.push({ ...last }); },
    };
    ids.set(me, id);
    return me;
  }

  async function group(): Promise<Group> {
    const place = bot.group(GROUP);
    // Set up so that Telegram shows the bot all that is said: what is not for it, it has to leave out itself.
    bot.privacyMode = false;
    place.addsBot();
    await bot.until(() => place.heard.length > 0, 'the bot says who it is', PATIENCE_MS);
    return {
      says: (who, text) => void place.member(ids.get(who)!).says(text),
      asksBot: (who, text) => void place.member(ids.get(who)!).says(`@${bot.username} ${text}`),
      acknowledged: () => (
        bot.until(() => Object.keys(place.reactions()).length > 0, 'a reaction in the group', PATIENCE_MS)),
      heard: () => place.heard.slice(1).map(({ text }) => text),
    };
  }

  return {
    channel: 'telegram', villager, group,
    env: () => ({ TELEGRAM_BOT_TOKEN: bot.token, TELEGRAM_API_ROOT: telegram.url }),
    close: telegram.close,
  };
}
