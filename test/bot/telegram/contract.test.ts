import { createFakeBotApi } from '../../fakes/bot-api/server.ts';
import { describeChannel } from '../../contracts/channel.ts';
import { createOn } from './stage.ts';

describeChannel('Telegram by long polling', async () => {
  const fake = await createFakeBotApi();
  const channel = createOn(fake);
  const user = fake.bot.user(7);
  return {
    channel,
    chat: `tg:${fake.bot.id}:7`,
    says: (text) => void user.says(text),
    heard: () =>
      user.heard.map(({ text, reply_markup: markup }) => ({
        text,
        labels: (markup?.inline_keyboard ?? []).flat().map((button) => button.text),
      })),
    presses: (label) => user.presses(label),
    sendsPhoto: (bytes, caption) => void user.sendsPhoto(bytes, caption),
    blocks: () => user.blocks(),
    refusesForPace: () => fake.bot.fail('sendMessage', { code: 429, retryAfter: 1 }),
    close: () => fake.close(),
  };
});
