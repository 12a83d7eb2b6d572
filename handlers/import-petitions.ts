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

/** A row as the file has it: `text` is needed, the rest may be missing or empty. */
export type ImportRow = Record<string, unknown>;

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

const optional = z.union([z.string(), z.number()]).nullish().transform((value) => String(value ?? '').trim() || undefined);

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
    if (!number) context.addIssue({ code: 'custom', message: `the phone number "${phone}" does not have ten digits from 0` });
    return number ?? undefined;
  }),
  receivedAt: z.union([z.date(), optional]).transform((value, context) => {
    const moment = value instanceof Date ? value : readMoment(value);
    if (moment === null) context.addIssue({ code: 'custom', message: `the date "${String(value)}" is not like 2026-05-14 or 14/5/2026` });
    return moment ?? undefined;
  }),
});

/** An ISO moment or day, or 14/5/2026 (with a time), in the commune's time; undefined for nothing, null for nonsense. */
function readMoment(text: string | undefined): Date | null | undefined {
  if (text === undefined) return undefined;
  const vietnamese = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?:[ ,]+(\d{1,2}):(\d{2}))?$/.exec(text);
  const iso = vietnamese
    ? `${vietnamese[3]}-${vietnamese[2]!.padStart(2, '0')}-${vietnamese[1]!.padStart(2, '0')}T${(vietnamese[4] ?? '0').padStart(2, '0')}:${vietnamese[5] ?? '00'}`
    : text.replace(' ', 'T');
  if (!/^\d{4}-\d{2}-\d{2}/.test(iso)) return null;
  const zoned = /(?:Z|[+-]\d{2}:?\d{2})$/.test(iso) ? iso : `${iso.length === 10 ? `${iso}T00:00` : iso}+07:00`;
  const moment = new Date(zoned);
  // 31/02 rolls over to March in a Date: then it is no date.
  return Number.isNaN(moment.getTime()) ? null : moment;
}

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
  return async function importPetitions(plan: Plan, rows: Iterable<ImportRow>, progress?: (done: number) => void): Promise<ImportReport> {
    const report: ImportReport = { added: 0, known: 0, bad: [], notes: [] };
    const seen = new Map<string, number>();
    let row = 0;

    for (const raw of rows) {
      row++;
      progress?.(row);
      const parsed = rowSchema.safeParse(raw);
      if (!parsed.success) {
        report.bad.push({ row, reason: parsed.error.issues.map(({ message }) => message).join('; ') });
        continue;
      }
      const { text, hamlet: hamletText, name, phone, receivedAt } = parsed.data;
      const found = hamletText === undefined ? [] : findHamlets(plan, hamletText);
      const hamlet = found.length === 1 && found[0]!.score >= HAMLET_SURE ? found[0]!.hamlet.id : undefined;
      if (hamletText && !hamlet) report.notes.push({ row, note: `"${hamletText}" is no ${plan.hamletUnit} of this plan; kept as written` });

      const content = createHash('sha256').update(JSON.stringify([text, hamletText, name, phone, receivedAt])).digest('hex');
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
