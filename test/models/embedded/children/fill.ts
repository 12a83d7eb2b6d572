/* Writes until it is refused (its files may only grow to a limit), then tells what happened. */
import { Catalogue } from '../../../../models/embedded/catalogue.ts';
import { encode } from '../../../../models/embedded/values.ts';
import { WriteLog } from '../../../../models/embedded/write-log.ts';

const log = new WriteLog(process.argv[2]!);
const petitions = new Catalogue(log).ensure('embedded', 'petitions');
let acknowledged = 0;
const refusals: unknown[] = [];
for (let i = 0; i < 2000 && refusals.length < 2; i++) {
  try {
    petitions.insert(encode({ _id: i, text: 'x'.repeat(5000) }));
    await log.durable();
    acknowledged++;
  } catch (error) {
    refusals.push({ code: (error as { code: unknown }).code, message: (error as Error).message });
  }
}
process.stdout.write(`${JSON.stringify({ acknowledged, refusals })}\n`);
await log.close();
