/**
 * What staff decide about a petition. A machine proposes, a person decides: every decision is one atomic change
 * together with its lines of history (who, when, why), and only if nobody else changed the petition meanwhile.
 */
import type { Clock } from '../clock.ts';
import type { HistoryEntry } from '../models/history.ts';
import { canChange, type Petition, type PetitionStatus } from '../models/petition.ts';
import { can, limitedToOffice, type Permission, type StaffMember } from '../models/staff.ts';
import type { Stores } from '../models/stores/index.ts';
import type { PetitionChange } from '../models/stores/petitions.ts';
import { routingFor } from '../plans/lookup.ts';
import type { Plan } from '../plans/plan.ts';

/** `route` sends it to its office, `recall` takes it back; `why` is a person's reason. */
export type Decision =
  | { kind: 'topic'; topic: string; office?: string; why?: string }
  | { kind: 'hamlet'; hamlet: string | null }
  | { kind: 'urgent'; urgent: boolean }
  | { kind: 'route'; office: string }
  | { kind: 'recall'; why: string }
  | { kind: 'hold'; why: string }
  | { kind: 'release'; why?: string }
  | { kind: 'reject'; why: string }
  | { kind: 'restore'; why?: string }
  | { kind: 'withdraw'; why: string };

/** Why nothing was changed: `changed` means that somebody else was quicker. */
export type Refusal = 'not-found' | 'not-allowed' | 'not-possible' | 'unknown-value' | 'changed';
/** Whether a decision was carried out, or why not. */
export type Decided = { done: true } | { done: false; refusal: Refusal };

export type Review = ReturnType<typeof createReview>;

/** Statuses in which topic, hamlet and urgency can still be corrected. */
const OPEN: readonly PetitionStatus[] = ['received', 'classified', 'reviewed', 'routed', 'reopened'];

/** Status that a decision leads to, for those that are nothing but a change of status. */
const LEADS_TO = {
  route: 'routed',
  recall: 'reviewed',
  hold: 'held',
  release: 'received',
  reject: 'rejected',
  restore: 'reviewed',
  withdraw: 'withdrawn',
} as const satisfies Partial<Record<Decision['kind'], PetitionStatus>>;

/** The permission that a decision asks for: what is held as a complaint is the reception officer's alone. */
export function permissionFor(kind: Decision['kind'], status: PetitionStatus): Permission {
  return kind === 'release' || status === 'held' ? 'petition.held' : 'petition.review';
}

/** Can this decision be taken in this status at all? The console offers no other. */
export function isPossible(kind: Decision['kind'], status: PetitionStatus): boolean {
  if (kind === 'topic' || kind === 'hamlet' || kind === 'urgent') return OPEN.includes(status);
  if (kind === 'recall') return status === 'routed';
  if (kind === 'restore') return status === 'rejected';
  // A petition on its way can be given to another office.
  if (kind === 'route' && status === 'routed') return true;
  return canChange(status, LEADS_TO[kind], 'staff');
}

export interface ReviewDeps {
  stores: Pick<Stores, 'petitions'>;
  clock: Clock;
  /** Wakes the classifier for what is released; without it the next sweep does. */
  classifyLater?: (petitionId: string) => Promise<void>;
}

/** The use case of the console's buttons. */
export function createReview({ stores, clock, classifyLater }: ReviewDeps) {
  return {
    /**
     * Carries a decision out. `seen` is the number of history lines on the page that the person decided from; when
     * it differs now, nothing is changed and the answer is `changed`.
     */
    async decide({
      plan,
      petitionId,
      seen,
      by,
      decision,
    }: {
      plan: Plan;
      petitionId: string;
      seen: number;
      by: StaffMember;
      decision: Decision;
    }): Promise<Decided> {
      const petition = await stores.petitions.byId(petitionId);
      if (!petition || petition.plan !== plan.id || limitedToOffice(by) !== undefined) return refused('not-found');
      if (!can(by, permissionFor(decision.kind, petition.status), plan.id)) return refused('not-allowed');
      if (petition.history.length !== seen) return refused('changed');
      if (!isPossible(decision.kind, petition.status)) return refused('not-possible');
      if (!isKnown(plan, decision)) return refused('unknown-value');

      const change = changeFor({ plan, petition, decision, at: clock(), by });
      const changed = await stores.petitions.change(petition.id, { ...change, expect: petition.status, seen });
      if (!changed) return refused('changed');
      if (decision.kind === 'hold' && petition.wholeMessage) await stores.petitions.dropWholeMessage(petition);
      if (decision.kind === 'release') await classifyLater?.(petition.id);
      return { done: true };
    },
  };
}

function refused(refusal: Refusal): Decided {
  return { done: false, refusal };
}

/** Are the ids in a decision ones of this plan? */
function isKnown(plan: Plan, decision: Decision): boolean {
  const offices = [...plan.offices, ...plan.associations];
  const isOffice = (id: string | undefined) => id === undefined || offices.some((office) => office.id === id);
  switch (decision.kind) {
    case 'topic':
      return plan.topics.some(({ id }) => id === decision.topic) && isOffice(decision.office);
    case 'hamlet':
      return decision.hamlet === null || plan.hamlets.some(({ id }) => id === decision.hamlet);
    case 'route':
      return isOffice(decision.office);
    default:
      return true;
  }
}

interface Deciding {
  plan: Plan;
  petition: Petition;
  decision: Decision;
  at: Date;
  by: StaffMember;
}

function changeFor({ plan, petition, decision, at, by }: Deciding): PetitionChange {
  const actor = { kind: 'staff', id: by.id } as const;
  const line = (what: string, from?: string, to?: string, why?: string): HistoryEntry => ({
    at,
    by: actor,
    what,
    ...(from && { from }),
    ...(to && { to }),
    ...(why && { why }),
  });
  const move = (to: PetitionStatus, why?: string) => line('status', petition.status, to, why);

  switch (decision.kind) {
    case 'topic':
      return topicChange(plan, petition, decision, by, line);
    case 'hamlet':
      return {
        ...(decision.hamlet === null ? { unset: ['hamlet'] } : { set: { hamlet: decision.hamlet } }),
        history: line('hamlet', petition.hamlet, decision.hamlet ?? undefined),
      };
    case 'urgent':
      return {
        set: { urgent: decision.urgent },
        history: line('urgent', String(petition.urgent), String(decision.urgent)),
      };
    case 'route': {
      const office = petition.office === decision.office ? [] : [line('office', petition.office, decision.office)];
      const onItsWay = petition.status === 'routed' ? [] : [move('routed')];
      const history = [...office, ...onItsWay];
      return {
        set: { office: decision.office, status: 'routed' },
        // Sent to the office it is at already: still a decision that somebody took.
        history: history.length > 0 ? history : line('office', petition.office, decision.office),
      };
    }
    default:
      return { set: { status: LEADS_TO[decision.kind] }, history: move(LEADS_TO[decision.kind], decision.why) };
  }
}

/**
 * Confirms or corrects the topic. The office follows the plan's routing unless one was chosen or it is there already.
 */
function topicChange(
  plan: Plan,
  petition: Petition,
  decision: Extract<Decision, { kind: 'topic' }>,
  by: StaffMember,
  line: (what: string, from?: string, to?: string, why?: string) => HistoryEntry,
): PetitionChange {
  const reviewed = canChange(petition.status, 'reviewed', 'staff') && petition.status !== 'routed';
  const isSettled = petition.status === 'routed' || petition.status === 'reopened';
  const keeps = isSettled || (petition.topic === decision.topic && petition.office);
  const office = decision.office ?? (keeps ? petition.office : routingFor(plan, decision.topic).office);
  return {
    set: { topic: decision.topic, topicConfirmedBy: by.id, office, ...(reviewed && { status: 'reviewed' }) },
    history: [
      line('topic', petition.topic, decision.topic, decision.why),
      ...(office !== petition.office ? [line('office', petition.office, office)] : []),
      ...(reviewed && petition.status !== 'reviewed' ? [line('status', petition.status, 'reviewed')] : []),
    ],
  };
}
