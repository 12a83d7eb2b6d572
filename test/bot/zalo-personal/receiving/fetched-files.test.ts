import { mkdtemp, readdir, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFetchedFiles, type FetchedFiles } from '../../../../bot/zalo-personal/receiving/fetched-files.ts';
import { silentLog } from '../../../../log.ts';
import { createFileStore } from '../../../../models/files.ts';
import { until } from '../stage.ts';

const HOUR_MS = 3_600_000;

describe('files fetched as soon as their message is saved', () => {
  let root: string;
  let fetched: FetchedFiles;
  let asked: string[];
  let said: string[];
  let now: number;

  async function notes(): Promise<string[]> {
    const names = await readdir(join(root, 'notes')).catch(() => []);
    return names.filter((name) => !name.endsWith('.new'));
  }

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'fetched-files-'));
    asked = [];
    said = [];
    now = Date.now();
    fetched = createFetchedFiles({
      dir: join(root, 'notes'), files: createFileStore(join(root, 'files')), aDayBytes: 10,
      async fetchFile(address) {
        asked.push(address);
        return Buffer.from(`ảnh ${address}`);
      },
      clock: () => new Date(now), log: { ...silentLog, warn: (_, message) => void said.push(message) },
    });
  });

  afterEach(async () => {
    await fetched.stop();
    await rm(root, { recursive: true });
  });

  it('are not more than the disk can bear in a day, and are fetched when asked for all the same', async () => {
    fetched.soon(['https://a/1']);
    await until(async () => expect(await notes()).toHaveLength(1));
    fetched.soon(['https://a/2']);
    await until(() => expect(said).toEqual(['no more files are fetched ahead today']));
    expect(asked).toEqual(['https://a/1']);

    expect((await fetched.download('https://a/2'))?.toString()).toBe('ảnh https://a/2');
    now += 25 * HOUR_MS;
    fetched.soon(['https://a/3']);

    await until(() => expect(asked).toEqual(['https://a/1', 'https://a/2', 'https://a/3']));
  });

  it('are forgotten after a month, while the program runs', async () => {
    fetched.soon(['https://a/1']);
    await until(async () => expect(await notes()).toHaveLength(1));
    const [old] = await notes();
    await utimes(join(root, 'notes', old!), new Date(now - 32 * 24 * HOUR_MS), new Date(now - 32 * 24 * HOUR_MS));

    now += 25 * HOUR_MS;
    fetched.soon(['https://a/2']);

    await until(async () => expect(await notes()).not.toContain(old));
  });
});
