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
      throw new StartError('Only a rehearsal is filled with invented petitions. Make one with: npm run -s cli -- plan rehearse <id>');
    }
    for (const plan of rehearsals) {
      const { petitions, people, speakers } = await fillRehearsal({ data, plan, clock: systemClock });
      const name = `${communeText(plan)} (${plan.id})`;
      if (petitions + speakers === 0) {
        process.stdout.write(`${name}: filled already, nothing added.\n`);
        continue;
      }
      process.stdout.write([
        `${name}: ${petitions} petitions of ${people} people and ${speakers} registrations to speak added, all of them invented.`,
        `Đã thêm ${petitions} ý kiến của ${people} người và ${speakers} lượt đăng ký phát biểu; tất cả đều do chương trình đặt ra.`,
        `Where to look: the console at ${config.publicUrl ?? `http://localhost:${config.port}`}/console while npm start runs, or`,
        `  npm run -s cli -- export --plan ${plan.id} --format docx --out danh-sach.docx`,
        '',
      ].join('\n'));
    }
  });
}
