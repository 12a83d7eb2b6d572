/** The plan's names for what a record holds as an id, and the words for what no id says. */
import type { Plan } from '../plans/plan.ts';

export const UNCLASSIFIED = 'Chưa phân loại';
const UNASSIGNED = 'Chưa phân công';

export interface PlanNames {
  /** A topic's name, or "Chưa phân loại". */
  topic(id: string | undefined): string;
  /**
   * A hamlet's name without its unit ("Uông Hạ"), or "Không rõ thôn" with the plan's own word for a hamlet. Empty where
   * the plan names no hamlets at all (three of the five do not): then nobody can be asked for one.
   */
  hamlet(id: string | undefined): string;
  /** With its unit: "Thôn Uông Hạ"; a name that holds its unit already ("Tổ dân phố 3") stays as it is. */
  hamletHeading(id: string | undefined): string;
  /** A hamlet's or association's name, empty when there is neither. */
  group(record: { hamlet?: string; association?: string }): string;
  /** The office that answers: the one a person set, else the one the plan's routing gives to the topic. */
  officeId(record: { office?: string; topic?: string }): string | undefined;
  /** An office's name, or "Chưa phân công". */
  office(id: string | undefined): string;
}

/** Builds the look-ups once for a report: ten thousand rows each ask for several names. */
export function createPlanNames(plan: Plan): PlanNames {
  const topics = new Map(plan.topics.map((topic) => [topic.id, topic]));
  const hamlets = new Map(plan.hamlets.map((hamlet) => [hamlet.id, hamlet.name]));
  const headings = new Map(plan.hamlets.map(({ id, name, unit = plan.hamletUnit }) =>
    [id, name.toLowerCase().startsWith(`${unit.toLowerCase()} `) ? name : capitalised(`${unit} ${name}`)]));
  const associations = new Map(plan.associations.map((association) => [association.id, association.name]));
  const offices = new Map(plan.offices.map((office) => [office.id, office.name]));
  const unknownHamlet = plan.hamlets.length > 0 ? `Không rõ ${plan.hamletUnit}` : '';

  return {
    topic: (id) => topics.get(id ?? '')?.name ?? UNCLASSIFIED,
    hamlet: (id) => hamlets.get(id ?? '') ?? unknownHamlet,
    hamletHeading: (id) => headings.get(id ?? '') ?? unknownHamlet,
    group: ({ hamlet, association }) => hamlets.get(hamlet ?? '') ?? associations.get(association ?? '') ?? '',
    officeId: ({ office, topic }) => office ?? (topics.get(topic ?? '')?.routing ?? plan.defaultRouting).office,
    office: (id) => offices.get(id ?? '') ?? UNASSIGNED,
  };
}

/** "thôn" → "Thôn". */
export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
