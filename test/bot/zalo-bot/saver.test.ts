import { expect, it } from 'vitest';
import { createStatus } from '../../../bot/status.ts';
import { createSaver } from '../../../bot/zalo-bot/saver.ts';
import { silentLog } from '../../../log.ts';
import type { InboundMessage } from '../../../models/message.ts';
import { MORNING, SHORT } from './stage.ts';

function message(index: number): InboundMessage {
  return {
    key: `zb:1:${index}`, channel: 'zalo-bot', chat: `zb:1:${index % 7}`, messageId: String(index),
    content: { kind: 'text', text: 'Cống tắc' },
  };
}

it('keeps a thousand messages that cannot be saved, and refuses more until there is room', async () => {
  let full = true;
  const saver = createSaver({
    async take() {
      if (full) throw new Error('disk full');
    },
    timing: SHORT,
    status: createStatus({ name: 'zalo-bot', account: '1', clock: () => MORNING }),
    log: silentLog,
    signal: new AbortController().signal,
  });
  const kept = Array.from({ length: 1_000 }, (_, index) => saver.save(message(index)));

  await expect(saver.save(message(1_000))).rejects.toThrow('Too many');
  full = false;
  await Promise.all(kept);

  await expect(saver.save(message(1_000))).resolves.toBeUndefined();
});
