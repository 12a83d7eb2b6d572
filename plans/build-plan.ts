/**
 * Makes a `Plan` of a file that passed the schema: fills in defaults and turns names into ids.
 *
 * Office, hamlet and association can be written by id, name or alias wherever they are meant; a name that fits none
 * is an error, except where the plan's papers name groups in words (a milestone's `who`).
 */
import { DEFAULT_OFFICES, DEFAULT_ROUTING, DEFAULT_TOPICS, FALLBACK_ROUTING } from './default-topics.ts';
import { fold, nearest, slug } from './fold.ts';
import { TOPIC_IDS, type Plan, type Routing, type Topic, type TopicId } from './plan.ts';
import type { Finding } from './problems.ts';
import type { PlanFile } from './schema.ts';

type Path = Finding['path'];
interface Named { id: string; name: string; aliases: string[] }
interface Group { what: string; things: Named[] }

/** The plan, and what the file's shape cannot tell: a name without an office, two things with one id. */
export function buildPlan(id: string, file: PlanFile): { plan: Plan; problems: Finding[] } {
  const problems: Finding[] = [];
  const hamletUnit = file.hamletUnit ?? 'thôn';
  const hamlets = withIds(file.hamlets ?? [], 'hamlets', problems);
  const associations = withIds(file.associations ?? [], 'associations', problems);
  const offices = file.offices
    ? withIds(file.offices, 'offices', problems).map((office) => ({ ...office, kind: office.kind ?? 'government' }))
    : DEFAULT_OFFICES.map((office) => ({ ...office }));
  const answering = [...offices, ...associations];

  function resolve(group: Group, text: string, path: Path): string {
    const found = lookUp(group.things, text);
    if (!found) problems.push({ path, message: unknownName(group, text) });
    return found ?? text;
  }

  function route(routing: PlanFile['defaultRouting'], path: Path): Routing | undefined {
    if (!routing) return undefined;
    const partners = { what: 'office or association', things: answering };
    return {
      ...routing,
      office: resolve({ what: 'office', things: offices }, routing.office, [...path, 'office']),
      with: (routing.with ?? []).map((name, index) => resolve(partners, name, [...path, 'with', index])),
    };
  }

  const topics = file.topics
    ? withIds(file.topics.map((topic) => ({ ...topic, aliases: [] })), 'topics', problems)
      .map(({ aliases: _, routing, ...topic }, index): Topic => ({
        ...topic,
        covers: topic.covers ?? ownTopic(topic.id),
        routing: route(routing, ['topics', index, 'routing']),
      }))
    : DEFAULT_TOPICS.map((topic): Topic => ({ ...topic }));
  for (const topic of topics) topic.routing ??= defaultRouting(topic, answering);

  const conferences = withIds(
    (file.conferences ?? []).map((conference) => ({ ...conference, aliases: [] })), 'conferences', problems,
  ).map(({ aliases: _, ...conference }, index) => ({
    ...conference,
    hostOffice: conference.hostOffice && (lookUp(offices, conference.hostOffice) ?? conference.hostOffice),
    mode: conference.mode ?? 'periodic' as const,
    hamlets: (conference.hamlets ?? []).map((name, place) => (
      resolve({ what: 'hamlet', things: hamlets }, name, ['conferences', index, 'hamlets', place]))),
    associations: (conference.associations ?? []).map((name, place) => (
      resolve({ what: 'association', things: associations }, name, ['conferences', index, 'associations', place]))),
    invited: conference.invited ?? [],
    survey: conference.survey ?? false,
  }));

  const milestones = withIds(
    (file.milestones ?? []).map(({ kind, ...rest }) => ({
      ...rest, kind: kind ?? 'other' as const, name: kind ?? rest.what.split(/\s+/).slice(0, 5).join(' '), aliases: [],
    })), 'milestones', problems, 'number',
  ).map(({ aliases: _, name: __, ...milestone }) => ({
    ...milestone,
    who: lookUp(answering, milestone.who) ?? milestone.who,
    toWhom: milestone.toWhom && (lookUp(answering, milestone.toWhom) ?? milestone.toWhom),
  }));

  const plan: Plan = {
    id,
    rehearsal: file.rehearsal ?? false,
    title: file.title,
    number: file.number,
    issuedOn: file.issuedOn,
    basis: file.basis ?? [],
    commune: {
      ...file.commune,
      id: file.commune.id ?? slug(file.commune.name),
      unit: file.commune.unit ?? 'xã',
      aliases: file.commune.aliases ?? [],
    },
    issuer: file.issuer,
    receiptPrefix: file.receiptPrefix,
    hashtag: file.hashtag,
    hamletUnit,
    hamlets,
    associations,
    conferences,
    topics,
    offices,
    defaultRouting: route(file.defaultRouting, ['defaultRouting']) ?? fallback(answering),
    milestones,
    collecting: file.collecting ?? {},
    recipients: file.recipients ?? [],
    speaking: { ...file.speaking, rules: file.speaking?.rules ?? [] },
    contact: file.contact ?? {},
    retention: file.retention ?? { months: 12 },
    calendar: file.calendar,
    notes: file.notes ?? [],
  };
  if (!lookUp(offices, plan.defaultRouting.office)) {
    problems.push({
      path: ['defaultRouting'],
      message: 'Without an office "Văn phòng HĐND và UBND" (id van-phong-hdnd-ubnd) this must say which office takes '
        + `what fits no topic, for example defaultRouting: ${offices[0]?.name ?? 'Văn phòng UBND'}.`,
    });
  }
  return { plan, problems };
}

/** Gives every entry an id (its own, or slugged from its name) and reports ids used twice. */
function withIds<T extends { id?: string; name: string; aliases?: string[] }>(
  entries: readonly T[], key: string, problems: Finding[], onClash: 'report' | 'number' = 'report',
): (T & Named)[] {
  const taken = new Map<string, number>();
  return entries.map((entry, index) => {
    const base = entry.id ?? slug(entry.name).slice(0, 40).replace(/-+$/, '');
    const id = onClash === 'number' && !entry.id && taken.has(base) ? `${base}-${index + 1}` : base;
    const before = taken.get(id);
    if (before !== undefined) {
      problems.push({
        path: [key, index],
        message: `The id "${id}" is already that of ${key}[${before}]; give this one its own, for example id: ${id}-2.`,
      });
    }
    if (!id) {
      const message = 'No id can be made of this name; add one, for example id: a1.';
      problems.push({ path: [key, index, 'name'], message });
    }
    taken.set(id, index);
    return { ...entry, id, aliases: entry.aliases ?? [] };
  });
}

function lookUp(things: readonly Named[], text: string): string | undefined {
  const wanted = text.toLowerCase();
  const exact = things
    .find((thing) => [thing.id, thing.name, ...thing.aliases].some((name) => name.toLowerCase() === wanted));
  if (exact) return exact.id;
  const folded = fold(text);
  const alike = things.filter((thing) => [thing.name, ...thing.aliases].some((name) => fold(name) === folded));
  return alike.length === 1 ? alike[0]?.id : undefined;
}

function unknownName({ what, things }: Group, text: string): string {
  const known = things.map((thing) => thing.name);
  if (known.length === 0) {
    return `This plan lists no ${what}, so "${text}" fits none; list it first or take it out here.`;
  }
  const guess = nearest(text, known);
  const remedy = guess ? `did you mean "${guess}"? ` : '';
  return `There is no ${what} "${text}" in this plan; ${remedy}Known are: ${known.join(', ')}.`;
}

function ownTopic(id: string): TopicId[] {
  return TOPIC_IDS.filter((known) => known === id);
}

/** The default of the topic's one area; a topic that covers several has no obvious office. */
function defaultRouting(topic: Topic, answering: readonly Named[]): Routing | undefined {
  const [area] = topic.covers;
  if (!area || topic.covers.length > 1) return undefined;
  return existing(DEFAULT_ROUTING[area], answering);
}

function fallback(answering: readonly Named[]): Routing {
  return existing(FALLBACK_ROUTING, answering) ?? { ...FALLBACK_ROUTING, with: [] };
}

function existing(routing: Routing, answering: readonly Named[]): Routing | undefined {
  const ids = new Set(answering.map((thing) => thing.id));
  if (!ids.has(routing.office)) return undefined;
  return { ...routing, with: routing.with.filter((partner) => ids.has(partner)) };
}
