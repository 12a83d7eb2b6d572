import { createRequire } from 'node:module';
import { createClassifier } from '../classifier/index.ts';
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

  return [
    { name: 'classifier: ready', value: median(ready), unit: 'ms', baseline: 500, baselineName: 'bar' },
    { name: 'classifier: classify a message', value: classify, unit: 'ms', baseline: 0.3, baselineName: 'bar' },
    { name: 'classifier: classify', value: classify, unit: 'ms', baseline: natural, baselineName: 'natural shipped' },
    { name: 'classifier: screen, split, classify', value: whole, unit: 'ms', baseline: 0.5, baselineName: 'bar' },
  ];
}
