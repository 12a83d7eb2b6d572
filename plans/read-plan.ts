/** Reads one plan file: YAML, schema, names; every mistake with its line and a remedy. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { isNode, isScalar, LineCounter, parseDocument, visit, type Document } from 'yaml';
import { buildPlan } from './build-plan.ts';
import type { Plan } from './plan.ts';
import { pathText, PlanError, type PlanProblem } from './problems.ts';
import { planFileSchema } from './schema.ts';
import type { OwnCalendar } from './working-days.ts';

/** What reading a plan may be told. */
export interface ReadOptions {
  /** The ISO day on which the program was first started; relative dates of a rehearsal count from it. */
  firstDay: string;
}

/** A plan with the means to say where in the file a path is. */
export interface PlanSource { plan: Plan; file: string; lineOf: (path: readonly PropertyKey[]) => number | undefined }

/**
 * Reads a plan file.
 *
 * @throws {PlanError} with everything that is wrong with it; also when the file cannot be opened.
 */
export function readPlan(file: string, options: ReadOptions): Plan {
  return readPlanSource(file, options).plan;
}

/** As `readPlan`, keeping the lines for further checks. */
export function readPlanSource(file: string, options: ReadOptions): PlanSource {
  return parsePlan(openPlan(file), { ...options, file });
}

/** The text of a plan file. */
function openPlan(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'does not exist' : 'cannot be read';
    throw new PlanError([{
      level: 'error', file, path: '', message: `The file ${reason}; check its name and that you may read it.`,
    }]);
  }
}

/** As `readPlanSource`, for a text that is at hand; the plan's id is the file's name. */
export function parsePlan(yaml: string, { file, firstDay }: ReadOptions & { file: string }): PlanSource {
  const lines = new LineCounter();
  const document = parseDocument(yaml, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    throw planError(file, document.errors.map((error) => ({
      path: '', line: lines.linePos(error.pos[0]).line, message: yamlSentence(error.code, error.message),
    })));
  }
  keepNumbersAsWritten(document);
  const raw: unknown = document.toJS() ?? {};
  function lineOf(path: readonly PropertyKey[]) {
    return lineOfPath(document, lines, path);
  }
  function at(path: readonly PropertyKey[], message: string): Mistake {
    return { path: pathText(path), line: lineOf(path), message };
  }

  const rehearsal = (raw as { rehearsal?: unknown }).rehearsal === true;
  const schema = planFileSchema({ firstDay: rehearsal ? firstDay : undefined, own: ownCalendar(raw) });
  const checked = schema.safeParse(raw);
  if (!checked.success) {
    throw planError(file, checked.error.issues.flatMap((issue) => {
      if (issue.code !== 'unrecognized_keys') return [at(issue.path, issue.message)];
      const sentences = issue.message.split('\n');
      return issue.keys.map((key, index) => at([...issue.path, key], sentences[index] ?? issue.message));
    }));
  }
  const { plan, problems } = buildPlan(planId(file), checked.data);
  if (problems.length > 0) throw planError(file, problems.map(({ path, message }) => at(path, message)));
  return { plan, file, lineOf };
}

type Mistake = Pick<PlanProblem, 'path' | 'line' | 'message'>;

function planError(file: string, mistakes: Mistake[]): PlanError {
  return new PlanError(mistakes.map((mistake) => ({ level: 'error', file, ...mistake })));
}

/** A plan's id is its file's name without the ending. */
export function planId(file: string): string {
  return basename(file).replace(/\.ya?ml$/, '');
}

/** YAML reads `+10` and `0225` as numbers and forgets how they were written; plans mean the text. */
function keepNumbersAsWritten(document: Document): void {
  visit(document, {
    Scalar(_, scalar) {
      if (typeof scalar.value === 'number' && scalar.source && scalar.source !== String(scalar.value)) {
        scalar.value = scalar.source;
      }
    },
  });
}

/** The calendar is needed while the dates are read, before the schema has looked at it. */
function ownCalendar(raw: unknown): OwnCalendar {
  const { daysOff, extraWorkingDays } = (raw as { calendar?: Record<string, unknown> | null }).calendar ?? {};
  return { daysOff: texts(daysOff), extraWorkingDays: texts(extraWorkingDays) };
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** The line of the value at a path, or of the nearest block around it that exists. */
function lineOfPath(document: Document, lines: LineCounter, path: readonly PropertyKey[]): number | undefined {
  for (let length = path.length; length > 0; length -= 1) {
    const inner = path.slice(0, length);
    const key = keyNode(document, inner);
    const offset = key ?? offsetOf(document.getIn(inner, true));
    if (offset !== undefined) return lines.linePos(offset).line;
  }
  return undefined;
}

/** Where the key itself stands: for `date:` with a block below it, its own line reads better than the block's. */
function keyNode(document: Document, path: readonly PropertyKey[]): number | undefined {
  const parent: unknown = path.length > 1 ? document.getIn(path.slice(0, -1), true) : document.contents;
  const items = (parent as { items?: unknown[] } | null)?.items ?? [];
  const pair = items.find((item) => {
    const { key } = (item ?? {}) as { key?: unknown };
    return isScalar(key) && key.value === path.at(-1);
  });
  return offsetOf((pair as { key?: unknown } | undefined)?.key);
}

function offsetOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}

function yamlSentence(code: string, message: string): string {
  if (code === 'DUPLICATE_KEY') return 'This key stands twice in one block; keep one of them.';
  if (code === 'TAB_AS_INDENT') return 'The line is indented with a tab; YAML wants blanks, two for each step.';
  const reason = message.split('\n')[0]?.replace(/\.$/, '') ?? code;
  return `The file is not valid YAML here (${reason}); check the indentation, and put texts that hold ": " or `
    + '# in quotes.';
}
