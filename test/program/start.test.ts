import { createServer } from 'node:net';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createFakeBotApi } from '../fakes/bot-api/server.ts';
import { eventually, runCli, startProgram, temporaryFolder } from './program.ts';

interface Health { ok: boolean; parts: { database: boolean; queue: boolean; networks: { name: string; state: string; detail?: string }[] } }

async function healthOf(address: string): Promise<{ status: number; body: Health }> {
  const response = await fetch(`${address}/healthz`);
  return { status: response.status, body: (await response.json()) as Health };
}

/** One plain sentence or a few, for a person: no stack, no name of a function. */
function expectPlainWords(output: string): void {
  expect(output.trim()).not.toBe('');
  expect(output).not.toMatch(/^\s+at /m);
  expect(output).not.toMatch(/node:internal|\.ts:\d+|undefined|\[object/);
}

async function portInUse(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => new Promise<void>((closed) => { server.close(() => closed()); }));
  return (server.address() as AddressInfo).port;
}

describe('a start that cannot be', () => {
  it.each<[string, () => Promise<Record<string, string>> | Record<string, string>, RegExp]>([
    ['a port in use', async () => ({ DATA_DIR: temporaryFolder(), PORT: String(await portInUse()) }), /Port \d+ is taken.*PORT=/],
    ['a data folder below a file', () => {
      const file = join(temporaryFolder(), 'a-file');
      writeFileSync(file, '');
      return { DATA_DIR: join(file, 'data') };
    }, /cannot be (used|written)[\s\S]*(DATA_DIR|folder)/],
    ['a data folder that nobody may write to', () => ({ DATA_DIR: '/sys/kernel/doi-thoai' }), /cannot be (used|written)/],
    ['a database file that is none', () => {
      const dir = temporaryFolder();
      mkdirSync(join(dir, 'db'));
      writeFileSync(join(dir, 'db', 'data.mdb'), 'no database at all'.repeat(500));
      return { DATA_DIR: dir };
    }, /data/],
    ['a plan with a mistake', () => {
      const dir = temporaryFolder();
      writeFileSync(join(dir, 'xa-sai.yaml'), 'commune: { unit: xã }\ntopics: [\n');
      return { DATA_DIR: temporaryFolder(), PLANS_DIR: dir, PLANS: 'xa-sai' };
    }, /xa-sai\.yaml/],
    ['a plan that there is not', () => ({ DATA_DIR: temporaryFolder(), PLANS: 'thai-tan-2024' }), /thai-tan-2024[\s\S]*thai-tan-2025/],
    ['a MongoDB that is not there', () => ({
      DATA_DIR: temporaryFolder(), MONGODB_URI: 'mongodb://nguoi:mat-khau-bi-mat@127.0.0.1:9/x?serverSelectionTimeoutMS=300',
    }), /database cannot be reached at MONGODB_URI/],
    ['a setting that is nonsense', () => ({ DATA_DIR: temporaryFolder(), PORT: 'ba nghìn', WEB_CHAT: 'maybe' }), /PORT[\s\S]*WEB_CHAT[\s\S]*\.env\.example/],
  ])('%s: says so in plain words and ends with 1', async (_, settings, sentence) => {
    const program = startProgram(await settings());

    const { code } = await program.ended;

    expect(program.output()).toMatch(sentence);
    expectPlainWords(program.output());
    expect(program.output()).not.toContain('mat-khau-bi-mat');
    expect(code).toBe(1);
  });
});

describe('a second program on the folder', () => {
  it('is refused in one plain sentence; the first runs on, and commands reach it', async () => {
    const dir = temporaryFolder();
    const first = startProgram({ DATA_DIR: dir });
    const address = await first.address;

    const second = startProgram({ DATA_DIR: dir });
    const { code } = await second.ended;
    const invited = await runCli(['invite', '--name', 'Cán bộ Thử', '--role', 'mttq'], { DATA_DIR: dir });

    expect(code).toBe(1);
    expect(second.output()).toMatch(new RegExp(`in use by process ${first.process.pid}`));
    expectPlainWords(second.output());
    expect(invited.out).toMatch(/\/console\/sign-in\S[\w=-]{20,}\n/);
    expect((await healthOf(address)).status).toBe(200);
  });
});

describe('health', () => {
  it('is good once messages are taken, and not before', async () => {
    const telegram = await createFakeBotApi();
    onTestFinished(() => telegram.close());
    telegram.bot.fail('getMe', { code: 502 }, 1);
    const program = startProgram({
      DATA_DIR: temporaryFolder(), TELEGRAM_BOT_TOKEN: telegram.bot.token, TELEGRAM_API_ROOT: telegram.url,
    });
    const address = await program.address;
    await telegram.bot.until(() => telegram.bot.count('getMe') === 1, 'the first call', 15_000);

    const before = await healthOf(address);
    await eventually('health is good', async () => (await healthOf(address)).status === 200);

    expect(before).toMatchObject({ status: 503, body: { ok: false } });
    expect((await healthOf(address)).body.parts.networks).toMatchObject([
      { name: 'telegram', account: telegram.bot.token.split(':')[0], state: 'up', paused: false, waiting: 0 },
    ]);
    expect(telegram.bot.count('getUpdates')).toBeGreaterThan(0);
  });

  it('names the network whose token is wrong; the program runs, the web chat works, the token is nowhere', async () => {
    const telegram = await createFakeBotApi();
    onTestFinished(() => telegram.close());
    const secret = 'a-wrong-secret-of-a-token';
    const program = startProgram({
      DATA_DIR: temporaryFolder(), TELEGRAM_BOT_TOKEN: `123456:${secret}`, TELEGRAM_API_ROOT: telegram.url, WEB_CHAT: 'on',
    });
    const address = await program.address;
    await eventually('the network is down', async () => (
      (await healthOf(address)).body.parts.networks.some(({ name, state }) => name === 'telegram' && state === 'down')));

    const { status, body } = await healthOf(address);
    const chat = await fetch(`${address}/chat`);

    expect(status).toBe(503);
    expect(body.parts).toMatchObject({ database: true, queue: true });
    expect(JSON.stringify(body)).not.toContain(secret);
    expect(chat.status).toBe(200);
    expect(program.output()).not.toContain(secret);
  });

  it('is bad while Redis cannot be reached; messages are taken all the same', async () => {
    const program = startProgram({ DATA_DIR: temporaryFolder(), REDIS_URL: 'redis://127.0.0.1:9' });
    const address = await program.address;

    const { status, body } = await healthOf(address);
    program.kill();
    const { code } = await program.ended;

    expect({ status, queue: body.parts.queue, database: body.parts.database }).toEqual({ status: 503, queue: false, database: true });
    expectPlainWords(program.output());
    expect(code).toBe(0);
  });
});

it('keeps what it writes for its user alone', async () => {
  const dir = join(temporaryFolder(), 'data');
  const program = startProgram({ DATA_DIR: dir });
  await program.address;

  const { statSync } = await import('node:fs');
  const open = [dir, ...readdirSync(dir, { recursive: true }).map((name) => join(dir, String(name)))]
    .filter((path) => (statSync(path).mode & 0o077) !== 0);

  expect(open).toEqual([]);
});
