/** A petition (ý kiến, kiến nghị), its statuses and the one table of their changes. */
import type { Actor, HistoryEntry } from './history.ts';
import type { ChannelName, ChatKey } from './message.ts';

/** `received → classified → reviewed → routed → answered → closed`, and the ways aside; see docs/states.md. */
export const PETITION_STATUSES = [
  'received', 'classified', 'reviewed', 'routed', 'answered', 'closed', 'reopened', 'held', 'withdrawn', 'rejected',
] as const;
/** Where a petition stands. */
export type PetitionStatus = (typeof PETITION_STATUSES)[number];

/** Which status may follow which, and who may bring it about. A change that is not here is refused. */
export const PETITION_TRANSITIONS: Readonly<
  Record<PetitionStatus, Partial<Record<PetitionStatus, readonly Actor['kind'][]>>>
> = {
  received: {
    classified: ['machine'], reviewed: ['staff'], held: ['machine', 'staff'],
    withdrawn: ['author', 'staff'], rejected: ['staff'],
  },
  classified: { reviewed: ['staff'], held: ['machine', 'staff'], withdrawn: ['author', 'staff'], rejected: ['staff'] },
  reviewed: { routed: ['staff'], held: ['staff'], withdrawn: ['author', 'staff'], rejected: ['staff'] },
  routed: { answered: ['staff'], reviewed: ['staff'], withdrawn: ['author', 'staff'] },
  answered: { closed: ['staff', 'author'], reopened: ['author', 'staff'] },
  closed: { reopened: ['author', 'staff'] },
  reopened: { routed: ['staff'], answered: ['staff'], closed: ['staff', 'author'] },
  // A machine's "this is a complaint" is only a guess: a person, the author too, can say that it is a petition.
  held: { received: ['author', 'staff'], closed: ['staff'], withdrawn: ['author', 'staff'] },
  withdrawn: {},
  rejected: { reviewed: ['staff'] },
};

/** May `by` move a petition from one status to another? */
export function canChange(from: PetitionStatus, to: PetitionStatus, by: Actor['kind']): boolean {
  return PETITION_TRANSITIONS[from][to]?.includes(by) ?? false;
}

/** Statuses in which a petition is in no list and no export (docs/states.md). */
export const UNLISTED_STATUSES: readonly PetitionStatus[] = ['held', 'withdrawn', 'rejected'];

/** Statuses in which a petition waits for a person to look at it. */
export const UNREVIEWED_STATUSES: readonly PetitionStatus[] = ['received', 'classified', 'reopened'];

/** Can its author still take it back? */
export function canWithdraw(status: PetitionStatus): boolean {
  return canChange(status, 'withdrawn', 'author');
}

/** Can its author still add words or photos to it? */
export function canAddTo(status: PetitionStatus): boolean {
  return !['withdrawn', 'rejected', 'closed'].includes(status);
}

/** What the machine makes of a text; see `classifier/`. */
export interface MachineProposal {
  /** One of the thirteen or a plan's own topic that has phrases; null when there is nothing to go by. */
  topic: string | null;
  confidence: number;
  alternatives: { topic: string; confidence: number }[];
  auto: boolean;
  version: string;
  at: Date;
}

/** One petition, in its author's own words. */
export interface Petition {
  id: string;
  plan: string;
  commune: string;
  /** Counts within the commune from 1, without gaps. */
  number: number;
  /** `TT-0042`. */
  code: string;
  /** Code of the first petition of the message: petitions under one receipt share it. */
  receipt: string;
  /** Unique: the inbox key or import row that it came from, and its part. Makes a repetition harmless. */
  origin: string;
  /** The person's own words, character for character. Empty when only a photo came, or after an erasure. */
  text: string;
  /** The whole message, when it held several petitions and `text` is one of them. */
  wholeMessage?: string;
  /** Ids of stored files. */
  attachments: string[];
  location?: { latitude: number; longitude: number };
  additions: { at: Date; text: string; attachments: string[]; origin: string }[];
  channel: ChannelName;
  chat?: ChatKey;
  /** Ids of the messages it was written in and added to: an edit or recall of one of them is noted here. */
  messageIds: string[];
  person?: string;
  /** A hamlet's id of the plan; absent when the person could not or would not say. */
  hamlet?: string;
  /** What the person wrote, when it is no hamlet of the plan. */
  hamletText?: string;
  /** The conference it goes to; absent: the office in the ordinary way. */
  conference?: string;
  proposal?: MachineProposal;
  /** A topic id of the plan: the machine's until a person confirms it. */
  topic?: string;
  topicConfirmedBy?: string;
  /** The office that is to answer: from the plan's routing until a person decides. */
  office?: string;
  status: PetitionStatus;
  /** Pressing: life or limb in danger. Staff see it first. */
  urgent: boolean;
  /** Why classifying failed, for staff to see; the sweep tries again. */
  classifyError?: string;
  receivedAt: Date;
  updatedAt: Date;
  erasedAt?: Date;
  history: HistoryEntry[];
}

/** What the citizen sees: four plain states, and three for what is not going on. */
export type CitizenState = 'received' | 'gathering' | 'forwarded' | 'answered' | 'withdrawn' | 'held' | 'rejected';

/** What a status means to the citizen. */
export function citizenState(status: PetitionStatus): CitizenState {
  switch (status) {
    case 'received': return 'received';
    case 'classified': case 'reviewed': return 'gathering';
    case 'routed': case 'reopened': return 'forwarded';
    case 'answered': case 'closed': return 'answered';
    case 'held': case 'withdrawn': case 'rejected': return status;
  }
}

/** `TT-0042`: four digits at least, so that it is easy to read out. */
export function receiptCode(prefix: string, number: number): string {
  return `${prefix}-${String(number).padStart(4, '0')}`;
}
