/** The program is killed while people write. Whatever was acknowledged is answered, and every petition is there once. */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createFakeBotApi, type FakeBotApi } from '../fakes/bot-api/server.ts';
import { eventually, exportPetitions, runCli, startProgram, temporaryFolder, type Exported, type Program } from './program.ts';
import { createVillager, type Villager } from './villager.ts';

const VILLAGERS = 20;
const RECEIPT = /TD-\d{4}/;

/** A program that is started again on the same folder; `address` waits for the one that runs now. */
function restartable(settings: Record<string, string>) {
  let current = startProgram(settings);
  return {
    address: async (): Promise<string> => {
      const asked = current;
      return asked.address.catch(() => (asked === current ? Promise.reject(new Error('not running')) : current.address));
    },
    async kill(): Promise<void> {
      current.kill('SIGKILL');
      await current.ended;
      current = startProgram(settings);
    },
    current: (): Program => current,
  };
}

function expectEachOnce(petitions: Exported[], texts: string[]): void {
  expect(petitions.map(({ text }) => text).sort()).toEqual(texts.toSorted());
  expect(petitions.map(({ code }) => code).sort()).toEqual(texts.map((_, index) => `TD-${String(index + 1).padStart(4, '0')}`));
}

describe('killed again and again while people write', () => {
  it('answers everything that the web chat acknowledged, keeps every petition once, and skips no code', async () => {
    const settings = { DATA_DIR: temporaryFolder(), LOG_LEVEL: 'warn' };
    const program = restartable(settings);
    await program.address();
    const villagers = Array.from({ length: VILLAGERS }, () => createVillager(program.address));
    const texts = villagers.map((_, n) => `Cột điện số ${n} ở đầu thôn bị nghiêng, đề nghị xã sửa chữa`);

    let writing = true;
    const stories = Promise.all(villagers.map(async (villager, n) => {
      for (const said of [texts[n]!, 'đồng ý', 'Bến Gió', 'gửi']) await villager.says(said);
    })).finally(() => { writing = false; });
    for (let round = 0; round < 3; round++) {
      await program.address();
      await sleep(60 + Math.random() * 250);
      await program.kill();
    }
    await stories;

    expect(writing).toBe(false);
    await Promise.all(villagers.map((villager) => villager.hears(RECEIPT)));
    for (const villager of villagers) {
      const heard = await villager.heard();
      expect(heard).toHaveLength(villager.taken.length);
      expect(new Set(heard).size).toBe(heard.length);
    }
    expectEachOnce(await exportPetitions(settings.DATA_DIR), texts);
  }, 120_000);

  it('loses nothing that Telegram was told has arrived, and repeats at most what was on its way', async () => {
    const telegram = await telegramFor();
    const settings = {
      DATA_DIR: temporaryFolder(), LOG_LEVEL: 'warn', TELEGRAM_BOT_TOKEN: telegram.bot.token, TELEGRAM_API_ROOT: telegram.url,
    };
    const program = restartable(settings);
    const people = Array.from({ length: VILLAGERS }, (_, n) => telegram.bot.user(100 + n));
    const texts = people.map((_, n) => `Mương số ${n} sau làng bị tắc, đề nghị xã nạo vét`);

    // Whoever gets the next question answers it, whenever it comes.
    const stories = people.map(async (person, n) => {
      person.says(texts[n]!);
      for (const [question, answer] of [[/đồng ý không/, 'đồng ý'], [/thôn nào/, 'Bến Gió'], [/Tôi gửi nhé/, 'gửi']] as const) {
        await person.hears(question, 90_000);
        person.says(answer);
      }
      await person.hears(/TD-\d{4}/, 90_000);
    });
    let kills = 0;
    for (const heard of [5, 30, 60]) {
      await telegram.bot.until(() => people.reduce((sum, person) => sum + person.heard.length, 0) >= heard, 'some answers', 60_000);
      await program.kill();
      kills += 1;
    }
    await Promise.all(stories);
    await telegram.bot.until(() => telegram.bot.queue.pending().length === 0, 'everything is confirmed', 30_000);

    for (const { heard } of people) {
      // Four messages each; a kill may repeat the one that was being sent in that chat.
      expect(new Set(heard.map(({ text }) => text)).size).toBe(4);
      expect(heard.length).toBeLessThanOrEqual(4 + kills);
    }
    expectEachOnce(await exportPetitions(settings.DATA_DIR), texts);
  }, 180_000);
});

describe('when the thread of the database ends by an error', () => {
  it('the program says so and ends with 1; started again it answers everything that it acknowledged', async () => {
    const dir = temporaryFolder();
    const [fault, now] = [join(dir, 'fault.cjs'), join(dir, 'now')];
    writeFileSync(fault, `
      const { existsSync, rmSync } = require('node:fs');
      if (require('node:worker_threads').workerData?.token) setInterval(() => {
        if (!existsSync(${JSON.stringify(now)})) return;
        rmSync(${JSON.stringify(now)});
        throw new Error('words of a petition');
      }, 20).unref();
    `);
    const program = restartable({ DATA_DIR: join(dir, 'data'), NODE_OPTIONS: `--require "${fault}"` });
    const villager = createVillager(program.address);
    const text = 'Nắp cống đầu ngõ bị vỡ, đề nghị xã thay';
    await villager.says(text);
    await villager.hears(/đồng ý không/);
    const first = program.current();

    writeFileSync(now, '');
    const { code } = await first.ended;
    await program.kill();
    for (const said of ['đồng ý', 'Bến Gió', 'gửi']) await villager.says(said);
    await villager.hears(RECEIPT);

    expect(code).toBe(1);
    expect(first.output()).toContain('the database has ended by itself; everything saved is taken up at the next start');
    expect(first.output()).not.toContain('words of a petition');
    expectEachOnce(await exportPetitions(join(dir, 'data')), [text]);
  }, 90_000);
});

describe('told to stop', () => {
  it('twice within 100 ms: ends with 0 within seconds, and nothing is lost', async () => {
    const settings = { DATA_DIR: temporaryFolder(), LOG_LEVEL: 'warn' };
    const program = restartable(settings);
    await program.address();
    const villagers = Array.from({ length: VILLAGERS }, () => createVillager(program.address));
    const texts = villagers.map((_, n) => `Giếng số ${n} của thôn cạn nước, đề nghị xã khoan thêm`);
    const stories = Promise.all(villagers.map(async (villager, n) => {
      for (const said of [texts[n]!, 'đồng ý', 'Bến Gió', 'gửi']) await villager.says(said);
    }));
    await eventually('they are in the middle of it', () => villagers.some(({ taken }) => taken.length >= 2));
    const stopped = program.current();

    const asked = performance.now();
    stopped.kill();
    await sleep(50);
    stopped.kill();
    const { code } = await stopped.ended;
    const tookMs = performance.now() - asked;
    await program.kill();
    await stories;
    await Promise.all(villagers.map((villager) => villager.hears(RECEIPT)));

    expect({ code, output: stopped.output().match(/^\s+at .*/m)?.[0] }).toEqual({ code: 0, output: undefined });
    // The promise is "within seconds"; seven is the five of patience and what a slow machine needs.
    expect(tookMs).toBeLessThan(7_000);
    expectEachOnce(await exportPetitions(settings.DATA_DIR), texts);
  }, 90_000);

  it.each([20, 150, 400, 800])('%i ms after its start: ends without a word of complaint', async (afterMs) => {
    const settings = { DATA_DIR: temporaryFolder() };
    const program = startProgram(settings);
    await sleep(afterMs);

    program.kill();
    const { code, signal } = await program.ended;

    // Before it has begun there is nobody who could catch the signal.
    expect(code === 0 || signal === 'SIGTERM').toBe(true);
    expect(program.output()).not.toMatch(/^\s+at /m);
  });
});

describe('what a kill leaves behind', () => {
  it('hinders neither a command nor the next start', async () => {
    const settings = { DATA_DIR: temporaryFolder() };
    const program = startProgram(settings);
    const villager = createVillager(() => program.address);
    for (const said of ['Cầu vào thôn gãy lan can, đề nghị xã sửa', 'đồng ý', 'Bến Gió', 'gửi']) await villager.says(said);
    await villager.hears(RECEIPT);

    program.kill('SIGKILL');
    await program.ended;
    const exported = await exportPetitions(settings.DATA_DIR);
    const next = startProgram(settings);

    expect(exported).toHaveLength(1);
    expect((await fetch(`${await next.address}/healthz`)).status).toBe(200);
  });
});

describe('a backup made while it runs', () => {
  it('holds every petition, and is restored by putting it in the place of the data file', async () => {
    const settings = { DATA_DIR: temporaryFolder() };
    const program = startProgram(settings);
    const villagers = Array.from({ length: 3 }, () => createVillager(() => program.address));
    await Promise.all(villagers.map(async (villager, n) => {
      for (const said of [`Đường số ${n} ngập nước, đề nghị xã sửa`, 'đồng ý', 'Bến Gió', 'gửi']) await villager.says(said);
    }));
    await Promise.all(villagers.map((villager) => villager.hears(RECEIPT)));

    const file = join(temporaryFolder(), 'sao-luu.mdb');
    const made = await runCli(['backup', file], settings);
    const again = await runCli(['backup', file], settings);
    const restored = temporaryFolder();
    mkdirSync(join(restored, 'db'));
    cpSync(file, join(restored, 'db', 'data.mdb'));

    expect(made).toMatchObject({ code: 0, out: expect.stringContaining(file) });
    expect(again.code).toBe(1);
    expect(again.output).toMatch(/already exists/);
    expect(again.output).not.toMatch(/^\s+at /m);
    const [there, here] = await Promise.all([restored, settings.DATA_DIR].map(exportPetitions));
    expect(there).toHaveLength(3);
    expect(there).toEqual(here);
  }, 60_000);
});

describe('a disk that is full', () => {
  it('is said, with health bad; nothing acknowledged is lost, and after the restart all goes on', async () => {
    const settings = { DATA_DIR: temporaryFolder() };
    const full = startProgram(settings, { maxFileKilobytes: 700 });
    const address = await full.address;
    // Each says it once, and their words wait for the consent: so what is stored grows, however fast it is handled.
    const words = 'Kênh mương nội đồng bồi lắng, đề nghị xã nạo vét. '.repeat(400);
    const saved: Villager[] = [];
    let status = 200;
    while (status === 200 && saved.length < 200) {
      const villager = createVillager(() => full.address);
      status = await villager.tries('message-1', { kind: 'text', text: words });
      if (status === 200) saved.push(villager);
    }
    await eventually('health is bad', async () => (await fetch(`${address}/healthz`)).status === 503);
    full.kill();
    await full.ended;

    const next = startProgram(settings);
    const later = createVillager(() => next.address);
    later.cookie = saved[0]?.cookie;

    expect(status).toBe(503);
    expect(saved.length).toBeGreaterThan(0);
    await later.hears(/./);
    expect((await fetch(`${await next.address}/healthz`)).status).toBe(200);
    expect(full.output()).not.toContain('bồi lắng');
  }, 60_000);
});

async function telegramFor(): Promise<FakeBotApi> {
  const telegram = await createFakeBotApi();
  onTestFinished(() => telegram.close());
  return telegram;
}
