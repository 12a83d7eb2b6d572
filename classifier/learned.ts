import { SparseBayes } from './bayes.ts';
import type { TrainingLine } from './data-files.ts';
import { formOf, type Features, type Form } from './features.ts';
import { trainSoftmax, vectorOf, type SoftmaxWeights } from './softmax.ts';
import { TOPIC_IDS } from './topics.ts';
import type { Reader, Words } from './words.ts';

/**
 * The replaceable learned part: log scores in the order of `TOPIC_IDS` (only their differences mean anything)
 * and how many of the text's features it knows (0 = nothing to go by).
 */
export interface LearnedModel {
  predict(text: Words): { scores: number[]; known: number };
}

const SMOOTHING = 0.3;

/**
 * `natural`'s Bayes classifier, two of them: one reads marks, one ignores them. A text is routed by how many of its
 * words are marked; mixing both in one model costs accuracy on marked text.
 */
export function trainBayes(lines: readonly TrainingLine[], read: Reader, features: Features): LearnedModel {
  const models: Record<Form, SparseBayes> = {
    raw: new SparseBayes(TOPIC_IDS, SMOOTHING),
    folded: new SparseBayes(TOPIC_IDS, SMOOTHING),
  };
  const texts = lines.map(({ topic, text }) => ({ topic, words: read(text) }));
  for (const form of ['raw', 'folded'] as const) {
    const documents = texts
      .filter(({ words }) => form === 'folded' || formOf(words) === 'raw')
      .map(({ topic, words }) => ({ topic, found: features(words, form) }));
    const kept = frequent(documents.map(({ found }) => found));
    for (const { topic, found } of documents) models[form].addDocument(found.filter((one) => kept.has(one)), topic);
  }
  models.raw.train();
  models.folded.train();
  return {
    predict(text) {
      const form = formOf(text);
      return models[form].logScores(features(text, form));
    },
  };
}

/** Single words, and the pairs that more than one text has: what stands in one alone says nothing about the next. */
function frequent(documents: readonly (readonly string[])[]): Set<string> {
  const seen = new Set<string>();
  const again = new Set<string>();
  for (const document of documents) {
    for (const feature of new Set(document)) {
      if (!feature.includes('_') || seen.has(feature)) again.add(feature);
      seen.add(feature);
    }
  }
  return again;
}

/** A softmax model for each form of the words. */
export type RoutedWeights = Record<Form, SoftmaxWeights>;

/** Trains the softmax pair; pure: the same lines give the same weights. */
export function trainRouted(lines: readonly TrainingLine[], read: Reader, features: Features): RoutedWeights {
  const texts = lines.map(({ topic, text }) => ({ label: TOPIC_IDS.indexOf(topic), words: read(text) }));
  const marked = texts.filter(({ words }) => formOf(words) === 'raw');
  return {
    raw: trainSoftmax(marked.map(({ label, words }) => ({ label, features: features(words, 'raw') })), TOPIC_IDS.length),
    folded: trainSoftmax(
      texts.map(({ label, words }) => ({ label, features: features(words, 'folded') })),
      TOPIC_IDS.length,
    ),
  };
}

/** The softmax pair as a model. */
export function createRoutedModel(weights: RoutedWeights, features: Features): LearnedModel {
  const rows: Record<Form, ReadonlyMap<string, number>> = {
    raw: new Map(weights.raw.vocabulary.map((feature, i) => [feature, i])),
    folded: new Map(weights.folded.vocabulary.map((feature, i) => [feature, i])),
  };
  return {
    predict(text) {
      const form = formOf(text);
      const { idf, weights: table, labels } = weights[form];
      const vector = vectorOf(features(text, form), rows[form], idf);
      const scores = Array.from({ length: labels }, () => 0);
      for (let i = 0; i < vector.rows.length; i += 1) {
        const from = vector.rows[i]! * labels;
        for (let k = 0; k < labels; k += 1) scores[k]! += table[from + k]! * vector.values[i]!;
      }
      return { scores, known: vector.rows.length };
    },
  };
}
