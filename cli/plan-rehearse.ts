import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { environment, readConfig, StartError } from '../config.ts';
import { planDirs } from '../data.ts';
import { planFiles } from '../plans/load.ts';
import { rehearsalId, rehearsePlan } from '../plans/rehearse.ts';

/** Writes a copy of a plan whose dates count from the first start, for practising. */
export async function planRehearse(id: string, { out }: { out?: string }): Promise<void> {
  const config = readConfig(environment());
  const files = planFiles(planDirs(config));
  const file = files.get(id);
  if (!file) throw new StartError(`There is no plan ${id}. There are: ${[...files.keys()].join(', ')}.`);

  const copy = rehearsalId(id);
  const target = out ?? join(config.plansDir ?? join(config.dataDir, 'plans'), `${copy}.yaml`);
  try {
    if (!out) mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, rehearsePlan(readFileSync(file, 'utf8'), file), { flag: 'wx' });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new StartError(
      code === 'EEXIST'
        ? `${target} is there already; remove it, or choose another file with --out.`
        : `${target} cannot be written (${code}).`,
      { cause: error },
    );
  }
  const settings = `PLANS=${copy}${out ? ` PLANS_DIR=${dirname(target)}` : ''}`;
  process.stdout.write(`${target}\nStart the rehearsal with ${settings} npm start\n`);
}
