import type { PetitionDraft } from '../models/stores/petitions.ts';
import type { Plan } from '../plans/plan.ts';

const WORDS = [
  'Đường vào thôn xuống cấp, mưa là ngập, đề nghị xã cho sửa trước mùa mưa',
  'Trạm y tế hết thuốc bảo hiểm, bà con phải mua ngoài, mong xã có ý kiến',
  'Kênh mương lâu ngày không nạo vét, nước không về tới ruộng cuối thôn',
  'Đề nghị xem xét chế độ cho gia đình người có công còn sót',
  'Rác thải sinh hoạt ba ngày chưa thu gom, mùi hôi vào tận nhà',
];

/** Petitions of everyday length, spread over a plan's topics and hamlets; the same ones at every run. */
export function* samplePetitions(plan: Plan, count: number, now: Date): Generator<PetitionDraft> {
  for (let index = 0; index < count; index++) {
    const text = `${WORDS[index % WORDS.length]!} (lần thứ ${index + 1}).`;
    const hamlet = plan.hamlets[index % plan.hamlets.length]?.id;
    const receivedAt = new Date(now.getTime() - (count - index) * 60_000);
    yield {
      prefix: plan.receiptPrefix, search: text.toLowerCase(), plan: plan.id, commune: plan.commune.id,
      origin: `bench:${index}`, text,
      attachments: [], channel: 'import', messageIds: [], hamlet, topic: plan.topics[index % plan.topics.length]!.id,
      office: plan.defaultRouting.office, status: 'classified', urgent: false, receivedAt,
      history: [{ at: receivedAt, by: { kind: 'machine' }, what: 'received', to: 'received' }],
    };
  }
}
