/** Questions that conversations and the console put to a plan; all pure, the present moment is handed in. */
import { DEFAULT_ROUTING } from './default-topics.ts';
import { collectingClosesOn } from './milestones.ts';
import { dayOf } from './plan-date.ts';
import { TOPIC_IDS, type Conference, type Hamlet, type Plan, type Routing, type Topic, type TopicId } from './plan.ts';

export { findHamlets, HAMLET_SURE, type HamletMatch } from './find-hamlets.ts';

/**
 * Where a plan stands: petitions are not collected yet, are collected, are collected no more, or every conference is
 * over. Partial dates count by their last day.
 */
export type PlanPhase = 'before' | 'collecting' | 'closed' | 'over';

/** Whose conferences are asked for. */
export interface Audience { hamlet?: string; association?: string; now: Date }

/** The phase on the day of `now`. A plan with an undated conference is never over. */
export function phase(plan: Plan, now: Date): PlanPhase {
  const today = dayOf(now);
  if (plan.conferences.every((conference) => isOver(conference, now))) return 'over';
  const { from } = plan.collecting;
  if (from && today < from.earliest) return 'before';
  const closes = collectingClosesOn(plan);
  return closes !== undefined && today > closes ? 'closed' : 'collecting';
}

/** Is the conference's last possible day over? One without a date is not. */
function isOver(conference: Conference, now: Date): boolean {
  return conference.date !== undefined && dayOf(now) > conference.date.latest;
}

/**
 * The conferences still to come that are held for a hamlet or an association, by date, undated last.
 *
 * One for the whole commune is for everybody. Without hamlet and association all that are to come are returned: they
 * are a choice for somebody of whom neither is known.
 */
export function conferencesFor(plan: Plan, { hamlet, association, now }: Audience): Conference[] {
  return plan.conferences
    .filter((conference) => !isOver(conference, now) && isFor(conference, hamlet, association))
    .map((conference, index) => ({ conference, index }))
    .sort((a, b) => dateKey(a.conference).localeCompare(dateKey(b.conference)) || a.index - b.index)
    .map(({ conference }) => conference);
}

/** The first of `conferencesFor`. */
export function nextConference(plan: Plan, audience: Audience): Conference | undefined {
  return conferencesFor(plan, audience)[0];
}

/** The hamlet with its unit: "thôn Uông Hạ"; nothing for an id that the plan does not have. */
export function hamletName(plan: Plan, id: string): string | undefined {
  const hamlet = plan.hamlets.find((candidate) => candidate.id === id);
  return hamlet && hamletText(plan, hamlet);
}

/** "thôn Uông Hạ"; a name that already begins with its unit ("Tổ dân phố 3") is left as it is. */
export function hamletText(plan: Plan, hamlet: Hamlet): string {
  const unit = hamlet.unit ?? plan.hamletUnit;
  return hamlet.name.toLowerCase().startsWith(`${unit.toLowerCase()} `) ? hamlet.name : `${unit} ${hamlet.name}`;
}

/** "xã Thái Tân". */
export function communeText(plan: Plan): string {
  return `${plan.commune.unit} ${plan.commune.name}`;
}

/** The name of an office or association by its id; anything else is words already and comes back unchanged. */
export function partyName(plan: Plan, idOrWords: string): string {
  const found = [...plan.offices, ...plan.associations].find((candidate) => candidate.id === idOrWords);
  return found?.name ?? idOrWords;
}

/** The plan's topic by its own id. */
export function topicById(plan: Plan, id: string): Topic | undefined {
  return plan.topics.find((topic) => topic.id === id);
}

/** The plan's topic that covers one of the thirteen; nothing when the plan leaves that area out. */
export function topicFor(plan: Plan, area: TopicId): Topic | undefined {
  return plan.topics.find((topic) => topic.covers.includes(area));
}

/**
 * Who answers on a topic, given by the plan's own topic id or as one of the thirteen.
 *
 * In order: the topic's routing in the plan; for one of the thirteen the usual office, if the plan has it; else the
 * plan's `defaultRouting`.
 */
export function routingFor(plan: Plan, topicId: string): Routing {
  const area = TOPIC_IDS.find((known) => known === topicId);
  const topic = topicById(plan, topicId) ?? (area && topicFor(plan, area));
  if (topic?.routing) return topic.routing;
  const usual = area && DEFAULT_ROUTING[area];
  const ids = new Set([...plan.offices, ...plan.associations].map((office) => office.id));
  if (!usual || !ids.has(usual.office)) return plan.defaultRouting;
  return { ...usual, with: usual.with.filter((partner) => ids.has(partner)) };
}

function isFor(conference: Conference, hamlet: string | undefined, association: string | undefined): boolean {
  const everybody = conference.hamlets.length === 0 && conference.associations.length === 0;
  if (everybody || (!hamlet && !association)) return true;
  return (hamlet !== undefined && conference.hamlets.includes(hamlet))
    || (association !== undefined && conference.associations.includes(association));
}

function dateKey({ date }: Conference): string {
  return date ? `${date.latest} ${date.earliest}` : '9999';
}
