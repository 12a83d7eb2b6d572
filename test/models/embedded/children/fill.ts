/* Writes until it is refused (its files may only grow to a limit), then tells what happened. */
import { Catalogue } from '../../../../models/embedded/storage/catalogue.ts';
import { Storage } from '../../../../models/embedded/storage/storage.ts';
import { encode } from '../../../../models/embedded/values/values.ts';

const storage = new Storage(process.argv[2]!);
const catalogue = new Catalogue(storage);
let acknowledged = 0;
const refusals: unknown[] = [];
for (let i = 0; i < 2000 && refusals.length < 2; i++) {
  try {
    await storage.run(() => {
      catalogue.ensure('embedded', 'petitions').insert(encode({ _id: i, text: 'x'.repeat(5000) }));
    });
    acknowledged++;
  } catch (error) {
    refusals.push({ code: (error as { code: unknown }).code, message: (error as Error).message });
  }
}
process.stdout.write(`${JSON.stringify({ acknowledged, refusals })}\n`);
await storage.close();
