import { describe, expect, it } from 'vitest';
import { createClassifier } from '../../classifier/index.ts';
import { classifyLine } from '../../classifier/lines.ts';

const classifier = createClassifier();

describe('classifyLine', () => {
  it('takes a plain text', () => {
    const result = classifyLine(classifier, 'Đường liên thôn nhiều ổ gà');

    expect(result).toMatchObject({ id: null, topic: 'traffic_irrigation', screening: 'petition' });
    expect(Object.keys(result!)).toEqual(['id', 'topic', 'confidence', 'alternatives', 'auto', 'screening', 'parts']);
    expect(result!.parts).toEqual(['Đường liên thôn nhiều ổ gà']);
  });

  it('takes a JSON object and keeps its id', () => {
    expect(classifyLine(classifier, '{"id":"a-1","text":"truong mam non thieu giao vien"}'))
      .toMatchObject({ id: 'a-1', topic: 'education' });
    expect(classifyLine(classifier, '{"id":7,"text":"đền bù thấp"}')).toMatchObject({ id: 7, topic: 'land_clearance' });
    expect(classifyLine(classifier, '{"text":"rác thải"}')).toMatchObject({ id: null, topic: 'environment' });
  });

  it('is honest about a text with nothing to go by', () => {
    expect(classifyLine(classifier, '😀'))
      .toMatchObject({ topic: null, confidence: 0, alternatives: [], auto: false, screening: 'other' });
  });

  it('skips a blank line', () => {
    expect(classifyLine(classifier, '')).toBeNull();
    expect(classifyLine(classifier, ' \t')).toBeNull();
  });

  const improper = ['{đường hỏng nặng quá', '{"id":1}', '{"text":5}', '{}'];

  it.each(improper)('takes what is no proper object as text: %s', (line) => {
    expect(classifyLine(classifier, line)!.parts).toEqual([line]);
  });
});
