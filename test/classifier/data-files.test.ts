import { describe, expect, it } from 'vitest';
import { readBackground, readCorpus, readTopicFiles } from '../../classifier/data-files.ts';
import { fold, TOPIC_IDS } from '../../classifier/index.ts';
import { petitions } from './data.ts';

describe('lexicon and corpus', () => {
  it('hold enough for every topic', () => {
    for (const { topic, lines } of readTopicFiles('lexicon')) expect(lines.length, topic).toBeGreaterThanOrEqual(60);
    const corpus = readCorpus();
    for (const topic of TOPIC_IDS) {
      expect(corpus.filter((line) => line.topic === topic).length, topic).toBeGreaterThanOrEqual(90);
    }
  });

  it('are well-formed: every phrase once in its file, with a weight up to 5', () => {
    for (const { topic, lines } of readTopicFiles('lexicon')) {
      const phrases = lines.map((line) => line.split('*')[0]);

      expect(new Set(phrases).size, topic).toBe(phrases.length);
      for (const line of lines) expect(line, topic).toMatch(/^[\p{L}\p{N}#/% -]+\*(?:[1-5]|0\.5|1\.5)$/u);
    }
    for (const phrase of readBackground()) expect(phrase).not.toContain('*');
  });

  it('share no sentence with what is measured on', () => {
    const trained = new Set(readCorpus().map(({ text }) => fold(text)));

    const shared = [...petitions('held-out'), ...petitions('stories')].filter(({ text }) => trained.has(fold(text)));

    expect(shared).toEqual([]);
  });
});
