import { systemClock } from '../clock.ts';
import { StartError } from '../config.ts';
import { communeText } from '../plans/lookup.ts';
import { fillRehearsal } from './demo/fill-rehearsal.ts';
import { withData } from './with-data.ts';

/** Fills the rehearsals among the served plans with invented petitions and speakers. Doing it again adds nothing. */
export async function demo(): Promise<void> {
  await withData(undefined, async (data, config) => {
    const rehearsals = data.plans.filter(({ rehearsal }) => rehearsal);
    if (rehearsals.length === 0) {
      throw new StartError(
        'Only a rehearsal is filled with invented petitions. Make one with: npm run -s cli -- plan rehearse <id>',
      );
    }
    for (const plan of rehearsals) {
      const { petitions, people, speakers } = await fillRehearsal({ data, plan, clock: systemClock });
      const name = `${communeText(plan)} (${plan.id})`;
      if (petitions + speakers === 0) {
        process.stdout.write(`${name}: filled already, nothing added. Đã có sẵn, không thêm gì.\n`);
        continue;
      }
      process.stdout.write(
        `${name}: ${petitions} petitions of ${people} people, ${speakers} registrations to speak.\n`,
      );
      process.stdout.write(`Đã thêm ${petitions} ý kiến của ${people} người, ${speakers} lượt đăng ký phát biểu. `);
      process.stdout.write('Tất cả đều do chúng tôi đặt ra để làm thử (all of it is invented).\n');
    }
    const base = config.publicUrl ?? `http://localhost:${config.port}`;
    process.stdout.write(`Where to look: ${base}/console while npm start runs, or a document:\n`);
    process.stdout.write(`  npm run -s cli -- export --plan ${rehearsals[0]!.id} --format docx --out danh-sach.docx\n`);
  });
}
