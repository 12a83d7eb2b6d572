import { resolve } from 'node:path';
import { writeBackup } from './folder/backup.ts';
import { Catalogue } from './storage/catalogue.ts';
import type { Address } from './wire/client.ts';
import { Cursors } from './commands/cursors.ts';
import { startSweeping } from './storage/expiry.ts';
import { openStorage } from './folder/former-format.ts';
import { listen, removeSocket } from './wire/listening.ts';
import { createWireServer } from './wire/server.ts';
import { unusable, type Storage } from './storage/storage.ts';

/** What a database is served with. */
export interface ServeOptions {
  dir: string;
  noSync?: boolean;
  /** A random name of this running database, by which others recognise it. */
  token: string;
}

/** A database that is being served, inside its thread. */
export interface Served {
  address: Address;
  /** See EmbeddedDatabase. */
  former?: string;
  unused(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the data file in a folder and answers on its socket. The caller must hold the folder. */
export async function serveFolder({ dir, noSync, token }: ServeOptions): Promise<Served> {
  const { storage, former } = await openStorage(dir, noSync);
  try {
    const catalogue = openCatalogue(dir, storage);
    function now(): Date {
      return new Date();
    }
    function backup(file: string): Promise<void> {
      return writeBackup(resolve(file), (path) => storage.copyTo(path));
    }
    const cursors = new Cursors();
    const ending = new AbortController();
    const wire = createWireServer({ catalogue, cursors, now, backup, ending: ending.signal, token });
    const address = await listen(wire.server, dir);
    const stopSweeping = startSweeping(catalogue, cursors, now);
    return { address, former, unused: wire.unused, async close() {
      stopSweeping();
      ending.abort();
      await wire.close();
      await storage.close();
      removeSocket(address);
    } };
  } catch (error) {
    await storage.close();
    throw error;
  }
}

function openCatalogue(dir: string, storage: Storage): Catalogue {
  try {
    return new Catalogue(storage);
  } catch (error) {
    throw unusable(dir, error as Error);
  }
}
