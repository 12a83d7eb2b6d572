import { writeFile } from 'node:fs/promises';
import { systemClock } from '../clock.ts';
import { StartError } from '../config.ts';
import type { GroupBy } from '../reports/index.ts';
import { renderExport, type ExportFormat } from '../reports/index.ts';
import { servedPlan, withData } from './with-data.ts';

export interface ExportOptions {
  plan: string;
  format: ExportFormat;
  out: string;
  conference?: string;
  by: GroupBy;
  appendix?: boolean;
}

/** Writes the grouped list; the file is readable by this user alone, since it may hold an appendix of names. */
export async function exportPlan(options: ExportOptions): Promise<void> {
  const { plan: id, format, out, conference: conferenceId, by, appendix } = options;
  await withData(id, async (data) => {
    const plan = servedPlan(data, id);
    const conference = plan.conferences.find((candidate) => candidate.id === conferenceId);
    if (conferenceId && !conference) {
      const known = plan.conferences.map((candidate) => candidate.id).join(', ');
      throw new StartError(`The plan ${id} has no conference ${conferenceId}. It has: ${known}.`);
    }
    const rows = await data.lists.exportData(plan, conference, { appendix });
    const content = await renderExport(format, { plan, conference, ...rows, now: systemClock(), appendix, by });
    if (out === '-') process.stdout.write(content);
    else await write(out, content);
    process.stderr.write(`${rows.petitions.length} petitions, ${rows.speakers.length} speakers → ${out}\n`);
  });
}

async function write(file: string, content: Buffer): Promise<void> {
  try {
    await writeFile(file, content, { mode: 0o600 });
  } catch (error) {
    throw new StartError(`${file} cannot be written (${(error as NodeJS.ErrnoException).code}).`, { cause: error });
  }
}
