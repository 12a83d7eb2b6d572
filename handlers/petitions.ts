/** Petitions: the only code that makes and changes them on behalf of their authors. */
import { fold, type Classifier, type Screening } from '../classifier/index.ts';
import type { Clock } from '../clock.ts';
import type { HistoryEntry } from '../models/history.ts';
import type { ChannelName, ChatKey, IncomingFile } from '../models/message.ts';
import { canAddTo, canChange, type Petition } from '../models/petition.ts';
import type { Stores } from '../models/stores/index.ts';
import { nextConference, phase, routingFor } from '../plans/lookup.ts';
import type { Conference, Plan } from '../plans/plan.ts';
import type { FileKeeper } from './files.ts';
import { recall, withdrawByAuthor, type Recalled } from './recall.ts';

/** Wakes the classifier for a petition; never rejects (the sweep makes up for a queue that is down). */
export type ClassifyLater = (petitionId: string) => Promise<void>;

/** Times that words or photos are added to one petition; more is a petition of its own. */
const MAX_ADDITIONS = 20;
/** Times that its author may reword it, by editing messages: each wording is kept. */
const MAX_WORDINGS = 100;

/** In a history: words of somebody else, handed on. */
const RELAYED = 'relayed';

/** What somebody sends: one message, which may hold several petitions. */
export interface Submission {
  plan: Plan;
  channel: ChannelName;
  chat?: ChatKey;
  /** Unique for ever: what it came from. Submitting it again changes nothing and gives the same receipt. */
  origin: string;
  /** The person's own words, whole. */
  text: string;
  /** The petitions that it holds, each exactly as written in it. */
  parts: readonly string[];
  person?: string;
  hamlet?: string;
  hamletText?: string;
  /** Keep the hamlet with the person, so that it is asked once. */
  rememberHamlet?: boolean;
  files?: readonly IncomingFile[];
  location?: { latitude: number; longitude: number };
  messageIds?: readonly string[];
  /** Some of the words are somebody else's, handed on by this person. */
  relayed?: boolean;
  /** The conference they wrote for (a deep link); otherwise the next one that is theirs. */
  conference?: string;
  /** Entered for somebody else, from paper or a list. */
  byStaff?: boolean;
  /** When it reached somebody; absent: now. */
  receivedAt?: Date;
}

/** What became of a submission, for the answer to its author. */
export interface Receipt {
  petitions: Petition[];
  /** The conference it goes to, and whether its collecting is open; no conference: the office in the ordinary way. */
  destination: { conference?: Conference; collecting: boolean };
  /** What the machine took each petition for. */
  screenings: Screening[];
}

export type PetitionCases = ReturnType<typeof createPetitionCases>;

/** What authors do with their petitions: send, add, take back, release what was held by mistake. */
export function createPetitionCases({ stores, clock, classifier, classifyLater, files }: {
  stores: Stores;
  clock: Clock;
  classifier: Classifier;
  classifyLater: ClassifyLater;
  files: FileKeeper;
}) {
  /**
   * Stores what a message holds, one petition for each part under one receipt, and wakes the classifier. Complaints
   * and denunciations are held from the first moment (Luật Khiếu nại 2011, Luật Tố cáo 2018: other procedures).
   */
  async function submit(submission: Submission): Promise<Receipt> {
    const { plan, text, parts, origin, hamlet, hamletText, person, channel, chat } = submission;
    const receivedAt = submission.receivedAt ?? clock();
    const destination = destinationOf(submission, receivedAt);
    const attachments = await files.keep(submission.files ?? [], { channel, chat, origin, now: receivedAt });
    const petitions: Petition[] = [];
    const screenings = parts.map((part) => classifier.screen(part));

    for (const [index, part] of parts.entries()) {
      const screening = screenings[index]!;
      const held = isHeldKind(screening);
      petitions.push(await stores.petitions.create({
        prefix: plan.receiptPrefix,
        receipt: petitions[0]?.code,
        search: fold(part),
        plan: plan.id,
        commune: plan.commune.id,
        origin: `${origin}#${index}`,
        text: part,
        // Beside a complaint the others are kept alone: the whole message would show it to everybody.
        wholeMessage: parts.length > 1 && (held || !screenings.some(isHeldKind)) ? text : undefined,
        attachments: index === 0 ? attachments : [],
        location: submission.location,
        channel, chat, person, hamlet, hamletText,
        messageIds: [...(submission.messageIds ?? [])],
        conference: destination.conference?.id,
        office: plan.defaultRouting.office,
        status: held ? 'held' : 'received',
        urgent: screening === 'urgent',
        receivedAt,
        history: [
          {
            at: receivedAt, by: { kind: submission.byStaff ? 'machine' : 'author' }, what: 'received', to: 'received',
            ...(submission.relayed && { why: RELAYED }),
          },
          ...(held ? [heldByMachine(receivedAt, screening)] : []),
        ],
      }));
    }
    if (person && submission.rememberHamlet) {
      // Who would rather not say is remembered, too (an empty text): nobody is asked twice.
      const place = hamlet ? { hamlet } : { hamletText: hamletText ?? '' };
      await stores.people.update(person, place, receivedAt, hamlet ? ['hamletText'] : ['hamlet']);
    }
    await Promise.all(petitions.filter(({ status }) => status === 'received').map(({ id }) => classifyLater(id)));
    return { petitions, destination, screenings };
  }

  /** The petitions of a person that a message is part of, newest first. */
  async function ofMessage(person: string, messageId: string): Promise<Petition[]> {
    return (await stores.petitions.ofPerson(person)).filter(({ messageIds }) => messageIds.includes(messageId));
  }

  return {
    submit,
    ofMessage,

    /** A petition of this person by its code, or null. */
    async ownByCode(plan: Plan, person: string, number: number): Promise<Petition | null> {
      const petition = await stores.petitions.byNumber(plan.commune.id, number);
      return petition?.person === person ? petition : null;
    },

    /** Code and status alone, for whoever holds the receipt. */
    async stateByNumber(plan: Plan, number: number): Promise<Pick<Petition, 'code' | 'status'> | null> {
      const petition = await stores.petitions.byNumber(plan.commune.id, number);
      return petition && { code: petition.code, status: petition.status };
    },

    /** Adds words or photos to an own petition. False when it is closed for additions. */
    async add(
      petition: Petition,
      addition: {
        text: string; files?: readonly IncomingFile[]; origin: string; messageId?: string; relayed?: boolean;
      },
    ): Promise<boolean> {
      if (!canAddTo(petition.status) || petition.additions.length >= MAX_ADDITIONS) return false;
      const now = clock();
      const attachments = await files.keep(addition.files ?? [], {
        channel: petition.channel, chat: petition.chat, origin: addition.origin, now,
      });
      await stores.petitions.add(
        petition.id,
        { at: now, text: addition.text, attachments, origin: addition.origin },
        fold(addition.text),
        { at: now, by: { kind: 'author' }, what: 'addition', ...(addition.relayed && { why: RELAYED }) },
        addition.messageId,
      );
      return true;
    },

    /** The author takes it back. False when it has gone too far for that. */
    withdraw: (petition: Petition): Promise<boolean> => withdrawByAuthor(stores, petition, clock()),

    /** A message was taken back at its sender's: what became of each petition that it is part of, oldest first. */
    async recall(person: string, messageId: string, at: Date): Promise<{ code: string; became: Recalled }[]> {
      const recalled: { code: string; became: Recalled }[] = [];
      for (const petition of (await ofMessage(person, messageId)).reverse()) {
        const became = await recall(stores, petition, messageId, at);
        if (became) recalled.push({ code: petition.code, became });
      }
      return recalled;
    },

    /** The author says that what was held as a complaint is a petition; also true when they have just said so. */
    async release(petition: Petition): Promise<boolean> {
      if (wasReleased(petition)) return true;
      if (!canChange(petition.status, 'received', 'author')) return false;
      const changed = await stores.petitions.change(petition.id, {
        expect: petition.status,
        set: { status: 'received' },
        history: { at: clock(), by: { kind: 'author' }, what: 'status', from: petition.status, to: 'received' },
      });
      if (changed) await classifyLater(petition.id);
      return changed;
    },

    /** What an edited message said before stays; the new wording is added to the petition that came from it. */
    async noteEdit(person: string, messageId: string, text: string, origin: string): Promise<Petition | null> {
      const [petition] = await ofMessage(person, messageId);
      if (!petition || !canAddTo(petition.status) || petition.additions.length >= MAX_WORDINGS) return null;
      const now = clock();
      await stores.petitions.add(
        petition.id, { at: now, text, attachments: [], origin }, fold(text),
        { at: now, by: { kind: 'author' }, what: 'edited' },
      );
      return petition;
    },
  };
}

/** Where it goes: the conference asked for if it is still to come, else the next one that is theirs. */
function destinationOf({ plan, hamlet, conference }: Submission, now: Date): Receipt['destination'] {
  const wanted = plan.conferences.find(({ id }) => id === conference);
  const collecting = phase(plan, now) === 'collecting' || phase(plan, now) === 'before';
  const next = nextConference(plan, { hamlet, now });
  const stillToCome = wanted && nextConference({ ...plan, conferences: [wanted] }, { now });
  return { conference: stillToCome ?? next, collecting };
}

function heldByMachine(at: Date, why: Screening): HistoryEntry {
  return { at, by: { kind: 'machine' }, what: 'status', from: 'received', to: 'held', why };
}

/** What other procedures are for, and one officer alone sees. */
export function isHeldKind(screening: Screening): screening is 'complaint' | 'denunciation' {
  return screening === 'complaint' || screening === 'denunciation';
}

/** Its author released it, and nobody has looked at it since. */
function wasReleased({ status, history }: Petition): boolean {
  return (status === 'received' || status === 'classified')
    && history.some(({ by, from, to }) => by.kind === 'author' && from === 'held' && to === 'received');
}

/** The office that answers a topic, by the plan. */
export function officeFor(plan: Plan, topic: string | undefined): string {
  return topic ? routingFor(plan, topic).office : plan.defaultRouting.office;
}
