/** The whole program in this process, with one network, on a folder that outlives its restarts. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mongo } from 'mongoose';
import { onTestFailed, onTestFinished } from 'vitest';
import { createApp, type App } from '../../../app.ts';
import { createClassifier } from '../../../classifier/index.ts';
import { readConfig } from '../../../config.ts';
import { openData, type Data } from '../../../data.ts';
import type { Log } from '../../../log.ts';
import { renderJson, type JsonExport } from '../../../reports/json.ts';
import type { Network } from './network.ts';

/** The program's clock runs so many times as fast as ours: the distances between messages go by it. */
const SPEED = 200;

const classifier = createClassifier();

export interface Program {
  /** Starts it, or starts it again. */
  starts(): Promise<void>;
  stops(): Promise<void>;
  /** Lets time pass. */
  wait(ms: number): void;
  readonly app: App;
  readonly data: Data;
  /** Where the web listens. */
  readonly base: string;
  /** What `cli -- export --format json` writes. */
  exported(): Promise<JsonExport>;
  /** All that the database holds, and all that was logged. */
  remembered(): Promise<string>;
  /** Does any file in the data folder, the database's own included, hold these words? */
  onDisk(words: string): Promise<boolean>;
}

/** Made, not started; stopped and removed when the test has finished. */
export async function createProgram(network: Network): Promise<Program> {
  const dataDir = await mkdtemp(join(tmpdir(), 'doi-thoai-'));
  const port = await freePort();
  const begun = performance.now();
  let first = new Date('2026-11-21T03:00:00Z').getTime();
  const clock = () => new Date(first + (performance.now() - begun) * SPEED);
  const logged: string[] = [];
  const write = (level: string) => ({ err, ...fields }: Record<string, unknown>, message: string) => {
    logged.push(JSON.stringify({ level, message, ...fields, ...(err instanceof Error && { stack: err.stack }) }));
  };
  const log: Log = { info: write('info'), warn: write('warn'), error: write('error') };
  let running: { app: App; data: Data; base: string } | undefined;

  function now(): NonNullable<typeof running> {
    if (!running) throw new Error('The program does not run.');
    return running;
  }

  const program: Program = {
    get app() { return now().app; },
    get data() { return now().data; },
    get base() { return now().base; },
    wait(ms) { first += ms; },

    async starts() {
      const read = readConfig({ DATA_DIR: dataDir, PORT: String(port), ...network.env() });
      const config = { ...read, ...network.config?.(port) };
      const data = await openData({ config, clock, alone: true, classifier });
      const app = await createApp({ config, data, clock, log, fetch: network.fetch });
      running = { app, data, base: `http://127.0.0.1:${port}` };
      await app.start();
      await network.begins?.(program);
    },

    async stops() {
      const { app } = now();
      running = undefined;
      await app.stop();
    },

    async exported() {
      const { data } = now();
      const [plan] = data.plans;
      const rows = await data.lists.exportData(plan!, undefined, {});
      return JSON.parse(renderJson({ plan: plan!, ...rows, now: clock(), by: 'topic' })) as JsonExport;
    },

    async remembered() {
      const client = await mongo.MongoClient.connect(now().data.embedded!.uri);
      try {
        const database = client.db('doithoai');
        const names = (await database.listCollections().toArray()).map(({ name }) => name);
        const found = await Promise.all(names.map((name) => database.collection(name).find({}).toArray()));
        return JSON.stringify([found, logged]);
      } finally {
        await client.close();
      }
    },

    async onDisk(words) {
      const entries = await readdir(dataDir, { recursive: true, withFileTypes: true });
      for (const entry of entries.filter((one) => one.isFile())) {
        if ((await readFile(join(entry.parentPath, entry.name))).includes(words)) return true;
      }
      return false;
    },
  };

  onTestFailed(() => void process.stderr.write(`${logged.filter((line) => !line.includes('"info"')).join('\n')}\n`));
  onTestFinished(async () => {
    await running?.app.stop();
    await network.close();
    await rm(dataDir, { recursive: true, force: true });
  });
  return program;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => { server.once('listening', resolve); });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => { server.close(resolve); });
  return port;
}
