import { systemClock } from '../clock.ts';
import { checkPlanFiles } from '../plans/check.ts';
import { dayOf } from '../plans/plan-date.ts';
import { formatProblem } from '../plans/problems.ts';

/** Prints what is wrong or doubtful in plan files; exit code 1 when something is wrong. */
export async function planCheck(files: readonly string[]): Promise<void> {
  const { problems, ok } = checkPlanFiles(files, { firstDay: dayOf(systemClock()) });
  for (const problem of problems) process.stdout.write(`${formatProblem(problem)}\n`);
  const errors = problems.filter(({ level }) => level === 'error').length;
  process.stdout.write(`${files.length} plan file(s): ${errors} error(s), ${problems.length - errors} warning(s)\n`);
  if (!ok) process.exitCode = 1;
}
