import { describe, expect, it } from 'vitest';
import { createClassifier, fold } from '../../classifier/index.ts';
import { measureScreening } from '../../classifier/evaluation/measure-screening.ts';
import { petitions, screenings } from './data.ts';

const classifier = createClassifier();

describe('screen', () => {
  it.each(screenings())('$want: $text', ({ want, text }) => {
    expect(classifier.screen(text)).toBe(want);
    expect(classifier.screen(fold(text))).toBe(want);
  });

  it('sees what is reported in any words, with marks and without', () => {
    for (const spell of [(text: string) => text, fold]) {
      const result = measureScreening((text) => classifier.screen(spell(text)), screenings('screening-wide'));

      expect(result.heldRecall).toBeGreaterThanOrEqual(0.9);
      expect(result.urgentRecall).toBeGreaterThanOrEqual(0.85);
      expect(result.wronglyHeld).toBeLessThanOrEqual(0.05);
    }
  });

  it('holds up no ordinary petition', () => {
    const held = [...petitions('held-out'), ...petitions('stories')]
      .filter(({ text }) => classifier.screen(text) !== 'petition')
      .map(({ text }) => text);

    expect(held).toEqual([]);
  });
});
