import { mkdtemp, readdir, rm, stat, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createForgetUnusedFiles } from '../../handlers/unused-files.ts';
import { createFileStore, type FileStore } from '../../models/files.ts';
import type { Stores } from '../../models/stores/index.ts';

const LONG_AGO = new Date('2026-10-01T00:00:00Z');
const NOW = new Date('2026-11-21T03:00:00Z');

let dir: string;
let files: FileStore;
beforeEach(async () => {
  dir = join(await mkdtemp(join(tmpdir(), 'files-')), 'files');
  files = createFileStore(dir);
});
afterEach(() => rm(join(dir, '..'), { recursive: true, force: true }));

async function saveOn(day: Date, content: string): Promise<string> {
  const name = await files.save(Buffer.from(content));
  await utimes(join(dir, name.slice(0, 2), name), day, day);
  return name;
}

describe('stored files', () => {
  it('are kept whole and once, for this user alone, with nothing half written beside them', async () => {
    const names = await Promise.all([1, 2, 3].map(() => files.save(Buffer.from('ảnh'))));

    expect(new Set(names).size).toBe(1);
    expect(await files.read(names[0]!)).toEqual(Buffer.from('ảnh'));
    const [folder] = await readdir(dir);
    expect(await readdir(join(dir, folder!))).toEqual([names[0]]);
    expect((await stat(join(dir, folder!, names[0]!))).mode & 0o077).toBe(0);
    await files.remove(names[0]!);
    await files.remove(names[0]!);
    expect(await files.read(names[0]!)).toBeNull();
  });

  it.each(['../../etc/passwd', 'a/b', '', 'A'.repeat(64), `${'a'.repeat(64)}/..`])('have no such name as %j', async (name) => {
    await expect((async () => files.read(name))()).rejects.toThrow('not the name');
  });

  it('that nothing leads to are removed after a while; those in use and new ones stay', async () => {
    const used = await saveOn(LONG_AGO, 'trong một kiến nghị');
    const given = await saveOn(LONG_AGO, 'bỏ dở');
    const fresh = await saveOn(NOW, 'vừa gửi');
    const attachments = { leadTo: async (name: string) => name === used } as unknown as Stores['attachments'];
    const forget = createForgetUnusedFiles({ stores: { attachments }, fileStore: files, clock: () => NOW });

    await forget();

    expect(await files.read(given)).toBeNull();
    expect(await files.read(used)).not.toBeNull();
    expect(await files.read(fresh)).not.toBeNull();
  });

  it('are none where no folder is', async () => {
    expect(await files.savedBefore(NOW)).toEqual([]);
  });
});
