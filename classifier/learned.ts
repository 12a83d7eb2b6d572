import { SparseBayes } from './bayes.ts';
import type { TrainingLine } from './data-files.ts';
import { formOf, type Features, type Form } from './features.ts';
import { trainSoftmax, vectorOf, type SoftmaxWeights } from './softmax.ts';
import type { Speller } from './spelling.ts';
import { TOPIC_IDS } from './topics.ts';
import type { Reader, Words } from './words.ts';

/**
 * The replaceable learned part: log scores in the order of `TOPIC_IDS` (only their differences mean anything)
 * and how many of the text's features it knows (0 = nothing to go by).
 */
export interface LearnedModel {
  predict(text: Words): { scores: number[]; known: number };
}

/** What both voters learned of one form of the words, over the same vocabulary. */
export interface Voters {
  softmax: SoftmaxWeights;
  /** `natural`'s Bayes: a row of log likelihoods for each feature, less the row's mean. */
  bayes: Float32Array;
}

/** One pair reads marks, one ignores them; mixing both in one model costs accuracy on marked text. */
export type RoutedVoters = Record<Form, Voters>;

const SMOOTHING = 0.3;

/** Weights of the two votes; with the lexicon's they were chosen by leaving out one hand of the corpus after another. */
const BAYES_WEIGHT = 0.2;
const SOFTMAX_WEIGHT = 0.6;

/** A text without marks is read twice, without them and as it would be spelled with them, and the votes are halved. */
const AS_SPELLED = 0.5;

interface Document {
  label: number;
  features: string[];
}

/** Trains `natural`'s Bayes on the features of a vocabulary. */
function trainBayes(documents: readonly Document[], vocabulary: readonly string[]): Float32Array {
  const known = new Set(vocabulary);
  const bayes = new SparseBayes(TOPIC_IDS, SMOOTHING);
  for (const { features, label } of documents) {
    bayes.addDocument(features.filter((feature) => known.has(feature)), TOPIC_IDS[label]!);
  }
  bayes.train();
  const labels = TOPIC_IDS.length;
  const table = new Float32Array(vocabulary.length * labels);
  for (const [i, feature] of vocabulary.entries()) {
    const { scores } = bayes.logScores([feature]);
    const mean = scores.reduce((sum, score) => sum + score, 0) / labels;
    for (let k = 0; k < labels; k += 1) table[i * labels + k] = scores[k]! - mean;
  }
  return table;
}

function trainForm(documents: readonly Document[]): Voters {
  const softmax = trainSoftmax(documents, TOPIC_IDS.length);
  return { softmax, bayes: trainBayes(documents, softmax.vocabulary) };
}

/** Trains both voters in both forms; pure: the same lines give the same weights. */
export function trainVoters(lines: readonly TrainingLine[], read: Reader, features: Features): RoutedVoters {
  const texts = lines.map(({ topic, text }) => ({ label: TOPIC_IDS.indexOf(topic), words: read(text) }));
  const documents = (form: Form, all: typeof texts): Document[] => (
    all.map(({ label, words }) => ({ label, features: features(words, form) }))
  );
  return {
    raw: trainForm(documents('raw', texts.filter(({ words }) => formOf(words) === 'raw'))),
    folded: trainForm(documents('folded', texts)),
  };
}

/** How much each voter counts; for measuring one alone. */
export interface VoteWeights {
  bayes: number;
  softmax: number;
}

/** The voters as one model. */
export function createVotingModel(
  voters: RoutedVoters,
  features: Features,
  spell: Speller,
  { bayes, softmax }: VoteWeights = { bayes: BAYES_WEIGHT, softmax: SOFTMAX_WEIGHT },
): LearnedModel {
  const rows: Record<Form, ReadonlyMap<string, number>> = {
    raw: new Map(voters.raw.softmax.vocabulary.map((feature, i) => [feature, i])),
    folded: new Map(voters.folded.softmax.vocabulary.map((feature, i) => [feature, i])),
  };

  function vote(text: Words, form: Form, share: number, scores: number[]): number {
    const { idf, weights, labels } = voters[form].softmax;
    const table = voters[form].bayes;
    const vector = vectorOf(features(text, form), rows[form], idf);
    for (const [i, row] of vector.rows.entries()) {
      const value = softmax * vector.values[i]!;
      const from = row * labels;
      for (let k = 0; k < labels; k += 1) {
        scores[k]! += share * (value * weights[from + k]! + bayes * table[from + k]!);
      }
    }
    return vector.rows.length;
  }

  return {
    predict(text) {
      const scores = TOPIC_IDS.map(() => 0);
      if (formOf(text) === 'raw') return { scores, known: vote(text, 'raw', 1, scores) };
      const known = vote(text, 'folded', 1 - AS_SPELLED, scores);
      const spelled = spell(text);
      const guessed = text.words.map((word, i) => ({ ...word, raw: spelled[i]! }));
      vote({ words: guessed, markedShare: 1 }, 'raw', AS_SPELLED, scores);
      return { scores, known };
    },
  };
}
