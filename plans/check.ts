/**
 * Looks for what a plan's shape cannot show: contradictions, holidays, gaps, law.
 *
 * Everything here is a warning that a person reads; nothing is guessed or put right. Mistakes of shape are errors of
 * `read-plan.ts`.
 */
import { checkDates } from './check-dates.ts';
import { fold } from './fold.ts';
import { clashes } from './load.ts';
import { routingFor } from './lookup.ts';
import type { Plan } from './plan.ts';
import { pathText, PlanError, type Finding, type PlanProblem } from './problems.ts';
import { readPlanSource, type PlanSource, type ReadOptions } from './read-plan.ts';

/** What `plan check` prints: problems in the order of files, and which plans could be read. */
export interface PlanCheck { problems: PlanProblem[]; plans: Plan[]; ok: boolean }

/**
 * Checks several files, together (two communes must not share a receipt prefix, two plans no hashtag).
 *
 * Never throws for a bad plan; `ok` is false when there is an error, warnings leave it true.
 */
export function checkPlanFiles(files: readonly string[], options: ReadOptions): PlanCheck {
  const problems: PlanProblem[] = [];
  const sources: PlanSource[] = [];
  for (const file of files) {
    try {
      const source = readPlanSource(file, options);
      sources.push(source);
      problems.push(...checkPlan(source.plan, file, source.lineOf));
    } catch (error) {
      if (!(error instanceof PlanError)) throw error;
      problems.push(...error.problems);
    }
  }
  const plans = sources.map(({ plan }) => plan);
  for (const { plan, path, message } of clashes(plans)) {
    const source = sources.find((candidate) => candidate.plan === plan);
    problems.push({ level: 'error', file: source?.file ?? plan.id, path, line: source?.lineOf([path]), message });
  }
  return { problems, plans, ok: problems.every(({ level }) => level !== 'error') };
}

/** Warnings about one plan that was read without errors; `lineOf` puts lines to them. */
export function checkPlan(plan: Plan, file: string, lineOf?: PlanSource['lineOf']): PlanProblem[] {
  const findings = [
    ...checkConferences(plan), ...checkDates(plan), ...checkOffices(plan), ...checkTopics(plan), ...checkHamlets(plan),
    ...checkContact(plan),
    ...plan.notes.map((note, index) => ({ path: ['notes', index], message: `Noted in the plan: ${note}` })),
  ];
  return findings
    .map(({ path, message }) => ({ level: 'warning', file, path: pathText(path), line: lineOf?.(path), message }));
}

function checkConferences(plan: Plan): Finding[] {
  return plan.conferences.flatMap((conference, index): Finding[] => {
    const path = ['conferences', index];
    const missing: Finding[] = [];
    if (!conference.date) {
      missing.push({ path, message: 'This conference has no date; add one, if only a month: date: 2026-07.' });
    }
    if (!conference.place) {
      missing.push({ path, message: 'This conference has no place; add place: … as soon as it is known.' });
    }
    if (!conference.hostOffice) {
      missing.push({ path, message: 'No office prepares this conference; add hostOffice: … as in offices.' });
    } else if (!plan.offices.some((office) => office.id === conference.hostOffice)) {
      missing.push({
        path: [...path, 'hostOffice'],
        message: `"${conference.hostOffice}" is no office of this plan; list it under offices or write the name as `
          + 'it stands there.',
      });
    }
    const { min, max } = conference.attendance ?? {};
    if (min !== undefined && max !== undefined && min > max) {
      const message = `At least ${min} but at most ${max} people cannot both be; correct one of them.`;
      missing.push({ path: [...path, 'attendance'], message });
    }
    return missing;
  });
}

function checkOffices(plan: Plan): Finding[] {
  const topics = plan.topics.flatMap((topic) => [topic.id, ...topic.covers]);
  const routings = [plan.defaultRouting, ...topics.map((topic) => routingFor(plan, topic))];
  const used = new Set([
    ...routings.flatMap((routing) => [routing.office, ...routing.with]),
    ...plan.conferences.flatMap((conference) => conference.hostOffice ?? []),
    ...plan.milestones.flatMap((milestone) => [milestone.who, milestone.toWhom ?? '']),
  ]);
  const words = fold(plan.milestones.map(({ who, toWhom, what }) => `${who} ${toWhom ?? ''} ${what}`).join(' '));
  return plan.offices.flatMap((office, index) => {
    const inWords = [office.name, ...office.aliases].some((name) => words.includes(fold(name)));
    if (used.has(office.id) || inWords) return [];
    return [{
      path: ['offices', index],
      message: `${office.name} answers no topic, hosts no conference and has no milestone; give it a topic or `
        + 'take it out.',
    }];
  });
}

function checkTopics(plan: Plan): Finding[] {
  const findings: Finding[] = [];
  const owner = new Map<string, string>();
  plan.topics.forEach((topic, index) => {
    const path = ['topics', index];
    if (!topic.routing) {
      findings.push({
        path,
        message: `No office is named for "${topic.name}", so ${plan.defaultRouting.office} takes what the usual `
          + 'offices do not; '
          + 'add routing: … to this topic if one office should have it.',
      });
    }
    if (topic.covers.length === 0 && !topic.phrases?.length) {
      findings.push({
        path,
        message: `"${topic.name}" covers none of the thirteen areas, so the program never proposes it and staff `
          + 'choose it by '
          + 'hand; add covers: […] if one of them belongs here, or phrases: […] by which it is known.',
      });
    }
    for (const area of topic.covers) {
      const other = owner.get(area);
      if (other) {
        const message = `${area} is covered by "${other}" already; the first one is used. Take it out of one.`;
        findings.push({ path: [...path, 'covers'], message });
      } else owner.set(area, topic.name);
    }
  });
  return findings;
}

/** Two hamlets that look the same without diacritics are always asked about. */
function checkHamlets(plan: Plan): Finding[] {
  const seen = new Map<string, { name: string; id: string }>();
  return plan.hamlets.flatMap((hamlet, index): Finding[] => (
    [...new Set([hamlet.name, ...hamlet.aliases].map(fold))].flatMap((folded) => {
      const other = seen.get(folded);
      if (!other) {
        seen.set(folded, hamlet);
        return [];
      }
      if (other.id === hamlet.id) return [];
      return [{
        path: ['hamlets', index],
        message: `Without diacritics "${hamlet.name}" reads like "${other.name}"; people will be asked which `
          + 'one, so say in '
          + 'aliases what else each is called.',
      }];
    })));
}

function checkContact({ contact, hamlets, conferences, hamletUnit }: Plan): Finding[] {
  const findings: Finding[] = [];
  if (!contact.hotline) {
    findings.push({
      path: ['contact'],
      message: 'There is no hotline, so messages are worded without one; add contact.hotline if there is one.',
    });
  }
  if (!contact.place && !contact.who) {
    findings.push({
      path: ['contact'],
      message: 'Nobody is named whom people can ask or bring paper to; add contact.who and contact.place.',
    });
  }
  if (!contact.receptionPlace) {
    findings.push({
      path: ['contact'],
      message: 'It is not said where complaints and denunciations go; add contact.receptionPlace (nơi tiếp công dân).',
    });
  }
  if (hamlets.length === 0 && conferences.length > 0) {
    findings.push({
      path: ['hamlets'],
      message: `No ${hamletUnit} is listed, so nobody is asked to choose one and people's own words are kept; list `
        + 'them if they are known.',
    });
  }
  return findings;
}
