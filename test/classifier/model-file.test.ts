import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { corpusHands, readCorpus } from '../../classifier/data-files.ts';
import { createClassifier, decodeModel } from '../../classifier/index.ts';
import { MODEL_FILE, readModel } from '../../classifier/model-file.ts';
import { trainModel, trainShipped } from '../../classifier/train.ts';
import { contentVersion } from '../../classifier/version.ts';

describe('the shipped model', () => {
  it('belongs to the corpus, lexicon and code as they are: if not, run `npm run train`', () => {
    expect(readModel().version).toBe(contentVersion());
  });

  it('is what training gives, byte for byte', () => {
    const trained = trainShipped();

    expect(trained === readFileSync(MODEL_FILE, 'utf8')).toBe(true);
  }, 60_000);

  it('is small', () => {
    expect(readFileSync(MODEL_FILE).length).toBeLessThan(4_000_000);
  });

  it('is refused when a part of it is missing', () => {
    expect(() => decodeModel('{}')).toThrow('no model');
    expect(() => decodeModel('')).toThrow();
  });
});

describe('training', () => {
  it('of other sentences gives another model', () => {
    const lines = readCorpus([corpusHands()[0]!]).filter((_, i) => i % 4 === 0);
    const one = createClassifier({ model: trainModel(lines, 'one') });

    expect(one.version).toBe('one');
    expect(one.classify('Đường thôn nhiều ổ gà').topic).toBe('traffic_irrigation');
  });
});
