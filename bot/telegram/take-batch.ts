import type { Log } from '../../log.ts';
import type { Receive } from './receive.ts';
import { chatOf, readUpdate, updateIdOf, type Update } from './update.ts';

/** What a batch came to. */
export interface BatchResult {
  /** Where to ask next: behind everything up to the first update that is not saved. Undefined: no progress. */
  offset?: number;
  /** Everything was saved. */
  complete: boolean;
}

/**
 * Takes in what one `getUpdates` brought: chats side by side, the messages of one chat in order. When one cannot be
 * saved, the later ones of its chat wait, the others go on. `taken` remembers them for the next try of the same batch.
 */
export async function takeBatch(
  batch: readonly unknown[],
  { receive, taken, log, signal }: { receive: Receive; taken: Set<number>; log: Log; signal: AbortSignal },
): Promise<BatchResult> {
  const ids: number[] = [];
  const lanes = new Map<number | undefined, Update[]>();
  for (const raw of batch) {
    const update = readUpdate(raw);
    const id = update?.update_id ?? updateIdOf(raw);
    if (id !== undefined) ids.push(id);
    if (!update) {
      log.warn({ channel: 'telegram', updateId: id }, 'a malformed update was passed over');
      if (id !== undefined) taken.add(id);
      continue;
    }
    if (taken.has(update.update_id)) continue;
    const lane = chatOf(update)?.id;
    lanes.set(lane, [...(lanes.get(lane) ?? []), update]);
  }

  async function takeLane(updates: Update[]): Promise<void> {
    for (const update of updates) {
      if (signal.aborted) return;
      try {
        await receive(update);
      } catch (error) {
        const name = error instanceof Error ? error.name : typeof error;
        log.error({ channel: 'telegram', updateId: update.update_id, error: name }, 'an update could not be saved');
        return;
      }
      taken.add(update.update_id);
    }
  }
  await Promise.all([...lanes.values()].map(takeLane));

  const missing = ids.find((id) => !taken.has(id));
  if (missing !== undefined) return { offset: missing, complete: false };
  taken.clear();
  const last = ids.at(-1);
  return last === undefined ? { complete: batch.length === 0 } : { offset: last + 1, complete: true };
}
