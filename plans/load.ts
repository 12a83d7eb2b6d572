/** Loads the plans that are served. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { nearest } from './fold.ts';
import { sharedHashtags } from './hashtags.ts';
import type { Plan } from './plan.ts';
import { PlanError, type PlanProblem } from './problems.ts';
import { planId, readPlan, type ReadOptions } from './read-plan.ts';

/** Where plans lie and which are served. */
export interface LoadOptions extends ReadOptions {
  /** Folders with plan files; where two hold the same id, the one named first wins. */
  dirs: readonly string[];
  /** Ids of the plans to serve, in this order; absent: all there are. */
  names?: readonly string[];
}

/**
 * Reads every plan asked for.
 *
 * @throws {PlanError} with the problems of all of them together: unknown names, mistakes in files, and plans that
 * cannot be served side by side (one receipt prefix for two communes, one hashtag for two plans).
 */
export function loadPlans({ dirs, names, firstDay }: LoadOptions): Plan[] {
  const files = planFiles(dirs);
  const problems: PlanProblem[] = [];
  const plans: Plan[] = [];
  for (const name of names ?? files.keys()) {
    const file = files.get(name);
    if (!file) {
      problems.push({ level: 'error', file: dirs.join(', '), path: '', message: noSuchPlan(name, [...files.keys()]) });
      continue;
    }
    try {
      plans.push(readPlan(file, { firstDay }));
    } catch (error) {
      if (!(error instanceof PlanError)) throw error;
      problems.push(...error.problems);
    }
  }
  problems.push(...clashes(plans).map(({ plan, path, message }): PlanProblem => (
    { level: 'error', file: files.get(plan.id) ?? plan.id, path, message })));
  if (problems.length > 0) throw new PlanError(problems);
  return plans;
}

/** Plan files by id, sorted by id; a folder that is not there holds none. */
export function planFiles(dirs: readonly string[]): Map<string, string> {
  const files = new Map<string, string>();
  for (const dir of dirs) {
    for (const name of listed(dir).filter((entry) => /\.ya?ml$/.test(entry)).sort()) {
      if (!files.has(planId(name))) files.set(planId(name), join(dir, name));
    }
  }
  return new Map([...files].sort(([a], [b]) => a.localeCompare(b)));
}

/** What keeps a plan from being served beside an earlier one. */
export interface Clash { plan: Plan; path: 'receiptPrefix' | 'hashtag'; message: string }

/** Plans that cannot be served side by side: one receipt prefix for two communes, one hashtag for two plans. */
export function clashes(plans: readonly Plan[]): Clash[] {
  return [
    ...sharedPrefixes(plans).map((clash) => ({ ...clash, path: 'receiptPrefix' as const })),
    ...sharedHashtags(plans).map((clash) => ({ ...clash, path: 'hashtag' as const })),
  ];
}

/** Receipt codes count within a commune, so two communes with one prefix would give the same code twice. */
function sharedPrefixes(plans: readonly Plan[]): { plan: Plan; message: string }[] {
  return plans.flatMap((plan, index) => {
    const other = plans.slice(0, index)
      .find((earlier) => earlier.receiptPrefix === plan.receiptPrefix && earlier.commune.id !== plan.commune.id);
    if (!other) return [];
    const message = `The receipt prefix ${plan.receiptPrefix} is also that of ${other.id}; choose another one.`;
    return [{ plan, message }];
  });
}

function listed(dir: string): string[] {
  try {
    return readdirSync(dir);
  } catch {
    return [];
  }
}

function noSuchPlan(name: string, known: string[]): string {
  const guess = nearest(name, known);
  const remedy = guess ? `Did you mean "${guess}"? ` : '';
  return `There is no plan "${name}". ${remedy}Known are: ${known.join(', ') || 'none'}.`;
}
