import type { Classifier } from './classifier.ts';
import { fold } from './fold.ts';
import { TOPIC_IDS, type TopicId } from './topics.ts';

/** A petition with the topic that a person gave it, and others that are right as well. */
export interface Labelled {
  text: string;
  topic: TopicId;
  also: TopicId[];
}

/** Shares are 0 to 1. "Right" means the label or one of `also`, except in `exact`. */
export interface Evaluation {
  count: number;
  top1: number;
  top3: number;
  /** First guess equal to the label itself. */
  exact: number;
  macroF1: number;
  /** `top1` after every diacritic was removed. */
  stripped: number;
  /** Share of the petitions marked `auto`, and how many of those are right. */
  autoCoverage: number;
  autoPrecision: number;
}

/** Labelled petitions from a tab-separated text with a heading line: topic, also (by commas), style, text. */
export function parseLabelled(tsv: string): (Labelled & { style: string })[] {
  return tsv
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [topic = '', also = '', style = '', text = ''] = line.split('\t');
      return { topic: topic as TopicId, also: also.split(',').filter(Boolean) as TopicId[], style, text };
    });
}

/** Runs the classifier over labelled petitions. */
export function evaluate(classifier: Classifier, petitions: readonly Labelled[]): Evaluation {
  const counts = new Map(TOPIC_IDS.map((topic) => [topic, { right: 0, wrong: 0, missed: 0 }]));
  const sums = { top1: 0, top3: 0, exact: 0, stripped: 0, auto: 0, autoRight: 0 };
  for (const { text, topic, also } of petitions) {
    const right = new Set<TopicId | null>([topic, ...also]);
    const guess = classifier.classify(text);
    const hit = right.has(guess.topic);
    if (hit) {
      sums.top1 += 1;
      counts.get(guess.topic!)!.right += 1;
    } else {
      counts.get(topic)!.missed += 1;
      if (guess.topic) counts.get(guess.topic)!.wrong += 1;
    }
    if (guess.topic === topic) sums.exact += 1;
    if (hit || guess.alternatives.some((other) => right.has(other.topic))) sums.top3 += 1;
    if (right.has(classifier.classify(fold(text)).topic)) sums.stripped += 1;
    if (guess.auto) {
      sums.auto += 1;
      if (hit) sums.autoRight += 1;
    }
  }
  const f1 = [...counts.values()]
    .filter(({ right, wrong, missed }) => right + wrong + missed > 0)
    .map(({ right, wrong, missed }) => (2 * right) / (2 * right + wrong + missed));
  const count = petitions.length;
  return {
    count,
    top1: sums.top1 / count,
    top3: sums.top3 / count,
    exact: sums.exact / count,
    macroF1: f1.reduce((sum, value) => sum + value, 0) / f1.length,
    stripped: sums.stripped / count,
    autoCoverage: sums.auto / count,
    autoPrecision: sums.auto === 0 ? 1 : sums.autoRight / sums.auto,
  };
}
