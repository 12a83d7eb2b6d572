/** The whole journey on a real embedded database, with a scripted network in front: for tests of what people see. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClassifier } from '../../classifier/index.ts';
import { readConfig } from '../../config.ts';
import { openData } from '../../data.ts';
import { silentLog, type Log } from '../../log.ts';
import { createPipeline } from '../../pipeline.ts';
import { createInProcessQueue } from '../../queue/in-process-queue.ts';
import { createScriptedChannel, type ScriptedPerson } from '../fakes/scripted-channel.ts';

export interface WorldOptions {
  /** Plans to serve; the rehearsal by default. */
  plans?: string;
  /** The day, as an ISO moment. */
  now?: string;
  dataDir?: string;
  log?: Log;
}

export type World = Awaited<ReturnType<typeof createWorld>>;

/** Learned once for all tests of a file. */
const classifier = createClassifier();

export async function createWorld(options: WorldOptions = {}) {
  const { plans = '', now = '2026-11-21T03:00:00Z', dataDir, log = silentLog } = options;
  const dir = dataDir ?? (await mkdtemp(join(tmpdir(), 'doi-thoai-')));
  let moment = new Date(now);
  // Each look at the clock is a millisecond later: nothing in a test happens at the same moment.
  const clock = () => (moment = new Date(moment.getTime() + 1));
  const config = readConfig({ DATA_DIR: dir, PLANS: plans, MONGODB_URI: process.env['TEST_MONGODB_URI'] });
  const data = await openData({ config, clock, alone: true, classifier });
  const queue = createInProcessQueue({ log, backoff: () => 5 });
  const channel = createScriptedChannel();
  const { take, useCases, networks } = createPipeline({ data, channels: [channel], queue, clock, log });
  await queue.start();
  await channel.start(take);

  const world = {
    ...data, useCases, networks, channel, queue, clock, dir,
    idle: () => queue.idle(60_000),
    /** Lets time pass. */
    wait(ms: number): void { moment = new Date(moment.getTime() + ms); },
    /** Somebody who says things and waits for what the bot makes of them. */
    person(id: string) {
      const person: ScriptedPerson = channel.person(id);
      return {
        ...person,
        async says(...texts: string[]): Promise<string> {
          for (const text of texts) {
            await person.says(text);
            await world.idle();
          }
          return person.last().text;
        },
        async presses(label: string): Promise<string> {
          await person.presses(label);
          await world.idle();
          return person.last().text;
        },
        async sends(...args: Parameters<ScriptedPerson['sends']>): Promise<string> {
          await person.sends(...args);
          await world.idle();
          return person.last().text;
        },
      };
    },
    /** Somebody who has agreed and named a hamlet already. */
    async neighbour(id: string, hamlet = 'Bến Gió') {
      const person = world.person(id);
      await person.says('Đường trước nhà văn hoá ngập nước', 'đồng ý', hamlet, 'gửi');
      return person;
    },
    async close(): Promise<void> {
      await channel.stop();
      await queue.stop();
      await data.close();
      if (!dataDir) await rm(dir, { recursive: true, force: true });
    },
  };
  return world;
}
