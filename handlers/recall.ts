/** Taking petitions back: by the author's word, or by taking back the message that they came in. */
import { canChange, canWithdraw, type Petition } from '../models/petition.ts';
import type { Stores } from '../models/stores/index.ts';

/** In a history: its message was taken back on the network. */
const RECALLED = 'recalled';

/** What a recalled message came to: its petition withdrawn; it holds more than that message; it cannot be any more. */
export type Recalled = 'withdrawn' | 'noted' | 'too-late';

type Petitions = Pick<Stores, 'petitions'>;

/** False when it has gone too far for that, or was changed by somebody else at the same moment. */
export async function withdrawByAuthor(
  { petitions }: Petitions, { id, status }: Petition, at: Date, why?: string,
): Promise<boolean> {
  if (!canChange(status, 'withdrawn', 'author')) return false;
  return petitions.change(id, {
    expect: status,
    set: { status: 'withdrawn' },
    history: { at, by: { kind: 'author' }, what: 'status', from: status, to: 'withdrawn', ...(why && { why }) },
  });
}

/**
 * The message `messageId` of this petition was taken back: withdrawn where nothing else is in it, and noted otherwise;
 * nobody's words change. Safe to repeat with the same moment. Null: it was withdrawn before, in another way.
 */
export async function recall(
  stores: Petitions, petition: Petition, messageId: string, at: Date,
): Promise<Recalled | null> {
  const { id, status, messageIds, history } = petition;
  if (status === 'withdrawn') return history.some(({ to, why }) => to === status && why === RECALLED) ? status : null;
  if (canWithdraw(status) && messageIds.every((one) => one === messageId)) {
    if (await withdrawByAuthor(stores, petition, at, RECALLED)) return 'withdrawn';
    // Somebody, or the classifier, changed it at the same moment.
    return recall(stores, (await stores.petitions.byId(id))!, messageId, at);
  }
  const noted = history.some(({ what, at: then }) => what === RECALLED && then.getTime() === at.getTime());
  if (!noted) await stores.petitions.change(id, { history: { at, by: { kind: 'author' }, what: RECALLED } });
  return canWithdraw(status) ? 'noted' : 'too-late';
}
