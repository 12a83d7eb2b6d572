/** The same petitions as data, for other programs. Names nobody. */
import { countPetitions, isListed } from './grouped-list.ts';
import type { Counts } from './grouped-list.ts';
import type { ReportInput } from './input.ts';
import type { ListedPetition, ListedSpeaker } from './listed.ts';
import { createPlanNames } from './names.ts';
import type { PlanNames } from './names.ts';

/** The file as a whole. */
export interface JsonExport {
  plan: { id: string; title: string; rehearsal: boolean; commune: string };
  /** Id of the conference, null when all were exported. */
  conference: string | null;
  /** ISO 8601. */
  exportedAt: string;
  counts: Counts;
  petitions: JsonPetition[];
  speakers: JsonSpeaker[];
}

/** A petition in the file. */
export interface JsonPetition {
  code: string;
  receipt: string;
  /** The person's own words, character for character; empty when only a photo came or after an erasure. */
  text: string;
  /** The whole message, when it held several petitions. */
  wholeMessage?: string;
  /** The hamlet's name in the plan, or what the person wrote instead; null when they did not say. */
  hamlet: string | null;
  hamletId: string | null;
  /** A topic id of the plan; null while unknown. */
  topic: string | null;
  topicName: string;
  office: string | null;
  officeName: string;
  status: string;
  channel: string;
  conference: string | null;
  receivedAt: string;
  additions: { at: string; text: string }[];
  /** How many photos and files came with it. */
  attachments: number;
  erased: boolean;
}

/** A registration to speak in the file. */
export interface JsonSpeaker {
  conference: string;
  hamlet: string | null;
  association: string | null;
  content: string;
  topic: string | null;
  seat: number | null;
  reserve: number | null;
}

/** Every listed petition by number. */
function toJsonExport({ plan, conference, petitions, speakers, now }: ReportInput): JsonExport {
  const names = createPlanNames(plan);
  const listed = petitions
    .filter((petition) => isListed(petition, conference))
    .sort((a, b) => a.number - b.number);
  return {
    plan: { id: plan.id, title: plan.title, rehearsal: plan.rehearsal, commune: plan.commune.name },
    conference: conference?.id ?? null,
    exportedAt: now.toISOString(),
    counts: countPetitions(listed),
    petitions: listed.map((petition) => toJsonPetition(names, petition)),
    speakers: speakers
      .filter((speaker) => conference === undefined || speaker.conference === conference.id)
      .map(toJsonSpeaker),
  };
}

/** Two-space JSON. */
export function renderJson(input: ReportInput): string {
  return `${JSON.stringify(toJsonExport(input), null, 2)}\n`;
}

function toJsonPetition(names: PlanNames, petition: ListedPetition): JsonPetition {
  const erased = Boolean(petition.erasedAt);
  const officeId = names.officeId(petition);
  return {
    code: petition.code,
    receipt: petition.receipt,
    text: erased ? '' : petition.text,
    ...(petition.wholeMessage !== undefined && !erased ? { wholeMessage: petition.wholeMessage } : {}),
    hamlet: petition.hamlet ? names.hamlet(petition.hamlet) : petition.hamletText ?? null,
    hamletId: petition.hamlet ?? null,
    topic: petition.topic ?? null,
    topicName: names.topic(petition.topic),
    office: officeId ?? null,
    officeName: names.office(officeId),
    status: petition.status,
    channel: petition.channel,
    conference: petition.conference ?? null,
    receivedAt: petition.receivedAt.toISOString(),
    additions: erased ? [] : petition.additions.map(({ at, text }) => ({ at: at.toISOString(), text })),
    attachments: petition.attachments.length
      + petition.additions.reduce((sum, addition) => sum + addition.attachments.length, 0),
    erased,
  };
}

function toJsonSpeaker(speaker: ListedSpeaker): JsonSpeaker {
  return {
    conference: speaker.conference,
    hamlet: speaker.hamlet ?? null,
    association: speaker.association ?? null,
    content: speaker.erasedAt ? '' : speaker.content,
    topic: speaker.topic ?? null,
    seat: speaker.seat ?? null,
    reserve: speaker.reserve ?? null,
  };
}
