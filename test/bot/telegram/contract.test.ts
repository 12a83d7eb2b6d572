import { createFakeBotApi } from '../../fakes/bot-api/server.ts';
import { describeChannel } from '../../contracts/channel.ts';
import { createOn, personOn } from './stage.ts';

describeChannel('Telegram by long polling', async () => {
  const fake = await createFakeBotApi();
  return { channel: createOn(fake), ...personOn(fake), close: () => fake.close() };
});
