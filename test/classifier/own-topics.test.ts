import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseRows } from '../../classifier/evaluation/labelled.ts';
import { createClassifier, fold, TOPIC_IDS } from '../../classifier/index.ts';
import { topicFor } from '../../plans/lookup.ts';
import { readPlan } from '../../plans/read-plan.ts';

const classifier = createClassifier();
const plan = readPlan('plans/binh-lu-2026.yaml', { firstDay: '2026-11-20' });
const rows = parseRows(readFileSync(join(import.meta.dirname, 'plan-binh-lu.tsv'), 'utf8'));

/** The plan's topic that the proposal stands for, as the program reads it. */
function planTopic(text: string): string | undefined {
  const { topic } = classifier.propose(text, plan.topics);
  const area = TOPIC_IDS.find((known) => known === topic);
  return area ? topicFor(plan, area)?.id : topic ?? undefined;
}

describe('a plan with four topics of its own', () => {
  it.each([['as typed', (text: string) => text], ['without marks', fold]])('is sorted like the thirteen, %s', (_, spell) => {
    const wrong = rows.filter(({ topic, text }) => planTopic(spell(text!)) !== topic);

    expect(rows.length).toBeGreaterThanOrEqual(60);
    expect(1 - wrong.length / rows.length, wrong.map(({ text }) => text).join('\n')).toBeGreaterThan(0.93);
  });

  it('gives probabilities that fall, and own topics only where they have phrases', () => {
    const { topic, confidence, alternatives } = classifier.propose('Đề nghị hướng dẫn dịch vụ công trực tuyến', plan.topics);

    expect(topic).toBe('chuyen-doi-so');
    expect(confidence).toBeGreaterThan(alternatives[0]!.confidence);
    expect(classifier.propose('Đường lên bản lầy lội', plan.topics).topic).toBe('traffic_irrigation');
    expect(classifier.propose('', plan.topics).topic).toBeNull();
  });

  it('changes nothing for a plan without phrases', () => {
    const text = 'Đề nghị hướng dẫn dịch vụ công trực tuyến';

    expect(classifier.propose(text, [{ id: 'all', covers: TOPIC_IDS }])).toEqual(classifier.classify(text));
  });
});
