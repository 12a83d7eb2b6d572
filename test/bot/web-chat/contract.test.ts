import { createHash } from 'node:crypto';
import { createWebChatChannel } from '../../../bot/web-chat/channel.ts';
import type { ChatLine } from '../../../bot/web-chat/line.ts';
import { silentLog } from '../../../log.ts';
import { describeChannel, type ChannelHarness } from '../../contracts/channel.ts';
import { createMemoryOutbox } from '../../fakes/memory-outbox.ts';

const CHAT_ID = 'nguoi-thu-nhat';

describeChannel('web chat', async (): Promise<ChannelHarness> => {
  const outbox = createMemoryOutbox();
  const stored = new Map<string, Buffer>();
  const files = {
    async save(content: Buffer) {
      const name = createHash('sha256').update(content).digest('hex');
      stored.set(name, content);
      return name;
    },
    read: async (name: string) => stored.get(name) ?? null,
  };
  const real = createWebChatChannel({ stores: { outbox }, files, clock: () => new Date(0), log: silentLog });
  let count = 0;
  const closing = new AbortController();
  let queue = Promise.resolve();

  /** What the page does: one after the other, again under the same id until it is saved. */
  function deliver(post: (id: string) => Promise<{ status: string }>): void {
    const id = `message-${count++}`;
    queue = queue.then(async () => {
      while (!closing.signal.aborted) {
        const received = await post(id).catch(() => null);
        if (received) return;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    });
  }

  /** A page that opens now sees this. */
  function page(): Promise<ChatLine[]> {
    return new Promise((resolve) => {
      const lines: ChatLine[] = [];
      const leave = real.subscribe(CHAT_ID, 0, {
        line: (line) => lines.push(line),
        caughtUp() {
          setImmediate(() => leave());
          resolve(lines);
        },
      });
    });
  }

  return {
    channel: {
      ...real,
      // The outbox saves first and then sends.
      send(chat, message) {
        outbox.put(chat, message, { state: 'pending' });
        return real.send(chat, message);
      },
    },
    chat: `web:${CHAT_ID}`,
    says: (text) => deliver((id) => real.receive(CHAT_ID, { id, kind: 'text', text })),
    heard: async () => (await page()).map(({ text, choices }) => ({ text, labels: choices.map(({ label }) => label) })),
    async presses(label) {
      for (const { prompt, choices } of (await page()).reverse()) {
        const choice = choices.find((each) => each.label === label)?.id;
        if (choice) return deliver((id) => real.receive(CHAT_ID, { id, kind: 'choice', prompt, choice }));
      }
      throw new Error(`no button ${label}`);
    },
    sendsPhoto: (content, text) =>
      deliver((id) => real.upload(CHAT_ID, { id, text }, { name: 'anh.jpg', mime: 'image/jpeg', content })),
    async close() {
      closing.abort();
      await queue;
    },
  };
}, { blocking: true, pace: true });
