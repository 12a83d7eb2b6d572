import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createPrivacyCases } from '../../handlers/privacy.ts';
import type { Stores } from '../../models/stores/index.ts';
import { openTestDatabase, type TestDatabase } from '../models/stores/database.ts';

const AT = new Date('2025-11-21T03:00:00Z');
const NOW = new Date('2026-11-21T03:00:00Z');

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
beforeEach(() => database.empty());
afterAll(() => database.close());

/** Somebody with one old petition, a photo in it, and a name. */
async function oldPetition() {
  const { stores } = database;
  const { id: person } = await stores.people.consented('c', 'tg:1:777', { version: '1', at: AT, chat: 'tg:1:777' });
  await stores.people.update(person, { name: 'Bùi Thị Mẫu' }, AT);
  const photo = await stores.attachments.create({
    origin: 'o#0', channel: 'telegram', chat: 'tg:1:777', kind: 'photo', ref: 'r', state: 'waiting', createdAt: AT,
  });
  await stores.attachments.stored(photo.id, 'a-photo', 3);
  return stores.petitions.create({
    prefix: 'TT', plan: 'p', commune: 'c', origin: 'o', text: 'Đường hỏng', search: 'duong hong', attachments: [photo.id],
    channel: 'telegram', chat: 'tg:1:777', messageIds: [], person, status: 'closed', urgent: false, receivedAt: AT,
    history: [],
  });
}

/** The stores of a process in which the write of this number, from 1, fails and so does all after it. */
function dyingAt(write: number, kept: Set<string>) {
  let writes = 0;
  const step = async <T>(work: () => Promise<T>): Promise<T> => {
    writes += 1;
    if (writes >= write) throw new Error('killed');
    return work();
  };
  const { petitions, people, attachments, speakers, inbox, outbox } = database.stores;
  const stores = {
    inbox, outbox, speakers,
    petitions: { ...petitions, erase: (...args: Parameters<typeof petitions.erase>) => step(() => petitions.erase(...args)) },
    people: { ...people, erase: (...args: Parameters<typeof people.erase>) => step(() => people.erase(...args)) },
    attachments: { ...attachments, remove: (id: string) => step(() => attachments.remove(id)) },
  } as unknown as Stores;
  const fileStore = {
    save: async () => '', read: async () => null, savedBefore: async () => [],
    remove: (name: string) => step(async () => void kept.delete(name)),
  };
  return createPrivacyCases({ stores, fileStore, clock: () => NOW });
}

it.each([1, 2, 3, 4, 5])('what is over its time goes whole, though the process dies at write %i of it', async (write) => {
  const petition = await oldPetition();
  const files = new Set(['a-photo']);

  const first = await dyingAt(write, files).expire(petition, NOW).then(() => 'done', () => 'died');
  const again = await database.stores.petitions.receivedBefore('p', NOW);
  for (const left of again) await dyingAt(Infinity, files).expire(left, NOW);

  expect(first).toBe(write === 5 ? 'done' : 'died');
  const all = await Promise.all((['petitions', 'people', 'attachments'] as const).map((name) => database.raw(name)));
  expect(JSON.stringify(all)).not.toMatch(/Mẫu|Đường hỏng|duong hong|tg:1:777/);
  expect([...files]).toEqual([]);
  expect(await database.stores.petitions.receivedBefore('p', NOW)).toEqual([]);
});
