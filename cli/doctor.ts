import { createHash } from 'node:crypto';
import { access, constants, mkdir } from 'node:fs/promises';
import type { Data } from '../data.ts';
import { withData } from './with-data.ts';

/** One thing that was looked at: what it is, and what is wrong with it (nothing, when all is well). */
interface Finding { what: string; problems: string[] }

/** Looks at the whole installation and says what is wrong; exit code 1 when something is. */
export async function doctor(): Promise<void> {
  // The settings, the plans and the database have been read without an error when the work below begins.
  await withData(undefined, async (data, { dataDir, mongodbUri }) => {
    const findings: Finding[] = [
      { what: `settings, ${data.plans.length} plan(s)`, problems: [] },
      { what: `data folder ${dataDir}`, problems: await checkFolder(dataDir) },
      mongodbUri
        ? { what: 'MongoDB answers; its data are for its own tools to check', problems: [] }
        : { what: 'database: every index against all documents', problems: await data.embedded!.check() },
      await checkFiles(data),
    ];
    for (const { what, problems } of findings) {
      process.stdout.write(`${problems.length === 0 ? 'ok ' : 'BAD'}  ${what}\n`);
      for (const problem of problems) process.stdout.write(`       ${problem}\n`);
    }
    const bad = findings.flatMap(({ problems }) => problems).length;
    process.stdout.write(bad === 0 ? 'All is well.\n' : `${bad} problem(s).\n`);
    if (bad > 0) process.exitCode = 1;
  });
}

async function checkFolder(dir: string): Promise<string[]> {
  try {
    await mkdir(dir, { recursive: true });
    await access(dir, constants.R_OK | constants.W_OK);
    return [];
  } catch (error) {
    return [`it cannot be written to: ${(error as Error).message}`];
  }
}

/** Each stored photo or file must be there, with the content that its name stands for. */
async function checkFiles({ stores, fileStore }: Data): Promise<Finding> {
  const problems: string[] = [];
  let files = 0;
  for (const name of await stores.attachments.storedFiles()) {
    files++;
    const content = await fileStore.read(name);
    if (!content) problems.push(`a file is missing: files/${name.slice(0, 2)}/${name}`);
    else if (createHash('sha256').update(content).digest('hex') !== name) {
      problems.push(`a file is damaged: files/${name.slice(0, 2)}/${name}`);
    }
  }
  return { what: `${files} photo(s) and file(s)`, problems };
}
