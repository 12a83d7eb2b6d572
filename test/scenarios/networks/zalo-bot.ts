import { createFakeZaloBot } from '../../fakes/zalo-bot/server.ts';
import { numberOf, PATIENCE_MS, type Network, type Villager } from './network.ts';

/** The official Zalo Bot Platform by webhook: no buttons. */
export async function createZaloBot(): Promise<Network> {
  const zalo = await createFakeZaloBot();
  const { bot } = zalo;
  let people = 0;
  let last: Record<string, unknown> = {};
  bot.queue.onPush(() => { last = bot.queue.pending().at(-1) ?? last; });

  function villager(name: string): Villager {
    const id = `nguoi-${++people}`;
    const user = bot.user(id, { name });
    const heard = () => user.heard.map(({ text }) => text);
    return {
      chat: () => `zb:${bot.id}:${id}`,
      says: async (text) => void user.says(text),
      answers: async (label) => void user.says(numberOf(label, heard())),
      sendsPhoto: async (bytes, caption) => void user.sendsPhoto(bytes, caption),
      hears: async (pattern) => (await user.hears(pattern, PATIENCE_MS)).text,
      heard: async () => heard(),
      repeats: async () => bot.push({ ...last }),
    };
  }

  return {
    channel: 'zalo-bot', villager,
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
