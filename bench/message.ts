/** A message in → the reply saved, on the embedded database, while many people write. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readConfig } from '../config.ts';
import { openData } from '../data.ts';
import { silentLog } from '../log.ts';
import { createPipeline } from '../pipeline.ts';
import { createInProcessQueue } from '../queue/in-process-queue.ts';
import { systemClock } from '../clock.ts';
import type { Channel, Take } from '../bot/channel.ts';
import type { InboundMessage } from '../models/message.ts';
import { median, quantile, type Figure } from './measure.ts';

/** People who write at the same time, each about once a second, as in a hall after "please write to the bot". */
const CHATS = 50;
const EVERY_MS = 1_000;
const ROUNDS = 8;

const SCRIPT = [
  'Đường vào thôn ổ gà nhiều quá, đề nghị xã sửa sớm', 'đồng ý', 'Bến Gió', 'gửi',
  'Trạm y tế hết thuốc bảo hiểm đã hai tuần nay', 'gửi', 'tra cứu', 'xong',
];

/** From a message's arrival to its reply in the outbox, in milliseconds. */
export async function benchMessages(): Promise<Figure[]> {
  const dir = await mkdtemp(join(tmpdir(), 'doi-thoai-bench-'));
  const data = await openData({ config: readConfig({ DATA_DIR: dir }), clock: systemClock, alone: true });
  const queue = createInProcessQueue({ log: silentLog });
  const waiting = new Map<string, () => void>();
  let take: Take | undefined;
  const channel: Channel = {
    name: 'telegram', account: '1', chatPrefix: 'tg:1:',
    capabilities: {
      buttons: true, edit: true, maxText: 4096, initiate: false, reactions: true,
      pace: { perChat: 0, perAccount: 0 },
    },
    start: async (taker) => { take = taker; },
    stop: async () => undefined,
    // What is sent has been saved before: the moment it gets here is a little later than the moment that counts.
    send: async (chat) => { waiting.get(chat)?.(); return { status: 'sent' }; },
    download: async () => null,
    health: () => ({ name: 'telegram', account: '1', state: 'up' }),
  };
  const pipeline = createPipeline({ data, channels: [channel], queue, clock: systemClock, log: silentLog });
  await queue.start();
  await channel.start(pipeline.take);

  let n = 0;
  async function say(chat: string, text: string): Promise<number> {
    const answered = new Promise<void>((resolve) => { waiting.set(chat, resolve); });
    n += 1;
    const message = textMessage(`tg:1:${n}`, chat, text);
    const start = performance.now();
    await take!(message);
    await answered;
    return performance.now() - start;
  }

  const random = createRandom(2026);

  /** One person's messages at moments of their own, so that they fall beside and on one another as in life. */
  async function person(chat: string, offset: number): Promise<number[]> {
    const times: number[] = [];
    await sleep(offset);
    for (const text of SCRIPT.slice(0, ROUNDS)) {
      const took = await say(chat, text);
      times.push(took);
      await sleep(Math.max(0, EVERY_MS * (0.5 + random()) - took));
    }
    return times;
  }

  // Some people first, so that the compiler has seen the way.
  await Promise.all(Array.from({ length: 10 }, (_, index) => person(`tg:1:warm-${index}`, 100 * index)));
  const samples = (await Promise.all(
    Array.from({ length: CHATS }, (_, index) => person(`tg:1:${index}`, random() * EVERY_MS)),
  )).flat();
  await queue.idle();
  const bare = await bareWrites(data, CHATS);
  const alone = await aloneTimes(say);
  await queue.stop();
  await data.close();
  await rm(dir, { recursive: true, force: true });

  return [
    {
      name: `message → reply, ${CHATS} chats, median`, value: median(samples), unit: 'ms',
      baseline: 15, baselineName: 'bar',
    },
    {
      name: `message → reply, ${CHATS} chats, p99`, value: quantile(samples, 0.99), unit: 'ms',
      baseline: 60, baselineName: 'bar',
    },
    {
      name: 'message → reply, nobody else writing', value: median(alone), unit: 'ms',
      baseline: bare, baselineName: 'its bare database writes',
    },
  ];
}

function textMessage(key: string, chat: string, text: string): InboundMessage {
  return { key, channel: 'telegram', chat, messageId: key, content: { kind: 'text', text } };
}

/** Numbers from 0 to 1, the same at every run: a linear congruential generator, constants of Numerical Recipes. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

async function aloneTimes(say: (chat: string, text: string) => Promise<number>): Promise<number[]> {
  const times: number[] = [];
  for (let index = 0; index < 40; index++) times.push(await say('tg:1:warm-0', 'hội nghị'));
  return times;
}

/** The same writes and reads, one after the other and nothing else: inbox, chat, person, outbox, chat, inbox. */
async function bareWrites({ stores }: Awaited<ReturnType<typeof openData>>, rounds: number): Promise<number> {
  const times: number[] = [];
  for (let index = 0; index < rounds; index++) {
    const now = systemClock();
    const chat = 'tg:1:bare';
    const message = textMessage(`bare:${index}`, chat, SCRIPT[0]!);
    const start = performance.now();
    await stores.inbox.save(message, now);
    await stores.inbox.waiting(chat, 20);
    await stores.chats.ensure(chat, 'telegram', now);
    await stores.people.ofChat('xa-tap-duot', chat);
    await stores.outbox.put([{ id: `bare:${index}/0`, chat, message: { text: SCRIPT[0]! } }], now);
    await stores.chats.handled(chat, { conversation: null }, message.key, now);
    await stores.inbox.done(message.key);
    await stores.outbox.pending(chat, 20);
    times.push(performance.now() - start);
    await stores.outbox.settle(`bare:${index}/0`, 'sent', now);
  }
  return median(times);
}
