import { createRequire } from 'node:module';
import { createClassifier, createLikenessIndex } from '../classifier/index.ts';
import { readCorpus } from '../classifier/data-files.ts';

/** One measured figure beside what it is compared with. */
interface Figure {
  name: string;
  value: number;
  unit: string;
  baseline: number;
  baselineName: string;
}

const ROUNDS = 3;

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function timeEach(texts: string[], act: (text: string) => unknown): number {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const text of texts) {
      const start = performance.now();
      act(text);
      times.push(performance.now() - start);
    }
  }
  return median(times);
}

/** `natural`'s Bayes classifier as shipped, trained on the same sentences. */
function naturalAsShipped(sentences: { text: string; topic: string }[]): (text: string) => unknown {
  const require = createRequire(import.meta.url);
  const Bayes = require('natural/lib/natural/classifiers/bayes_classifier.js') as new () => {
    addDocument(text: string, label: string): void;
    train(): void;
    getClassifications(text: string): unknown;
  };
  const bayes = new Bayes();
  for (const { text, topic } of sentences) bayes.addDocument(text, topic);
  bayes.train();
  return (text) => bayes.getClassifications(text);
}

/** So many petitions of one commune, each of two sentences of the corpus, and the median of looking for one's like. */
function timeLikeness(texts: readonly string[], size: number): number {
  const index = createLikenessIndex();
  const text = (i: number) => `${texts[(i * 7_919) % texts.length]} ${texts[(i * 104_729 + 13) % texts.length]}`;
  for (let i = 0; i < size; i += 1) index.put(`p${i}`, text(i));
  const asked = Array.from({ length: 200 }, (_, i) => text(i * 37).split(' ').slice(1).join(' '));
  return timeEach(asked, (one) => index.like(one));
}

/** Megabytes that a classifier takes, as far as the collector lets it be seen. */
function megabytes(): number {
  const before = process.memoryUsage();
  const kept = createClassifier();
  kept.classify('Đường thôn nhiều ổ gà');
  const after = process.memoryUsage();
  return Math.max(0, after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers) / 1e6;
}

/** Time to be ready and per message (medians), beside the project's bar and `natural` as shipped. */
export function benchClassifier(): Figure[] {
  const ready: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now();
    createClassifier();
    ready.push(performance.now() - start);
  }
  const classifier = createClassifier();
  const sentences = readCorpus();
  const texts = sentences.map(({ text }) => text);
  const shipped = naturalAsShipped(sentences);

  const classify = timeEach(texts, (text) => classifier.classify(text));
  const whole = timeEach(texts, (text) => {
    classifier.screen(text);
    classifier.split(text);
    classifier.classify(text);
  });
  const natural = timeEach(texts, shipped);

  const memory = megabytes();
  const [ten, hundred] = [timeLikeness(texts, 10_000), timeLikeness(texts, 100_000)];

  return [
    { name: 'classifier: memory', value: memory, unit: 'MB', baseline: 40, baselineName: 'bar' },
    { name: 'classifier: like petitions of 10,000', value: ten, unit: 'ms', baseline: 2, baselineName: 'bar' },
    { name: 'classifier: like petitions of 100,000', value: hundred, unit: 'ms', baseline: 20, baselineName: 'bar' },
    { name: 'classifier: ready', value: median(ready), unit: 'ms', baseline: 500, baselineName: 'bar' },
    { name: 'classifier: classify a message', value: classify, unit: 'ms', baseline: 0.3, baselineName: 'bar' },
    { name: 'classifier: classify', value: classify, unit: 'ms', baseline: natural, baselineName: 'natural shipped' },
    { name: 'classifier: screen, split, classify', value: whole, unit: 'ms', baseline: 0.5, baselineName: 'bar' },
  ];
}
