import { describe, expect, it } from 'vitest';
import { createClassifier, fold } from '../../classifier/index.ts';
import { measureScreening, parseScreened } from '../../classifier/evaluation/measure-screening.ts';
import { petitions, read, screenings } from './data.ts';

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

  it('keeps to the lowest accepted scores on messages written by others', () => {
    const result = measureScreening((text) => classifier.screen(text), parseScreened(read('kept-back/screening.tsv')));

    expect(result.heldRecall).toBeGreaterThanOrEqual(0.88);
    expect(result.wronglyHeld).toBeLessThanOrEqual(0.05);
    expect(result.urgentRecall).toBeGreaterThanOrEqual(0.83);
  });

  it.each([
    'Cống đầu ngõ bị tắc, nước tràn vào nhà',
    'Rãnh trước nhà nghẹt, mưa xuống là nước bẩn tràn vào sân',
  ])('takes a blocked drain for a petition, not for danger: %j', (text) => {
    expect(classifier.screen(text)).toBe('petition');
    expect(classifier.screen(fold(text))).toBe('petition');
  });

  it('holds up hardly any ordinary petition', () => {
    const ordinary = [...petitions('held-out'), ...petitions('stories')];

    const held = ordinary.filter(({ text }) => ['complaint', 'denunciation'].includes(classifier.screen(text)));

    expect(held.length / ordinary.length).toBeLessThan(0.02);
  });
});
