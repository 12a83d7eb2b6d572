import BayesClassifier from 'natural/lib/natural/classifiers/bayes_classifier.js';
import { softmax } from '../bayes.ts';
import type { TrainingLine } from '../data-files.ts';
import type { LearnedModel } from '../learned.ts';
import type { Lexicon } from '../lexicon.ts';
import { TOPIC_IDS, type TopicId } from '../topics.ts';
import type { Reader } from '../words.ts';
import type { Propose } from './measure.ts';

/** A proposal out of one probability for each topic. */
function proposal(probabilities: readonly number[]): ReturnType<Propose> {
  const [best, ...others] = probabilities
    .map((confidence, i) => ({ topic: TOPIC_IDS[i]!, confidence }))
    .sort((a, b) => b.confidence - a.confidence);
  return { ...best!, alternatives: others.slice(0, 2) };
}

/** `natural`'s Bayes classifier as its readme uses it, trained on the same sentences. */
export function naturalAsShipped(lines: readonly TrainingLine[]): Propose {
  const bayes = new BayesClassifier();
  // The readme's form: a text, which its own tokenizer takes apart.
  for (const { topic, text } of lines) bayes.addDocument(text as unknown as string[], topic);
  bayes.train();
  return (text) => {
    const [best, ...others] = bayes.getClassifications(text as unknown as string[]);
    return {
      topic: best!.label as TopicId,
      // Its values are products of tiny likelihoods: only their order says something.
      confidence: best!.value / ([best!, ...others].reduce((sum, { value }) => sum + value, 0) || 1),
      alternatives: others.slice(0, 2).map(({ label, value }) => ({ topic: label as TopicId, confidence: value })),
    };
  };
}

/** The phrases alone. */
export function lexiconAlone(read: Reader, lexicon: Lexicon): Propose {
  return (text) => {
    const { scores, hits } = lexicon(read(text));
    return hits === 0 ? { topic: null, confidence: 0, alternatives: [] } : proposal(softmax(scores));
  };
}

/** The learned half alone. */
export function learnedAlone(read: Reader, model: LearnedModel): Propose {
  return (text) => proposal(softmax(model.predict(read(text)).scores));
}
