import { softmax } from './bayes.ts';
import { createFeatures } from './features.ts';
import { createRoutedModel } from './learned.ts';
import { createLexicon } from './lexicon.ts';
import { readModel, type Model } from './model-file.ts';
import { screenText, type Screening } from './screening.ts';
import { createSpeller } from './spelling.ts';
import { splitText } from './split.ts';
import { TOPIC_IDS, type TopicGuess, type TopicId } from './topics.ts';
import { createReader } from './words.ts';

/** What the machine proposes for one petition. A person decides. */
export interface Classification {
  /** The best topic; null only when there is nothing to go by (empty, emoji only, no known word). */
  topic: TopicId | null;
  /** Probability of `topic`, 0 to 1; 0 without a topic. */
  confidence: number;
  /** The next two, best first; empty without a topic. */
  alternatives: TopicGuess[];
  /** Whether the proposal is sure enough to be taken over without a choice (expected precision ≥ 95 %). */
  auto: boolean;
  /** The classifier's version. */
  version: string;
}

/** Topic, screening and splitting of villagers' messages. Pure: the same text gives the same answer. */
export interface Classifier {
  /** Changes when lexicon, corpus or code changes. */
  readonly version: string;
  classify(text: string): Classification;
  screen(text: string): Screening;
  /** Exact, contiguous substrings of `text`, usually just `[text]`; only white space stands between two parts. */
  split(text: string): string[];
}

/** Weights of the two halves in log space. */
const LEXICON_WEIGHT = 0.8;
const LEARNED_WEIGHT = 1;

/** From this probability on a proposal is `auto`. */
const AUTO_FROM = 0.85;

/** Makes a classifier with the shipped model, or with one that was trained further. Make one and share it. */
export function createClassifier({ model = readModel() }: { model?: Model } = {}): Classifier {
  const { version } = model;
  const read = createReader();
  const lexicon = createLexicon(read, createSpeller(model.spelling));
  const learnedModel = createRoutedModel(model.weights, createFeatures(read));

  function classify(text: string): Classification {
    const words = read(text);
    const fromLexicon = lexicon(words);
    const learned = learnedModel.predict(words);
    if (fromLexicon.hits === 0 && learned.known === 0) {
      return { topic: null, confidence: 0, alternatives: [], auto: false, version };
    }
    const [best, ...others] = softmax(
      learned.scores.map((score, i) => LEARNED_WEIGHT * score + LEXICON_WEIGHT * fromLexicon.scores[i]!),
    )
      .map((confidence, i) => ({ topic: TOPIC_IDS[i]!, confidence }))
      .sort((a, b) => b.confidence - a.confidence);
    return { ...best!, alternatives: others.slice(0, 2), auto: best!.confidence >= AUTO_FROM, version };
  }

  return {
    version,
    classify,
    screen(text) {
      const words = read(text);
      return screenText(words, Math.max(...lexicon(words).scores));
    },
    split: (text) => splitText(text, (part) => classify(part)),
  };
}
