import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { parsePlan } from '../../plans/read-plan.ts';
import { MILESTONE_KINDS, OFFICE_KINDS, planFileSchema } from '../../plans/schema.ts';
import { TOPIC_IDS } from '../../plans/plan.ts';
import { planOf } from './plan-of.ts';

const page = readFileSync(new URL('../../docs/plan-format.md', import.meta.url), 'utf8');
const examples = [...page.matchAll(/^```yaml\n(.*?)^```/gms)].map((match) => match[1] ?? '');

/** Every key that the schema knows, at any depth. */
function keysOf(schema: z.ZodType): Set<string> {
  const keys = new Set<string>();
  const seen = new Set<unknown>();
  function walk(value: unknown): void {
    if (typeof value !== 'object' || value === null || seen.has(value)) return;
    seen.add(value);
    const { def } = value as { def?: Record<string, unknown> };
    if (!def) return;
    if (def['type'] === 'object') {
      for (const [key, inner] of Object.entries(def['shape'] as object)) {
        keys.add(key);
        walk(inner);
      }
    }
    for (const part of ['in', 'out', 'innerType', 'element']) walk(def[part]);
  }
  walk(schema);
  return keys;
}

describe('docs/plan-format.md', () => {
  it('explains every key', () => {
    const keys = [...keysOf(planFileSchema())];

    const missing = keys.filter((key) => !new RegExp(`\`(?:[a-zA-Z]+\\.)?${key}\``).test(page));

    expect(keys.length).toBeGreaterThan(50);
    expect(missing).toEqual([]);
  });

  it('names every allowed word', () => {
    const missing = [...TOPIC_IDS, ...OFFICE_KINDS, ...MILESTONE_KINDS].filter((word) => !page.includes(`\`${word}\``));

    expect(missing).toEqual([]);
  });

  it.each(examples.map((example) => [example]))('has an example that parses: %s', (example) => {
    const plan = example.startsWith('title:')
      ? parsePlan(example, { file: 'example.yaml', firstDay: '2026-11-20' }).plan
      : planOf(example);

    expect(plan.conferences.length).toBeGreaterThan(0);
  });

  it('has an example in every part', () => {
    expect(examples.length).toBeGreaterThanOrEqual(8);
  });
});
