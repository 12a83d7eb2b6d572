import { softmax } from './bayes.ts';
import { readScreening, type TrainingLine } from './data-files.ts';
import { screenFeatures } from './screen-features.ts';
import { SCREENINGS } from './screening.ts';
import { trainSoftmax, vectorOf, type SoftmaxWeights } from './softmax.ts';
import type { Reader, Words } from './words.ts';

/** Ordinary petitions are many: every so many of the corpus stands for them. */
const EVERY = 5;

/** Trains the learned part of the screening on `screening/<kind>.txt` and, for ordinary petitions, on the corpus. */
export function trainScreening(lines: readonly TrainingLine[], read: Reader): SoftmaxWeights {
  const ordinary = lines.filter((_, i) => i % EVERY === 0).map(({ text }) => ({ text, label: 0 }));
  const written = SCREENINGS.flatMap((kind, label) => readScreening(kind).map((text) => ({ text, label })));
  const examples = [...written, ...ordinary].map(({ text, label }) => ({ label, features: screenFeatures(read(text)) }));
  return trainSoftmax(examples, SCREENINGS.length);
}

/** The learned screening: probabilities in the order of `SCREENINGS`. */
export function createScreenModel({ vocabulary, idf, weights, labels }: SoftmaxWeights): (text: Words) => number[] {
  const row = new Map(vocabulary.map((feature, i) => [feature, i]));
  return (text) => {
    const { rows, values } = vectorOf(screenFeatures(text), row, idf);
    const scores = Array.from({ length: labels }, () => 0);
    for (let i = 0; i < rows.length; i += 1) {
      for (let k = 0; k < labels; k += 1) scores[k]! += weights[rows[i]! * labels + k]! * values[i]!;
    }
    return softmax(scores);
  };
}
