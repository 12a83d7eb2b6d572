// Turns the TypeScript into a few files that Node starts in half the time and memory of a loader, once for each state
// of the sources. The result lies in node_modules/.cache and is found again by the sources' names, times and sizes.
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const CACHE = join(ROOT, 'node_modules', '.cache', 'doi-thoai');
const FOLDERS = ['bench', 'bot', 'classifier', 'cli', 'handlers', 'models', 'plans', 'queue', 'reports', 'web'];
/** What is started by name: the program, the command line, the benchmarks, the thread that renders exports. */
const ENTRIES = ['main.ts', 'cli.ts', 'bench/run.ts', 'reports/worker.ts', 'models/embedded/worker.ts'];

/** The address of the built form of one of the entries, built now if the sources have changed. */
export async function built(entry) {
  const dir = join(CACHE, stateOfSources());
  if (!existsSync(dir)) await build(dir);
  return pathToFileURL(join(dir, entry.replace(/\.ts$/, '.mjs'))).href;
}

function stateOfSources() {
  const hash = createHash('sha256');
  const below = (folder) => readdirSync(folder, { recursive: true }).map((name) => join(folder, name));
  const files = [
    ...readdirSync(ROOT).map((name) => join(ROOT, name)),
    ...FOLDERS.flatMap((folder) => below(join(ROOT, folder))),
  ];
  for (const file of files.filter((name) => /\.tsx?$/.test(name)).sort()) {
    const { mtimeMs, size } = statSync(file);
    hash.update(`${file}\0${mtimeMs}\0${size}\n`);
  }
  return hash.digest('hex').slice(0, 16);
}

async function build(dir) {
  const esbuild = await import('esbuild');
  // Built aside and moved into place: two commands at once do not see half of it.
  const aside = `${dir}.${randomUUID()}`;
  await esbuild.build({
    absWorkingDir: ROOT,
    entryPoints: ENTRIES,
    outdir: aside,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    sourcemap: 'linked',
    plugins: [{ name: 'files-stay-where-they-are', setup: keepPlaces }],
  });
  const builds = readdirSync(CACHE).map((name) => join(CACHE, name));
  for (const old of builds.filter((path) => path !== aside && statSync(path).mtimeMs < Date.now() - 60_000)) {
    rmSync(old, { recursive: true, force: true });
  }
  try {
    renameSync(aside, dir);
  } catch (error) {
    rmSync(aside, { recursive: true, force: true });
    if (!existsSync(dir)) throw error;
  }
}

/** Code that reads a file beside itself (a plan, a word list, a stylesheet) still finds it beside its source. */
function keepPlaces({ onLoad }) {
  onLoad({ filter: /\.tsx?$/ }, async ({ path }) => {
    const source = await readFile(path, 'utf8');
    const here = { 'import.meta.url': pathToFileURL(path).href, 'import.meta.dirname': dirname(path) };
    const contents = source.replaceAll(/import\.meta\.(?:url|dirname)/g, (name) => JSON.stringify(here[name]));
    return { contents, loader: path.endsWith('x') ? 'tsx' : 'ts' };
  });
}
