import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createClassifier, encodeModel } from '../../classifier/index.ts';
import { CONFIRMED_FROM, retrain } from '../../handlers/retrain.ts';
import type { Petition } from '../../models/petition.ts';
import { readPlan } from '../../plans/read-plan.ts';
import { dropTrained, keepTrained, openClassifier } from '../../trained-classifier.ts';

const plan = readPlan('plans/tap-duot.yaml', { firstDay: '2026-11-20' });
const dataDir = mkdtempSync(join(tmpdir(), 'doi-thoai-retrain-'));
afterAll(() => rmSync(dataDir, { recursive: true }));

/** In this invented commune people call the culture house "gươl", which no sentence of the corpus does. */
function petition(i: number, fields: Partial<Petition> = {}): Petition {
  return {
    id: `p${i}`, plan: plan.id, commune: plan.commune.id, number: i, code: `TD-${i}`, receipt: `TD-${i}`, origin: `${i}`,
    text: `${['Gươl', 'Cái gươl', 'Mái gươl', 'Sân gươl'][i % 4]} làng ${['Đông', 'Đoài', 'Trung'][i % 3]} ${
      ['dột', 'mối ăn', 'chật', 'cũ', 'nghiêng'][i % 5]}, mong xã sửa${i === 1 ? '; Zwelo Khrưng viết' : ''}`,
    attachments: [], additions: [], channel: 'web', messageIds: [], person: `person ${i}`, topic: 'culture',
    topicConfirmedBy: 'staff', status: 'reviewed', urgent: false, receivedAt: new Date(0), updatedAt: new Date(0),
    history: [], ...fields,
  };
}

const many = Array.from({ length: 160 }, (_, i) => petition(i));

describe('retraining on what staff have confirmed', () => {
  it('needs enough of it, and leaves out what was erased, held or not confirmed', () => {
    const some = [
      ...many.slice(0, CONFIRMED_FROM - 1),
      petition(900, { erasedAt: new Date(0) }), petition(901, { status: 'held' }),
      petition(902, { topicConfirmedBy: undefined }), petition(903, { text: ' ' }),
    ];

    expect(retrain({ plans: [plan], petitions: some })).toMatchObject({ confirmed: CONFIRMED_FROM - 1 });
    expect(retrain({ plans: [plan], petitions: some }).trained).toBeUndefined();
  });

  it('learns the commune\'s words, is not worse than before, and keeps nobody\'s own words', async () => {
    const { before, after, keptBack, trained } = retrain({ plans: [plan], petitions: many });

    expect(keptBack).toBeGreaterThan(10);
    expect(after).toBeGreaterThanOrEqual(before);
    expect(createClassifier({ model: trained!.model }).classify('gươl làng tôi mới lợp').topic).toBe('culture');
    expect(trained!.learnedFrom).toContain('p1');
    expect(encodeModel(trained!.model)).toContain('gươl');
    expect(encodeModel(trained!.model)).not.toMatch(/zwelo|khrưng/u);
  });

  it('is refused when it would be worse', () => {
    const contradicted = Array.from({ length: 240 }, (_, i) => petition(i, {
      text: ['Đường thôn hỏng', 'Ổ gà đầy đường', 'Cống qua đường vỡ'][i % 3]!,
      topic: keptBack(`p${i}`) ? 'traffic_irrigation' : 'religion',
    }));

    const { before, after, trained } = retrain({ plans: [plan], petitions: contradicted });

    expect(after).toBeLessThan(before);
    expect(trained).toBeUndefined();
  });

  it('is used from the next start on, until something it learned from is erased', async () => {
    const { trained } = retrain({ plans: [plan], petitions: many });
    keepTrained(dataDir, trained!);
    const erased = { anyErased: async (ids: readonly string[]) => ids.includes('p1') || ids.includes('p2') };

    const own = await openClassifier({ dataDir, petitions: { anyErased: async () => false } });
    const after = await openClassifier({ dataDir, petitions: erased });
    const later = await openClassifier({ dataDir, petitions: { anyErased: async () => false } });
    dropTrained(dataDir);

    expect(own.version).toBe(trained!.model.version);
    expect(after.version).toBe(createClassifier().version);
    expect(later.version).toBe(createClassifier().version);
  });
});

/** As `retrain` chooses what to compare on. */
function keptBack(id: string): boolean {
  return createHash('sha256').update(id).digest()[0]! % 4 === 0;
}
