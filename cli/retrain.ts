import { CONFIRMED_FROM, retrain } from '../handlers/retrain.ts';
import { dropTrained, keepTrained } from '../trained-classifier.ts';
import { withData } from './with-data.ts';

/** Trains the commune's classifier on what staff have confirmed, or drops it; used from the next start on. */
export async function retrainOwn({ drop }: { drop?: boolean }): Promise<void> {
  await withData(undefined, async ({ stores, plans }, { dataDir }) => {
    if (drop) {
      dropTrained(dataDir);
      process.stdout.write('The shipped classifier is used from the next start on.\n');
      return;
    }
    const petitions = (await Promise.all(plans.map(({ id }) => stores.petitions.ofPlan({ plan: id })))).flat();
    const { confirmed, keptBack, before, after, trained } = retrain({ plans, petitions });
    process.stdout.write(`${confirmed} confirmed petitions, ${keptBack} of them kept back to compare on.\n`);
    if (confirmed < CONFIRMED_FROM) {
      process.stdout.write(`At least ${CONFIRMED_FROM} are needed; nothing was changed.\n`);
      return;
    }
    process.stdout.write(`Right on those: ${before} before, ${after} after.\n`);
    if (trained) keepTrained(dataDir, trained);
    process.stdout.write(trained
      ? 'The commune\'s own classifier is used from the next start on.\n'
      : 'It would be worse; nothing was changed.\n');
  });
}
