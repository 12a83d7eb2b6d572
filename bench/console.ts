/**
 * How long the console's pages take with ten thousand petitions stored, over HTTP and signed in, on the embedded
 * database. The baseline is the bare query that a page cannot do without.
 */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCallers } from '../handlers/callers.ts';
import { createLists } from '../handlers/lists.ts';
import { createNetworks } from '../handlers/networks.ts';
import { createPauses } from '../handlers/pauses.ts';
import { createReview } from '../handlers/review.ts';
import { createStaffAccess } from '../handlers/staff-access.ts';
import { silentLog } from '../log.ts';
import { connectDatabase, type Models } from '../models/database.ts';
import { startEmbedded } from '../models/embedded/index.ts';
import { createStores, type Stores } from '../models/stores/index.ts';
import { routingFor } from '../plans/lookup.ts';
import type { Plan } from '../plans/plan.ts';
import { readPlan } from '../plans/read-plan.ts';
import { createWeb } from '../web/app.ts';
import { median, type Figure } from './measure.ts';

const PETITIONS = 10_000;
const ROUNDS = 30;
const NOW = new Date('2026-11-21T07:05:00Z');

/** Medians in milliseconds. "First page": the program has just started and has counted nothing yet. */
export async function benchConsole(): Promise<Figure[]> {
  const dir = await mkdtemp(join(tmpdir(), 'doi-thoai-bench-'));
  const embedded = await startEmbedded({ dir: join(dir, 'database'), noSync: true });
  const database = await connectDatabase(embedded.uri);
  const plan = readPlan('plans/tap-duot.yaml', { firstDay: '2026-11-20' });
  await fill(database.models, plan);
  const stores = createStores(database.models);
  const browser = await openConsole(stores, plan);

  const reading = await medianTime(() => stores.petitions.page({ plan: plan.id }, { limit: 25 }));
  const page = { baseline: reading, of: 'a page' };
  const counting = await medianTime(() => stores.petitions.count({ plan: plan.id, words: 'duong' }));
  const words = { baseline: counting, of: 'a count' };
  const pages: [name: string, path: string, bare: typeof page][] = [
    ['list page', '/petitions', page],
    ['list page, by topic and hamlet', '/petitions?topic=traffic_irrigation&hamlet=ben-gio', page],
    ['list page, what to look at first', '/petitions?status=todo&order=priority', page],
    ['list page, page 200', '/petitions?page=200', page],
    ['list page, words', '/petitions?q=duong%20hong', words],
    ['overview', '', page],
    ['one petition', '/petitions/TD-5000', page],
    ['grouped list', '/list', page],
  ];
  const rows: Figure[] = [];
  function add(name: string, value: number, { baseline, of }: typeof page): void {
    rows.push({ name: `console: ${name}`, value, unit: 'ms', baseline, baselineName: `bare query of ${of}` });
  }
  for (const [name, path, bare] of pages) add(name, await medianTime(() => browser.open(path)), bare);
  await browser.close();

  const first: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const fresh = await openConsole(stores, plan);
    first.push(await timed(() => fresh.open('/petitions')));
    await fresh.close();
  }
  add('list page, the first one', median(first), page);

  await database.close();
  await embedded.close();
  await rm(dir, { recursive: true, force: true });
  return rows;
}

/** A console that listens, and somebody who is signed in. */
async function openConsole(stores: Stores, plan: Plan) {
  const clock = () => NOW;
  const staffAccess = createStaffAccess({ stores, clock });
  const app = createWeb({
    plans: [plan], clock, log: silentLog, staffAccess, files: { read: async () => null },
    review: createReview({ stores, clock }),
    lists: createLists({ stores, clock }),
    callers: createCallers({ stores, clock }),
    networks: createNetworks({
      stores, channels: [], pauses: createPauses({ stores, clock }), sendLater: async () => undefined, log: silentLog,
    }),
    health: async () => ({ ok: true, parts: {} }), limits: { consolePerMinute: 1_000_000 },
  });
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { token } = await staffAccess.invite({ name: 'Bench', roles: ['mttq'], plans: [] });
  const cookie = `doi-thoai=${await staffAccess.signIn(token)}`;
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/console/plans/${plan.id}`;
  return {
    async open(path: string): Promise<void> {
      const response = await fetch(base + path, { headers: { cookie } });
      await response.text();
      if (!response.ok) throw new Error(`${path} answered ${response.status}`);
    },
    async close(): Promise<void> {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

async function medianTime(run: () => Promise<unknown>): Promise<number> {
  for (let round = 0; round < 3; round += 1) await run();
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) times.push(await timed(run));
  return median(times);
}

/** Ten thousand petitions of the usual length, spread over topics, hamlets and statuses. */
async function fill(models: Models, plan: Plan): Promise<void> {
  const sentence = 'Đường liên thôn hư hỏng nặng, đề nghị Ủy ban nhân dân xã sớm cho sửa chữa để bà con đi lại. ';
  const folded = 'duong lien thon hu hong nang, de nghi uy ban nhan dan xa som cho sua chua de ba con di lai. ';
  const statuses = ['classified', 'classified', 'reviewed', 'routed', 'answered'] as const;
  const documents = Array.from({ length: PETITIONS }, (_, index) => {
    const topic = plan.topics[index % plan.topics.length]?.id ?? '';
    const receivedAt = new Date(NOW.getTime() - (PETITIONS - index) * 60_000);
    return {
      _id: `bench-${index}`,
      plan: plan.id,
      commune: plan.commune.id,
      number: index + 1,
      origin: `bench:${index}`,
      code: `TD-${String(index + 1).padStart(4, '0')}`,
      receipt: `TD-${String(index + 1).padStart(4, '0')}`,
      text: sentence.repeat(1 + (index % 4)),
      search: [folded.repeat(1 + (index % 4))],
      attachments: [],
      additions: [],
      channel: 'web',
      messageIds: [],
      hamlet: plan.hamlets[index % 7]?.id,
      conference: plan.conferences[index % 2]?.id,
      topic,
      office: routingFor(plan, topic).office,
      status: statuses[(index * 7) % 5],
      urgent: index % 50 === 0,
      proposal: {
        topic,
        confidence: (index % 100) / 100,
        alternatives: [],
        auto: index % 4 !== 0,
        version: 'bench',
        at: receivedAt,
      },
      receivedAt,
      updatedAt: receivedAt,
      history: [{ at: receivedAt, by: { kind: 'author' }, what: 'received' }],
    };
  });
  for (let start = 0; start < PETITIONS; start += 1000) {
    await models.petitions.insertMany(documents.slice(start, start + 1000) as never);
  }
}
