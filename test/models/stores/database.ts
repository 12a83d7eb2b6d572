/** The databases that the stores promise to work on: the embedded one, and the server of TEST_MONGODB_URI if set. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe } from 'vitest';
import { connectDatabase, type Models } from '../../../models/database.ts';
import { startEmbedded } from '../../../models/embedded/index.ts';
import { createStores, type Stores } from '../../../models/stores/index.ts';

export interface TestDatabase {
  readonly stores: Stores;
  models: Models;
  /** Stores on a connection of their own, as another process has them. */
  another(): Promise<Stores>;
  /** Everything stored in a collection, as it lies there. */
  raw(name: keyof Models): Promise<Record<string, unknown>[]>;
  empty(): Promise<void>;
  close(): Promise<void>;
}

async function onServer(uri: string, dbName: string, release: () => Promise<unknown>): Promise<TestDatabase> {
  const connections = [await connectDatabase(uri, dbName)];
  const { models } = connections[0]!;
  // Stores remember the last number that they gave; an emptied database begins anew.
  let stores = createStores(models);
  return {
    models,
    get stores() { return stores; },
    async another() {
      const connection = await connectDatabase(uri, dbName);
      connections.push(connection);
      return createStores(connection.models);
    },
    raw: (name) => models[name].collection.find({}).toArray() as Promise<Record<string, unknown>[]>,
    async empty() {
      await Promise.all(Object.values(models).map((model) => model.collection.deleteMany({})));
      stores = createStores(models);
    },
    async close() {
      if (!uri.includes('embedded')) await models.inbox.db.dropDatabase();
      for (const connection of connections) await connection.close();
      await release();
    },
  };
}

/** An embedded database of the test's own. */
export async function openTestDatabase(): Promise<TestDatabase> {
  const dir = await mkdtemp(join(tmpdir(), 'stores-'));
  const embedded = await startEmbedded({ dir, noSync: true });
  return onServer(embedded.uri, 'doithoai', async () => {
    await embedded.close();
    await rm(dir, { recursive: true, force: true });
  });
}

const serverUri = process.env['TEST_MONGODB_URI'];
const DATABASES: Record<string, () => Promise<TestDatabase>> = {
  'the embedded database': openTestDatabase,
  // Registered only where there is a server: a skipped test would hide that nothing was tried.
  ...(serverUri && { MongoDB: () => onServer(serverUri, `test_${randomUUID().slice(0, 8)}`, async () => undefined) }),
};

/** Runs a suite on each of them; every test finds the database empty. */
export function onEveryDatabase(subject: string, suite: (database: () => TestDatabase) => void): void {
  describe.each(Object.entries(DATABASES))(`${subject} on %s`, (_, open) => {
    let database: TestDatabase;
    beforeAll(async () => {
      database = await open();
    });
    afterEach(() => database.empty());
    afterAll(() => database.close());
    suite(() => database);
  });
}
