/**
 * What a plan gets without saying it: the thirteen topics of the Thái Tân plan (2025), and which office prepares the
 * answer in a commune since 01/7/2025 (Nghị định 150/2025/NĐ-CP; Party offices by Quy định 298 and 299-QĐ/TW).
 *
 * It is a proposal that staff confirm for every petition; a plan overrides any of it.
 */
import type { Office, Routing, Topic, TopicId } from './plan.ts';

const NAMES: Record<TopicId, string> = {
  party_gov: 'Xây dựng Đảng, xây dựng chính quyền, đoàn thể',
  economy: 'Phát triển kinh tế',
  new_rural: 'Xây dựng nông thôn mới',
  social_policy: 'Giải quyết chính sách, xã hội, người có công',
  environment: 'Tài nguyên – môi trường',
  traffic_irrigation: 'Giao thông, thuỷ lợi',
  education: 'Giáo dục – đào tạo',
  employment: 'Giải quyết việc làm',
  security: 'An ninh trật tự',
  culture: 'Văn hoá xã hội',
  construction: 'Xây dựng cơ bản',
  land_clearance: 'Đền bù giải phóng mặt bằng',
  religion: 'Công tác tôn giáo, tín ngưỡng',
};

/** The thirteen, in the order of the Thái Tân plan, each covering itself. */
export const DEFAULT_TOPICS: readonly Topic[] = Object.entries(NAMES)
  .map(([id, name]) => ({ id, name, covers: [id as TopicId] }));

const CULTURE = 'phong-van-hoa-xa-hoi';
const ECONOMY = 'phong-kinh-te';

/** Which office prepares the answer on each of the thirteen, and who works with it; ids of offices or associations. */
export const DEFAULT_ROUTING: Readonly<Record<TopicId, Routing>> = {
  party_gov: { office: 'ban-xay-dung-dang', with: ['van-phong-hdnd-ubnd', 'mttq'] },
  economy: { office: ECONOMY, with: ['hoi-nong-dan', 'agribank', 'ngan-hang-chinh-sach'] },
  new_rural: { office: ECONOMY, with: ['mttq'] },
  social_policy: { office: CULTURE, with: ['mttq', 'ngan-hang-chinh-sach'] },
  environment: { office: ECONOMY, with: [] },
  traffic_irrigation: { office: ECONOMY, with: ['trung-tam-dich-vu'] },
  education: { office: CULTURE, with: [] },
  employment: { office: CULTURE, with: ['ngan-hang-chinh-sach', 'doan-thanh-nien', 'hoi-phu-nu', 'hoi-nong-dan'] },
  security: { office: 'cong-an', with: ['ban-chi-huy-quan-su'] },
  culture: { office: CULTURE, with: ['trung-tam-dich-vu'] },
  construction: { office: ECONOMY, with: ['ban-quan-ly-du-an'] },
  land_clearance: { office: ECONOMY, with: ['ban-quan-ly-du-an'] },
  religion: { office: CULTURE, with: ['mttq'] },
};

/** Who takes what fits no topic. */
export const FALLBACK_ROUTING: Readonly<Routing> = { office: 'van-phong-hdnd-ubnd', with: ['mttq'] };

const DECREE_150 = 'Nghị định 150/2025/NĐ-CP';
const PARTY_RULE = 'Quy định 298-QĐ/TW và 299-QĐ/TW';

/** The offices that every commune has since 01/7/2025, for a plan that lists none. */
export const DEFAULT_OFFICES: readonly Office[] = [
  { id: 'van-phong-dang-uy', name: 'Văn phòng Đảng ủy', kind: 'party', aliases: ['VPĐU'], basis: PARTY_RULE },
  { id: 'ban-xay-dung-dang', name: 'Ban Xây dựng Đảng', kind: 'party', aliases: ['BXDĐ'], basis: PARTY_RULE },
  {
    id: 'van-phong-hdnd-ubnd', name: 'Văn phòng HĐND và UBND', kind: 'government',
    aliases: ['Văn phòng HĐND - UBND'], basis: DECREE_150,
  },
  { id: ECONOMY, name: 'Phòng Kinh tế', kind: 'government', aliases: [], basis: DECREE_150 },
  { id: CULTURE, name: 'Phòng Văn hóa – Xã hội', kind: 'government', aliases: ['VH-XH'], basis: DECREE_150 },
  {
    id: 'mttq', name: 'Ủy ban MTTQ Việt Nam', kind: 'front', aliases: ['MTTQ', 'Mặt trận Tổ quốc'],
    basis: 'Luật Mặt trận Tổ quốc Việt Nam',
  },
  { id: 'cong-an', name: 'Công an', kind: 'police', aliases: [], basis: 'Luật Công an nhân dân' },
];
