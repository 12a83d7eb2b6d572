import type { Catalogue } from './catalogue.ts';
import type { Cursors } from '../commands/cursors.ts';
import { removeMatches } from '../update/writing.ts';

/** MongoDB's TTL monitor runs once a minute, too. */
const SWEEP_MS = 60_000;

/** Deletes what TTL indexes say has expired at `now`. Resolves with the number of documents. */
export async function removeExpired(catalogue: Catalogue, now: Date): Promise<number> {
  let total = 0;
  for (const collection of catalogue.all()) {
    for (const { key, expireAfterSeconds, partialFilterExpression } of collection.indexSpecs()) {
      const [path, ...more] = Object.keys(key);
      if (expireAfterSeconds === undefined || !path || more.length > 0) continue;
      const before = new Date(now.getTime() - expireAfterSeconds * 1000);
      const filter = { $and: [partialFilterExpression ?? {}, { [path]: { $lte: before } }] };
      const { removed } = await catalogue.storage.run(removeMatches(collection, { filter }));
      total += removed;
    }
  }
  return total;
}

/** Sweeps expired documents and forgotten cursors every minute until the returned function is called. */
export function startSweeping(catalogue: Catalogue, cursors: Cursors, now: () => Date): () => void {
  const timer = setInterval(() => {
    cursors.sweep(now().getTime());
    // a database that cannot write any more tells everybody who writes; the sweep has nobody to tell
    removeExpired(catalogue, now()).catch(() => {});
  }, SWEEP_MS);
  timer.unref();
  return () => clearInterval(timer);
}
