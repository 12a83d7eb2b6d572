import { describe, expect, it } from 'vitest';
import { createClassifier, fold, TOPIC_IDS } from '../../classifier/index.ts';
import { measure } from '../../classifier/evaluation/measure.ts';
import { parseLabelled } from '../../classifier/evaluation/labelled.ts';
import { petitions, read } from './data.ts';

const classifier = createClassifier();

describe('classify', () => {
  it('sorts short held-out petitions, marked and unmarked, as a person did', () => {
    const result = measure(classifier.classify, petitions('held-out'));

    expect(result.count).toBeGreaterThanOrEqual(260);
    expect(result.top1).toBeGreaterThan(0.94);
    expect(result.top3).toBeGreaterThan(0.98);
    expect(result.macroF1).toBeGreaterThan(0.93);
    expect(result.stripped).toBeGreaterThan(0.93);
  });

  it('sorts long stories with the request at the end', () => {
    const result = measure(classifier.classify, petitions('stories'));

    expect(result.top1).toBeGreaterThan(0.85);
    expect(result.top3).toBeGreaterThan(0.95);
  });

  it('sorts petitions that say it in other words', () => {
    const result = measure(classifier.classify, petitions('oblique'));

    expect(result.top1).toBeGreaterThan(0.9);
  });

  it('marks as auto only what is right in at least 95 of 100 cases', () => {
    const result = measure(classifier.classify, petitions('held-out'));

    expect(result.auto.precision).toBeGreaterThanOrEqual(0.95);
    expect(result.auto.coverage).toBeGreaterThan(0.75);
  });

  it.each([
    ['kept-back/petitions-formal', 0.95, 0.93],
    ['kept-back/petitions-phone', 0.92, 0.9],
  ])('keeps to the lowest accepted scores on %s, written and labelled by others', (name, top1, stripped) => {
    const result = measure(classifier.classify, parseLabelled(read(`${name}.tsv`)));

    expect(result.top1).toBeGreaterThanOrEqual(top1);
    expect(result.top3).toBeGreaterThanOrEqual(0.98);
    expect(result.stripped).toBeGreaterThanOrEqual(stripped);
    expect(result.auto.precision).toBeGreaterThanOrEqual(0.95);
    expect(result.auto.coverage).toBeGreaterThanOrEqual(0.75);
  });

  it('gives a topic, two alternatives and probabilities that fall', () => {
    const { topic, confidence, alternatives, auto, version } = classifier.classify('Đường liên thôn nhiều ổ gà');

    expect(topic).toBe('traffic_irrigation');
    expect(auto).toBe(true);
    expect(alternatives).toHaveLength(2);
    expect(confidence).toBeGreaterThan(alternatives[0]!.confidence);
    expect(alternatives[0]!.confidence).toBeGreaterThanOrEqual(alternatives[1]!.confidence);
    expect(alternatives.every((guess) => TOPIC_IDS.includes(guess.topic))).toBe(true);
    expect(version).toBe(classifier.version);
  });

  const empty = ['', '   \n', '😀👍🙏', '!!! ...', 'xyzzy qwrt', '\u200b\u200d', '2024'];

  it.each(empty)('has nothing to go by in %j', (text) => {
    const result = classifier.classify(text);

    expect(result).toMatchObject({ topic: null, confidence: 0, alternatives: [], auto: false });
  });

  it('reads NFD like NFC', () => {
    const text = 'Đề nghị thu gom rác thải và xử lý mùi hôi ở bãi rác';

    expect(classifier.classify(text.normalize('NFD'))).toEqual(classifier.classify(text));
  });

  it('reads text without any mark', () => {
    expect(classifier.classify('truong tieu hoc thu hoc phi cao qua').topic).toBe('education');
    expect(classifier.classify('den bu dat ruong thap qua').topic).toBe('land_clearance');
  });

  it('reads teencode and dialect', () => {
    expect(classifier.classify('cty nợ lương tụi e 2 tháng ko trả').topic).toBe('employment');
    expect(classifier.classify('nác máy nhà tui vàng khè rứa mà ko ai coi').topic).toBe('environment');
    expect(classifier.classify('làm hs hưởng bhxh tự nguyện ntn ạ').topic).toBe('social_policy');
  });

  it('keeps a finite, sensible answer for a text of 600 words', () => {
    const text = 'Đề nghị nạo vét kênh mương nội đồng vì không có nước tưới cho lúa. '.repeat(50);

    const { topic, confidence } = classifier.classify(text);

    expect(topic).toBe('traffic_irrigation');
    expect(confidence).toBeGreaterThan(0.5);
    expect(confidence).toBeLessThanOrEqual(1);
  });

  it('finds the request at the end of 50,000 characters', () => {
    const text = `${'hôm qua trời mưa to lắm '.repeat(2_200)} đề nghị cấp sổ đỏ cho gia đình tôi`;

    expect(text.length).toBeGreaterThan(50_000);
    expect(classifier.classify(text).topic).toBe('environment');
  });

  it('is not disturbed by zero-width, control characters, tags and links', () => {
    const plain = classifier.classify('đề nghị sửa trạm bơm');
    const dirty = '<p>đề ng\u200bhị\u0007 sửa <b>trạm</b>&nbsp;bơm</p> https://vi.example/truong-hoc';
    const noisy = classifier.classify(dirty);

    expect(noisy).toEqual(plain);
  });

  it('counts a place that only says where for less than what is asked', () => {
    expect(classifier.classify('đoạn đường trước cổng trường tiểu học nhiều ổ gà').topic).toBe('traffic_irrigation');
    expect(classifier.classify('rác đổ đống gần chùa không ai dọn').topic).toBe('environment');
  });

  it('does not take a word without marks for another when the writer types marks', () => {
    const marked = classifier.classify('Đề nghị làm rõ lý do chậm trả lời kiến nghị của cử tri');

    expect(marked.topic).toBe('party_gov');
  });

  it('gives the same answer every time', () => {
    const again = createClassifier();

    for (const { text } of petitions('stories')) expect(again.classify(text)).toEqual(classifier.classify(text));
    expect(again.version).toMatch(/^[0-9a-f]{12}$/u);
  });

  it('survives every shape of hostile text', () => {
    const hostile = ['constructor __proto__ toString', '\uD800', '=HYPERLINK("x")', '{"$ne":null}', 'ạ'.repeat(50_000)];

    for (const text of hostile) {
      expect(() => classifier.classify(text)).not.toThrow();
      expect(() => classifier.screen(text)).not.toThrow();
      expect(classifier.split(text).join('')).toBe(text);
    }
  });
});

describe('fold', () => {
  it('makes spellings comparable', () => {
    expect(fold('ĐƯỜNG Hoà')).toBe('duong hoa');
    expect(fold('Đường'.normalize('NFD'))).toBe('duong');
    expect(fold('đ\u200bất')).toBe('dat');
  });
});
