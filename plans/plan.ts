/**
 * A plan as the program uses it: everything that differs between communes.
 *
 * A plan file (`plans/<id>.yaml`, explained in `docs/plan-format.md`) is read and checked by `schema.ts`; relative
 * dates of a rehearsal are resolved by `load.ts`. What a real plan does not say is absent here, never invented.
 */
import type { PlanDate } from './plan-date.ts';
import type { OwnCalendar } from './working-days.ts';

/** The thirteen topic areas of the Thái Tân plan (2025), part II.1; the ids are fixed, the names are the plan's. */
export const TOPIC_IDS = [
  'party_gov', 'economy', 'new_rural', 'social_policy', 'environment', 'traffic_irrigation', 'education',
  'employment', 'security', 'culture', 'construction', 'land_clearance', 'religion',
] as const;
/** The thirteen topics that the classifier knows. */
export type TopicId = (typeof TOPIC_IDS)[number];

/** Whose layout documents follow: Hướng dẫn 36-HD/VPTW for the Party, Nghị định 30/2020/NĐ-CP for MTTQ, government. */
export type DocumentFamily = 'party' | 'government';

/** One commune's dialogue conference: everything that differs between communes. */
export interface Plan {
  /** File name without its ending, e.g. `thai-tan-2025`. */
  id: string;
  /** True in a rehearsal ("tập dượt"): said on every page, document and first message. */
  rehearsal: boolean;
  title: string;
  /** Official number and day of the paper, as far as it states them. */
  number?: string;
  issuedOn?: PlanDate;
  /** What the plan rests on, as cited in it. */
  basis: string[];
  commune: {
    /** Stable over the years, e.g. `thai-tan`: receipt codes count within it. */
    id: string;
    /** Without the unit's name: "Thái Tân". */
    name: string;
    /** "xã", "phường", "đặc khu". */
    unit: string;
    /** Province or city; absent where the plan does not say. */
    province?: string;
    aliases: string[];
  };
  issuer: { name: string; parent?: string; family: DocumentFamily; signer?: Signer };
  /** Two to four capital letters before the number of a receipt: `TT` gives `TT-0042`. */
  receiptPrefix: string;
  /** By which people in a group mean the bot, without `#`: `doithoai_thaitan`; read by `hashtags.ts`. */
  hashtag?: string;
  /** What a hamlet is called here: "thôn", "bản", "tổ dân phố". */
  hamletUnit: string;
  hamlets: Hamlet[];
  associations: Association[];
  conferences: Conference[];
  topics: Topic[];
  offices: Office[];
  /** Who answers when a topic has no routing of its own, and when the topic is unknown. */
  defaultRouting: Routing;
  milestones: Milestone[];
  /** When petitions for the conferences are collected; absent ends are open. */
  collecting: { from?: PlanDate; until?: PlanDate };
  /** "Nơi nhận", in the order of the paper. */
  recipients: string[];
  speaking: SpeakingRules;
  contact: Contact;
  retention: {
    /** Months after the last conference until chat text and identity are removed; default 12 (docs/decisions.md). */
    months: number;
  };
  /** Days off and swapped working days that the calendar library cannot know. */
  calendar?: OwnCalendar;
  /** Contradictions and gaps that a person found in the paper; `plan check` prints them. */
  notes: string[];
}

/** Who signs documents. */
export interface Signer {
  /** "Bí thư", "Chủ tịch". */
  post: string;
  name?: string;
  /** Whom the signature stands for: "Ban Thường vụ" gives "T/M BAN THƯỜNG VỤ" (Party) or "TM." (government). */
  onBehalfOf?: string;
}

/** A thôn, bản or tổ dân phố. */
export interface Hamlet {
  /** ASCII slug, unique in the plan. */
  id: string;
  /** Without the unit's name: "Uông Hạ". */
  name: string;
  aliases: string[];
  /** Overrides the plan's `hamletUnit` (thôn and tổ dân phố in one commune). */
  unit?: string;
}

/** An organisation that a conference may be held for. */
export interface Association { id: string; name: string; aliases: string[] }

/** One hội nghị đối thoại. */
export interface Conference {
  id: string;
  /** Short name for people: "Hội nghị đối thoại với Nhân dân thôn Đình". */
  name: string;
  chair: string;
  /** Id of the office that prepares it (văn phòng chủ trì), or words when the plan lists no such office. */
  hostOffice?: string;
  mode: 'periodic' | 'topical';
  place?: string;
  date?: PlanDate;
  /** "buổi sáng", "từ 8 giờ 00", as people are told. */
  time?: string;
  /** Hamlets and associations it is held with; both empty means the whole commune. */
  hamlets: string[];
  associations: string[];
  invited: { who: string; min?: number; max?: number }[];
  /** People expected in the hall. */
  attendance?: { min?: number; max?: number };
  /** Is the delegates' satisfaction survey (phiếu đánh giá hài lòng) held? */
  survey: boolean;
}

/** A lĩnh vực of the plan. */
export interface Topic {
  id: string;
  name: string;
  /** Which of the thirteen it covers; for the default topics just itself. */
  covers: TopicId[];
  /** Words by which the program knows it, beside `covers`: `chuyển đổi số`, with a weight from 1 to 5 `…*5`. */
  phrases?: string[];
  routing?: Routing;
}

/**
 * Who answers (a post, e.g. "Chủ tịch UBND xã") and which office prepares the answer.
 *
 * `office` is an office's id, `with` ids of offices or associations.
 */
export interface Routing { office: string; with: string[]; answeredBy?: string }

/** Who answers petitions. */
export interface Office {
  id: string;
  name: string;
  kind: 'party' | 'government' | 'front' | 'association' | 'police' | 'service' | 'outside';
  aliases: string[];
  /** The rule that it exists by, where the plan itself does not name it. */
  basis?: string;
}

/** A step of the plan with its date. */
export interface Milestone {
  id: string;
  /** Who delivers: an office's or association's id, or words for a group ("Chi uỷ, trưởng các thôn"). */
  who: string;
  what: string;
  toWhom?: string;
  due?: PlanDate;
  /** Days before each conference, when the plan counts back. */
  beforeConference?: { days: number; kind: 'working' | 'calendar' };
  /** What the app does with it: closes the collecting, opens answers, … */
  kind: 'collect' | 'group' | 'route' | 'answer' | 'invite' | 'notice' | 'delegates' | 'report' | 'conclude' | 'other';
}

/** How many speak, and how long. */
export interface SpeakingRules {
  /** Seats per hamlet or association and conference; absent: no limit. */
  capacityPerGroup?: number;
  /** Minutes a speech may take; absent where the plan does not say. */
  minutes?: number;
  rules: string[];
}

/** Where people reach somebody. */
export interface Contact {
  /** Where petitions on paper go, and where a person can be met. */
  place?: string;
  hours?: string;
  hotline?: string;
  /** Name of the office or person to ask; absent where the plan does not say. */
  who?: string;
  /** Where complaints and denunciations go (nơi tiếp công dân); absent where the plan does not say. */
  receptionPlace?: string;
}
