/** Keeps the promise of the notice: words and names are kept so many months after the conference, and no longer. */
import type { Clock } from '../clock.ts';
import type { Petition } from '../models/petition.ts';
import type { Stores } from '../models/stores/index.ts';
import { startOfDay } from '../plans/plan-date.ts';
import type { Plan } from '../plans/plan.ts';
import type { PrivacyCases } from './privacy.ts';

/** Looked after once in so many milliseconds; months do not hurry. */
const EVERY_MS = 6 * 3_600_000;
/** A chat of somebody of whom nothing is stored is known this long: no network repeats a message after it. */
const STRANGER_MS = 30 * 24 * 3_600_000;

/** What it returns is called at every sweep and works every six hours. */
export function createRetention({ stores, plans, privacy, clock }: {
  stores: Pick<Stores, 'petitions' | 'speakers' | 'people' | 'chats'>;
  plans: readonly Plan[];
  privacy: Pick<PrivacyCases, 'expire'>;
  clock: Clock;
}) {
  let lastRun = -Infinity;

  /** Empties what is over its time. What is held as a complaint or denunciation has rules of its own and stays. */
  return async function retain(): Promise<void> {
    const now = clock();
    if (now.getTime() - lastRun < EVERY_MS) return;
    lastRun = now.getTime();
    await stores.chats.forgetStrangersBefore(new Date(now.getTime() - STRANGER_MS));
    for (const plan of plans) {
      for (const petition of await stores.petitions.receivedBefore(plan.id, monthsBefore(now, plan.retention.months))) {
        if (petition.status !== 'held' && endsOn(plan, petition) <= now) await privacy.expire(petition, now);
      }
    }
  };
}

/** The moment from which a petition's words are no longer kept: months after its conference, or after it came. */
function endsOn(plan: Plan, { conference, receivedAt }: Petition): Date {
  const date = plan.conferences.find(({ id }) => id === conference)?.date;
  const held = date ? startOfDay(date.latest) : receivedAt;
  const from = held > receivedAt ? held : receivedAt;
  return monthsBefore(from, -plan.retention.months);
}

function monthsBefore(moment: Date, months: number): Date {
  const other = new Date(moment);
  other.setUTCMonth(other.getUTCMonth() - months);
  return other;
}
