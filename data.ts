/** The data and the use cases on it: what the running program and every command share. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Classifier } from './classifier/index.ts';
import type { Clock } from './clock.ts';
import { StartError, type Config } from './config.ts';
import { createLists } from './handlers/lists.ts';
import { createStaffAccess } from './handlers/staff-access.ts';
import { connectDatabase } from './models/database.ts';
import {
  DatabaseInUseError, DatabaseUnusableError, startEmbedded, reachEmbedded, type EmbeddedDatabase,
} from './models/embedded/index.ts';
import { createFileStore } from './models/files.ts';
import { createStores } from './models/stores/index.ts';
import { loadPlans } from './plans/load.ts';
import { dayOf } from './plans/plan-date.ts';
import { formatProblem, PlanError } from './plans/problems.ts';
import { openClassifier } from './trained-classifier.ts';

/** The plan that is served when none is named: a rehearsal. */
const REHEARSAL = 'tap-duot';
/** The name of the program's database inside the embedded one. */
export const EMBEDDED_DATABASE_NAME = 'doithoai';
const BUILT_IN_PLANS = fileURLToPath(new URL('plans', import.meta.url));

/** The opened data, the plans and the use cases on them. */
export type Data = Awaited<ReturnType<typeof openData>>;

/**
 * Opens the database, loads the plans and builds the use cases that need no network.
 *
 * `alone`: the running program owns the embedded database; a command reaches the one that runs beside it.
 * @throws StartError in plain words when the folder, the database or a plan is not right.
 */
export async function openData({ config, clock, alone, classifier }: {
  config: Config;
  clock: Clock;
  alone: boolean;
  classifier?: Classifier;
}) {
  const embedded = config.mongodbUri ? null : await openFolder(config.dataDir, alone);
  const database = await connect(config.mongodbUri ?? embedded!.uri, embedded, config.dataDir);
  try {
    const stores = createStores(database.models);
    // A rehearsal's dates count from the first start, for ever after.
    const firstDay = await stores.settings.once('first-day', dayOf(clock()));
    const plans = servedPlans(config, firstDay);
    return {
      stores, plans, firstDay,
      classifier: classifier ?? await openClassifier({ dataDir: config.dataDir, petitions: stores.petitions }),
      fileStore: createFileStore(join(config.dataDir, 'files')),
      lists: createLists({ stores, clock }),
      staffAccess: createStaffAccess({ stores, clock }),
      embedded,
      ping: database.ping,
      async close(): Promise<void> {
        await database.close();
        // Other commands may have reached the database that this one opened.
        if (!alone) await embedded?.unused();
        await embedded?.close();
      },
    };
  } catch (error) {
    await database.close();
    await embedded?.close();
    if (embedded && isDiskFull(error)) throw diskFull(config.dataDir, error);
    throw error;
  }
}

/** The folders that plans are looked for in: the commune's own, rehearsals made by command, the built-in ones. */
export function planDirs({ plansDir, dataDir }: Pick<Config, 'plansDir' | 'dataDir'>): string[] {
  return [...(plansDir ? [plansDir] : []), join(dataDir, 'plans'), BUILT_IN_PLANS];
}

function servedPlans(config: Config, firstDay: string) {
  try {
    return loadPlans({ dirs: planDirs(config), names: config.plans.length > 0 ? config.plans : [REHEARSAL], firstDay });
  } catch (error) {
    if (!(error instanceof PlanError)) throw error;
    throw new StartError(error.problems.map(formatProblem).join('\n'), { cause: error });
  }
}

async function openFolder(dataDir: string, alone: boolean): Promise<EmbeddedDatabase> {
  const dir = join(dataDir, 'db');
  try {
    return await (alone ? startEmbedded({ dir }) : reachEmbedded({ dir }));
  } catch (error) {
    if (error instanceof DatabaseInUseError || error instanceof DatabaseUnusableError) {
      throw new StartError(`${error.message} (DATA_DIR says where it is.)`, { cause: error });
    }
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM' || code === 'ENOTDIR') {
      throw new StartError(`Data cannot be written to ${dataDir} (${code}). Choose another folder with DATA_DIR.`, {
        cause: error,
      });
    }
    if (code === 'ENOSPC' || code === 'EDQUOT') throw diskFull(dataDir, error);
    throw error;
  }
}

function diskFull(dataDir: string, cause: unknown): StartError {
  return new StartError(`The disk under ${dataDir} is full or takes no more. Make room and start again.`, { cause });
}

/** The code with which the embedded database refuses changes once its disk failed; MongoDB's own for a full disk. */
function isDiskFull(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === 14_031;
}

async function connect(uri: string, embedded: EmbeddedDatabase | null, dataDir: string) {
  try {
    return await connectDatabase(uri, embedded ? EMBEDDED_DATABASE_NAME : undefined);
  } catch (error) {
    await embedded?.close();
    if (embedded && isDiskFull(error)) throw diskFull(dataDir, error);
    const kind = error instanceof Error ? error.name : 'unknown error';
    throw new StartError(
      `The database cannot be reached${embedded ? '' : ' at MONGODB_URI'}: ${kind}.`,
      { cause: error },
    );
  }
}
