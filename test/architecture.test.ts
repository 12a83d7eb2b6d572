/** The arrows of docs/architecture.md: which folder may import which, and whose types stay inside. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..');

/** What a folder may import besides itself; `types:` means types only. Root files are named without their ending. */
const ARROWS: Record<string, readonly string[]> = {
  classifier: [],
  'models/embedded': [],
  plans: ['types:clock'],
  models: [],
  handlers: ['classifier', 'types:models', 'models', 'plans', 'types:queue', 'clock', 'log'],
  bot: ['types:models', 'models', 'clock', 'log'],
  queue: ['types:handlers', 'types:models', 'log', 'clock'],
  reports: ['models', 'plans'],
  web: ['handlers', 'reports', 'models', 'plans', 'classifier', 'types:bot', 'clock', 'log'],
};

/** Pure files of `models/` may be imported by everybody; what speaks to the database only as a type. */
const STORAGE = /^models\/(schemas|stores|embedded|database\.ts|files\.ts)/;

/** Packages that must not be seen outside the folders named. */
const VENDORS: Record<string, readonly string[]> = {
  telegraf: ['bot/telegram'],
  'zca-js': ['bot/zalo-personal'],
  jsqr: ['bot/zalo-personal'],
  pngjs: ['bot/zalo-personal'],
  uqr: ['bot/zalo-personal'],
  mongoose: ['models'],
  bullmq: ['queue'],
  ioredis: ['queue'],
  express: ['web'],
  lmdb: ['models/embedded'],
  natural: ['classifier'],
  docx: ['reports'],
  'write-excel-file': ['reports'],
};

interface Import { file: string; target: string; typeOnly: boolean }

function sourceFiles(dir: string): string[] {
  return readdirSync(join(ROOT, dir), { withFileTypes: true }).flatMap((entry) => {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) return sourceFiles(path);
    return /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts') ? [path] : [];
  });
}

function importsOf(file: string): Import[] {
  const source = readFileSync(join(ROOT, file), 'utf8');
  const found = source.matchAll(/(?:^|\n)(import|export)\s+(type\s)?([^;'"]*?\sfrom\s+)?['"]([^'"]+)['"]/g);
  return [...found].map(([, , type, , specifier = '']) => ({
    file,
    typeOnly: type !== undefined,
    target: specifier.startsWith('.')
      ? relative(ROOT, resolve(ROOT, dirname(file), specifier))
      : `package:${specifier}`,
  }));
}

function folderOf(path: string): string {
  if (path.startsWith('models/embedded')) return 'models/embedded';
  return path.split('/')[0]!.replace(/\.ts$/, '');
}

const IMPORTS = ['bot', 'handlers', 'classifier', 'queue', 'models', 'plans', 'reports', 'web']
  .flatMap(sourceFiles)
  .flatMap(importsOf);

describe('the imports run one way', () => {
  it.each(Object.entries(ARROWS))('%s imports nothing above it', (folder, allowed) => {
    const breaches = IMPORTS
      .filter(({ file }) => folderOf(file) === folder)
      .filter(({ target }) => !target.startsWith('package:') && folderOf(target) !== folder)
      .filter(({ target, typeOnly }) => {
        const to = folderOf(target);
        if (folder === 'models' && to === 'models/embedded') return true;
        if (STORAGE.test(target)) return !typeOnly || !['models', 'types:models'].some((one) => allowed.includes(one));
        return !(allowed.includes(to) || (typeOnly && allowed.includes(`types:${to}`)));
      })
      .map(({ file, target }) =>
        `${file} imports ${target}: ${folder}/ may import only ${allowed.join(', ') || 'itself'}`);

    expect(breaches).toEqual([]);
  });

  it.each(Object.entries(VENDORS))('%s stays inside %s', (vendor, folders) => {
    const breaches = IMPORTS
      .filter(({ target }) => target === `package:${vendor}` || target.startsWith(`package:${vendor}/`))
      .filter(({ file }) => !folders.some((folder) => file.startsWith(`${folder}/`)))
      .map(({ file }) => `${file} imports ${vendor}, which belongs to ${folders.join(', ')}`);

    expect(breaches).toEqual([]);
  });
});

describe('what only one file may do', () => {
  const programFiles = [
    ...['bot', 'handlers', 'classifier', 'queue', 'models', 'plans', 'reports', 'web', 'cli'].flatMap(sourceFiles),
    'app.ts', 'cli.ts', 'data.ts', 'main.ts', 'networks.ts', 'pipeline.ts', 'pino-log.ts', 'start-message.ts',
  ];

  it('nobody but config.ts reads the environment', () => {
    const readers = programFiles.filter((file) => readFileSync(join(ROOT, file), 'utf8').includes('process.env'));

    expect(readers).toEqual([]);
  });

  it('nobody but clock.ts reads the date, save the embedded database, which stands alone', () => {
    const readers = programFiles
      .filter((file) => !file.startsWith('models/embedded/'))
      .filter((file) => /new Date\(\)|Date\.now\(\)/.test(readFileSync(join(ROOT, file), 'utf8')));

    expect(readers).toEqual([]);
  });
});
