/** A console on an embedded database in a folder of its own, with invented petitions of the rehearsal's commune. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Express } from 'express';
import request from 'supertest';
import { fold } from '../../classifier/index.ts';
import { createCallers } from '../../handlers/callers.ts';
import { createLists } from '../../handlers/lists.ts';
import { createNetworks } from '../../handlers/networks.ts';
import { createPauses } from '../../handlers/pauses.ts';
import { createReview } from '../../handlers/review.ts';
import { createStaffAccess } from '../../handlers/staff-access.ts';
import { silentLog } from '../../log.ts';
import { connectDatabase } from '../../models/database.ts';
import { startEmbedded } from '../../models/embedded/index.ts';
import { createFileStore } from '../../models/files.ts';
import type { Petition } from '../../models/petition.ts';
import type { Role, StaffMember } from '../../models/staff.ts';
import { createStores } from '../../models/stores/index.ts';
import { routingFor } from '../../plans/lookup.ts';
import { readPlan } from '../../plans/read-plan.ts';
import { createWeb } from '../../web/app.ts';
import type { WebDeps } from '../../web/deps.ts';
import { createFakeNetwork, createFakeSignInNetwork } from '../fakes/running-network.ts';

/** The day on which every test of the console happens: 14:05 in the commune. */
export const NOW = new Date('2026-11-21T07:05:00Z');

export type World = Awaited<ReturnType<typeof createWorld>>;

/** Somebody who is signed in, as a test drives them. */
export type Visitor = Awaited<ReturnType<World['signIn']>>;

/** What a browser would show of an answer: tags taken away, entities read, white space as one blank. */
export function visible(html: string): string {
  return html
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replaceAll(/\s+/g, ' ');
}

/** Opens everything; `close` takes it all away again. */
export async function createWorld(overrides: Partial<WebDeps> = {}) {
  const dir = await mkdtemp(join(tmpdir(), 'doi-thoai-web-'));
  const embedded = await startEmbedded({ dir: join(dir, 'database'), noSync: true });
  const database = await connectDatabase(embedded.uri);
  const stores = createStores(database.models);
  const plan = readPlan('plans/tap-duot.yaml', { firstDay: '2026-11-20' });
  const other = { ...plan, id: 'xa-khac', rehearsal: false, commune: { ...plan.commune, id: 'xa-khac', name: 'Khác' } };
  const files = createFileStore(join(dir, 'files'));
  const time = { now: NOW };
  const clock = () => time.now;
  const staffAccess = createStaffAccess({ stores, clock });
  const review = createReview({ stores, clock });
  const lists = createLists({ stores, clock });
  const telegram = createFakeNetwork('telegram', 'tg:1:');
  const zalo = createFakeSignInNetwork('zalo-personal', 'zp:77:', { codeUntil: new Date(NOW.getTime() + 90_000) });
  const webChat = createFakeNetwork('web', 'web:', { pausable: false });
  const woken: string[] = [];
  const networks = createNetworks({
    stores, channels: [telegram, zalo, webChat], pauses: createPauses({ stores, clock }), log: silentLog,
    sendLater: async (chat) => void woken.push(chat),
  });
  const app: Express = createWeb({
    plans: [plan, other],
    clock,
    log: silentLog,
    files,
    staffAccess,
    review,
    lists,
    callers: createCallers({ stores, clock }),
    networks,
    health: async () => ({ ok: true, parts: { database: 'ok' } }),
    limits: { consolePerMinute: 100_000, signInPer15Minutes: 100_000 },
    ...overrides,
  });
  const at = `/console/plans/${plan.id}`;
  let origin = 0;

  /** One petition as the classifier leaves it, unless told otherwise. */
  async function petition(fields: Partial<Petition> = {}): Promise<Petition> {
    const topic = fields.topic ?? 'traffic_irrigation';
    const text = fields.text ?? 'Đường vào thôn hư hỏng nặng, mong xã sửa sớm.';
    const at = fields.receivedAt ?? new Date(NOW.getTime() - 3_600_000);
    return stores.petitions.create({
      prefix: plan.receiptPrefix,
      search: fold(text),
      plan: plan.id,
      commune: plan.commune.id,
      origin: `test:${++origin}`,
      text,
      attachments: [],
      channel: 'web',
      messageIds: [],
      hamlet: plan.hamlets[0]?.id,
      conference: plan.conferences[0]?.id,
      topic,
      office: routingFor(plan, topic).office,
      status: 'classified',
      urgent: false,
      receivedAt: at,
      proposal: {
        topic,
        confidence: 0.86,
        alternatives: [{ topic: 'construction', confidence: 0.08 }],
        auto: true,
        version: 'test',
        at,
      },
      history: [
        { at, by: { kind: 'author' }, what: 'received', to: 'received' },
        { at, by: { kind: 'machine' }, what: 'classified', to: topic },
      ],
      ...fields,
    });
  }

  /** Where the console shows a petition. */
  function pathOf({ code }: Petition): string {
    return `${at}/petitions/${code}`;
  }

  /** A member with a session: the cookie to send and the token that forms bring back. */
  async function signIn(roles: Role[], fields: Partial<StaffMember> = {}) {
    const { member, token } = await staffAccess.invite({
      name: `Cán bộ ${roles.join(' ')}`,
      roles,
      plans: [],
      ...fields,
    });
    const session = await staffAccess.signIn(token);
    const { csrf } = (await staffAccess.member(session!))!;
    const cookie = `doi-thoai=${session}`;
    return {
      member,
      cookie,
      csrf,
      get: (path: string) => request(app).get(path).set('Cookie', cookie),
      post: (path: string, body: Record<string, string | string[]>) =>
        request(app)
          .post(path)
          .set('Cookie', cookie)
          .type('form')
          .send({ _csrf: csrf, ...body }),
    };
  }

  return {
    app,
    stores,
    plan,
    other,
    files,
    time,
    staffAccess,
    review,
    lists,
    petition,
    pathOf,
    signIn,
    networks,
    telegram,
    zalo,
    webChat,
    /** Chats that were woken to be sent to. */
    woken,
    at,
    async close() {
      await database.close();
      await embedded.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
