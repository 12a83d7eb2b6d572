/** What is wrong or doubtful in a plan file: a sentence for the person who wrote it. */
export interface PlanProblem {
  /** A plan with errors is not served; a warning is for a person to read. */
  level: 'error' | 'warning';
  file: string;
  /** Where in the file, as keys and places: `conferences[0].date`; empty for the file as a whole. */
  path: string;
  /** Line in the file, from 1; absent where it has none (a value that was left out altogether). */
  line?: number;
  message: string;
}

/** Something found in a plan that has not been given its file and line yet. */
export interface Finding { path: (string | number)[]; message: string }

/** One or several plan files cannot be used; carries every problem found, not only the first. */
export class PlanError extends Error {
  readonly problems: PlanProblem[];

  constructor(problems: PlanProblem[]) {
    super(problems.map(formatProblem).join('\n'));
    this.name = 'PlanError';
    this.problems = problems;
  }
}

/** One line for a terminal: `plans/x.yaml:12: error: hamlets[0].nam: …`. */
export function formatProblem(problem: PlanProblem): string {
  const place = problem.line ? `${problem.file}:${problem.line}` : problem.file;
  const path = problem.path ? `${problem.path}: ` : '';
  return `${place}: ${problem.level}: ${path}${problem.message}`;
}

/** `['conferences', 0, 'date']` as `conferences[0].date`. */
export function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    return text ? `${text}.${String(key)}` : String(key);
  }, '');
}
