/** Staff hold back what the bot writes: people are heard meanwhile, and answered in order once it goes on. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sweep } from '../../queue/jobs/sweep.ts';
import { createWorld, type World } from './world.ts';

const LAN = { id: 'lan' };

let dataDir: string;
let world: World;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'doi-thoai-pause-'));
  world = await createWorld({ dataDir });
});
afterEach(async () => {
  await world.close();
  await rm(dataDir, { recursive: true, force: true });
});

const ADDITIONAL = ['Cột điện đầu thôn nghiêng sắp đổ', 'gửi'];

/** Receipts differ in their numbers only. */
function withoutCodes(texts: readonly string[]): string[] {
  return texts.map((text) => text.replaceAll(/\d+/g, '#'));
}

/** Names of the jobs that are enqueued from now on. */
function noteJobs({ queue }: World): string[] {
  const names: string[] = [];
  const { enqueue } = queue;
  queue.enqueue = (job, ...rest) => {
    names.push(job.name);
    return enqueue(job, ...rest);
  };
  return names;
}

describe('while a network is paused', () => {
  it('what people send becomes a petition all the same, and the answers come in order afterwards', async () => {
    const villager = await world.neighbour('1');
    const other = await world.neighbour('2');
    const before = villager.heard().length;
    for (const words of ADDITIONAL) await other.says(words);
    await world.networks.pause('telegram', LAN);

    for (const words of ADDITIONAL) await villager.says(words);
    const during = villager.heard().length;
    const person = await world.stores.people.ofChat(world.plans[0]!.commune.id, villager.chat);
    const petitions = await world.stores.petitions.ofPerson(person!.id);
    await world.networks.resume('telegram', LAN);
    await world.idle();

    expect(during).toBe(before);
    expect(petitions.map(({ text }) => text)).toContain(ADDITIONAL[0]);
    expect(withoutCodes(villager.heard())).toEqual(withoutCodes(other.heard()));
    expect(villager.heard().length).toBeGreaterThan(before + 1);
  });

  it('a restart changes nothing, and neither does the sweep', async () => {
    await world.networks.pause('telegram', LAN);
    await world.person('2').says('Đường trước nhà văn hoá ngập nước');
    const waiting = (await world.networks.one('telegram'))!.waiting;
    await world.close();

    world = await createWorld({ dataDir });
    const woken = noteJobs(world);
    await world.queue.enqueue(sweep, {}, { id: 'sweep' });
    await world.idle();
    const afterRestart = { heard: world.person('2').heard(), waiting: (await world.networks.one('telegram'))!.waiting };
    const wokenWhilePaused = [...woken];
    await world.networks.resume('telegram', LAN);
    await world.idle();

    expect(waiting).toBeGreaterThan(0);
    expect(wokenWhilePaused).toEqual(['sweep']);
    expect(afterRestart).toEqual({ heard: [], waiting });
    expect(world.person('2').heard()).toHaveLength(waiting);
  });
});
