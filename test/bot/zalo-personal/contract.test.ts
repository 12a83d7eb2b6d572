import { describeChannel } from '../../contracts/channel.ts';
import { createStage, LAN } from './stage.ts';

describeChannel('a personal Zalo account', async () => {
  const { zalo, channel, close } = await createStage();
  // Only its credentials tell a channel whose it is, and it reads them when it starts.
  await channel.start(async () => undefined);
  await channel.stop();
  const lan = zalo.user(LAN, 'Lan');
  return {
    channel,
    chat: `zp:${zalo.uid}:${LAN}`,
    says: (text) => void lan.says(text),
    heard: () => lan.heard.map(({ text }) => ({ text, labels: [] })),
    sendsPhoto: (bytes, caption) => void lan.sendsPhoto(bytes, caption),
    blocks: () => lan.blocks(),
    refusesForPace: () => zalo.fail('sendMessage', { code: 221 }),
    close,
  };
}, { buttons: true });
