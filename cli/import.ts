import { SingleBar } from 'cli-progress';
import { systemClock } from '../clock.ts';
import { createClassifyPetition } from '../handlers/classify.ts';
import { createImportPetitions } from '../handlers/import-petitions.ts';
import { createPetitionCases } from '../handlers/petitions.ts';
import { readRows } from './rows.ts';
import { servedPlan, withData } from './with-data.ts';

/** Takes a file of petitions in; says which rows were left out and why, and keeps the others. */
export async function importFile(file: string, { plan: id }: { plan: string }): Promise<void> {
  const rows = await readRows(file);
  await withData(id, async (data) => {
    const { stores, plans, classifier } = data;
    const petitions = createPetitionCases({
      stores, classifier, clock: systemClock,
      // At once instead of by a job: the command ends when everything is done.
      classifyLater: createClassifyPetition({ stores, plans, classifier, clock: systemClock }),
      files: { keep: async () => [], fetch: async () => undefined },
    });
    const importPetitions = createImportPetitions({ stores, petitions, clock: systemClock });

    const bar = process.stderr.isTTY
      ? new SingleBar({ format: ' {bar} {value}/{total}', stream: process.stderr })
      : undefined;
    bar?.start(rows.length, 0);
    const { added, known, bad, notes } = await importPetitions(servedPlan(data, id), rows, (done) => bar?.update(done));
    bar?.stop();

    for (const { row, note } of notes) process.stderr.write(`row ${row}: ${note}\n`);
    for (const { row, reason } of bad) process.stderr.write(`row ${row} left out: ${reason}\n`);
    process.stdout.write(`${added} petitions added, ${known} known already, ${bad.length} rows left out\n`);
  });
}
