/** How long the grouped export of ten thousand petitions takes, and how long it holds up everybody else meanwhile. */
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import type { Petition } from '../models/petition.ts';
import { PETITION_STATUSES } from '../models/petition.ts';
import type { Person } from '../models/person.ts';
import type { Plan } from '../plans/plan.ts';
import { renderExport } from '../reports/index.ts';
import { median, type Figure } from './measure.ts';

const PETITIONS = 10_000;
const RUNS = 3;
const TARGET_SECONDS = { xlsx: 4, docx: 8 } as const;
const TARGET_DELAY_MS = 100;

/** Medians of some runs for each format; the delay is the longest that any run saw. */
export async function benchExport(): Promise<Figure[]> {
  const request = createRequest();
  const results: Figure[] = [];
  for (const format of ['xlsx', 'docx'] as const) {
    const seconds: number[] = [];
    let longestDelay = 0;
    for (let run = 0; run < RUNS; run += 1) {
      const loop = monitorEventLoopDelay({ resolution: 5 });
      loop.enable();
      const start = performance.now();
      await renderExport(format, request);
      seconds.push((performance.now() - start) / 1000);
      loop.disable();
      longestDelay = Math.max(longestDelay, loop.max / 1e6);
    }
    results.push(
      {
        name: `export of ${PETITIONS} petitions as .${format}`, value: median(seconds), unit: 's',
        baseline: TARGET_SECONDS[format], baselineName: 'target',
      },
      {
        name: `longest wait of the event loop during .${format}`, value: longestDelay, unit: 'ms',
        baseline: TARGET_DELAY_MS, baselineName: 'target',
      },
    );
  }
  return results;
}

const WORDS = ('đề nghị xã cho sửa đoạn đường liên thôn từ nhà văn hoá ra cống mưa là ngập các cháu đi học rất khổ '
  + 'nước sinh hoạt đục có mùi rác thải để lâu không dọn tiền đền bù đất chưa trả tăng cường tuần tra ban đêm')
  .split(' ');

/** Deterministic: every run and every machine renders the same texts, of 5 to 79 words each. */
function textOf(seed: number): string {
  const length = 5 + (seed * 7919) % 75;
  return Array.from({ length }, (_, index) => WORDS[(seed * 31 + index * (1 + seed % 7)) % WORDS.length]).join(' ');
}

function createRequest(): Parameters<typeof renderExport>[1] {
  const now = new Date('2026-05-18T02:00:00Z');
  const plan = createPlan();
  const petitions = Array.from({ length: PETITIONS }, (_, index): Petition => ({
    id: `p${index}`, plan: plan.id, commune: plan.commune.id, number: index + 1,
    code: `VD-${String(index + 1).padStart(4, '0')}`, receipt: `VD-${String(index + 1).padStart(4, '0')}`,
    origin: `bench:${index}`, text: textOf(index), attachments: [], additions: [], channel: 'web', messageIds: [],
    person: `n${index % 7_000}`, hamlet: plan.hamlets[index % plan.hamlets.length]?.id,
    topic: plan.topics[(index * 7) % plan.topics.length]?.id,
    status: PETITION_STATUSES[index % 6] ?? 'received', urgent: false, receivedAt: now, updatedAt: now,
    history: [{ at: now, by: { kind: 'author' }, what: 'received' }],
  }));
  const people = Array.from({ length: 7_000 }, (_, index): Person => ({
    id: `n${index}`, commune: plan.commune.id, name: `Người Ví Dụ ${index}`, createdAt: now, updatedAt: now,
  }));
  return { plan, petitions, people, speakers: [], now };
}

function createPlan(): Plan {
  return {
    id: 'vi-du', rehearsal: true, title: 'Kế hoạch ví dụ', basis: [],
    commune: { id: 'vi-du', name: 'Ví Dụ', unit: 'xã', aliases: [] },
    issuer: { name: 'Đảng ủy xã Ví Dụ', family: 'party' },
    receiptPrefix: 'VD', hamletUnit: 'thôn',
    hamlets: Array.from({ length: 20 }, (_, index) => ({ id: `h${index}`, name: `Thôn ${index + 1}`, aliases: [] })),
    associations: [], conferences: [],
    topics: Array.from({ length: 13 }, (_, index) => ({
      id: `t${index}`, name: `Lĩnh vực ${index + 1}`, covers: [],
      routing: { office: `o${index % 6}`, with: [] },
    })),
    offices: Array.from({ length: 6 }, (_, index) => ({
      id: `o${index}`, name: `Cơ quan ${index + 1}`, kind: 'government', aliases: [],
    })),
    defaultRouting: { office: 'o0', with: [] }, milestones: [], collecting: {}, recipients: [],
    speaking: { rules: [] }, contact: {}, retention: { months: 12 }, notes: [],
  };
}
