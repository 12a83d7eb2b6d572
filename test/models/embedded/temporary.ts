import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mongoose from 'mongoose';
import { onTestFinished } from 'vitest';
import { startEmbedded, type EmbeddedDatabase, type OpenOptions } from '../../../models/embedded/index.ts';

const { MongoClient } = mongoose.mongo;
export type Client = InstanceType<typeof MongoClient>;

/** A folder of the test's own, removed when the test has finished. */
export function temporaryFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'db-test-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** An open database with the official driver connected to it. */
export async function temporaryDatabase(options: Partial<OpenOptions> = {}): Promise<{
  dir: string; database: EmbeddedDatabase; client: Client; db: ReturnType<Client['db']>;
}> {
  const dir = options.dir ?? temporaryFolder();
  const database = await startEmbedded({ noSync: true, ...options, dir });
  // Registered first, so it happens last: a client that outlives its server waits for it.
  onTestFinished(() => database.close());
  const client = await connect(database);
  return { dir, database, client, db: client.db() };
}

/** The official driver, closed when the test has finished. */
export async function connect({ uri }: { uri: string }): Promise<Client> {
  // a client whose server has gone says goodbye to it for no longer than this
  const client = await MongoClient.connect(uri, { serverSelectionTimeoutMS: 5000 });
  onTestFinished(() => client.close());
  return client;
}

/** What a command was refused with. */
export async function refusal(
  action: Promise<unknown>,
): Promise<{ code: unknown; codeName?: unknown; message: string }> {
  try {
    await action;
  } catch (error) {
    const { code, codeName, message } = error as { code: unknown; codeName?: unknown; message: string };
    return { code, codeName, message };
  }
  throw new Error('it was not refused');
}
