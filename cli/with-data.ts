import { systemClock } from '../clock.ts';
import { environment, readConfig, StartError, type Config } from '../config.ts';
import { openData, type Data } from '../data.ts';
import type { Plan } from '../plans/plan.ts';

/**
 * Runs a command on the data: beside the running program, or alone when none runs. `plan` is served even if `PLANS`
 * does not name it.
 *
 * @throws {StartError} When the program or command that held the database ended meanwhile.
 */
export async function withData<T>(
  plan: string | undefined,
  work: (data: Data, config: Config) => Promise<T>,
): Promise<T> {
  process.umask(0o077);
  const config = readConfig(environment());
  const served = plan ? { ...config, plans: [plan] } : config;
  const data = await openData({ config: served, clock: systemClock, alone: false });
  try {
    return await work(data, config);
  } catch (error) {
    if (!isConnectionLost(error)) throw error;
    throw new StartError(
      'The database ended while this command worked. What it had done is kept; run it again for the rest.',
      { cause: error },
    );
  } finally {
    await data.close();
  }
}

/** The plan of this id; it was loaded, so it is there. */
export function servedPlan(data: Data, id: string): Plan {
  const plan = data.plans.find((candidate) => candidate.id === id);
  if (!plan) throw new StartError(`There is no plan ${id}.`);
  return plan;
}

/** The program or command that held the database has ended. */
function isConnectionLost(error: unknown): boolean {
  const { name = '', code = '' } = error as { name?: string; code?: unknown };
  return /^Mongo(Network|ServerSelection|NotConnected|PoolCleared|PoolClosed)/.test(name)
    || code === 'EPIPE' || code === 'ECONNRESET';
}
