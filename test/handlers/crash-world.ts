/**
 * The whole journey in a process that dies at a write of our choosing: what it awaited never comes back, and nothing of
 * it runs on. Then a new process starts on the same database, as after a restart.
 */
import { createHash } from 'node:crypto';
import { createClassifier } from '../../classifier/index.ts';
import { silentLog } from '../../log.ts';
import type { ChatKey, InboundContent, InboundMessage } from '../../models/message.ts';
import { createStores, type Stores } from '../../models/stores/index.ts';
import type { FileStore } from '../../models/files.ts';
import { createPipeline } from '../../pipeline.ts';
import { loadPlans } from '../../plans/load.ts';
import type { Plan } from '../../plans/plan.ts';
import { createInProcessQueue } from '../../queue/in-process-queue.ts';
import { sweep as sweepJob } from '../../queue/jobs/sweep.ts';
import { createScriptedChannel, type ScriptedChannel } from '../fakes/scripted-channel.ts';
import type { TestDatabase } from '../models/stores/database.ts';

/** Before or after which write, counted from 1, the process dies. */
export interface Death { write: number; when: 'before' | 'after' }

/** One thing somebody does; the same chat may come several times. `about`: what else the network says of it. */
export interface Deed {
  chat: string;
  content: InboundContent;
  edits?: number;
  about?: Pick<InboundMessage, 'group' | 'forwarded'> & { messageId?: string };
}

export interface Run {
  /** Each write that was made, by name, in order. */
  writes: string[];
  /** What died, and where: `after outbox.put`. */
  death?: string;
  /** What the network brought to each chat. */
  heard: Record<ChatKey, string[]>;
  /** What is stored at the end, without ids and moments. */
  stored: unknown;
}

const WRITES: Partial<Record<keyof Stores, readonly string[]>> = {
  attachments: ['create', 'stored', 'missed', 'remove'],
  chats: ['ensure', 'handled', 'dead', 'forgetStrangersBefore', 'dropConversationsBefore'],
  inbox: ['save', 'done', 'tried', 'takenBack', 'forgetBefore', 'forgetChat'],
  outbox: ['put', 'partSent', 'settle', 'postpone', 'forgetBefore', 'forgetChat'],
  people: ['consented', 'knownAgain', 'update', 'erase'],
  petitions: ['create', 'change', 'add', 'erase'],
  speakers: ['create', 'change', 'erase'],
};

const never = new Promise<never>(() => undefined);
const [REHEARSAL] = loadPlans({
  dirs: [new URL('../../plans', import.meta.url).pathname],
  names: ['tap-duot'],
  firstDay: '2026-11-20',
});
const classifier = createClassifier();

/** One seat for each group, so that a withdrawal moves somebody up. */
const plan: Plan = { ...REHEARSAL!, speaking: { ...REHEARSAL!.speaking, capacityPerGroup: 1 } };

function createLife(death: Death | undefined, writes: string[]) {
  let dead = false;
  let die: (what: string) => void = () => undefined;
  const died = new Promise<string>((resolve) => {
    die = (what) => {
      dead = true;
      resolve(what);
    };
  });

  function reading<T>(work: () => Promise<T>): Promise<T> {
    if (dead) return never;
    return work().then((result) => (dead ? never : result), (error) => (dead ? never : Promise.reject(error)));
  }

  async function writing<T>(name: string, work: () => Promise<T>): Promise<T> {
    if (dead) return never;
    const number = writes.push(name);
    if (death?.write === number && death.when === 'before') {
      die(`before ${name}`);
      return never;
    }
    const result = await reading(work);
    if (death?.write === number) {
      die(`after ${name}`);
      return never;
    }
    return result;
  }

  function mortal<T extends object>(part: T, name: string, written: readonly string[] = []): T {
    return Object.fromEntries(Object.entries(part).map(([method, work]) => [
      method,
      typeof work !== 'function' ? work : (...args: unknown[]) => {
        const call = async () => (work as (...a: unknown[]) => unknown)(...args);
        return written.includes(method) ? writing(`${name}.${method}`, call) : reading(call);
      },
    ])) as T;
  }

  return { died, writing, mortal, isDead: () => dead };
}

/** What is stored before or after a deed; `documents` is as it lies there, to be put back. */
interface Checkpoint {
  documents: Record<string, Record<string, unknown>[]>;
  files: Map<string, Buffer>;
  moment: number;
}

/** One deed as it goes undisturbed. */
export interface Scene extends Run { index: number; deed: Deed; before: Checkpoint }

const NAMES = ['inbox', 'outbox', 'chats', 'people', 'petitions', 'speakers', 'attachments'] as const;

/** Plays the deeds one after the other, undisturbed. */
export async function rehearse(database: TestDatabase, deeds: readonly Deed[]): Promise<Scene[]> {
  const scenes: Scene[] = [];
  let before: Checkpoint = { documents: {}, files: new Map(), moment: Date.parse('2026-11-21T03:00:00Z') };
  for (const [index, deed] of deeds.entries()) {
    const { after, ...run } = await play(database, { index, deed, before });
    scenes.push({ ...run, index, deed, before });
    before = after;
  }
  return scenes;
}

/** Plays one deed again from the state that it began with, in a process that dies once. */
export async function play(
  database: TestDatabase, { index, deed, before }: Pick<Scene, 'index' | 'deed' | 'before'>, death?: Death,
): Promise<Run & { after: Checkpoint }> {
  await putBack(database, before);
  const network = createScriptedChannel();
  network.files.set('photo', Buffer.from('ảnh'));
  const files = new Map(before.files);
  const writes: string[] = [];
  let { moment } = before;
  const clock = () => new Date(moment++);
  const first = await begin(death);
  const message = messageOf(index, deed);

  async function begin(fatal?: Death) {
    const life = createLife(fatal, writes);
    const stores = createStores(database.models);
    const mortalStores = Object.fromEntries(Object.entries(stores).map(([name, store]) => (
      [name, life.mortal(store, name, WRITES[name as keyof Stores])]))) as Stores;
    const channel: ScriptedChannel = {
      ...network,
      send: (chat, said) => life.writing('channel.send', () => network.send(chat, said)),
    };
    const queue = createInProcessQueue({ log: silentLog, backoff: () => 1 });
    const { take } = createPipeline({
      data: {
        stores: mortalStores, plans: [plan], classifier,
        fileStore: life.mortal(createMemoryFiles(files), 'files', ['save', 'remove']),
      },
      channels: [channel], queue, clock, log: silentLog,
    });
    await queue.start();
    return { life, queue, take };
  }

  let acknowledged = false;
  const done = first.take(message).then(() => { acknowledged = true; }).then(() => first.queue.idle(1_000));
  const cause = await Promise.race([first.life.died, done.then(() => undefined)]);
  await first.queue.stop(0);
  if (cause !== undefined) {
    const second = await begin();
    await second.queue.enqueue(sweepJob, {});
    // What was not acknowledged is brought again by the network; sometimes what was, too.
    if (!acknowledged || death!.write % 2 === 0) await second.take(message);
    await second.queue.idle(1_000);
    await second.queue.stop();
  }
  const documents = await documentsIn(database);
  return {
    writes, death: cause, heard: heardIn(network), stored: withoutFleeting({ ...documents, files: [...files.keys()] }),
    after: { documents, files, moment },
  };
}

function messageOf(index: number, { chat, content, edits, about }: Deed): InboundMessage {
  return {
    key: `tg:1:${index}`, channel: 'telegram', chat: `tg:1:${chat}`, messageId: String(edits ?? index), content,
    ...(edits !== undefined && { edited: true }),
    ...about,
  };
}

async function putBack(database: TestDatabase, { documents }: Checkpoint): Promise<void> {
  await database.empty();
  for (const name of NAMES) {
    const stored = documents[name] ?? [];
    if (stored.length > 0) await database.models[name].collection.insertMany(stored as never);
  }
}

async function documentsIn(database: TestDatabase): Promise<Checkpoint['documents']> {
  return Object.fromEntries(await Promise.all(NAMES.map(async (name) => [name, await database.raw(name)] as const)));
}

function heardIn({ sent }: ScriptedChannel): Run['heard'] {
  const heard: Run['heard'] = {};
  for (const { chat, message } of sent) (heard[chat] ??= []).push(message.text);
  return heard;
}

function createMemoryFiles(kept: Map<string, Buffer>): FileStore {
  return {
    async save(content) {
      const name = createHash('sha256').update(content).digest('hex');
      kept.set(name, content);
      return name;
    },
    read: async (name) => kept.get(name) ?? null,
    async remove(name) { kept.delete(name); },
    savedBefore: async () => [],
  };
}

/** Without what differs from run to run; ids become the place where they first occur. */
function withoutFleeting(all: Record<string, unknown[]>): unknown {
  const ids = new Map<string, string>();
  const known = (text: string) => text.replaceAll(/\b[0-9a-f]{32}\b/g, (id) => {
    if (!ids.has(id)) ids.set(id, `#${ids.size + 1}`);
    return ids.get(id)!;
  });
  const plain = Object.entries(all).map(([name, documents]) => [name, documents.map(strip).sort(byKey)]);
  return JSON.parse(known(JSON.stringify(Object.fromEntries(plain))));
}

function byKey(a: unknown, b: unknown): number {
  return keyOf(a).localeCompare(keyOf(b), undefined, { numeric: true });
}

function keyOf(document: unknown): string {
  if (typeof document !== 'object' || document === null) return String(document);
  const { origin = '', chat = '', _id } = document as Record<string, unknown>;
  return `${String(origin)} ${String(chat)} ${/^[0-9a-f]{32}$/.test(String(_id)) ? '' : String(_id)}`;
}

const FLEETING = new Set(['order', 'sentAt', 'touchedAt', 'startedAt', 'attempts']);

function strip(value: unknown): unknown {
  if (value instanceof Date) return 'a moment';
  if (Array.isArray(value)) return value.map(strip);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => !FLEETING.has(key));
  return Object.fromEntries(kept.map(([key, inner]) => [key, strip(inner)]));
}
