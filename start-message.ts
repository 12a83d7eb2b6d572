/** The few lines that somebody sees who has just typed `npm start`. */
import type { Config } from './config.ts';
import { communeText } from './plans/lookup.ts';
import type { Plan } from './plans/plan.ts';

export interface Started {
  config: Config;
  plans: readonly Plan[];
  address: string;
  port: number;
  /** A one-time token for the administrator, while nobody has signed in yet. */
  adminToken?: string | null;
}

/** Where the program is reached, as far as it knows itself. */
export function baseUrl({ config, address, port }: Pick<Started, 'config' | 'address' | 'port'>): string {
  const host = ['127.0.0.1', '::1', '::', '0.0.0.0'].includes(address) ? 'localhost' : address;
  return config.publicUrl ?? `http://${host}:${port}`;
}

/** In Vietnamese, for the people who run it; a link is printed whole, so that it can be clicked. */
export function describeStart({ config, plans, address, port, adminToken }: Started): string {
  const base = baseUrl({ config, address, port });
  const networks = [
    config.zaloBot && 'Zalo', config.zaloPersonal && 'Zalo (tài khoản thường)', config.telegram && 'Telegram',
    config.webChat && 'chat trên web',
  ].filter(Boolean).join(', ');
  const lines = [
    '',
    'Đối Thoại đang chạy.',
    ...plans.map((plan) => `  Kế hoạch    ${plan.rehearsal ? 'TẬP DƯỢT – ' : ''}${communeText(plan)} (${plan.id})`),
    `  Dữ liệu     ${config.mongodbUri ? 'MongoDB' : config.dataDir}`,
    `  Hàng đợi    ${config.redisUrl ? 'Redis' : 'trong chương trình'}`,
    `  Mạng        ${networks || 'chưa bật mạng nào'}`,
    '',
    ...(config.webChat ? [`  Bà con chat          ${base}/chat`] : []),
    `  Cán bộ làm việc      ${base}/console`,
    ...(adminToken
      ? ['', '  Đường dẫn đăng nhập một lần của quản trị viên:', `  ${base}/console/sign-in/${adminToken}`]
      : []),
    '',
    'Dừng lại: Ctrl+C.',
    '',
  ];
  return `${lines.join('\n')}\n`;
}
