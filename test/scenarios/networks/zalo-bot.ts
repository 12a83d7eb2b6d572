import { createFakeZaloBot, type FakeZaloUser } from '../../fakes/zalo-bot/server.ts';
import { numberOf, PATIENCE_MS, type Group, type Network, type Villager } from './network.ts';

/** The official Zalo Bot Platform by webhook: no buttons. */
export async function createZaloBot(): Promise<Network> {
  const zalo = await createFakeZaloBot();
  const { bot } = zalo;
  const users = new Map<Villager, FakeZaloUser>();
  let last: Record<string, unknown> = {};
  bot.queue.onPush(() => { last = bot.queue.pending().at(-1) ?? last; });

  function villager(name: string): Villager {
    const id = `nguoi-${users.size + 1}`;
    const user = bot.user(id, { name });
    const heard = () => user.heard.map(({ text }) => text);
    const me: Villager = {
      chat: () => `zb:${bot.id}:${id}`,
      says: async (text) => void user.says(text),
      answers: async (label) => void user.says(numberOf(label, heard())),
      sendsPhoto: async (bytes, caption) => void user.sendsPhoto(bytes, caption),
      hears: async (pattern) => (await user.hears(pattern, PATIENCE_MS)).text,
      heard: async () => heard(),
      repeats: async () => bot.push({ ...last }),
    };
    users.set(me, user);
    return me;
  }

  async function group(): Promise<Group> {
    const place = bot.group('thon-ben-gio');
    return {
      says: (who, text) => place.says(users.get(who)!, text),
      asksBot: (who, text) => place.says(users.get(who)!, `@${bot.name} ${text}`),
      acknowledged: () => bot.until(() => place.heard.length > 0, 'a line in the group', PATIENCE_MS),
      heard: () => place.heard.slice(1).map(({ text }) => text),
    };
  }

  return {
    channel: 'zalo-bot', villager, group,
    env: () => ({}),
    // The environment insists on https, which a test's own server does not speak.
    config: (port) => ({
      publicUrl: `http://127.0.0.1:${port}`, webChat: false,
      zaloBot: { token: bot.token, apiRoot: zalo.url, webhookSecret: 'an-invented-secret' },
    }),
    begins: () => bot.until(() => bot.webhook.url() !== '', 'the webhook is set'),
    close: zalo.close,
  };
}
