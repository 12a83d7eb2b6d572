import { describeChannel } from '../../contracts/channel.ts';
import { createFakeZaloBot } from '../../fakes/zalo-bot/server.ts';
import { createDelivered, createOn, personOn } from './stage.ts';

describeChannel('Zalo Bot by webhook', async () => {
  const fake = await createFakeZaloBot();
  const { channel, close } = await createDelivered(fake);
  return {
    channel,
    ...personOn(fake),
    async close() {
      await fake.close();
      await close();
    },
  };
}, { buttons: true });

/** All of it holds while the program is alive; what asking cannot promise is told in polling.test.ts. */
describeChannel('Zalo Bot by asking', async () => {
  const fake = await createFakeZaloBot();
  return { channel: createOn(fake), ...personOn(fake), close: () => fake.close() };
}, { buttons: true });
