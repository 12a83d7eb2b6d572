import { describe, expect, it } from 'vitest';
import { createClassifier, fold } from '../../classifier/index.ts';
import { petitions, screenings } from './data.ts';

const classifier = createClassifier();

describe('screen', () => {
  it.each(screenings())('$want: $text', ({ want, text }) => {
    expect(classifier.screen(text)).toBe(want);
    expect(classifier.screen(fold(text))).toBe(want);
  });

  it('holds up no ordinary petition', () => {
    const held = [...petitions('held-out'), ...petitions('stories')]
      .filter(({ text }) => classifier.screen(text) !== 'petition')
      .map(({ text }) => text);

    expect(held).toEqual([]);
  });
});
