import { parsePlan } from '../../plans/read-plan.ts';
import type { Plan } from '../../plans/plan.ts';

/** The smallest file that is a plan; tests add what they are about. */
export const SMALLEST = `title: Kế hoạch đối thoại
commune: Thử Nghiệm
issuer: { name: Đảng ủy xã Thử Nghiệm, family: party }
receiptPrefix: TN
conferences:
  - { id: mot, name: Hội nghị đối thoại, chair: Bí thư Đảng ủy, place: Hội trường, date: 2026-06-11 }
`;

/** A plan of YAML lines on top of the smallest one; a key given again replaces the smallest one's. */
export function planOf(extra = '', options: { file?: string; firstDay?: string } = {}): Plan {
  return parsePlan(yamlOf(extra), { file: options.file ?? 'thu.yaml', firstDay: options.firstDay ?? '2026-11-20' })
    .plan;
}

/** The text of `planOf`. */
export function yamlOf(extra = ''): string {
  const own = new Set([...extra.matchAll(/^([a-zA-Z]+):/gm)].map((match) => match[1]));
  const blocks = SMALLEST.split(/^(?=[a-zA-Z]+:)/m).filter((block) => !own.has(block.split(':')[0] ?? ''));
  return `${blocks.join('')}${extra.endsWith('\n') || extra === '' ? extra : `${extra}\n`}`;
}
