import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Address } from './client.ts';

/** Unix socket paths end at 104 to 108 bytes, depending on the system. */
const MAX_PATH_BYTES = 100;
const SOCKET_FILE = 'db.sock';
const FOLDER_PREFIX = 'embedded-db-';

function fits(path: string): boolean {
  return Buffer.byteLength(path) <= MAX_PATH_BYTES;
}

function chooseAddress(dir: string): Address {
  const loopback = { host: '127.0.0.1', port: 0 };
  if (process.platform === 'win32') return loopback;
  const here = join(dir, SOCKET_FILE);
  if (fits(here)) return { path: here };
  if (!fits(join(tmpdir(), `${FOLDER_PREFIX}XXXXXX`, SOCKET_FILE))) return loopback;
  return { path: join(mkdtempSync(join(tmpdir(), FOLDER_PREFIX)), SOCKET_FILE) };
}

/**
 * Lets the server listen: on a private socket in the folder, in a private temporary folder when that path is too
 * long, on a random loopback port where there are no sockets. The caller must hold the folder.
 */
export async function listen(server: Server, dir: string): Promise<Address> {
  const address = chooseAddress(dir);
  if ('path' in address) rmSync(address.path, { force: true }); // left behind by a killed process
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(address, () => {
      server.off('error', reject);
      resolve();
    });
  });
  if ('path' in address) {
    chmodSync(address.path, 0o600);
    return address;
  }
  return { host: address.host, port: (server.address() as AddressInfo).port };
}

/** Removes a socket that is no longer listened on, and the temporary folder made for it. */
export function removeSocket(address: Address | undefined): void {
  if (!address || !('path' in address)) return;
  rmSync(address.path, { force: true });
  const folder = dirname(address.path);
  if (folder.startsWith(join(tmpdir(), FOLDER_PREFIX))) rmSync(folder, { recursive: true, force: true });
}

/** The connection string of an address. */
export function uriOf(address: Address, database: string): string {
  const host = 'path' in address ? encodeURIComponent(address.path) : `${address.host}:${address.port}`;
  return `mongodb://${host}/${database}?directConnection=true`;
}
