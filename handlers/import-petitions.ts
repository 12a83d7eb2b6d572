/** Petitions that came on paper or in a list: each row goes the way of a chat message. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { fold } from '../classifier/index.ts';
import type { Clock } from '../clock.ts';
import type { Stores } from '../models/stores/index.ts';
import { findHamlets, HAMLET_SURE } from '../plans/find-hamlets.ts';
import type { Plan } from '../plans/plan.ts';
import { readPhone } from './conversations/phone.ts';
import type { PetitionCases } from './petitions.ts';

/**
 * A row as the file has it: `text` is needed, the rest may be missing or empty. A string in place of the row says why
 * it could not be read.
 */
export type ImportRow = Record<string, unknown> | string;

export interface ImportReport {
  /** Petitions that are new. */
  added: number;
  /** Rows that had been imported before. */
  known: number;
  /** Rows that were left out, and why. `row` counts from 1 without the header. */
  bad: { row: number; reason: string }[];
  /** Rows that were kept although something in them was not understood. */
  notes: { row: number; note: string }[];
}

const optional = z
  .union([z.string(), z.number()], { error: 'a column other than "text" is neither text nor number' })
  .nullish()
  .transform((value) => String(value ?? '').trim() || undefined);

/** Not trimmed, not normalised: these are the person's own words. */
const rowSchema = z.object({
  text: z.union([z.string(), z.number().transform(String)], { error: 'the column "text" is missing' })
    .refine((text) => /\S/.test(text), { error: 'the text is empty' }),
  hamlet: optional,
  name: optional,
  phone: optional.transform((phone, context) => {
    if (phone === undefined) return undefined;
    // A spreadsheet drops the first 0 of a number.
    const number = readPhone(phone) ?? readPhone(`0${phone}`);
    if (number) return number;
    context.addIssue({ code: 'custom', message: `the phone number "${phone}" does not have ten digits from 0` });
    return undefined;
  }),
  receivedAt: z.union([z.date(), optional]).transform((value, context) => {
    const moment = value instanceof Date ? value : readMoment(value);
    if (moment !== null) return moment;
    context.addIssue({ code: 'custom', message: `the date "${String(value)}" is not like 2026-05-14 or 14/5/2026` });
    return undefined;
  }),
});

const DAY_FIRST = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:[ ,]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?$/;
const YEAR_FIRST =
  /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?(Z|[+-]\d{2}:?\d{2})?)?$/i;

/** A day or moment as 14/5/2026 or 2026-05-14, in the commune's time; undefined for nothing, null for nonsense. */
function readMoment(text: string | undefined): Date | null | undefined {
  if (text === undefined) return undefined;
  const dayFirst = DAY_FIRST.exec(text);
  const [, year, month, day, hour = '0', minute = '00', second = '00', zone = '+07:00'] = dayFirst
    ? [text, dayFirst[3], dayFirst[2], dayFirst[1], ...dayFirst.slice(4)]
    : YEAR_FIRST.exec(text) ?? [];
  if (!year || !month || !day) return null;
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const moment = new Date(`${date}T${hour.padStart(2, '0')}:${minute}:${second}${zone}`);
  const midnight = new Date(`${date}T00:00Z`);
  // A Date rolls 31/02 over to March: then it is no date.
  if (Number.isNaN(moment.getTime()) || midnight.toISOString().slice(0, 10) !== date) return null;
  return moment;
}

/** Takes in petitions that were collected on paper or elsewhere. */
export function createImportPetitions({ stores, petitions, clock }: {
  stores: Stores;
  petitions: PetitionCases;
  clock: Clock;
}) {
  /** The person named in a row; nobody when it names none. */
  async function personOf(plan: Plan, row: z.infer<typeof rowSchema>, hamlet?: string): Promise<string | undefined> {
    const { name, phone, hamlet: hamletText } = row;
    if (!name && !phone) return undefined;
    const commune = plan.commune.id;
    const search = fold([name, hamlet ?? hamletText].filter(Boolean).join(' '));
    return (await stores.people.knownAgain({ commune, name, phone, hamlet, search }, clock())).id;
  }

  /**
   * Imports rows into a plan, in their order. The same row again (the file twice, or a corrected file) is known by its
   * content and counted as known.
   */
  return async function importPetitions(
    plan: Plan,
    rows: Iterable<ImportRow>,
    progress?: (done: number) => void,
  ): Promise<ImportReport> {
    const report: ImportReport = { added: 0, known: 0, bad: [], notes: [] };
    const seen = new Map<string, number>();
    let row = 0;

    for (const raw of rows) {
      row++;
      progress?.(row);
      if (typeof raw === 'string') {
        report.bad.push({ row, reason: raw });
        continue;
      }
      const parsed = rowSchema.safeParse(raw);
      if (!parsed.success) {
        report.bad.push({ row, reason: parsed.error.issues.map(({ message }) => message).join('; ') });
        continue;
      }
      const { text, hamlet: hamletText, name, phone, receivedAt } = parsed.data;
      const found = hamletText === undefined ? [] : findHamlets(plan, hamletText);
      const hamlet = found.length === 1 && found[0]!.score >= HAMLET_SURE ? found[0]!.hamlet.id : undefined;
      if (hamletText && !hamlet) {
        report.notes.push({ row, note: `"${hamletText}" is no ${plan.hamletUnit} of this plan; kept as written` });
      }

      const words = JSON.stringify([text, hamletText, name, phone, receivedAt]);
      const content = createHash('sha256').update(words).digest('hex');
      const times = (seen.get(content) ?? 0) + 1;
      seen.set(content, times);
      const origin = `import:${plan.id}:${content}:${times}`;
      if (await stores.petitions.exists(`${origin}#0`)) {
        report.known++;
        continue;
      }
      await petitions.submit({
        plan, channel: 'import', origin, text, parts: [text], receivedAt, hamlet,
        hamletText: hamlet ? undefined : hamletText,
        person: await personOf(plan, parsed.data, hamlet),
        byStaff: true,
      });
      report.added++;
    }
    return report;
  };
}
